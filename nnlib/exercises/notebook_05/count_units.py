"""Exercise 5.1: how many different hidden units a layer really has."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def count_units(W, b):
    """The number of different rows of [W, b]; a millionth is rounding."""
    units = np.column_stack([W, b])  # the array of the units
    rounded = units.round(6)  # the rounded array
    kinds = np.unique(rounded, axis=0)  # the list of the different units
    return len(kinds)


def rows(rng, count, inputs):
    """Draw rows of weights in which no number occurs twice, on a grid of 1/64."""
    return rng.permutation(np.arange(1, 257))[: count * inputs].reshape(-1, inputs) / 64


def cases(rng):
    """Layers with twins side by side and apart, in W alone and up to rounding.

    Twins agree in 6 decimals and differ by less than a millionth; others do neither.
    """
    yield "all units different", (rows(rng, 5, 3), np.zeros(5))
    yield "all units equal", (np.tile(rows(rng, 1, 2), (6, 1)), np.ones(6))
    yield "all zero", (np.zeros((4, 2)), np.zeros(4))
    one, two, three = rows(rng, 3, 2)
    mixed = np.array([one, two, one, three, three, two, one])
    yield "three kinds, mixed", (mixed, np.zeros(7))
    biases = rows(rng, 4, 1)[:, 0]
    yield "equal weights, four biases", (np.tile(rows(rng, 1, 3), (4, 1)), biases)
    yield "equal biases", (rows(rng, 4, 2), np.full(4, 0.5))
    row, other = rows(rng, 2, 3)
    turned = np.array([row, np.roll(row, 1), other, row[::-1], row])
    yield "the same numbers in another order", (turned, np.zeros(5))
    W, b = np.repeat(rows(rng, 4, 1), 4, axis=0), np.zeros(16)
    b[:8] = np.tile([0.0, 0.25], 4)
    yield "one input, 16 units", (W, b)
    almost = np.tile(rng.integers(21, 40, 2) / 10, (4, 1))
    almost[:, 0] += 1e-5 * np.arange(4)
    yield "different in the fifth decimal", (almost, np.zeros(4))
    odd = rng.permutation(np.arange(1, 256, 2))[:4].reshape(2, 2) / 64
    twins = np.repeat(np.column_stack([odd, [0, 0]]), 3, axis=0)
    noise = rng.uniform(1e-7, 3e-7, (6, 3)) * np.tile([[-1], [1]], (3, 1))
    # odd numbers are halfway between numbers of 5 decimals, 0 has both sides
    yield "equal up to rounding", (twins + noise, np.ones(6))


MISTAKES = """
You look at the weights only. Two units with the same row of W and different biases
compute different h.
    np.column_stack([W, b]) -> W

You look at the biases only. Two units also differ if their rows of W do.
    [W, b] -> [b]

You compare too many digits. Training rounds, so twins may differ in the last ones: what
differs by less than a millionth is equal here.
    units.round(6) -> units

You compare texts. −0.0 and 0.0 are one number, and two texts: compare numbers.
    np.unique(rounded, axis=0) -> {str(row) for row in rounded.tolist()}

Units count as equal that differ by more than a millionth. Round to 6 decimals, or
compare with rtol=0 and atol=1e-6.
    round(6) -> round(3)

You count different numbers. A unit is a whole row with its bias, so compare rows:
np.unique has an axis.
    np.unique(rounded, axis=0) -> np.unique(rounded)

You count different numbers in W. A unit is a whole row with its bias, so compare rows.
    np.column_stack([W, b]) -> W
    np.unique(rounded, axis=0) -> np.unique(rounded)

You compare columns. The columns belong to the inputs; a unit is a row.
    np.column_stack([W, b]) -> W.T

You compare each unit with the next one only. Twins may stand apart.
    kinds = np.unique(rounded, axis=0) -> differ = np.diff(rounded, axis=0).any(axis=1)
    len(kinds) -> 1 + differ.sum()

You count the units that have no twin. A kind that occurs several times counts once, not
never.
    kinds = -> _, counts =
    axis=0 -> axis=0, return_counts=True
    len(kinds) -> np.sum(counts == 1)

You count the units that could be left out. Asked is how many remain.
    len(kinds) -> len(units) - len(kinds)

You compare sums or sorted numbers. The same weights in another order belong to other
inputs: that is a different unit.
    [W, b] -> [np.sort(W, axis=1), b]

You compute the rank. Units can be different without being independent.
    len(kinds) -> np.linalg.matrix_rank(units, tol=1e-5)

You count all units, the twins too.
    len(kinds) -> len(units)
"""

EXERCISE = Exercise(
    id="5.1",
    title="Count the different units",
    points=3,
    minutes=6,
    reference=count_units,
    cases=cases,
    mistakes=slips(count_units, MISTAKES),
    hints=(
        "A unit is its row of W and its bias. Put the bias beside the row: "
        "`np.column_stack` makes one array of both.",
        "Round to 6 decimals. `np.unique` with `axis=0` keeps each row once.",
    ),
    right="For the nets of section 5 that started at zero it gives 1, after 5000 steps "
    "of training too.",
)
