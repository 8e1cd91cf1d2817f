"""Mistakes of real programs as backward passes, with the threads they come from.

Each has the networks that it is at home on, and the names that a diagnosis may give.
"""

from typing import NamedTuple

import numpy as np

from nnlib import (
    Dense,
    Gradient,
    Network,
    homework,
    identity,
    leaky_relu,
    relu,
    sigmoid,
    tanh,
    xor,
)


class Mechanism(NamedTuple):
    """A mistake met in public.

    thread    where
    homes     the networks on which it is what was done there
    names     what it is called; of names joined by |, one is enough
    backward  the backward pass
    """

    thread: str
    homes: tuple
    names: set
    backward: object

    def is_named(self, diagnosis):
        """Whether all is explained, by its names alone."""
        given = {mistake.name for mistake in diagnosis.mistakes}
        unknown = any(finding.verdict == "unknown" for finding in diagnosis)
        each = all(given & set(name.split("|")) for name in self.names)
        return each and not unknown and not self.is_false(diagnosis)

    def is_false(self, diagnosis):
        """Whether a name is given that it does not have."""
        names = {one for name in self.names for one in name.split("|")}
        return any(mistake.name not in names for mistake in diagnosis.mistakes)


def passes(slope=None, outer=None, back=None, bias=None, own=None):
    """A backward pass with other rules in some places.

    slope  of (layer, cache, dA, last), in place of σ′(z)
    outer  of (delta, cache, last), in place of δ xᵀ
    back   of (delta, layer, dW, cache, dA), in place of Wᵀ δ
    bias   of (delta, dW, dA, last), in place of the sum over samples
    own    of (layer, cache, dA, delta, last): the delta for dW and db alone
    """

    def backward(network, caches, dA):
        gradients = []
        for layer, cache in zip(network.layers[::-1], caches[::-1]):
            last = not gradients
            s = slope(layer, cache, dA, last) if slope else right_slope(layer, cache)
            delta = dA * s
            mine = own(layer, cache, dA, delta, last) if own else delta
            dW = outer(mine, cache, last) if outer else mine.T @ cache.X
            db = bias(mine, dW, dA, last) if bias else mine.sum(axis=0)
            db = None if layer.b is None else db
            gradients.insert(0, Gradient(dW, db, None, None))
            dA = back(delta, layer, dW, cache, dA) if back else delta @ layer.W
        return gradients

    return backward


def right_slope(layer, cache):
    return layer.activation.derivative(cache.Z)


def at_h(layer, cache):
    return layer.activation.derivative(cache.A)


def hidden(wrong):
    """A slope that is wrong at hidden layers, of (layer, cache)."""
    return lambda layer, c, dA, last: right_slope(layer, c) if last else wrong(layer, c)


def output(wrong):
    """A slope that is wrong at the output, of (layer, cache, dA)."""
    return lambda layer, c, dA, last: (
        wrong(layer, c, dA) if last else right_slope(layer, c)
    )


def through_moved(delta, layer, dW, cache, dA, lr=0.01):
    return delta @ (layer.W - lr * dW)


def delta_of_output(network, caches, dA):
    first, *others = network.backward(caches, dA)
    delta = np.repeat(others[-1].delta[:, :1], len(first.W), axis=1)
    b = None if first.b is None else delta.sum(axis=0)
    return [first._replace(W=delta.T @ caches[0].X, b=b), *others]


def running_sum(network, caches, dA):
    n, gradients = len(dA), []
    for cache, gradient in zip(caches, network.backward(caches, dA)):
        delta = gradient.delta * n * 1.3 ** np.arange(n)[::-1, None]
        b = None if gradient.b is None else 0 * gradient.b
        gradients.append(gradient._replace(W=delta.T @ cache.X, b=b))
    return gradients


def slope_of_hidden_for_first_output(delta, layer, dW, cache, dA):
    delta, h = delta.copy(), cache.X
    delta[:, 0] = dA[:, 0] * h[:, 0] * (1 - h[:, 0])
    return delta @ layer.W


def slopes_of_last_activation(network, caches, dA):
    last = network.layers[-1].activation
    layers = [Dense(layer.W, layer.b, last) for layer in network.layers]
    return Network(layers).backward(caches, dA)


def own_output(delta, cache, last):
    G = delta.T @ cache.A
    return np.resize(G, (delta.shape[1], cache.X.shape[1]))


def first_output(delta, cache, last):
    if not last:
        return delta.T @ cache.X
    G, shape = delta.T @ cache.A, (delta.shape[1], cache.X.shape[1])
    return G if G.shape == shape else np.broadcast_to(G[:, :1], shape).copy()


def own_outputs_of_units(delta, cache, last):
    if not last:
        return delta.T @ cache.X
    return (delta * cache.A).sum(axis=0)[:, None] * np.ones((1, cache.X.shape[1]))


def last_sample(delta, cache, last):
    return delta[-1:].T @ cache.X[-1:]


def raw_errors_back(delta, layer, dW, cache, dA):
    return dA @ layer.W


def swapped_where_square(delta, cache, last):
    square = last and delta.shape[1] == cache.X.shape[1]
    return cache.X.T @ delta if square else delta.T @ cache.X


def uphill_through_moved(network, caches, dA):
    through = lambda *a: through_moved(*a, lr=0.5)  # noqa: E731
    gradients = passes(back=through)(network, caches, dA)
    return [g._replace(W=-g.W, b=None if g.b is None else -g.b) for g in gradients]


def decayed(network, caches, dA):
    gradients = zip(network.backward(caches, dA), network.layers)
    return [g._replace(W=g.W + 0.1 * layer.W) for g, layer in gradients]


def clipped(network, caches, dA):
    gradients = network.backward(caches, dA)
    return [g._replace(W=np.clip(g.W, -0.01, 0.01)) for g in gradients]


SIGMOIDS = "homework", "xor", "sig"
SAMPLES = "xor", "sig", "tanh", "relu"  # several of them
ALL = "homework", *SAMPLES, "leaky"
WIDE = "homework", "sig", "tanh", "relu", "leaky"  # several outputs
OUT, HID = "slope forgotten at output", "slope forgotten at hidden"

MECHANISMS = [
    Mechanism(
        "StackOverflow 59399842",
        SIGMOIDS,
        {OUT},
        passes(own=lambda layer, c, dA, d, last: dA if last else d),
    ),
    Mechanism("StackOverflow 15432283", ALL, {"W left out", HID}, delta_of_output),
    Mechanism(
        "StackOverflow (German) 417510",
        SIGMOIDS,
        {"slopes added up|h(1 − h) added up"},
        passes(hidden(lambda layer, c: (c.A * (1 - c.A)).sum(1, keepdims=True))),
    ),
    Mechanism(
        "DataScience 20139",
        ALL,
        {"slope 1 − e"},
        passes(output(lambda layer, c, dA: 1 - dA * len(dA))),
    ),
    Mechanism(
        "CodeProject 1097336",
        SAMPLES,
        {"samples count unequally", "b not trained"},
        running_sum,
    ),
    Mechanism(
        "a Chinese forum: 2 σ′(h) at the output",
        SIGMOIDS,
        {"slope taken at h", "factor 2"},
        passes(lambda layer, c, dA, last: (1 + last) * at_h(layer, c)),
    ),
    Mechanism(
        "whosebug.com 2948401",
        SIGMOIDS,
        {OUT, "W left out"},
        passes(
            back=lambda d, layer, dW, c, dA: np.repeat(
                dA.sum(1, keepdims=True), layer.W.shape[1], axis=1
            )
        ),
    ),
    Mechanism(
        "GitHub, a homework of NNDL",
        SIGMOIDS,
        {"slope x(1 − x) in unit 1 alone"},
        passes(back=slope_of_hidden_for_first_output),
    ),
    Mechanism(
        "GitHub, a homework of 2-2-2",
        ALL,
        {"own output as input"},
        passes(outer=own_outputs_of_units),
    ),
    Mechanism(
        "GitHub Bot-Academy, pull request 3",
        SIGMOIDS,
        {OUT, "updated W used"},
        passes(output(lambda layer, c, dA: 1), back=through_moved),
    ),
    Mechanism(
        "DeepLearning.AI 629012",
        ("tanh",),
        {"slope √σ′(h)"},
        passes(hidden(lambda layer, c: 1 / np.cosh(c.A))),
    ),
    Mechanism(
        "GitHub rust0258, issues 62 and 64",
        SAMPLES,
        {"b times the inputs"},
        passes(bias=lambda d, dW, dA, last: dW.sum(axis=1)),
    ),
    Mechanism(
        "GitHub hunkim, issue 173",
        SAMPLES,
        {"summed over samples"},
        passes(outer=lambda d, c, last: len(d) * d.T @ c.X),
    ),
    Mechanism(
        "GitHub kvfrans, issue 5",
        SAMPLES,
        {"divided by n once more"},
        passes(bias=lambda d, dW, dA, last: d.mean(axis=0)),
    ),
    Mechanism(
        "GitHub rasbt, issue 5",
        SAMPLES,
        {"one sum for all units"},
        passes(bias=lambda d, dW, dA, last: np.full(d.shape[1], d.sum())),
    ),
    Mechanism(
        "GitHub deepcourse, issue 9",
        SAMPLES,
        {HID},
        passes(bias=lambda d, dW, dA, last: (d if last else dA).sum(axis=0)),
    ),
    Mechanism(
        "GitHub deepcourse, issue 6",
        ALL,
        {HID},
        passes(own=lambda layer, c, dA, d, last: d if last else dA),
    ),
    Mechanism(
        "GitHub unda, issue 1",
        ("tanh", "leaky", "relu"),
        {HID},
        slopes_of_last_activation,
    ),
    Mechanism(
        "GitHub dnns-zig, issue 5",
        ("leaky",),
        {"slope not multiplied"},
        passes(
            own=lambda layer, c, dA, d, last: d if last else np.where(c.Z > 0, dA, 0.01)
        ),
    ),
    Mechanism(
        "StackOverflow 55858141",
        ALL,
        {"own output as input"},
        passes(outer=first_output),
    ),
    Mechanism(
        "GitHub Grokking, issues 9 and 13",
        ("relu",),
        {HID},
        passes(hidden(lambda layer, c: (c.A >= 0) * 1.0)),
    ),
    Mechanism(
        "StackOverflow 51812911",
        ("relu",),
        {"slope h"},
        passes(hidden(lambda layer, c: np.maximum(c.Z, 0))),
    ),
    Mechanism(
        "a forum on XOR",
        ALL,
        {"values passed back"},
        passes(
            back=lambda d, layer, dW, c, dA: (
                layer.activation(c.X @ layer.W.T + (0 if layer.b is None else layer.b))
                @ layer.W
            )
        ),
    ),
    Mechanism(
        "GitHub ai-by-hand, issue 9",
        ALL,
        {"W left out"},
        passes(
            back=lambda d, layer, dW, c, dA: (
                np.resize(d.T, (layer.W.shape[1], len(d))).T
            )
        ),
    ),
    Mechanism(
        "micrograd, = in place of += over outputs",
        WIDE,
        {"only the last unit's path"},
        passes(back=lambda d, layer, dW, c, dA: d[:, -1:] @ layer.W[-1:]),
    ),
    Mechanism(
        "micrograd, = in place of += over samples",
        SAMPLES,
        {"only the last sample"},
        passes(outer=last_sample, bias=lambda d, dW, dA, last: d[-1]),
    ),
    Mechanism(
        "GitHub mistnet, issue 33; mxnet, issue 2427",
        SAMPLES,
        {"summed over samples"},
        lambda net, c, dA: net.backward(c, dA * len(dA)),
    ),
    Mechanism(
        "torch's MSE, in many threads",
        ("sig", "tanh", "leaky", "relu"),
        {"divided by outputs"},
        lambda net, c, dA: net.backward(c, dA / dA.shape[1]),
    ),
    Mechanism(
        "DataScience 44698",
        ALL,
        {"sign flipped"},
        lambda net, c, dA: net.backward(c, -dA),
    ),
    Mechanism(
        "h in place of h(1 − h), in many threads",
        SIGMOIDS,
        {"slope h"},
        passes(hidden(lambda layer, c: c.A)),
    ),
    Mechanism(
        "AI 6170; Make Your Own Neural Network",
        SIGMOIDS,
        {OUT},
        passes(back=raw_errors_back),
    ),
    Mechanism(
        "GitHub jiexunsee, issue 1; Frixoe, issue 1",
        SIGMOIDS,
        {OUT},
        passes(output(lambda layer, c, dA: 1.0)),
    ),
    Mechanism(
        "DataScience 25394", ALL, {"own output as input"}, passes(outer=own_output)
    ),
    Mechanism(
        "Packt PDL2, issue 5",
        SIGMOIDS,
        {"slope taken at h"},
        passes(output(lambda layer, c, dA: at_h(layer, c))),
    ),
]
"""The 34 that the grammar was made with."""

FURTHER = [
    Mechanism(
        "Sapphire-Lilith's notebook",
        SIGMOIDS,
        {"slope taken at h", "updated W used"},
        passes(lambda layer, c, dA, last: at_h(layer, c), back=through_moved),
    ),
    Mechanism(
        "the same, sample by sample",
        SIGMOIDS,
        {"slope taken at h"},
        passes(lambda layer, c, dA, last: at_h(layer, c)),
    ),
    Mechanism(
        "pytroubles, MNIST",
        ("homework",),
        {"outer product swapped"},
        passes(outer=swapped_where_square),
    ),
    Mechanism(
        "weights updated too early, in many threads",
        ALL,
        {"updated W used"},
        passes(back=lambda *a: through_moved(*a, lr=0.5)),
    ),
    Mechanism(
        "the same uphill", ALL, {"sign flipped", "updated W used"}, uphill_through_moved
    ),
    Mechanism("a course's regularization", ALL, {"weight decay 0.1"}, decayed),
    Mechanism("clipped gradients", WIDE, {"clipped at 0.01"}, clipped),
]


def home(kind):
    """A network with data, by its name."""
    rng = np.random.default_rng(5)
    if kind == "homework":
        X, Y, W1, W2 = homework()
        return Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)]), X, Y
    if kind == "xor":
        layers = [_layer(rng, 2, 2, sigmoid), _layer(rng, 2, 1, sigmoid)]
        return Network(layers), *xor()
    first, last = {
        "sig": (sigmoid, sigmoid),
        "tanh": (tanh, identity),
        "leaky": (leaky_relu, identity),
        "relu": (relu, identity),
    }[kind]
    layers = [_layer(rng, 3, 4, first), _layer(rng, 4, 2, last)]
    Y = rng.random((5, 2)) if kind == "sig" else rng.normal(size=(5, 2))
    return Network(layers), rng.normal(size=(5, 3)), Y


def _layer(rng, inputs, units, activation):
    W, b = rng.normal(size=(units, inputs)), rng.normal(size=units)
    return Dense(W, b, activation)
