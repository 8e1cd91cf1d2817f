"""The tree of source 000: which order of updates draws it, and what its branches are.

The net is 1-4-2-2-1, leaky ReLU in front and sigmoid behind, its 27 weights and biases
uniform in [0, 1). The source's leaky ReLU has the slope 0.1 and nnlib's 0.01; all
pre-activations of the first layer begin above zero, where both are the same.
"""

import numpy as np
import pytest

from nnlib import (
    Dense,
    Network,
    leaky_relu,
    sigmoid,
    stack,
    step_decay,
    sum_squared_error,
    sweep,
)
from nnlib.dynamics import (
    alternating,
    bifurcation,
    find_cycle,
    orbit,
    saturated_thresholds,
    sigmoid_map,
)
from tests.support.helpers import stored

NUMBERS = stored("map_numbers.json")
SCHEDULE = step_decay(0.3, 0.999, every=100)


def data(n, constant=False):
    X = (np.arange(n) * 2 / (n - 1))[:, None].round(12)
    sine = np.sin(2 * np.pi * X) / 4
    return X, (0.5 + (0 * sine if constant else sine)).round(12)


def net(draw):
    """The source's net; `draw` returns uniform numbers of a shape."""
    sizes, hidden = [1, 4, 2, 2, 1], [leaky_relu, sigmoid, sigmoid, sigmoid]
    return Network(
        [
            Dense(draw((outputs, inputs)), draw((outputs, 1))[:, 0], activation)
            for inputs, outputs, activation in zip(sizes, sizes[1:], hidden)
        ]
    )


def nets(count):
    return stack(net(np.random.default_rng(seed).random) for seed in range(count))


def run(networks, X, Y, order, *, steps, keep=1, lr=SCHEDULE):
    """Train by the source's schedule; return the networks and the mean losses."""
    options = {"order": order, "steps": steps, "keep": keep, "lr": lr}
    trained, losses = sweep(networks, X, Y, loss=sum_squared_error, **options)
    return trained, losses / len(X)


def trees(networks, X, Y, order, lr=SCHEDULE):
    """Count the networks whose loss alternates all through steps 20,000 to 20,100."""
    _, losses = run(networks, X, Y, order, steps=20_100, keep=101, lr=lr)
    return int((abs(np.diff(losses, axis=0)) > 0.02).all(axis=0).sum())


def saturation(trained, X):
    """s = 1 + |a|², a the output of the last hidden layer, mean over the samples."""
    return 1 + (trained.forward(X)[-2].A ** 2).sum(axis=-1).mean(axis=-1)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("order", ["before", "after"])
def test_the_first_losses_are_those_of_the_program(order, seed):
    one = stack([net(np.random.RandomState(seed).random_sample)])
    _, losses = run(one, *data(41), order, steps=7, keep=8)
    expected = NUMBERS["tree"]["first_8_losses"][f"{order}_{seed}"]
    np.testing.assert_allclose(losses[:, 0], expected, rtol=1e-11)


@pytest.mark.parametrize("order, count", [("before", 100), ("after", 0)])
def test_one_order_draws_the_tree_from_every_start(order, count):
    assert trees(nets(100), *data(41), order) == count


@pytest.mark.parametrize("order, count", [("before", 20), ("after", 0)])
def test_the_sine_is_not_needed(order, count):
    assert trees(nets(20), *data(41, constant=True), order) == count


def test_the_number_of_samples_acts_as_learning_rate():
    for n, factor, count in ((21, 1, 0), (21, 41 / 21, 20), (41, 21 / 41, 0)):
        schedule = step_decay(0.3 * factor, 0.999, every=100)
        assert trees(nets(20), *data(n), "before", schedule) == count


def test_a_larger_learning_rate_brings_the_tree_to_the_right_order():
    X, Y = data(41)
    schedule = step_decay(4 * 0.3, 0.999, every=100)
    options = {"steps": 50_100, "keep": 101, "lr": schedule}
    trained, losses = run(nets(20), X, Y, "after", **options)
    assert (abs(np.diff(losses, axis=0)) > 0.02).all()
    assert (saturation(trained, X) < 1.01).sum() == 18


def test_the_hidden_layer_saturates_under_the_wrong_order_only():
    X, Y = data(41)
    s = {
        order: np.median(saturation(run(nets(20), X, Y, order, steps=40_000)[0], X))
        for order in ("before", "after")
    }
    assert s["before"] == pytest.approx(NUMBERS["tree"]["median_final_s"], abs=1e-5)
    assert s["after"] < 1.5


def test_the_pair_is_that_of_the_map():
    X, Y = data(41, constant=True)
    one = stack([net(np.random.RandomState(0).random_sample)])
    trained, losses = run(one, X, Y, "before", steps=25_099, keep=2)
    (s,) = saturation(trained, X)
    expected = NUMBERS["pair_at_iteration_25000"]["predicted_with_measured_s"]
    assert s == pytest.approx(expected["s"], abs=2e-6)
    map = alternating(sigmoid_map(2 * 41 * SCHEDULE(25_099) * s))
    cycle = find_cycle(map, orbit(map, 1.0, 0, burn=3000)[0], 2)
    branches = np.sort((sigmoid(cycle.points) - 0.5) ** 2)
    measured, stated = np.sort(losses[:, 0]), np.array(expected["losses"], float)
    np.testing.assert_allclose(measured, branches, atol=2e-8)
    np.testing.assert_allclose(measured, stated, atol=2e-8)


def test_the_first_flip_cannot_be_seen_in_the_loss():
    X, Y = data(41, constant=True)
    start, _ = run(nets(1), X, Y, "before", steps=25_000)
    one = start.map(lambda array: array[0])
    at = saturated_thresholds(41, saturation(one, X))
    lr = np.array([0.98 * at.flip, 1.02 * at.flip, 0.98 * at.fork, 1.02 * at.fork])
    options = {"lr": lr, "steps": 4000, "keep": 2, "order": "before"}
    options["loss"] = sum_squared_error
    z = bifurcation(
        *(one, X, Y), observe=lambda n: n.forward(X)[-1].Z[:, 0, 0], **options
    )
    losses = bifurcation(one, X, Y, **options) / 41
    assert (abs(z[0] - z[1]) > 0.1).tolist() == [False, True, True, True]
    assert (abs(losses[0] - losses[1]) > 1e-3).tolist() == [False, False, False, True]
    assert losses[0, 2] == pytest.approx(1 / 12, abs=0.003)
