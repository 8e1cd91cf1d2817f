"""Gradient descent with one number left: maps x <- f(x), their orbits and cycles.

A training run that depends on one number only is such a map, and it shows all that a
learning rate can do to a loss curve: settle, cycle, be chaotic, escape.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnlib.validation.arguments import check_count

NEWTON_STEPS = 60


@dataclass(frozen=True)
class Map:
    """A function of one number, applied again and again, and its derivative.

    name        what it is called in figures
    function    a function of a number x, or of an array of them
    derivative  its derivative, a function of the same

    >>> halving = Map("halving", lambda x: x / 2, lambda x: 0.5)
    >>> orbit(halving, 8.0, 3)
    array([8., 4., 2., 1.])
    """

    name: str
    function: Callable
    derivative: Callable

    def __call__(self, x):
        """Take one step from `x`, a number or an array of any shape."""
        return self.function(x)

    def __repr__(self):
        return self.name


class Cycle(NamedTuple):
    """A periodic orbit and its multiplier.

    points      in the order of the visits, (period,)
    multiplier  how many times as large a small distance from the cycle is after one
                round
    """

    points: np.ndarray
    multiplier: float

    @property
    def lyapunov(self):
        """The Lyapunov exponent of the cycle: log |multiplier| per step."""
        with np.errstate(divide="ignore"):  # log 0 = -inf: the cycle is superstable
            return float(np.log(abs(float(self.multiplier)))) / len(self.points)


def orbit(map, x0, steps, *, burn=0):
    """Apply a map again and again; return the points, (steps + 1,).

    The parameters of the map may also be arrays. Orbits that escape end in inf or nan.

    map    a `Map`
    x0     the start: a number, or one per orbit, (m,), which gives (steps + 1, m)
    steps  how many steps are kept
    burn   how many steps are taken first

    Raises ValueError where `steps` or `burn` is no whole number.
    """
    check_count("steps", steps, 0)
    check_count("burn", burn, 0)
    with np.errstate(over="ignore", invalid="ignore"):
        x = _start(map, x0)
        for _ in range(burn):
            x = map(x)
        points = [x]
        for _ in range(steps):
            points.append(map(points[-1]))
    return np.array(points)


def lyapunov(map, x0, steps, *, burn=1000):
    """How fast neighbours part: the mean of log |f'(x)| over the steps of an orbit.

    Negative on a cycle, where neighbours meet; positive in chaos; -inf where the orbit
    meets a point with f' = 0. Source: Strogatz, "Nonlinear Dynamics and Chaos", section
    10.5.

    map    a `Map`
    x0     the start: a number, or one per orbit, (m,), which gives m exponents
    steps  how many steps the mean is taken over
    burn   how many steps are taken first and not counted

    Raises ValueError where `steps` or `burn` is no whole number.

    >>> from nnlib.dynamics import cubic_map
    >>> round(float(lyapunov(cubic_map(0.75), 0.5, 100)), 6)
    -0.693147
    """
    check_count("steps", steps, 1)
    check_count("burn", burn, 0)
    total = 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        x = _start(map, x0)
        for step in range(burn + steps):
            if step >= burn:
                total = total + np.log(abs(map.derivative(x)))
            x = map(x)
    return total / steps


def find_cycle(map, x0, period):
    """Find the cycle of `period` points near `x0`, stable or not, by Newton's method.

    Solves f(f(... x)) = x.

    map     a `Map`
    x0      one number near a point of the cycle; an mpmath number gives all the digits
            that mpmath is set to
    period  how many points the cycle has

    Returns the `Cycle`. Raises ValueError where none is found, or one that closes
    sooner.

    >>> from nnlib.dynamics import cubic_map
    >>> find_cycle(cubic_map(1.1), 0.85, 2).points.round(6)
    array([0.854309, 1.170537])
    """
    check_count("period", period, 1)
    if np.ndim(x0) != 0:
        raise ValueError(f"x0 needs one number; got shape {np.shape(x0)}.")
    with np.errstate(over="ignore", invalid="ignore"):
        points, multiplier = _newton(map, x0, period)
    _check_period(points, x0)
    return Cycle(np.array(points), multiplier)


def _start(map, x0):
    """A float, an mpmath number, or an array that fits the parameters of the map."""
    if hasattr(x0, "context"):
        return x0
    x0 = np.asarray(x0, dtype=float)
    return np.broadcast_to(x0, np.shape(map(x0)))[()]


def _once_around(map, x, period):
    points, multiplier = [x], map.derivative(x)
    for _ in range(period - 1):
        points.append(map(points[-1]))
        multiplier = multiplier * map.derivative(points[-1])
    return points, multiplier


def _newton(map, x0, period):
    enough = _rounding(x0) ** 0.7  # a step this small leaves an error far below it
    x, size = _start(map, x0), np.inf
    for _ in range(NEWTON_STEPS):
        points, multiplier = _once_around(map, x, period)
        if size < np.inf and size <= enough * max(1, abs(x)):
            return points, multiplier
        if multiplier == 1:
            break
        step = (map(points[-1]) - x) / (multiplier - 1)
        x, size = x - step, abs(step)
    raise ValueError(
        f"x0 needs to be near a cycle of period {period}; from {x0} Newton's method "
        "found none. Write x0=orbit(map, x0, 0, burn=1000)[0]."
    )


def _rounding(x):
    return x.context.eps if hasattr(x, "context") else np.finfo(float).eps


def _check_period(points, x0):
    """Raise ValueError for a cycle that closes earlier than it should."""
    same = _rounding(points[0]) ** 0.5 * max(1, *(abs(x) for x in points))
    for period in range(1, len(points)):
        if abs(points[period] - points[0]) <= same and len(points) % period == 0:
            raise ValueError(
                f"x0 needs to be near a cycle of period {len(points)}; "
                f"from {x0} Newton's method came to one of period {period}."
            )
