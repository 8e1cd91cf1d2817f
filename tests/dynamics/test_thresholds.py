"""The closed forms hold in training: just below and just above each threshold."""

import numpy as np
import pytest

from nnlib import Dense, Network, homework, relu, sigmoid, stack, step_decay, train
from nnlib.dynamics import (
    SIGMOID_FLIP,
    SIGMOID_FORK,
    relu_thresholds,
    saturated_thresholds,
    steps_until,
)
from tests.support.helpers import reference, stored

NUMBERS, RTOL = reference("002/relu_bifurcation")
SATURATED = stored("map_numbers.json")["sigmoid_map"]
EXAMPLE = homework()


def worked(activation=relu):
    return Network([Dense(W, None, activation) for W in (EXAMPLE.W1, EXAMPLE.W2)])


def own_example():
    """Other numbers, with the second hidden unit and the first output alive."""
    W1, W2 = np.array([[-0.3, 0.1], [0.4, 0.2]]), np.array([[0.1, 0.6], [0.7, -0.2]])
    X, Y = np.array([[0.7, -0.2]]), np.array([[0.31, 0.12]])
    return Network([Dense(W1, None, relu), Dense(W2, None, relu)]), X, Y


def last_losses(network, X, Y, lrs, steps=6000):
    """The last 64 losses at each learning rate, one row per rate."""
    many = stack([network] * len(lrs))
    _, history = train(many, X, Y, steps=steps, lr=np.array(lrs))
    return history.loss[-64:].T


def period(losses):
    """The smallest power of two after which the losses repeat; None in chaos."""
    for p in (1, 2, 4, 8, 16):
        if abs(losses[p:] - losses[:-p]).max() < 1e-9:
            return p
    return None


def test_thresholds_of_the_homework():
    found = relu_thresholds(worked(), EXAMPLE.X, EXAMPLE.Y)
    names = ("lr_period2", "lr_period4", "lr_death")
    np.testing.assert_allclose(found, [NUMBERS[name] for name in names], rtol=1e-13)
    assert found.fork == pytest.approx(1 / (0.23 * np.sqrt(0.34)), rel=1e-15)
    assert relu_thresholds(worked(), X.tolist(), Y.tolist()) == found


def test_what_the_homework_does_at_each_rate():
    lrs = [float(lr) for lr in NUMBERS["observed_full_net"]]
    said = NUMBERS["observed_full_net"].values()
    for losses, words in zip(last_losses(worked(), EXAMPLE.X, EXAMPLE.Y, lrs), said):
        if words.startswith("dead"):
            np.testing.assert_allclose(losses, NUMBERS["dead_loss"], rtol=RTOL)
        else:
            repeats = period(losses)
            assert words == (f"period {repeats}" if repeats else "chaos")


def test_the_two_outputs_at_lr_8():
    network, _ = train(worked(), EXAMPLE.X, EXAMPLE.Y, steps=6000, lr=8.0)
    again, _ = train(network, EXAMPLE.X, EXAMPLE.Y, steps=1, lr=8.0)
    outputs = sorted(float(net(EXAMPLE.X)[0, 0]) for net in (network, again))
    np.testing.assert_allclose(outputs, NUMBERS["period2_values_lr8"], rtol=RTOL)


@pytest.mark.parametrize(
    "example",
    [(worked(), EXAMPLE.X, EXAMPLE.Y), own_example()],
    ids=["homework", "own"],
)
def test_training_forks_where_it_should(example):
    at = relu_thresholds(*example)
    rates = [f * lr for lr in (at.fork, at.second_fork) for f in (0.998, 1.002)]
    assert [period(row) for row in last_losses(*example, rates)] == [1, 2, 2, 4]


@pytest.mark.parametrize("start", [0.3, 0.7, 0.9])
def test_a_balanced_path_dies_where_it_should(start):
    X, y = np.array([[0.5, 0.3]]), 0.23
    length, w = np.sqrt(0.34), start * np.sqrt(y / np.sqrt(0.34))
    W1 = np.array([w * X[0] / length, [-1.0, -1.0]])
    network = Network([Dense(W1, None, relu), Dense([[w, 0.1]], None, relu)])
    Y = np.array([[y]])
    death = relu_thresholds(network, X, Y).death
    below, above = last_losses(network, X, Y, [0.999 * death, 1.001 * death], 5000)
    assert below.min() < y**2 / 2
    np.testing.assert_allclose(above, y**2 / 2, rtol=1e-12)


def test_thresholds_of_a_saturated_network():
    lr, found = SATURATED["lr_at_n41_s3"], saturated_thresholds(41, 3.0)
    expected = [float(lr["two_cycle_birth"]), float(lr["fork"])]
    np.testing.assert_allclose(found, expected, rtol=1e-13)
    for name, c in zip(("flip2", "flip4", "flip8"), SATURATED["flips_c"][1:]):
        assert float(c) * found.flip / SIGMOID_FLIP == pytest.approx(
            float(lr[name]), rel=1e-13
        )


def test_steps_until_the_schedule_is_there():
    iterations = SATURATED["iteration_lr0_0p3_n41"]
    at = saturated_thresholds(41, 3.0)
    for lr, name in ((at.flip, "two_cycle_birth"), (at.fork, "fork")):
        steps = steps_until(lr, start=0.3, factor=0.999, every=100)
        assert steps == pytest.approx(float(iterations[name]), abs=1e-5)
    for name, c in zip(("flip2", "flip4", "flip8"), SATURATED["flips_c"][1:]):
        lr = at.fork * float(c) / SIGMOID_FORK
        steps = steps_until(lr, start=0.3, factor=0.999, every=100)
        assert steps == pytest.approx(float(iterations[name]), abs=1e-4)
    schedule = step_decay(0.3, 0.999, every=100)
    reached = int(steps_until(0.2, start=0.3, factor=0.999, every=100))
    assert schedule(reached) > 0.2 * 0.999
    assert schedule(reached + 100) < 0.2


def test_sampling_shifts_the_picture():
    rates = [saturated_thresholds(n, 3.0).flip for n in (41, 21)]
    at = [steps_until(lr, start=0.3, factor=0.999, every=100) for lr in rates]
    assert at[1] == pytest.approx(16648.9899338, abs=1e-6)
    assert at[0] - at[1] == pytest.approx(66871.5048384, abs=1e-6)


def biased():
    return Network([Dense(W, [0.0, 0.0], relu) for W in (EXAMPLE.W1, EXAMPLE.W2)])


def lively():
    return Network([Dense(np.ones((2, 2)), None, relu) for _ in range(2)])


X, Y = EXAMPLE.X, EXAMPLE.Y


@pytest.mark.parametrize(
    "call, error",
    [
        (
            lambda: relu_thresholds(worked(sigmoid), X, Y),
            "network needs to be one network of two ReLU layers without biases; got "
            "Network(layers=[Dense(2 -> 2, sigmoid, no bias), "
            "Dense(2 -> 2, sigmoid, no bias)]).",
        ),
        (
            lambda: relu_thresholds(biased(), X, Y),
            "network needs to be one network of two ReLU layers without biases; got "
            "Network(layers=[Dense(2 -> 2, relu), Dense(2 -> 2, relu)]).",
        ),
        (
            lambda: relu_thresholds(lively(), X, Y),
            "network needs one hidden unit and one output above zero at X; "
            "got 2 and 2.",
        ),
        (
            lambda: relu_thresholds(worked(), X, -Y),
            "Y needs a target above zero for the living output; got -0.23.",
        ),
        (
            lambda: relu_thresholds(worked(), np.vstack([X, X]), np.vstack([Y, Y])),
            "X needs to be one sample; got 2.",
        ),
        (
            lambda: saturated_thresholds(0, 3.0),
            "n needs a whole number of at least 1; got 0.",
        ),
        (
            lambda: steps_until(0.1, 0.3, 0.999, every=0),
            "every needs a whole number of at least 1; got 0.",
        ),
        (
            lambda: saturated_thresholds(41, 0.0),
            "s needs a finite number above zero; got 0.0.",
        ),
        (
            lambda: steps_until(0, 0.3, 0.999),
            "lr needs a finite number above zero; got 0.",
        ),
        (
            lambda: steps_until(0.1, 0.3, 1),
            "factor needs a number other than 1; got 1.",
        ),
        (
            lambda: relu_thresholds(worked(), X, Y[0].tolist()),
            "Y needs the shape of the network's output, (1, 2); got (2,). "
            "Write Y[None, :].",
        ),
    ],
)
def test_errors(call, error):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == error
