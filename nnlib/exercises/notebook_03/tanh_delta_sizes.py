"""Exercise 3.4: the size of δ in each layer of a tanh net, however deep it is."""

from itertools import pairwise

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer

SHAPES = {  # number of samples, inputs, units of each layer
    "two layers, one sample": (1, 2, 2, 2),
    "two layers": (5, 3, 4, 2),
    "four layers": (6, 3, 5, 4, 3, 2),
    "four layers of 4 units": (5, 4, 4, 4, 4, 4),
    "ten layers of 20 units": (20, *(11 * [20])),
    "one layer": (4, 3, 2),
}


def tanh_delta_sizes(X, weights, dA):
    """The mean |δ| of each layer, from the first to the last."""
    return sizes_with()(X, weights, dA)


def mean_size(delta, dA):
    """The mean |δ|."""
    return abs(delta).mean()


def slope_of(A):
    """tanh′ in terms of the output."""
    return 1 - A**2


def sizes_with(slope=slope_of, measure=mean_size, forward=np.tanh, passed="delta"):
    """The same walk, with another slope (of A), measure or forward pass.

    `passed` is what goes through W to the layer before, delta or dA.
    """

    def sizes(X, weights, dA):
        activations = [X]
        for W in weights:
            activations.append(forward(activations[-1] @ W.T))
        found = []
        for W, A in zip(reversed(weights), reversed(activations)):
            delta = dA * slope(A)
            found.append(measure(delta, dA))
            dA = (delta if passed == "delta" else dA) @ W
        return np.array(found[::-1])

    return sizes


def cases(rng):
    """Nets of several depths, with small and with large weights; no error at all."""
    for name, (n, *sizes) in SHAPES.items():
        yield name, drawn(rng, n, sizes)
    X, weights, dA = drawn(rng, 4, (3, 4, 4, 2))
    yield "small weights", (X, [0.1 * W for W in weights], dA)
    yield "large weights", (X, [2 * W for W in weights], dA)
    yield "no error", (X, weights, 0 * dA)


def drawn(rng, n, sizes):
    """Draw X, the matrices with standard deviation 1/√inputs, and dA."""
    weights = [
        rng.normal(size=(outputs, inputs)) / np.sqrt(inputs)
        for inputs, outputs in pairwise(sizes)
    ]
    return rng.normal(size=(n, sizes[0])), weights, rng.normal(size=(n, sizes[-1]))


def output_as_delta(X, weights, dA):
    """What goes in at the top is taken for the δ of the last layer."""
    A = X
    for W in weights:
        A = np.tanh(A @ W.T)
    return tanh_delta_sizes(X, weights, dA / (1 - A**2))


EXERCISE = Exercise(
    id="3.4",
    title="How far down δ reaches with tanh",
    points=4,
    minutes=12,
    reference=tanh_delta_sizes,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You took tanh′ at the output a. It belongs to the sum z, and in terms of "
            "the output that is 1 − a².",
            sizes_with(lambda A: 1 - np.tanh(A) ** 2),
        ),
        WrongAnswer(
            "You multiply by a(1 − a), the slope of sigmoid. That of tanh is 1 − a².",
            sizes_with(lambda A: A * (1 - A)),
        ),
        WrongAnswer(
            "You multiply by 1 − a where 1 − a² belongs.", sizes_with(lambda A: 1 - A)
        ),
        WrongAnswer(
            "The slope is forgotten in all layers: δ is what comes back times the "
            "slope tanh′(z).",
            sizes_with(np.ones_like),
        ),
        WrongAnswer(
            "Where tanh′ is 1 − a², your slope is (1 − a)².",
            sizes_with(lambda A: (1 - A) ** 2),
        ),
        WrongAnswer(
            "You take 1 − z² where 1 − a² belongs: a is what tanh returns.",
            sizes_with(lambda A: 1 - np.arctanh(A) ** 2),
        ),
        WrongAnswer(
            "The sums z go into the next layer without tanh.",
            sizes_with(lambda Z: 1 - np.tanh(Z) ** 2, forward=lambda Z: Z),
        ),
        WrongAnswer(
            "What goes down through W is δ, with its slope. You send on what came into "
            "the layer, so the slopes of the layers above are lost.",
            sizes_with(passed="dA"),
        ),
        WrongAnswer(
            "The slope is forgotten at the top: dA is the derivative with respect to "
            "the last layer's outputs, and its δ is dA times tanh′(z).",
            output_as_delta,
        ),
        WrongAnswer(
            "You measure what comes back to a layer's outputs. δ is this times the "
            "slope tanh′(z).",
            sizes_with(measure=lambda delta, dA: abs(dA).mean()),
        ),
        WrongAnswer(
            "The order is from the first layer to the last; yours is the other way "
            "round.",
            lambda X, weights, dA: tanh_delta_sizes(X, weights, dA)[::-1],
        ),
        WrongAnswer(
            "You take the mean of δ with its signs, so that most of it cancels. Take "
            "the mean of |δ|.",
            sizes_with(measure=lambda delta, dA: delta.mean()),
        ),
        WrongAnswer(
            "You take the absolute value of the mean; by then most of δ has cancelled. "
            "Take the mean of |δ|.",
            sizes_with(measure=lambda delta, dA: abs(delta.mean())),
        ),
        WrongAnswer(
            "You take the root of the mean square. Take the mean of |δ|.",
            sizes_with(measure=lambda delta, dA: np.sqrt((delta**2).mean())),
        ),
        WrongAnswer(
            "You add up |δ|. Take the mean over the samples and the units.",
            sizes_with(measure=lambda delta, dA: abs(delta).sum()),
        ),
    ),
    hints=(
        "Two loops: one forward, which keeps what leaves each layer in a list, and one "
        "back, which needs this list from its end.",
        "With the output a, the slope tanh′(z) is 1 − a². In each layer on the way "
        "back: first δ = (what comes back) times slope, then its size, then δ times W.",
        "The way back finds the last layer first; turn the list round at the end.",
    ),
    right="At z = 0 the slope of tanh is 1: that is why it loses so little per layer.",
)
