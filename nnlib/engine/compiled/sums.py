"""Sums of products, each in one order, whether its terms lie in lanes or one by one.

Short sums run in order. Long ones, and those over samples, are eight sums of every
eighth term, of which the last four are added to the first four, and so on by halves.
"""

from nnlib.engine.compiled.lanes import LANES, first, load, spread, total
from nnlib.engine.compiled.numba_setup import (
    OPTIONS,
    compiled,
    inlined,
    overload,
)

LONG = 32  # from here on, sums along the longer side of a layer run in lanes


@inlined
def is_long(along, across):
    """Whether the sum along one side of a W, with another across, runs in lanes."""
    return along >= LONG and along >= across


@inlined
def nothing(array):
    """Lanes of -0: adding to them changes no number, not even -0."""
    return spread(array.dtype.type(-0.0))


def entry(array, at):
    """Number `at` of one network, or row `at` with the numbers of eight."""
    raise NotImplementedError


@overload(entry, jit_options=OPTIONS | {"forceinline": True})
def _entry(array, at):
    if array.ndim == 2:
        return lambda array, at: load(array, at)
    return lambda array, at: array[at]


@compiled
def along_rows(W, w, by, A, a, step, count):
    """Add W[w + k by] A[a + k step] over k, the lanes of a value beside one another."""
    g0 = g1 = g2 = g3 = g4 = g5 = g6 = g7 = nothing(A)
    for _ in range(count // LANES):
        g0 += entry(W, w) * load(A, a)
        g1 += entry(W, w + by) * load(A, a + step)
        g2 += entry(W, w + 2 * by) * load(A, a + 2 * step)
        g3 += entry(W, w + 3 * by) * load(A, a + 3 * step)
        g4 += entry(W, w + 4 * by) * load(A, a + 4 * step)
        g5 += entry(W, w + 5 * by) * load(A, a + 5 * step)
        g6 += entry(W, w + 6 * by) * load(A, a + 6 * step)
        g7 += entry(W, w + 7 * by) * load(A, a + 7 * step)
        w, a = w + 8 * by, a + 8 * step
    left = count % LANES
    if left > 0:
        g0 += entry(W, w) * load(A, a)
    if left > 1:
        g1 += entry(W, w + by) * load(A, a + step)
    if left > 2:
        g2 += entry(W, w + 2 * by) * load(A, a + 2 * step)
    if left > 3:
        g3 += entry(W, w + 3 * by) * load(A, a + 3 * step)
    if left > 4:
        g4 += entry(W, w + 4 * by) * load(A, a + 4 * step)
    if left > 5:
        g5 += entry(W, w + 5 * by) * load(A, a + 5 * step)
    if left > 6:
        g6 += entry(W, w + 6 * by) * load(A, a + 6 * step)
    return ((g0 + g4) + (g2 + g6)) + ((g1 + g5) + (g3 + g7))


@inlined
def along_lanes(W, w, A, a, count):
    """Add W[w + k] A[a + k] over k, eight of them in the lanes of a value."""
    lanes, whole = nothing(A), count // LANES * LANES
    for k in range(0, whole, LANES):
        lanes += load(W, w + k) * load(A, a + k)
    if whole < count:
        more = lanes + load(W, w + whole) * load(A, a + whole)
        lanes = first(count - whole, more, lanes)
    return total(lanes)


def over_samples(D, d, A, a, group, count):
    """Add D A over samples: those in a row each, or those in the lanes of one row."""
    raise NotImplementedError


@overload(over_samples, jit_options=OPTIONS | {"forceinline": True})
def _over_samples(D, d, A, a, group, count):
    if D.ndim == 2:
        return lambda D, d, A, a, group, count: along_rows(
            D, d, group, A, a, group, count
        )
    return lambda D, d, A, a, group, count: along_lanes(D, d, A, a, count)
