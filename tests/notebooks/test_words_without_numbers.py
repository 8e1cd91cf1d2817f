"""What the notebooks say without printing a number for it holds in numbers.

Each test names the notebook whose sentence it holds.
"""

import numpy as np

from nnlib import (
    MISTAKES,
    Dense,
    Network,
    check_gradients,
    half_squared_error,
    homework,
    loss_and_gradients,
    mlp,
    normal,
    sigmoid,
    tanh,
    train,
    xor,
)


def two_layers(W1, W2):
    return Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)])


def test_a_step_that_goes_partly_downhill_can_raise_the_loss():
    """01: downhill must outweigh uphill."""
    X, Y, W1, W2 = homework()
    loss, (first, second) = loss_and_gradients(two_layers(W1, W2), X, Y)
    downhill = two_layers(W1 - first.W, W2)
    both = two_layers(W1 - first.W, W2 + second.W)
    assert half_squared_error(downhill(X), Y) < loss < half_squared_error(both(X), Y)


def test_the_part_of_its_square_that_an_output_loses_grows_mostly_with_h():
    """03: so the excess times the step sinks a little."""
    X, Y, W1, W2 = homework()
    parts = []
    for steps in (100, 1000, 10_000):
        trained, _ = train(two_layers(W1, W2), X, Y, steps=steps, lr=1)
        h, w = trained.forward(X)[0].A[0], trained.layers[1].W[1]
        through_w = (X @ X.T)[0, 0] * ((w * h * (1 - h)) ** 2).sum()
        parts.append([h @ h, through_w, *h])
    own, through_w, *hs = np.array(parts).T
    assert all((np.diff(h) > 0).all() for h in (own, through_w, *hs))
    assert own[-1] - own[0] > through_w[-1] - through_w[0]


def test_errors_of_five_mistakes_overlap_from_net_to_net():
    """08: a fingerprint tells which layers are off, and only sometimes by how much."""
    X, Y, _, _ = homework()
    errors = {name: [] for name in MISTAKES}
    for seed in range(20):
        network = two_layers(*np.random.default_rng(seed).standard_normal((2, 2, 2)))
        for name, backward in MISTAKES.items():
            first, second, _ = check_gradients(network, X, Y, backward=backward)
            errors[name].append((first.error, second.error))
    inside = "dW passed back", "W not transposed", "outer product swapped"
    for name in (*inside, "updated W used", "slope taken at h"):
        assert np.array(errors[name])[:, 1].max() < 1e-9
    largest_of_the_least = max(min(errors[name])[0] for name in inside)
    assert largest_of_the_least < min(max(errors[name])[0] for name in inside)
    assert min(errors["slope taken at h"]) < min(errors["updated W used"])
    assert max(errors["slope taken at h"]) > max(errors["updated W used"])
    for name, error in {"factor 2": 1 / 3, "sign flipped": 1}.items():
        assert np.allclose(errors[name], error, atol=1e-6)


def test_a_missing_transpose_hides_where_the_last_weights_have_one_row():
    """08: on such a net every line of the check agrees."""
    rng = np.random.default_rng(0)
    network = mlp([2, 4, 1], tanh, sigmoid, rng=rng, init=normal(1))
    backward = MISTAKES["W not transposed"]
    assert check_gradients(network, *xor(), backward=backward).ok
