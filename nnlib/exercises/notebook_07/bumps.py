"""Exercise 7.1: a net with two units per bump, placed by hand.

The answer is judged by the curve that its net draws, so any order of the units is
right, and so is a step that falls in the place of one that rises.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.exercises.calls.values import Mismatch, in_words, of_numbers
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips

MOST_UNITS = 1000  # hundreds of times what the cases need
GRID = np.linspace(-0.5, 1.5, 201)[:, None]


def bumps(left, right, heights, w):
    """W1, b1, W2 and b2 of a net that is `heights` high between `left` and `right`."""
    edges = np.concatenate([left, right])  # the list of edges
    W1 = w * np.ones((len(edges), 1))
    b1 = -w * edges
    W2 = np.concatenate([heights, -heights])[None, :]
    b2 = np.zeros(1)
    return W1, b1, W2, b2


def drawn_curve(weights):
    """What the net with these weights answers at many points."""
    if not isinstance(weights, (tuple, list)):
        return Mismatch(in_words(weights))
    if len(weights) != 4:
        return Mismatch(f"{len(weights)} values in place of W1, b1, W2 and b2")
    W1, b1, W2, b2 = arrays = [of_numbers(np.asarray(one)) for one in weights]
    if max(array.size for array in arrays) > MOST_UNITS:
        return Mismatch(f"more than {MOST_UNITS} units")
    try:
        curve = sigmoid(GRID @ W1.T + b1) @ W2.T + b2
    except ValueError:  # the shapes do not fit
        curve = None
    if np.shape(curve) != GRID.shape:
        came = ", ".join(str(array.shape) for array in arrays)
        units = b1.size
        needed = f"({units}, 1), ({units},), (1, {units}), (1,)"
        return Mismatch(f"W1, b1, W2, b2 of the shapes {came} in place of {needed}")
    return curve


def cases(rng):
    """One bump, several, bumps that overlap or hang down, and soft ones."""
    yield "one bump", (np.array([0.3]), np.array([0.6]), np.array([1.5]), 50.0)
    left = rng.uniform(0, 0.7, 3)
    right = left + rng.uniform(0.1, 0.3, 3)
    heights = rng.uniform(0.5, 2, 3)
    yield "three bumps, steep", (left, right, heights, 300.0)
    yield "three bumps, soft", (left, right, heights, 20.0)
    yield "bumps that hang down", (left, right, -heights, 80.0)
    yield "one is wide and one is thin", (
        np.array([0.1, 0.5]), np.array([0.9, 0.55]), heights[:2], 200.0
    )  # fmt: skip
    middle = rng.uniform(0.3, 0.6, 2)
    yield "two bumps that overlap", (middle - 0.2, middle + 0.2, heights[:2], 60.0)


MISTAKES = """
The steps stand on the wrong side of 0. σ(w·x + b) is ½ where w·x + b = 0, so b is minus
w times the position.
    -w * edges -> w * edges

The bias is minus the position alone. The position is −b/w.
    -w * edges -> -edges

The second step of a bump goes up too, so the curve never comes down. Its weight is
minus the height.
    heights, -heights -> heights, heights

There is no second step: each bump goes up at its left edge and must come down at its
right one.
    heights, -heights -> heights, 0 * heights

All your units are on the curve upside down: up by the height at the left edge, down at
the right one.
    heights, -heights -> -heights, heights

The steps are w times too soft: W1 holds w for every unit.
    w * np.ones -> np.ones
    -w * edges -> -edges
"""

EXERCISE = Exercise(
    id="7.1",
    title="Bumps by hand",
    points=3,
    minutes=10,
    reference=bumps,
    cases=cases,
    measure=drawn_curve,
    measured=("The curve of your net",),
    mistakes=slips(bumps, MISTAKES),
    hints=(
        "A bump is a step up and a step down. How many hidden units is that, and with "
        "which weights in the output layer?",
        "A step at position p has W1 = w and b1 = −w·p. The step up gets the height as "
        "its output weight, the step down minus the height. b2 is 0.",
    ),
    right="With bumps you can come as near to any continuous curve on [0, 1] as you "
    "like: this is the theorem, unit by unit.",
)
