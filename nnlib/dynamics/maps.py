"""Gradient descent with one number left: maps x <- f(x), their orbits and cycles.

A training run that depends on one number only is such a map, and all that a learning
rate can do to a loss curve shows in it: rest, cycles, chaos, the end.
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

    >>> halving = Map("halving", lambda x: x / 2, lambda x: 0.5)
    >>> orbit(halving, 8.0, 3)
    array([8., 4., 2., 1.])
    """

    name: str
    function: Callable
    derivative: Callable

    def __call__(self, x):
        """Take one step."""
        return self.function(x)

    def __repr__(self):
        return self.name


class Cycle(NamedTuple):
    """Points that a map visits in turn, for ever."""

    points: np.ndarray  # in the order of the visits
    multiplier: float  # what one round does to a small distance from the cycle

    @property
    def lyapunov(self):
        """The Lyapunov exponent of the cycle: log |multiplier| per step."""
        with np.errstate(divide="ignore"):  # log 0 = -inf: the cycle is superstable
            return float(np.log(abs(float(self.multiplier)))) / len(self.points)


def sigmoid_map(c, y=0.5):
    """Gradient descent on (σ(z) - y)²: z <- z - c (σ(z) - y) σ(z) (1 - σ(z)).

    With y = 0.5 it is z <- z - (c/8) tanh(z/2) sech²(z/2), which is all that is left
    of a network whose last hidden layer is saturated: c = 2 n lr s for n samples, the
    sum of squared errors and s = 1 + |a|², a the hidden layer's output.
    """
    middle = 2 * y - 1  # where tanh(z/2) is when σ(z) is y

    def function(z):
        t = _tanh(z / 2)
        return z - c / 8 * (t - middle) * (1 - t * t)

    def derivative(z):
        t = _tanh(z / 2)
        return 1 - c / 16 * (1 - t * t) * (1 - t * t - 2 * t * (t - middle))

    return Map("sigmoid_map", function, derivative)


def cubic_map(r):
    """Gradient descent on two equal weights in a row: u <- u (1 + r - u²).

    For the loss (w w |x| - y)²/2, where each w takes its own step, u = w |x| sqrt(lr)
    and r = lr |x| y. The first forks are at r = 1 and r = √5 - 1; beyond r = 2 it
    escapes. Source: Chen et al. 2023, "From Stability to Chaos", arXiv 2310.01687.
    """
    return Map("cubic_map", lambda u: u * (1 + r - u * u), lambda u: 1 + r - 3 * u * u)


def alternating(map):
    """Follow (-1)ᵗ x in place of x: for an odd map f that is again a map, -f.

    A loss that cannot tell x from -x sees only this one.
    """
    return Map(f"alternating({map})", lambda x: -map(x), lambda x: -map.derivative(x))


def orbit(map, x0, steps, *, burn=0):
    """Apply `map` again and again: the points after `burn`, ..., `burn + steps` steps.

    `x0`, and the parameters of the map, may be arrays: many orbits side by side, one
    per column. Orbits that escape end in inf or nan.
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
    """How fast neighbours part: the mean of log |f'(x)| over `steps` steps.

    Negative on a cycle, where neighbours meet; positive in chaos; -inf where the orbit
    meets a point with f' = 0. The first `burn` steps do not count. Arrays give one
    exponent per orbit. Source: Strogatz, "Nonlinear Dynamics and Chaos", section 10.5.

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

    Solves f(f(... x)) = x. `x0` may be an mpmath number: the cycle then has all the
    digits that mpmath is set to.

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
    """A float, or an mpmath number, or as many floats as the map has parameters."""
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
    """Refuse a cycle that closes earlier than it should."""
    same = _rounding(points[0]) ** 0.5 * max(1, *(abs(x) for x in points))
    for period in range(1, len(points)):
        if abs(points[period] - points[0]) <= same and len(points) % period == 0:
            raise ValueError(
                f"x0 needs to be near a cycle of period {len(points)}; "
                f"from {x0} Newton's method came to one of period {period}."
            )


def _tanh(x):
    return x.context.tanh(x) if hasattr(x, "context") else np.tanh(x)
