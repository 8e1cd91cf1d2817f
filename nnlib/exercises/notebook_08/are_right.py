"""Exercise 8.2: a gradient check that rejects all mistakes and no right program."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_08.programs import claims, shuffled
from nnlib.exercises.notebook_08.slopes import central, forward

STEP = 1e-6  # of one-sided slopes, which are off by about as much


def are_right(loss, gradients, w):
    """Whether each row of `gradients` lies between the slopes to both sides of w."""
    return judged(loss, gradients, w)


def judged(loss, gradients, w, *, tolerance=1e-4, noise=2e-9, sides=None):
    """The check; a slip is another tolerance, another noise or other slopes."""
    sides = sides or [forward(loss, w, step) for step in (STEP, -STEP)]
    nearest = np.clip(gradients, np.minimum(*sides), np.maximum(*sides))
    error = abs(gradients - nearest)
    allowed = noise * max(1, loss(w))
    length = np.linalg.norm(gradients, axis=1) + np.linalg.norm(nearest, axis=1)
    near = np.linalg.norm(error, axis=1) <= tolerance * length
    return near | (error.max(axis=1) <= allowed)


def one_slope(loss, gradients, w, **changes):
    """The check with the central difference alone."""
    return judged(loss, gradients, w, sides=[central(loss, w, 1e-5)] * 2, **changes)


def without_noise(loss, gradients, w):
    """The relative error alone, with both sides on kinks."""
    above, below = forward(loss, w, STEP), forward(loss, w, -STEP)
    kink = abs(above - below) > 1e-5
    sides = [np.where(kink, side, central(loss, w, 1e-5)) for side in (above, below)]
    return judged(loss, gradients, w, noise=0, sides=sides)


def absolute(loss, gradients, w):
    """The distance alone."""
    return (abs(gradients - central(loss, w, 1e-5)) <= 1e-7).all(axis=1)


def right_side(loss, gradients, w):
    """Only the slope to the right, with room for what it is off."""
    sides = [forward(loss, w, STEP)] * 2
    return judged(loss, gradients, w, sides=sides, tolerance=1e-3)


def blind_on_kinks(loss, gradients, w):
    """Leave out the entries whose slopes differ."""
    above, below = forward(loss, w, STEP), forward(loss, w, -STEP)
    smooth = abs(above - below) <= 1e-3 * (1 + abs(above))
    filled = np.where(smooth, gradients, (above + below) / 2)
    return judged(loss, filled, w)


def same_lengths(loss, gradients, w):
    """Compare the lengths."""
    slope = np.linalg.norm(central(loss, w, 1e-5))
    return abs(np.linalg.norm(gradients, axis=1) - slope) <= 1e-6 * slope + 1e-9


def same_directions(loss, gradients, w):
    """Compare the directions."""
    slope = central(loss, w, 1e-5)
    lengths = np.linalg.norm(gradients, axis=1) * np.linalg.norm(slope)
    return gradients @ slope >= (1 - 1e-6) * lengths


def downhill(loss, gradients, w):
    """Accept a gradient if a short step against it lowers the loss."""
    steps = 1e-3 * gradients / np.linalg.norm(gradients, axis=1, keepdims=True)
    return np.array([loss(w - step) < loss(w) for step in steps])


def cases(rng):
    """Pairs of a name and (loss, gradients, w)."""
    for found in claims(rng):
        yield found.name, shuffled(rng, found)


EXERCISE = Exercise(
    id="8.2",
    title="A gradient check that is not fooled",
    points=4,
    minutes=15,
    reference=are_right,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You judge by the loss: does a short step lower it? Eight of the nine "
            "mistakes of section 1 do that. Compare with the slopes of the loss.",
            downhill,
        ),
        WrongAnswer(
            "You take one-sided slopes. They are off by about h, and on a kink a right "
            "program may use the slope of the other side.",
            right_side,
        ),
        WrongAnswer(
            "A right program fails on a kink. There the slopes to the left and to the "
            "right differ, and a program may use either, or one between them. Leave "
            "room for what your one-sided slopes are off: about h.",
            one_slope,
        ),
        WrongAnswer(
            "You leave out the entries on a kink. Their gradient can be wrong too: it "
            "is right only between the slopes of both sides.",
            blind_on_kinks,
        ),
        WrongAnswer(
            "Right programs fail on a kink, and where the gradient has vanished. On a "
            "kink, accept what lies between the slopes of both sides. A tiny "
            "difference counts as agreement too: it may be rounding.",
            lambda *a: one_slope(*a, noise=0),
        ),
        WrongAnswer(
            "A right program fails where the gradient has vanished. Its relative error "
            "is rounding: accept a difference below the noise as well.",
            without_noise,
        ),
        WrongAnswer(
            "You look at the distance alone. A large loss has large noise: compare the "
            "distance with the lengths of both gradients. And on a kink, accept what "
            "lies between the slopes of both sides.",
            absolute,
        ),
        WrongAnswer(
            "Your tolerance is too coarse: it lets small errors pass. One of 0.004 is "
            "a mistake, because right code stays below 10⁻⁶.",
            lambda *a: judged(*a, tolerance=0.01),
        ),
        WrongAnswer(
            "Your tolerance is too coarse, and on a kink a right program fails: accept "
            "what lies between the slopes of both sides.",
            lambda *a: one_slope(*a, tolerance=0.01),
        ),
        WrongAnswer(
            "You compare lengths. A gradient with the wrong sign has the right length.",
            same_lengths,
        ),
        WrongAnswer(
            "You compare directions. A gradient that is twice too large has the right "
            "direction.",
            same_directions,
        ),
        WrongAnswer(
            "You accept every program.",
            lambda loss, gradients, w: np.full(len(gradients), True),
        ),
        WrongAnswer(
            "You reject every program, the right ones too.",
            lambda loss, gradients, w: np.full(len(gradients), False),
        ),
        WrongAnswer(
            "You mark the wrong programs. True is for a right one.",
            lambda *a: ~are_right(*a),
        ),
        WrongAnswer(
            "You give one verdict on all programs together. Each row of `gradients` "
            "needs its own.",
            lambda *a: bool(are_right(*a).all()),
        ),
    ),
    hints=(
        "Start with the central difference, and the ruler of section 1 with a bound of "
        "10⁻⁶ for each row. Which cases are left?",
        "Where the ruler fails on tiny gradients, the distance itself is below 10⁻⁹. "
        "Accept that too.",
        "For the kink, measure a slope to each side: (loss(w + h) − loss(w)) / h and "
        "(loss(w) − loss(w − h)) / h, entry by entry. `np.clip` pulls a claim to the "
        "nearest number between the two; a right claim moves by about h at most. Wrong "
        "ones have an error above 0.001, so a bound of 10⁻⁴ leaves room for that.",
    ),
    right="Your check finds all nine mistakes, and no right program fails it.",
)
