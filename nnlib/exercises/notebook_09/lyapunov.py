"""Exercise 9.3: the Lyapunov exponent of the map of two weights in a row."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def lyapunov(r, u, steps, burn):
    """The mean of log |slope| over the steps behind the burn-in."""
    total = 0.0  # the sum
    for step in range(burn + steps):
        if step >= burn:
            slope = 1 + r - 3 * u**2  # the slope
            total += np.log(abs(slope))
        u = u * (1 + r - u**2)
    exponent = total / steps  # the exponent
    return exponent


def cases(rng):
    """Rest, cycles, chaos too short for rounding to grow, and an orbit at 0."""
    start = rng.uniform(0.3, 0.7)
    yield "rest", (rng.uniform(0.6, 0.9), start, 12, 300)
    yield "two values in turn", (rng.uniform(1.05, 1.2), start, 10, 500)
    yield "an odd number of steps", (rng.uniform(1.05, 1.2), start, 7, 500)
    yield "four values in turn", (rng.uniform(1.245, 1.28), start, 16, 800)
    yield "chaos, 12 steps", (rng.uniform(1.45, 1.55), start, 12, 3)
    yield "the widest chaos", (2.0, start, 9, 2)
    yield "no burn-in", (1.4, start, 8, 0)
    yield "one step", (1.4, start, 1, 4)
    yield "an orbit that stays at 0", (rng.uniform(1, 1.5), 0.0, 6, 10)


MISTAKES = """
You take the logarithm of slopes below 0, and that is nan. It is the size of the slope
that counts: |slope|.
    abs(slope) -> slope

The burn-in is missing. The exponent belongs to the cycle or the chaos, not to the way
there: the first `burn` steps do not count.
    range(burn + steps) -> range(steps)
    step >= burn -> step >= 0

The steps of the burn-in count in your mean. Take them, then begin to add up.
    step >= burn -> step >= 0
    total / steps -> total / (burn + steps)

You add up over the burn-in as well, and then divide by `steps` alone.
    step >= burn -> step >= 0

You divide by burn + steps. Only `steps` logarithms are in the sum.
    total / steps -> total / (burn + steps)

You take the burn-in off `steps`. It comes before them: burn + steps in all.
    range(burn + steps) -> range(steps)
    total / steps -> total / (steps - burn)

You return the sum. The exponent is per step: take the mean.
    total / steps -> total

You take the logarithm of the mean slope. It is the mean of the logarithms: along an
orbit slopes multiply.
    np.log(abs(slope)) -> abs(slope)
    total / steps -> np.log(total / steps)

The logarithm is missing. Slopes multiply along the orbit; their logarithms add up.
    np.log(abs(slope)) -> abs(slope)

You lost the sign of the exponent. |·| belongs around each slope. The exponent is below
0 on a cycle.
    return exponent -> return abs(exponent)

You count one slope too many. An orbit of `steps` points has its start as the first of
them.
    range(burn + steps) -> range(burn + steps + 1)
    total / steps -> total / (steps + 1)

After the burn-in your u stays where it is. Each slope belongs to a new point: take a
step after it.
    u = u * (1 + r - u**2) -> u = u * (1 + r - u**2) if step < burn else u

You take each slope one point too late. First the slope at u, then the step to the next
u.
    range(burn + steps) -> range(burn + steps + 1)
    step >= burn -> step > burn

1 + r − u² is what u is multiplied with. The slope of u·(1 + r − u²) has another factor
at u²: u stands in it twice.
    3 * u**2 -> u**2

You take the logarithm of the points. It belongs to the slopes there.
    abs(slope) -> abs(u)
"""

EXERCISE = Exercise(
    id="9.3",
    title="A Lyapunov exponent",
    points=3,
    minutes=10,
    reference=lyapunov,
    cases=cases,
    mistakes=slips(lyapunov, MISTAKES),
    hints=(
        "Two functions are at work: the map takes u to the next u, its slope says what "
        "becomes of a small distance. Multiply out u·(1 + r − u²) and differentiate.",
        "First `burn` steps of the map alone. Then `steps` times: note log |slope| at "
        "u, and take a step.",
    ),
    right="Below 0 two neighbouring runs meet again; above 0 the smallest rounding "
    "error grows until it is all you see.",
)
