"""Exercise 9.4: Feigenbaum's δ from a list of forks."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips

SIGMOID = 54.74491173367, 62.54365610544, 64.36038249448, 64.75825061437, 64.84383042143
CUBIC = 1.0, 1.23606797750, 1.28803175448, 1.29922793965, 1.30162891404
TREE = 29852.5, 16541.0, 13679.0, 13063.0  # its forks by step: lr falls


def deltas(forks):
    """Each stretch divided by the next one."""
    lengths = forks[1:] - forks[:-1]  # the length of a stretch
    ratios = lengths[:-1] / lengths[1:]  # the ratio
    return ratios


def cases(rng):
    """Forks of nets, of exact series, of falling numbers, and the least of them."""
    yield "the forks of the saturated net", (np.array(SIGMOID),)
    yield "the forks of two weights in a row", (np.array(CUBIC),)
    yield "the steps of the tree, which fall", (np.array(TREE),)
    yield "only three forks", (np.cumsum([2.0, rng.uniform(4, 6), 1.0]),)
    lengths = 3 * rng.uniform(3, 6) ** -np.arange(6.0)
    yield "stretches with the same ratio", (1 + np.cumsum(lengths),)
    lengths = np.cumprod(1 / rng.uniform(2, 6, 7))
    yield "stretches with other ratios", (rng.uniform(1, 2) + np.cumsum(lengths),)
    yield "forks on both sides of 0", (np.cumsum(lengths) - lengths[:2].sum() - 0.01,)


MISTAKES = """
You have 1/δ. δ says how many times shorter each stretch is than the one *before*:
the earlier length stands above.
    lengths[:-1] / lengths[1:] -> lengths[1:] / lengths[:-1]

You divide the forks. δ compares the stretches between them, so differences
come first.
    lengths[:-1] / lengths[1:] -> forks[:-1] / forks[1:]

You divide the forks, each by the one before. δ compares the stretches between them, so
differences come first.
    lengths[:-1] / lengths[1:] -> forks[1:] / forks[:-1]

You return the stretches between the forks. δ is the ratio of two of them.
    return ratios -> return lengths

You return the last ratio alone. Return all of them, as an array.
    return ratios -> return ratios[-1]

You return the mean of the ratios. Return all of them: that they go to a limit is the
point.
    return ratios -> return ratios.mean()

You measure all stretches from the first fork on. A stretch lies between two
neighbouring forks.
    lengths[:-1] -> (forks[1:-1] - forks[0])

The upper stretch is too long: it reaches over two stretches.
    lengths[:-1] -> (forks[2:] - forks[:-2])

The lower stretch is too long: it reaches over two stretches.
    lengths[1:] -> (forks[2:] - forks[:-2])

You subtract the lengths of neighbouring stretches. δ is their ratio.
    lengths[:-1] / lengths[1:] -> lengths[:-1] - lengths[1:]

Feigenbaum's constant is the limit. The first ratios of a map are other numbers: compute
them from the forks.
    return ratios -> return np.full(len(ratios), 4.66920160910299)
"""

EXERCISE = Exercise(
    id="9.4",
    title="Feigenbaum's δ",
    points=2,
    minutes=5,
    reference=deltas,
    cases=cases,
    mistakes=slips(deltas, MISTAKES),
    hints=(
        "A stretch lies between two neighbouring forks. From k forks come k − 1 "
        "stretches, and k − 2 ratios.",
        "`np.diff` gives the lengths. Then the lengths without the last one, divided "
        "by the lengths without the first one.",
    ),
    right="Where a net forks first is its own affair; where these ratios go is not.",
)
