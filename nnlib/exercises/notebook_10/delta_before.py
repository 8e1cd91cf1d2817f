"""Exercise 10.1: from the error signal of a layer to that of the layer before."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips

SIZES = {  # of the layer before, and of the next one
    "two units, then two": (2, 2),
    "two units, then three": (2, 3),
    "four units, then one": (4, 1),
    "one unit, then four": (1, 4),
    "three units, then four": (3, 4),
    "five units, then five": (5, 5),
    "six units, then two": (6, 2),
}


def delta_before(W_next, delta_next, z):
    """The error signal δ of the layer before, for one sample."""
    back = W_next.T @ delta_next
    h = 1 / (1 + np.exp(-z))
    slope = h * (1 - h)
    delta = back * slope
    return delta


def cases(rng):
    """Layers of several widths, no error at all, and units far on both sides of 0."""
    for name, (units, following) in SIZES.items():
        W_next = rng.normal(size=(following, units))
        yield name, (W_next, rng.normal(size=following), rng.normal(size=units))
    yield "large z", (W_next, rng.normal(size=2), np.linspace(-6, 6, 6))
    yield "no error", (W_next, np.zeros(2), rng.normal(size=6))


MISTAKES = """
W_next is not transposed. The sum goes over the units of the next layer, and these are
the rows of W_next.
    W_next.T @ -> W_next @

You take the mean over the units of the next layer. The chain rule adds the paths up.
    W_next.T @ delta_next -> W_next.T @ delta_next / len(delta_next)

σ′ is forgotten: what comes back through W is ∂L/∂h, the slope behind σ. On the way to z
it is multiplied by σ′(z).
    back * slope -> back

You took σ′ at h, so σ goes twice over z. It belongs to the sum z.
    slope = h * (1 - h) -> s = 1 / (1 + np.exp(-h)); slope = s * (1 - s)

You multiply by h where h(1 − h) belongs.
    h * (1 - h) -> h

You multiply by 1 − h where h(1 − h) belongs.
    h * (1 - h) -> 1 - h

You multiply by z(1 − z). That slope is written in terms of h = σ(z), not of z.
    h * (1 - h) -> z * (1 - z)

That is the slope of tanh. The units here have σ.
    h * (1 - h) -> 1 - np.tanh(z) ** 2

You multiply by 1 − h². That is the slope of tanh in terms of its output; the units here
have σ.
    h * (1 - h) -> 1 - h**2

You took σ′ at the δ of the next layer, before W. The slope belongs to the layer to
which you go back: to its z, behind W.
    delta = back * slope -> s = 1 / (1 + np.exp(-delta_next)); delta = W_next.T @ (delta_next * s * (1 - s))

The sign is wrong. The minus comes later, in the update.
    back * slope -> -back * slope

You added all units up to one number. Each unit has its own δ.
    return delta -> return delta.sum()
"""  # noqa: E501 - a slip stands in one line

EXERCISE = Exercise(
    id="10.1",
    title="One layer back",
    points=2,
    minutes=8,
    reference=delta_before,
    cases=cases,
    mistakes=slips(delta_before, MISTAKES),
    hints=(
        "Section 1 has the formula in one line: a product with a matrix, then a "
        "product number by number.",
        "The sum goes over the units of the next layer. Which axis of W_next is that, "
        "and which way round does it have to stand?",
        "σ′ is taken at z, the sums of the layer to which you go back: h(1 − h) with "
        "h = σ(z).",
    ),
    right="With this line and an outer product any depth can be done.",
)
