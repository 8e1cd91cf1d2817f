"""Exercise 7.2: the two numbers that tell how a row of the table will come out.

They are the updates, and lr·(Σh² + 1) at a start where every h is ½.
"""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def row_numbers(units, samples, epochs, lr):
    """The number of updates of each row, and its lr·(Σh² + 1) at the start."""
    updates = samples * epochs  # the number of updates
    squares = units / 4  # Σh²
    curvature = squares + 1  # Σh² + 1
    product = lr * curvature  # the second number
    return updates, product


def cases(rng):
    """The rows of the table, drawn ones, a single one, and nets of one unit."""
    yield "rows 0, 3 and 6", (
        np.array([128, 256, 128]), np.array([1000, 1000, 1000]),
        np.array([1000, 500, 500]), np.array([0.1, 0.1, 0.1]),
    )  # fmt: skip
    for name, count in {"six drawn rows": 6, "one row": 1}.items():
        yield name, (
            rng.integers(2, 300, count), rng.integers(100, 2000, count),
            rng.integers(3, 2000, count), rng.uniform(0.01, 1, count),
        )  # fmt: skip
    yield "nets of one unit", (
        np.array([1, 1]), np.array([50, 70]), np.array([10, 30]), np.array([0.5, 4.0])
    )  # fmt: skip


MISTAKES = """
You count epochs. In online training every sample of every epoch is an update.
    samples * epochs -> epochs

You add samples and epochs. In every epoch each sample is an update, so multiply them.
    samples * epochs -> samples + epochs

You sum h, and the formula has h squared: ½·½ is ¼ for each unit.
    units / 4 -> units / 2

You take each h as 1. At the start the sums z are near 0, and σ(0) is ½.
    units / 4 -> units

The 1 is missing. It comes from the bias of the output, which moves too.
    squares + 1 -> squares

lr is missing in the second number: the step is lr times Σh² + 1.
    lr * curvature -> curvature

You multiply lr with the sum over h alone. The 1 belongs inside the bracket.
    lr * curvature -> lr * squares + 1

You return the two numbers in the other order. The updates come first.
    return updates, product -> return product, updates
"""

EXERCISE = Exercise(
    id="7.2",
    title="Predict rows of the table",
    points=2,
    minutes=6,
    reference=row_numbers,
    cases=cases,
    mistakes=slips(row_numbers, MISTAKES),
    hints=(
        "Section 3 compares rows with equal updates. Online means one update per "
        "sample.",
        "At the start all h are ½, so Σh² is the number of units times ¼.",
    ),
    right="Rows 4 and 6 agree in both numbers, rows 5 and 7 too. Rows 3 and 8 are "
    "farthest above 2.",
)
