"""Nets with biases to try a training step on: the homework's weights and drawn ones.

They have two layers of σ; the number of outputs is not always 2.
"""

from nnlib.datasets import homework
from nnlib.exercises.notebook_01.nets import drawn_nets

SHAPES = {  # number of samples, inputs, hidden units, outputs
    "one sample, 3-4-1": (1, 3, 4, 1),
    "one sample, 2-2-3": (1, 2, 2, 3),
    "a batch of 5, 2-2-2": (5, 2, 2, 2),
    "a batch of 6, 3-4-1": (6, 3, 4, 1),
    "a batch of 3, 4-2-3": (3, 4, 2, 3),
}


def with_biases(rng, X, Y, W1, W2):
    """Put drawn biases beside the weights of a net: X, Y, W1, b1, W2, b2."""
    return X, Y, W1, rng.normal(size=len(W1)), W2, rng.normal(size=len(W2))


def steps(rng):
    """Cases for a training step: pairs of a name and X, Y, W1, b1, W2, b2, lr."""
    X, Y, W1, W2 = homework()
    yield "the homework with biases 0", (X, Y, W1, 0 * W1[0], W2, 0 * W2[0], 1.0)
    for name, shape in SHAPES.items():
        yield name, (*with_biases(rng, *drawn_nets(rng, *shape)), 0.5)
    yield "a large lr", (*with_biases(rng, *drawn_nets(rng, 4, 3, 2, 1)), 5.0)
    yield "lr 0", (*with_biases(rng, *drawn_nets(rng, 2, 2, 3, 1)), 0.0)
