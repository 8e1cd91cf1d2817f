"""Exercise 3.4: the size of δ in each layer of a tanh net, however deep it is."""

from itertools import pairwise

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips

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
    A = X
    outputs = []
    sizes = []
    for W in weights:
        Z = A @ W.T
        A = np.tanh(Z)
        outputs.append(A)
    for W, A in zip(reversed(weights), reversed(outputs)):
        slope = 1 - A**2
        delta = dA * slope
        size = np.mean(np.abs(delta))  # the size of δ
        sizes.append(size)
        dA = delta @ W
    return np.array(sizes[::-1])


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


MISTAKES = """
You took tanh′ at the output a. It belongs to the sum z, and in terms of the output that
is 1 − a².
    A**2 -> np.tanh(A) ** 2

You multiply by a(1 − a), the slope of sigmoid. That of tanh is 1 − a².
    1 - A**2 -> A * (1 - A)

You multiply by 1 − a where 1 − a² belongs.
    A**2 -> A

The slope is forgotten in all layers: δ is what comes back times the slope tanh′(z).
    dA * slope -> dA

Where tanh′ is 1 − a², your slope is (1 − a)².
    1 - A**2 -> (1 - A) ** 2

You take 1 − z² where 1 − a² belongs: a is what tanh returns.
    outputs.append(A) -> outputs.append(Z)

The sums z go into the next layer without tanh.
    np.tanh(Z) -> Z
    A**2 -> np.tanh(A) ** 2

What goes down through W is δ, with its slope. You send on what came into the layer, so
the slopes of the layers above are lost.
    delta @ W -> dA @ W

The slope is forgotten at the top: dA is the derivative with respect to the last layer's
outputs, and its δ is dA times tanh′(z).
    dA * slope -> dA * slope if sizes else dA

You measure what comes back to a layer's outputs. δ is this times the slope tanh′(z).
    np.abs(delta) -> np.abs(dA)

The order is from the first layer to the last; yours is the other way round.
    sizes[::-1] -> sizes

You take the mean of δ with its signs, so that most of it cancels. Take the mean of |δ|.
    np.abs(delta) -> delta

You take the absolute value of the mean; by then most of δ has cancelled. Take the mean
of |δ|.
    np.mean(np.abs(delta)) -> np.abs(np.mean(delta))

You take the root of the mean square. Take the mean of |δ|.
    np.mean(np.abs(delta)) -> np.sqrt(np.mean(delta**2))

You add up |δ|. Take the mean over the samples and the units.
    np.mean -> np.sum
"""

EXERCISE = Exercise(
    id="3.4",
    title="How far down δ reaches with tanh",
    points=4,
    minutes=12,
    reference=tanh_delta_sizes,
    cases=cases,
    mistakes=slips(tanh_delta_sizes, MISTAKES),
    hints=(
        "Two loops: one forward, which keeps what leaves each layer in a list, and one "
        "back, which needs this list from its end.",
        "With the output a, the slope tanh′(z) is 1 − a². In each layer on the way "
        "back: first δ = (what comes back) times slope, then its size, then δ times W.",
        "The way back finds the last layer first; reverse the list at the end.",
    ),
    right="At z = 0 the slope of tanh is 1: that is why it loses so little per layer.",
)
