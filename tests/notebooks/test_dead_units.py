"""What notebook 03 says of 200 random starts comes out of plain NumPy, too.

The starts are those of its explorer: standard normal weights of `default_rng(0)`.
"""

import numpy as np
import pytest

X, Y = np.array([0.5, 0.3]), np.array([0.23, -0.07])
SLOPES = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: 1.0 * (z > 0)),
    "leaky": (lambda z: np.maximum(z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    ),
}


@pytest.fixture(scope="module")
def after():
    """From activation, lr and steps to the dead outputs, (200, 2), and the losses."""
    return {
        (name, lr, steps): trained(*SLOPES[name], lr, steps)
        for name, lr, steps in (
            ("relu", 0.1, 0),
            ("relu", 0.1, 1000),
            ("relu", 20, 10),
            ("leaky", 20, 1000),
            ("tanh", 20, 1000),
            ("sigmoid", 20, 1000),
        )
    }


@np.errstate(over="ignore", invalid="ignore")
def trained(f, slope, lr, steps):
    rng = np.random.default_rng(0)
    W1, W2 = rng.standard_normal((200, 2, 2)), rng.standard_normal((200, 2, 2))
    for step in range(steps + 1):
        z1 = W1 @ X
        h = f(z1)
        z2 = np.einsum("nij,nj->ni", W2, h)
        o = f(z2)
        if step < steps:
            delta2 = (o - Y) * slope(z2)
            delta1 = np.einsum("ni,nij->nj", delta2, W2) * slope(z1)
            W2 = W2 - lr * delta2[:, :, None] * h[:, None]
            W1 = W1 - lr * delta1[:, :, None] * X
    return slope(z2) < 0.001, np.sum((o - Y) ** 2, axis=1) / 2


def test_dead_outputs_of_relu(after):
    shares = {lr: round(100 * dead.mean()) for lr, (dead, _) in after.items()}
    assert shares["relu", 0.1, 0] == 65
    assert shares["relu", 0.1, 1000] == 81
    assert shares["relu", 20, 10] == 100


def test_leaky_relu_keeps_all_alive_and_loses_28_runs(after):
    dead, losses = after["leaky", 20, 1000]
    assert not dead[np.isfinite(losses)].any()
    assert np.sum(~np.isfinite(losses)) == 28


def test_tanh_saves_hardly_any(after):
    assert after["tanh", 20, 1000][0].mean() > 0.99


def test_sigmoid_loses_the_second_output_alone(after):
    dead, losses = after["sigmoid", 20, 1000]
    assert dead.all(axis=0).tolist() == [False, True]
    assert not dead[:, 0].any()
    assert 0.00245 < losses.min() <= losses.max() < 0.0026
