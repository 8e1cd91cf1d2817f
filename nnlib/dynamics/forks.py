"""Where cycles double their length: the forks of a bifurcation diagram, to 15 digits.

A fork is a parameter at which a cycle's multiplier reaches -1; mpmath carries the
digits that the search for it loses.
"""

import numpy as np

from nnlib.dynamics.maps import find_cycle, orbit
from nnlib.validation.arguments import check_count

DIGITS = 30  # carried; the search loses some of them
ENOUGH = 1e-20  # how far a multiplier may be from the one sought
SECANT_STEPS = 50
SETTLED = 300  # rounds after which an orbit lies on its cycle


def fork_points(family, x0, *, start, count, multiplier=-1):
    """Find the first parameters at which a cycle forks: 1 -> 2 -> 4 -> ...

    The 2-cycle of an odd map forks only under `alternating`. Source: Feigenbaum 1978,
    "Quantitative universality for a class of nonlinear transformations".

    family      a function that makes a `Map` of a parameter, such as `cubic_map`
    x0          one number, from which the orbit settles on one point at `start`
    start       the parameter to search from
    count       how many forks to find
    multiplier  -1 for forks, or 0 for the superstable parameters, at which the cycles
                of period 1, 2, 4, ... attract most

    Returns floats, (count,), right to 15 digits. Raises ValueError where the orbit does
    not settle at `start` or no fork is found.

    >>> from nnlib.dynamics import cubic_map
    >>> fork_points(cubic_map, 0.7, start=0.7, count=3)
    array([1.        , 1.23606798, 1.28803175])
    """
    # imported here, so that `import nnlib` loads NumPy alone
    import mpmath  # noqa: PLC0415

    check_count("count", count, 1)
    if multiplier not in (-1, 0):
        raise ValueError(
            f"multiplier needs -1, a fork, or 0, a superstable cycle; got {multiplier}."
        )
    _check_start(family, x0, start)
    found = []
    with mpmath.workdps(DIGITS):
        parameter, width = mpmath.mpf(start), abs(mpmath.mpf(start)) / 100
        for doublings in range(count):
            search = _Search(family, x0, parameter, 2**doublings)
            superstable = search.where(0, parameter, width)
            fork = search.where(-1, superstable, width)
            found.append(float(superstable if multiplier == 0 else fork))
            # just behind the fork, well before the next one
            width = (fork - superstable) / 20
            parameter = fork + 4 * width
    return np.array(found)


def feigenbaum(forks):
    """How much shorter each stretch is than the one before: ratios that tend to 4.6692.

    δ_k = (p_k - p_(k-1)) / (p_(k+1) - p_k) for the `forks` p, (count,). Returns
    (count - 2,). Raises ValueError for fewer than three forks.

    >>> feigenbaum([0.0, 4.0, 5.0])
    array([4.])
    """
    forks = np.asarray(forks, dtype=float)
    if forks.ndim != 1 or len(forks) < 3:
        raise ValueError(
            f"forks needs at least three numbers in a row; got shape {forks.shape}."
        )
    gaps = np.diff(forks)
    return gaps[:-1] / gaps[1:]


class _Search:
    """Follows one cycle of a family while the parameter changes."""

    def __init__(self, family, x0, parameter, period):
        map = family(float(parameter))
        points = orbit(map, x0, period - 1, burn=SETTLED * period)
        # Newton's method reaches furthest at the point where the map is flattest
        flattest = min(points, key=lambda x: abs(map.derivative(x)))
        self.family, self.period = family, period
        self.point = type(parameter)(float(flattest))  # with the digits of mpmath

    def multiplier(self, parameter):
        """The multiplier at a parameter near the last one."""
        cycle = find_cycle(self.family(parameter), self.point, self.period)
        self.point = cycle.points[0]
        return cycle.multiplier

    def where(self, multiplier, near, width):
        """Where the cycle has that multiplier, by the secant method."""
        before, now, lost = near, near + width, None
        try:
            off_before, off = (self.multiplier(at) - multiplier for at in (before, now))
            for _ in range(SECANT_STEPS):
                if abs(off) < ENOUGH:
                    return now
                step = off * (now - before) / (off - off_before)
                before, off_before, now = now, off, now - step
                off = self.multiplier(now) - multiplier
        except (ValueError, ZeroDivisionError) as error:
            lost = error
        raise ValueError(
            f"family needs a cycle of period {self.period} that forks, from the "
            f"parameter {float(near):.6g} on; none was found."
        ) from lost


def _check_start(family, x0, start):
    before, after = orbit(family(start), x0, 1, burn=SETTLED)
    if not abs(after - before) < 1e-6:
        raise ValueError(
            "start needs a parameter at which the orbit of x0 settles on one point; "
            f"got {start}, where after {SETTLED} steps it still goes from {before:.6g} "
            f"to {after:.6g}."
        )
