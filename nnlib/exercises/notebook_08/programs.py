"""Gradients that programs claim, right ones and wrong ones, for a check to judge.

Every wrong one is far off: by a thousandth of its length or more.
"""

from typing import NamedTuple

import numpy as np

from nnlib.activations import Activation, identity, leaky_relu, sigmoid, tanh
from nnlib.datasets import homework
from nnlib.exercises.notebook_08.nets import (
    chain,
    drawn,
    gradient,
    loss_of,
    samples,
    weights,
)
from nnlib.mistakes.known import MISTAKES
from nnlib.network import Dense, Network

LARGE = ("sign flipped", "factor 2", "slope forgotten at hidden")


class Claims(NamedTuple):
    """A loss, what programs say its gradient at w is, and which of them are right."""

    name: str
    loss: object
    gradients: list
    right: list
    w: np.ndarray


def claims(rng):
    """The nine mistakes on three nets, then what a check may stumble over."""
    X, Y, W1, W2 = homework()
    net = Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)])
    yield by_programs("the homework's net", net, X, Y)
    for name, sizes, f in (
        ("a net with tanh", (2, 3, 2), tanh),
        ("three layers of σ", (2, 3, 2, 2), sigmoid),
    ):
        yield visible(rng, name, sizes, f)
    net = drawn(rng, (2, 3, 2), sigmoid, identity)
    X, Y = samples(rng, net, 4)
    yield by_programs("targets in the thousands", net, X, 2000 + 1000 * Y, LARGE)
    net = drawn(rng, (2, 3, 2), sigmoid, tanh)
    Y = net(X) + 1e-3 * rng.choice([-1, 1], (4, 2))
    yield by_programs("a loss near 0", net, X, Y, LARGE)
    yield vanishing(rng)
    yield with_decay(rng)
    yield on_a_kink(rng)
    yield one_entry_off(rng)
    net = Network([Dense(rng.uniform(0.5, 1, (1, 1)), None, sigmoid)])
    yield by_programs("a net with one weight", net, X[:, :1], Y[:, :1] + 1, LARGE[:2])


def by_programs(name, net, X, Y, mistakes=MISTAKES):
    """The right program and some with a mistake, on one net."""
    wrong = [gradient(net, X, Y, MISTAKES[mistake]) for mistake in mistakes]
    right = gradient(net, X, Y)
    truth = [True] + [False] * len(wrong)
    return Claims(name, loss_of(net, X, Y), [right, *wrong], truth, weights(net))


def visible(rng, name, sizes, activation):
    """Draw a net and samples on which each of the nine mistakes can be seen."""
    while True:
        net = drawn(rng, sizes, activation, activation)
        found = by_programs(name, net, *samples(rng, net, 4))
        right, *wrong = found.gradients
        if min(distance(right, one) for one in wrong) > 0.002:
            return found


def distance(a, b):
    """The ruler of the notebook, |a - b| / (|a| + |b|)."""
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


def vanishing(rng):
    """The first weights of a deep chain; all others stay as they are."""
    right, wrong = np.ones((2, 1))
    while not 1e-11 < np.linalg.norm(right) < 5e-10 or np.linalg.norm(wrong) < 1e-4:
        net = chain(rng, 13)
        X, Y = samples(rng, net, 4)
        first = net.layers[0].W.size
        right, wrong = (
            gradient(net, X, Y, backward)[:first]
            for backward in (Network.backward, MISTAKES["slope forgotten at hidden"])
        )
    loss, w = loss_of(net, X, Y), weights(net)
    return Claims(
        "a gradient that has vanished",
        lambda v: loss(np.append(v, w[first:])),
        [right, wrong],
        [True, False],
        w[:first],
    )


def with_decay(rng):
    """Decay in the loss, and in the gradient in several ways."""
    net = drawn(rng, (2, 3, 1), tanh, identity)
    X, Y = samples(rng, net, 4)
    loss, w, plain = loss_of(net, X, Y), weights(net), gradient(net, X, Y)
    decay = rng.uniform(0.2, 0.5)
    claimed = [plain + decay * w, plain, plain + 2 * decay * w, plain + decay]
    return Claims(
        "decay in the loss",
        lambda w: loss(w) + decay / 2 * w @ w,
        claimed,
        [True, False, False, False],
        w,
    )


def on_a_kink(rng):
    """Zero biases and a sample x = 0: each unit is on its kink there."""
    right_side = Activation(
        "leaky", leaky_relu.function, lambda Z: np.where(Z >= 0, 1.0, 0.01)
    )
    while True:
        W1, W2 = rng.normal(size=(4, 1)), rng.normal(size=(1, 4))
        X = np.append(0, rng.uniform(-1, 1, 3))[:, None]
        Y = rng.normal(size=(4, 1))
        nets = [
            Network([Dense(W1, np.zeros(4), f), Dense(W2, np.zeros(1), identity)])
            for f in (leaky_relu, right_side)
        ]
        left, right = (gradient(net, X, Y) for net in nets)
        widest = abs(left - right).argmax()
        if distance(left, right) > 0.1:
            break
    outside = left.copy()
    outside[widest] += 3 * (right - left)[widest]
    claimed = [left, right, (left + right) / 2, outside, -right, 2 * left]
    truth = [True, True, True, False, False, False]
    return Claims("on a kink", loss_of(nets[0], X, Y), claimed, truth, weights(nets[0]))


def one_entry_off(rng):
    """One wrong entry among right ones: another sign, or forgotten."""
    net = drawn(rng, (3, 2, 1), tanh, sigmoid)
    X, Y = samples(rng, net, 5)
    right = gradient(net, X, Y)
    *_, second, first = abs(right).argsort()
    flipped, forgotten = right.copy(), right.copy()
    flipped[first] *= -1
    forgotten[second] = 0
    truth = [True, False, False]
    claimed = [right, flipped, forgotten]
    return Claims("one entry is off", loss_of(net, X, Y), claimed, truth, weights(net))


def shuffled(rng, found):
    """The same claims in another order, as (loss, gradients, w)."""
    order = rng.permutation(len(found.right))
    return found.loss, np.array(found.gradients)[order], found.w
