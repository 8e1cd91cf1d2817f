"""Which samples the steps of a compiled run see, and in which order.

The same orders as `batches` of `nnlib.training` draws.
"""

import numpy as np

from nnlib.validation.arguments import check_count, check_rng


def count_passes(n, batch_size, steps, rng):
    """Count the passes of a run with orders of their own, and the rows at a time."""
    size = n if batch_size is None else batch_size
    check_count("batch_size", size, 1)
    return 1 if rng is None else max(1, -(-steps // -(-n // size))), size


def orders(n, passes, rng):
    """Draw the order of the samples in each pass, as `batches` does, (passes, n)."""
    if rng is not None:
        check_rng(rng)
    drawn = np.empty((passes, n), np.int64)
    for row in drawn:
        row[:] = np.arange(n) if rng is None else rng.permutation(n)
    return drawn
