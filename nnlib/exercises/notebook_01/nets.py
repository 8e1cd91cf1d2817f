"""Nets to try the exercises of notebook 01 on: the homework and drawn ones.

All have two layers of σ and no biases, as in the notebook.
"""

from nnlib.datasets import homework

SHAPES = {  # of W1 and W2, and the number of samples
    "one sample, 2-2-2": (1, 2, 2, 2),
    "a batch of 5, 2-2-2": (5, 2, 2, 2),
    "one sample, 3-4-2": (1, 3, 4, 2),
    "a batch of 6, 3-4-2": (6, 3, 4, 2),
    "a batch of 3, 4-1-3": (3, 4, 1, 3),
}


def drawn_nets(rng, n, inputs, hidden, outputs):
    """Draw X, Y, W1 and W2 of a net without biases."""
    X, Y = rng.uniform(-1, 1, (n, inputs)), rng.uniform(0.1, 0.9, (n, outputs))
    return X, Y, rng.normal(size=(hidden, inputs)), rng.normal(size=(outputs, hidden))


def nets(rng):
    """The homework, and nets of several shapes: pairs of a name and X, Y, W1, W2."""
    yield "the homework", homework()
    for name, shape in SHAPES.items():
        yield name, drawn_nets(rng, *shape)
