"""Weighted sums of rows, entry by entry along vectors and each in order.

The weights are numbers, where a vector runs along the samples of one network, or rows
themselves, where it runs along networks side by side.
"""

from nnlib.engine.compiled.numba_setup import (
    ONE,
    OPTIONS,
    compiled,
    inlined,
    overload,
    types,
)


def entry(w, c):
    """What entry `c` of a vector is multiplied with: w, or w[c] if it is a row."""
    raise NotImplementedError


@overload(entry, jit_options=OPTIONS)
def _entry(w, c):
    return (lambda w, c: w[c]) if isinstance(w, types.Array) else (lambda w, c: w)


@inlined
def part_of(inputs, outputs):
    """How many products to add up at a stretch: all, or in a long, flat W a quarter.

    The four sums, of which the last takes what is left over, are then added in order:
    an addition waits for the one before, and four can wait at the same time.
    """
    return inputs // 4 if inputs >= max(32, outputs) else inputs


@compiled
def add_weighted(W, at, stride, count, A, row, out):
    """Add the sum of W[at + k stride] A[row + k] to `out`, in order of k.

    Four rows at a time, then two, then one: `out` is seldom read and written.
    """
    for k in range(0, count - 3, 4):
        w, x = at + k * stride, row + k
        w0, w1, w2, w3 = W[w], W[w + stride], W[w + 2 * stride], W[w + 3 * stride]
        a0, a1, a2, a3 = A[x], A[x + 1], A[x + 2], A[x + 3]
        for c in range(out.size):
            total = (out[c] + entry(w0, c) * a0[c]) + entry(w1, c) * a1[c]
            out[c] = (total + entry(w2, c) * a2[c]) + entry(w3, c) * a3[c]
    if count % 4 >= 2:
        w, x = at + count // 4 * 4 * stride, row + count // 4 * 4
        w0, w1, a0, a1 = W[w], W[w + stride], A[x], A[x + 1]
        for c in range(out.size):
            out[c] = (out[c] + entry(w0, c) * a0[c]) + entry(w1, c) * a1[c]
    if count % 2:
        w0, a0 = W[at + (count - 1) * stride], A[row + count - 1]
        for c in range(out.size):
            out[c] += entry(w0, c) * a0[c]


@compiled
def weighted_sum(begin, W, at, stride, count, A, row, out):
    """Write begin + the sum of W[at + k stride] A[row + k] into `out`, in order."""
    for c in range(out.size):
        out[c] = entry(begin, c)
    add_weighted(W, at, stride, count, A, row, out)


@compiled
def weighted_sum_in_parts(begin, W, at, count, part, A, row, out, extra):
    """Do the same with stride 1, in the parts that `part_of` says."""
    for c in range(out.size):
        out[c] = entry(begin, c)
    for k in range(1 if part == count else 4):
        total, size = extra if k else out, count - 3 * part if k == 3 else part
        for c in range(total.size if k else 0):
            total[c] = 0.0
        add_weighted(W, at + k * part, ONE, size, A, row + k * part, total)
        for c in range(total.size if k else 0):
            out[c] += total[c]
