"""Exercise 7.1: a net with two units per bump, placed by hand.

The answer is judged by the curve that its net draws, so any order of the units is
right, and so is a step that falls in the place of one that rises.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.exercises.calls.values import Mismatch, in_words
from nnlib.exercises.exercise import Exercise, WrongAnswer

MOST_UNITS = 1000  # hundreds of times what the cases need
GRID = np.linspace(-0.5, 1.5, 201)[:, None]


def bumps(left, right, heights, w):
    """W1, b1, W2 and b2 of a net that is `heights` high between `left` and `right`."""
    positions = np.concatenate([left, right])
    W1 = np.full((len(positions), 1), float(w))
    return W1, -w * positions, np.concatenate([heights, -heights])[None, :], np.zeros(1)


def drawn_curve(weights):
    """What the net with these weights answers at many points."""
    if not isinstance(weights, (tuple, list)):
        return Mismatch(in_words(weights))
    if len(weights) != 4:
        return Mismatch(f"{len(weights)} values in place of W1, b1, W2 and b2")
    W1, b1, W2, b2 = arrays = [np.asarray(one) for one in weights]
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
    yield "no bump", (np.zeros(0), np.zeros(0), np.zeros(0), 50.0)


def with_steps(*, bias=lambda w, position: -w * position, fall=-1.0):
    """The bumps with a slip: where the steps stand, or what the second one adds."""

    def slipped(left, right, heights, w):
        W1, _, _, b2 = bumps(left, right, heights, w)
        b1 = bias(w, np.concatenate([left, right]))
        return W1, b1, np.r_[heights, fall * heights][None, :], b2

    return slipped


EXERCISE = Exercise(
    id="7.1",
    title="Bumps by hand",
    points=3,
    minutes=10,
    reference=bumps,
    cases=cases,
    measure=drawn_curve,
    measured=("The curve of your net",),
    mistakes=(
        WrongAnswer(
            "The steps stand on the wrong side of 0. σ(w·x + b) is ½ where "
            "w·x + b = 0, so b is minus w times the position.",
            with_steps(bias=lambda w, position: w * position),
        ),
        WrongAnswer(
            "The bias is minus the position alone. The position is −b/w.",
            with_steps(bias=lambda w, position: -position),
        ),
        WrongAnswer(
            "The second step of a bump goes up too, so the curve never comes down. Its "
            "weight is minus the height.",
            with_steps(fall=1.0),
        ),
        WrongAnswer(
            "There is no second step: each bump goes up at its left edge and must come "
            "down at its right one.",
            with_steps(fall=0.0),
        ),
        WrongAnswer(
            "All your units are on the curve upside down: up by the height at the left "
            "edge, down at the right one.",
            lambda left, right, heights, w: bumps(left, right, -heights, w),
        ),
        WrongAnswer(
            "The steps are w times too soft: W1 holds w for every unit.",
            lambda left, right, heights, w: bumps(left, right, heights, 1.0),
        ),
    ),
    hints=(
        "A bump is a step up and a step down. How many hidden units is that, and with "
        "which weights in the output layer?",
        "A step at position p has W1 = w and b1 = −w·p. The step up gets the height as "
        "its output weight, the step down minus the height. b2 is 0.",
    ),
    right="With bumps you can draw every curve: this is the theorem, unit by unit.",
)
