"""Exercise 8.2: a gradient check that rejects all mistakes and no right program."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_08.programs import claims, shuffled
from nnlib.exercises.slips import slips


def are_right(loss, gradients, w):
    """Whether each row of `gradients` lies between the slopes to both sides of w."""
    h = 1e-6  # the step
    middle = loss(w)  # the loss at w
    right = np.array([(loss(w + h * e) - middle) / h for e in np.eye(len(w))])
    left = np.array([(middle - loss(w - h * e)) / h for e in np.eye(len(w))])
    center = (left + right) / 2
    reach = abs(left - right) / 2
    nearest = np.clip(gradients, center - reach, center + reach)
    length = np.linalg.norm(gradients, axis=1)  # the length of each gradient
    other = np.linalg.norm(nearest, axis=1)  # the length of what is compared with it
    error = gradients - nearest
    off = np.linalg.norm(error, axis=1)  # the distance
    near = off <= 1e-4 * (length + other)  # the first condition
    tiny = off <= 1e-8  # the second condition
    verdicts = near | tiny  # the verdict
    return verdicts


def cases(rng):
    """Pairs of a name and (loss, gradients, w)."""
    for found in claims(rng):
        yield found.name, shuffled(rng, found)


MISTAKES = """
You judge by the loss: does a short step lower it? Eight of the nine mistakes of section
1 do that. Compare with the slopes of the loss.
    near | tiny -> [loss(w - 1e-3 * g / n) < middle for g, n in zip(gradients, length)]

You take one-sided slopes. They are off by about h, and on a kink a right program may
use the slope of the other side.
    (left + right) / 2 -> right
    abs(left - right) / 2 -> 0
    1e-4 -> 1e-3

A right program fails on a kink. There the slopes to the left and to the right differ,
and a program may use either, or one between them. Leave room for what your one-sided
slopes are off: about h.
    abs(left - right) / 2 -> 0

You leave out the entries on a kink. Their gradient can be wrong too: it is right only
between the slopes of both sides.
    gradients - nearest -> (gradients - nearest) * np.isclose(left, right, 1e-3, 1e-3)

Right programs fail on a kink, and where the gradient has vanished. On a kink, accept
what lies between the slopes of both sides. A tiny difference counts as agreement too:
it may be rounding.
    abs(left - right) / 2 -> 0
    near | tiny -> near

A right program fails where the gradient has vanished. Its relative error is rounding:
accept a difference below the noise as well.
    abs(left - right) / 2 -> abs(left - right) / 2 * (abs(left - right) > 1e-5)
    near | tiny -> near

You look at the distance alone. A large loss has large noise: compare the distance with
the lengths of both gradients. And on a kink, accept what lies between the slopes of
both sides.
    abs(left - right) / 2 -> 0
    near | tiny -> tiny

Your tolerance is too coarse: it lets small errors pass. One of 0.004 is a mistake,
because right code stays below 10⁻⁶.
    1e-4 -> 1e-2

Your tolerance is too coarse, and on a kink a right program fails: accept what lies
between the slopes of both sides.
    abs(left - right) / 2 -> 0
    1e-4 -> 1e-2

You compare lengths. A gradient with the wrong sign has the right length.
    1e-6 -> 1e-5
    abs(left - right) / 2 -> 0
    np.linalg.norm(error, axis=1) -> abs(length - other)
    1e-4 * (length + other) -> 1e-6 * other

You compare directions. A gradient that is twice too large has the right direction.
    abs(left - right) / 2 -> 0
    near | tiny -> np.sum(gradients * nearest, axis=1) > 0.999999 * length * other

You accept every program.
    near | tiny -> np.full(len(gradients), True)

You reject every program, the right ones too.
    near | tiny -> np.full(len(gradients), False)

You mark the wrong programs. True is for a right one.
    return verdicts -> return ~verdicts

You give one verdict on all programs together. Each row of `gradients` needs its own.
    return verdicts -> return verdicts.all()
"""

EXERCISE = Exercise(
    id="8.2",
    title="A gradient check that is not fooled",
    points=4,
    minutes=15,
    reference=are_right,
    cases=cases,
    mistakes=slips(are_right, MISTAKES),
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
