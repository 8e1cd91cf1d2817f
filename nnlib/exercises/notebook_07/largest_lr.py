"""Exercise 7.3: the largest lr with which no update makes its sample's error larger.

An online update multiplies the error of its sample by 1 − lr·(Σh² + 1), as far as the
output layer is concerned; that is at least −1 for lr up to 2/(Σh² + 1).
"""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def largest_lr(X, W1, b1):
    """The largest lr with lr·(Σh² + 1) <= 2 for every sample."""
    Z1 = X @ W1.T + b1
    H = 1 / (1 + np.exp(-Z1))
    squares = (H**2).sum(axis=1)  # Σh²
    curvature = squares + 1  # Σh² + 1
    largest = curvature.max()  # the Σh² + 1 that decides
    lr = 2 / largest  # lr
    return lr


def cases(rng):
    """One sample and many, small and large nets, units that are off."""
    for name, (n, units) in {
        "one sample, 5 units": (1, 5),
        "30 samples, 8 units": (30, 8),
        "50 samples, 60 units": (50, 60),
        "7 samples, one unit": (7, 1),
    }.items():
        W1, b1 = rng.normal(size=(units, 1)) * 5, rng.normal(size=units)
        yield name, (rng.random((n, 1)), W1, b1)
    X = rng.random((10, 1))
    yield "all weights zero", (X, np.zeros((16, 1)), np.zeros(16))
    yield "units that are off", (X, np.zeros((16, 1)), np.full(16, -30.0))


MISTAKES = """
The 1 is missing. It comes from the bias of the output, which moves too.
    squares + 1 -> squares

You sum h, and the formula has h squared.
    (H**2).sum(axis=1) -> H.sum(axis=1)

You square the sum of h. Each h is squared first, then they are summed.
    (H**2).sum(axis=1) -> H.sum(axis=1) ** 2

You take the mean over the samples. One sample alone can drive the net away, so the
largest Σh² + 1 decides.
    curvature.max() -> curvature.mean()

You take the smallest Σh² + 1. The largest one sets the limit.
    curvature.max() -> curvature.min()

You sum over the samples too. Online, each update sees one sample: sum over the units of
each row.
    (H**2).sum(axis=1) -> (H**2).sum()

b1 is left out. The sums z of the hidden units are x·w + b.
    X @ W1.T + b1 -> X @ W1.T

You return 1/(Σh² + 1). There the error is zero after one update; up to twice that it
still shrinks.
    2 / largest -> 1 / largest

You return Σh² + 1. The largest lr is 2 divided by it.
    return lr -> return largest
"""

EXERCISE = Exercise(
    id="7.3",
    title="The largest lr for online training",
    points=2,
    minutes=8,
    reference=largest_lr,
    cases=cases,
    mistakes=slips(largest_lr, MISTAKES),
    hints=(
        "The error of a sample is multiplied by 1 − lr·(Σh² + 1). Between which two "
        "numbers must this factor be, so that the error does not grow?",
        "So lr·(Σh² + 1) may be at most 2, for every sample. Which sample decides?",
    ),
    right="For 128 units at the start this is about 0.06, and the course takes 0.1.",
)
