"""Exercise 3.1: ReLU and its derivative, for an array of any shape, at 0 too."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def relu_and_slope(Z):
    """ReLU of Z and its derivative at Z."""
    positive = Z > 0  # the condition on z
    A = Z * positive
    slope = 1.0 * positive
    return A, slope


def cases(rng):
    """Arrays of several shapes, with zeros, without positive numbers, next to 0."""
    yield "a row of numbers", (rng.normal(size=6),)
    yield "a table", (rng.normal(size=(4, 3)),)
    yield "many samples", (rng.normal(size=(50, 4)),)
    yield "exactly 0", (np.array([[-1.0, 0.0, rng.uniform(1, 2)]]),)
    yield "zeros alone", (np.zeros((2, 2)),)
    yield "all negative", (-rng.uniform(1, 2, (3, 2)),)
    yield "large numbers", (1000 * rng.normal(size=(3, 3)),)
    yield "next to 0", (np.array([-1e-3, 1e-3, 1e-6, -1e-6]),)


MISTAKES = """
At z = 0 your slope is 1. There the course takes the slope on the left, 0, as PyTorch
does.
    Z > 0 -> Z >= 0

At z = 0 your slope is ½, the middle of both sides. There the course takes the slope on
the left, 0, as PyTorch does.
    1.0 * positive -> np.heaviside(Z, 0.5)

Your slope is ReLU itself. Where z is positive, ReLU rises by 1 when z rises by 1,
however large z is.
    1.0 * positive -> A

You return the slope first. ReLU comes first, then its slope.
    return A, slope -> return slope, A

Both sides are swapped: ReLU keeps the positive numbers.
    Z > 0 -> Z < 0

Your ReLU is the absolute value. A negative z becomes 0.
    Z * positive -> np.abs(Z)
    1.0 * positive -> np.sign(Z)

Your ReLU is the absolute value, although its slope is that of ReLU. A negative z
becomes 0.
    Z * positive -> np.abs(Z)

This is leaky ReLU, which comes in exercise 3.3. Here a negative z has value 0 and slope
0.
    Z * positive -> np.where(positive, Z, 0.01 * Z)
    1.0 * positive -> np.where(positive, 1.0, 0.01)

The slope is 1 everywhere. To the left of 0 ReLU is flat.
    1.0 * positive -> np.ones_like(Z)

Your function writes into the array of the caller. Compute a new array, with np.maximum
or np.where.
    A = Z * positive -> Z[Z < 0] = 0; A = Z
"""

EXERCISE = Exercise(
    id="3.1",
    title="ReLU and its derivative",
    points=2,
    minutes=5,
    reference=relu_and_slope,
    cases=cases,
    mistakes=slips(relu_and_slope, MISTAKES),
    hints=(
        "`Z > 0` is an array of truth values, one for each entry. What does Python "
        "compute with True and False in a product?",
        "`np.maximum` takes two arguments, of which one may be a number. For the "
        "slope: which of > and ≥ makes it 0 at z = 0?",
    ),
    right="Slope 0 or 1 and nothing between: that is all that ReLU does to δ.",
)
