"""Exercise 9.3: the Lyapunov exponent of the map of two weights in a row."""

import numpy as np

from nnlib.dynamics.maps import cubic_map, orbit
from nnlib.exercises.exercise import Exercise, WrongAnswer


def lyapunov(r, u, steps, burn):
    """The mean of log |slope| over the steps behind the burn-in."""
    return logs(r, u, steps, burn).mean()


def logs(r, u, steps, burn):
    """The logarithm of |slope| at each of the points."""
    return np.log(abs(slopes(r, u, steps, burn)))


def slopes(r, u, steps, burn):
    """The slopes of the map along the orbit."""
    return cubic_map(r).derivative(orbit(cubic_map(r), u, steps - 1, burn=burn))


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


def after_the_step(r, u, steps, burn):
    """The slopes taken one point too late."""
    return logs(r, u, steps, burn + 1).mean()


def inside_steps(r, u, steps, burn):
    """The burn-in as the first part of the steps."""
    return logs(r, u, steps, 0)[burn:].sum() / (steps - burn)


def no_product_rule(r, u, steps, burn):
    """What u is multiplied with, in place of the slope."""
    points = orbit(cubic_map(r), u, steps - 1, burn=burn)
    return np.log(abs(1 + r - points**2)).mean()


def of_the_points(r, u, steps, burn):
    """The logarithms of the points themselves."""
    return np.log(abs(orbit(cubic_map(r), u, steps - 1, burn=burn))).mean()


EXERCISE = Exercise(
    id="9.3",
    title="A Lyapunov exponent",
    points=3,
    minutes=10,
    reference=lyapunov,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You take the logarithm of slopes below 0, and that is nan. It is the "
            "size of the slope that counts: |slope|.",
            lambda r, u, steps, burn: np.log(slopes(r, u, steps, burn)).mean(),
        ),
        WrongAnswer(
            "The burn-in is missing. The exponent belongs to the cycle or the chaos, "
            "not to the way there: the first `burn` steps do not count.",
            lambda r, u, steps, burn: logs(r, u, steps, 0).mean(),
        ),
        WrongAnswer(
            "The steps of the burn-in count in your mean. Take them, then begin to "
            "add up.",
            lambda r, u, steps, burn: logs(r, u, burn + steps, 0).mean(),
        ),
        WrongAnswer(
            "You add up over the burn-in as well, and then divide by `steps` alone.",
            lambda r, u, steps, burn: logs(r, u, burn + steps, 0).sum() / steps,
        ),
        WrongAnswer(
            "You divide by burn + steps. Only `steps` logarithms are in the sum.",
            lambda r, u, steps, burn: logs(r, u, steps, burn).sum() / (burn + steps),
        ),
        WrongAnswer(
            "You take the burn-in off `steps`. It comes before them: burn + steps in "
            "all.",
            inside_steps,
        ),
        WrongAnswer(
            "You return the sum. The exponent is per step: take the mean.",
            lambda r, u, steps, burn: logs(r, u, steps, burn).sum(),
        ),
        WrongAnswer(
            "You take the logarithm of the mean slope. It is the mean of the "
            "logarithms: along an orbit slopes multiply.",
            lambda r, u, steps, burn: np.log(abs(slopes(r, u, steps, burn)).mean()),
        ),
        WrongAnswer(
            "The logarithm is missing. Slopes multiply along the orbit; their "
            "logarithms add up.",
            lambda r, u, steps, burn: abs(slopes(r, u, steps, burn)).mean(),
        ),
        WrongAnswer(
            "You lost the sign of the exponent. |·| belongs around each slope. The "
            "exponent is below 0 on a cycle.",
            lambda r, u, steps, burn: abs(lyapunov(r, u, steps, burn)),
        ),
        WrongAnswer(
            "You count one slope too many. An orbit of `steps` points has its start as "
            "the first of them.",
            lambda r, u, steps, burn: logs(r, u, steps + 1, burn).mean(),
        ),
        WrongAnswer(
            "After the burn-in your u stays where it is. Each slope belongs to a new "
            "point: take a step after it.",
            lambda r, u, steps, burn: logs(r, u, 1, burn)[0],
        ),
        WrongAnswer(
            "You take each slope one point too late. First the slope at u, then the "
            "step to the next u.",
            after_the_step,
        ),
        WrongAnswer(
            "1 + r − u² is what u is multiplied with. The slope of u·(1 + r − u²) has "
            "another factor at u²: u stands in it twice.",
            no_product_rule,
        ),
        WrongAnswer(
            "You take the logarithm of the points. It belongs to the slopes there.",
            of_the_points,
        ),
    ),
    hints=(
        "Two functions are at work: the map takes u to the next u, its slope says what "
        "becomes of a small distance. Multiply out u·(1 + r − u²) and differentiate.",
        "First `burn` steps of the map alone. Then `steps` times: note log |slope| at "
        "u, and take a step.",
    ),
    right="Below 0 two neighbouring runs meet again; above 0 the smallest rounding "
    "error grows until it is all you see.",
)
