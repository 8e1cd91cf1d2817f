"""Nets of any depth to try the exercises of notebook 10 on.

They have σ everywhere and no biases; x and y are the numbers of one sample.
"""

from nnlib.datasets import homework

SIZES = {
    "one layer": (3, 2),
    "two layers": (3, 4, 2),
    "one output": (4, 3, 1),
    "three layers": (2, 3, 3, 1),
    "four layers": (4, 2, 5, 3, 2),
    "layers of one width": (3, 3, 3, 3),
}


def nets(rng):
    """Pairs of a name and (weights, x, y), the matrices from the first to the last."""
    X, Y, *weights = homework()
    yield "the homework", (weights, X[0], Y[0])
    for name, sizes in SIZES.items():
        weights = [rng.normal(size=shape) for shape in zip(sizes[1:], sizes)]
        x, y = rng.uniform(-1, 1, sizes[0]), rng.uniform(0.1, 0.9, sizes[-1])
        yield name, (weights, x, y)
