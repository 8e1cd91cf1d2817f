"""Pre-activations and targets to try the exercises of notebook 04 on.

All z lie on a grid of 1/16, which float32 holds exactly, 1000 away from zero too.
"""

import numpy as np

FOUR_DIGITS = 1e-4  # of differences between numbers near 1000, in float32
SHAPES = {  # the number of samples and of classes
    "one sample, 3 classes": (1, 3),
    "a batch of 5, 4 classes": (5, 4),
    "a batch of 3, 3 classes": (3, 3),
    "a batch of 6, 2 classes": (6, 2),
}


def grid(rng, n, classes):
    """Draw Z between -3 and 3."""
    return rng.integers(-48, 49, (n, classes)) / 16


def batches(rng):
    """Usual, equal, large and far apart: pairs of a name and Z."""
    for name, shape in SHAPES.items():
        yield name, grid(rng, *shape)
    yield "all z of a row equal", np.repeat(grid(rng, 4, 1), 3, axis=1)
    yield "large z", grid(rng, 3, 4) + 1000
    yield "very negative z", grid(rng, 3, 4) - 1000
    yield "rows far apart", grid(rng, 4, 3) + np.array([[0], [1000], [-1000], [0]])
    yield "z far apart in a row", grid(rng, 3, 3) + np.array([0, -2500, -2500])


def hard_targets(rng, Z):
    """Draw a class for each sample: rows such as (0, 1, 0)."""
    return np.eye(Z.shape[1])[rng.integers(Z.shape[1], size=len(Z))]


def soft_targets(rng, Z):
    """Draw probabilities for each sample."""
    return rng.dirichlet(np.full(Z.shape[1], 2.0), len(Z))


def pairs(rng):
    """Batches with targets of both kinds: pairs of a name and (Z, Y)."""
    for name, Z in batches(rng):
        if name in SHAPES:
            yield f"{name}, class targets", (Z, hard_targets(rng, Z))
        yield f"{name}, soft targets", (Z, soft_targets(rng, Z))
    sure = grid(rng, 3, 2) + np.array([0, -1000])
    yield "sure and right", (sure, np.tile([1.0, 0.0], (3, 1)))
    yield "sure and wrong", (sure, np.tile([0.0, 1.0], (3, 1)))
