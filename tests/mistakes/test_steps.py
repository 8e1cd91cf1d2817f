"""A training step is diagnosed in whatever form it returns its new parameters."""

import numpy as np
import pytest

from nnlib import Dense, Network, diagnose_step, mazur, mlp, mse, sigmoid, stack
from nnlib.network import Gradient


def example(n=4):
    rng = np.random.default_rng(0)
    net = mlp([3, 4, 2], sigmoid, sigmoid, rng=rng)
    return net, rng.normal(size=(n, 3)), rng.random((n, 2))


def logistic(Z):
    return 1 / (1 + np.exp(-Z))


def right(W, b, X, Y, lr):
    H = logistic(X @ W[0].T + b[0])
    Y_hat = logistic(H @ W[1].T + b[1])
    delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(X)
    delta1 = (delta2 @ W[1]) * H * (1 - H)
    W = [W[0] - lr * delta1.T @ X, W[1] - lr * delta2.T @ H]
    return W, [b[0] - lr * delta1.sum(axis=0), b[1] - lr * delta2.sum(axis=0)]


FORMS = {
    "(W, b)": lambda W, b: (W, b),
    "pairs (W, b)": lambda W, b: list(zip(W, b)),
    "W1, b1, W2, b2, ...": lambda W, b: [W[0], b[0], W[1], b[1]],
    "W1, W2, ..., b1, b2, ...": lambda W, b: (*W, *b),
    "a dictionary of W1, b1, ...": lambda W, b: {
        "b1": b[0], "W1": W[0], "b2": b[1], "W2": W[1]
    },
    "a dictionary of W and b": lambda W, b: {"w": W, "b": b},
}  # fmt: skip
WAYS = {
    "(outputs, inputs)": lambda W: W,
    "(inputs, outputs)": lambda W: W.T,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("numbers", [np.asarray, np.ndarray.tolist])
def test_every_form_is_read(form, way, numbers):
    def step(W, b, X, Y, lr):
        W, b = right(W, b, X, Y, lr)
        W = [numbers(WAYS[way](one)) for one in W]
        return FORMS[form](W, [numbers(one.reshape(-1, 1)) for one in b])

    found = diagnose_step(step, *example(), 0.5)
    assert found.ok
    assert found.read == f"{form}, each W {way}"


def test_a_step_in_place_returns_nothing():
    def step(W, b, X, Y, lr):
        new_W, new_b = right(W, b, X, Y, lr)
        for old, new in zip(W + b, new_W + new_b):
            old[...] = new

    net, X, Y = example()
    kept = [layer.W.copy() for layer in net.layers]
    assert diagnose_step(step, net, X, Y, 0.5).ok
    for layer, W in zip(net.layers, kept):
        np.testing.assert_array_equal(layer.W, W)


def test_square_matrices_without_biases():
    _, X, Y = example()
    X = X[:, :2]
    layers = [
        Dense(np.array([[0.3, -0.5], [0.8, 0.1]]) + k, None, sigmoid) for k in (0, 1)
    ]

    def step(W, b, X, Y, lr):
        assert b == [None, None]
        return [one.T for one in right(W, [0.0, 0.0], X, Y, lr)[0]]

    found = diagnose_step(step, Network(layers), X, Y, 0.1)
    assert found.ok
    assert found.read == "W1, W2, ..., each W (inputs, outputs)"


def changed(rule):
    """A step down a gradient that a rule changes: of (gradients, n)."""

    def step(W, b, X, Y, lr):
        layers = [Dense(*one, sigmoid) for one in zip(W, b)]
        network = Network(layers)
        caches = network.forward(X)
        gradients = network.backward(caches, (caches[-1].A - Y) / len(X))
        gradients = rule(gradients, len(X), lr)
        W = [w - lr * g.W for w, g in zip(W, gradients)]
        return W, [one - lr * g.b for one, g in zip(b, gradients)]

    return step


def scaled(c):
    return changed(
        lambda gradients, n, lr: [
            Gradient(c(n, lr) * g.W, c(n, lr) * g.b, None, None) for g in gradients
        ]
    )


@pytest.mark.parametrize(
    ("factor", "name"),
    [
        (lambda n, lr: -1, "sign flipped"),
        (lambda n, lr: n, "summed over samples"),
        (lambda n, lr: 1 / lr, "lr not used"),
        (lambda n, lr: lr, "lr used twice"),
        (lambda n, lr: 2, "factor 2"),
    ],
)
def test_factors_of_a_step(factor, name):
    found = diagnose_step(scaled(factor), *example(), 0.3)
    assert [mistake.name for mistake in found.mistakes] == [name]


def test_mazurs_example_moves_W2_first():
    X, Y, W1, b1, W2, b2 = mazur()
    network = Network([Dense(W1, b1, sigmoid), Dense(W2, b2, sigmoid)])

    def step(W, b, X, Y, lr):
        H = logistic(X @ W[0].T + b[0])
        Y_hat = logistic(H @ W[1].T + b[1])
        delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(X)
        W[1] -= lr * delta2.T @ H
        b[1] -= lr * delta2.sum(axis=0)
        delta1 = (delta2 @ W[1]) * H * (1 - H)
        W[0] -= lr * delta1.T @ X
        b[0] -= lr * delta1.sum(axis=0)

    found = diagnose_step(step, network, X, Y, 0.5)
    way = "wrong: updated W used on the way back through W2 (lr = 0.5)"
    assert [finding.words for finding in found] == [way, way, "right", "right"]


def test_a_step_sample_by_sample_is_said_to_be_one():
    def step(W, b, X, Y, lr):
        for x, y in zip(X, Y):
            W, b = right(W, b, x[None], y[None], lr)
        return W, b

    found = diagnose_step(step, *example(), 0.5)
    assert found.ok
    assert "one step per sample" in found.read


@pytest.mark.parametrize("wrong", [False, True])
def test_a_step_in_float32(wrong):
    def step(W, b, X, Y, lr):
        W, b = ([a.astype(np.float32) for a in arrays] for arrays in (W, b))
        lr = np.float32(-lr if wrong else lr)
        return right(W, b, X.astype(np.float32), Y.astype(np.float32), lr)

    found = diagnose_step(step, *example(), 0.5)
    assert found.ok is not wrong
    assert [m.name for m in found.mistakes] == ["sign flipped"] * wrong


def test_a_step_is_asked_once_without_probes(capsys):
    def step(W, b, X, Y, lr):
        print("step")
        return right(W, b, X, Y, -lr)

    found = diagnose_step(step, *example(), 0.5, probe=False)
    assert [m.name for m in found.mistakes] == ["sign flipped"]
    assert found.calls == 1
    assert capsys.readouterr().out == "step\n"


def test_another_loss():
    def step(W, b, X, Y, lr):
        return right(W, b, X, Y, lr)

    found = diagnose_step(step, *example(), 0.5, loss=mse)
    assert found.ok  # with two outputs, the mean is half the sum
    assert not diagnose_step(step, *example(), 0.5, loss=mse).mistakes


@pytest.mark.parametrize(
    ("returned", "text"),
    [
        (lambda W, b: 3, r"new W and b of all layers, W1 \(4, 3\), W2 \(2, 4\); got 3"),
        (lambda W, b: (W[:1], b), r"Write return W, b with a list of each"),
        (lambda W, b: (W, [b[0], None]), r"step needs to return the new W and b"),
        (lambda W, b: ([W[0], W[1] * np.nan], b), "the new W2 needs finite numbers"),
    ],
)
def test_what_is_no_step_is_told_so(returned, text):
    with pytest.raises(ValueError, match=text):
        diagnose_step(lambda W, b, X, Y, lr: returned(W, b), *example(), 0.5)


def test_bad_arguments():
    net, X, Y = example()
    with pytest.raises(TypeError, match="step needs a function of"):
        diagnose_step(3, net, X, Y, 0.5)
    with pytest.raises(ValueError, match="lr needs a finite number above zero; got 0"):
        diagnose_step(right, net, X, Y, 0)
    with pytest.raises(ValueError, match="network needs to be one network"):
        diagnose_step(right, stack([net, net]), X, Y, 0.5)
