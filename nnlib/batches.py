"""Which samples a step of training sees, and in which order.

All of them, a few at a time, or one by one; in their own order or in a random one.
"""

import numpy as np

from nnlib.arguments import check_count, check_rng


def batches(n, batch_size, rng=None):
    """Yield without end the row numbers of one batch after another.

    Each pass over the `n` samples is in their own order, or in a new random order if
    `rng` is given; its last batch is smaller where `batch_size` does not divide n.
    """
    check_count("n", n, 1)
    check_count("batch_size", batch_size, 1)
    if rng is not None:
        check_rng(rng)
    while True:
        order = np.arange(n) if rng is None else rng.permutation(n)
        for start in range(0, n, batch_size):
            yield order[start : start + batch_size]


def count_passes(n, batch_size, steps, rng):
    """Count the passes of a run with orders of their own, and the rows at a time."""
    size = n if batch_size is None else batch_size
    check_count("batch_size", size, 1)
    return 1 if rng is None else max(1, -(-steps // -(-n // size))), size


def orders(n, passes, rng):
    """Draw the order of the samples in each pass, as `batches` does, (passes, n)."""
    drawn, whole = np.empty((passes, n), np.int64), batches(n, n, rng)
    for row in drawn:
        row[:] = next(whole)
    return drawn
