"""A check that a run fits the memory, before it begins.

Only what grows is counted: parameters and losses with the networks, learning rates and
orders of the samples with the steps.
"""

import os
import sys

import numpy as np

GIGABYTE = 10**9


def check_memory(run, fix, P, *, m, keep, lr, steps, orders):
    """Raise MemoryError for a run too large for this computer; say what would fit.

    run     what is done, as the beginning of a sentence
    fix     what to do instead
    P       networks like those of the run, (m, parameters) or (1, parameters)
    m       how many networks are trained
    keep    how many losses of each network are kept
    lr      the learning rates, as given: one number, an array or a function of the step
    steps   how many steps are taken
    orders  how many row numbers all passes over the samples take
    """
    needs = {
        "the parameters": 4 * m * P.shape[1] * P.itemsize,
        "the losses": 3 * m * keep * P.itemsize,
        "the learning rates of all steps": steps * _bytes_per_step(lr, steps, P),
        "the order of the samples in each pass": 8 * orders,
    }
    need, memory = sum(needs.values()), _memory()
    if need > memory:
        raise MemoryError(
            f"{run} needs {need / GIGABYTE:.1f} GB, most of it for "
            f"{max(needs, key=needs.get)}, and this computer has "
            f"{memory / GIGABYTE:.1f} GB. {fix}"
        )


def _bytes_per_step(lr, steps, P):
    """What the learning rates of a step take: as given, as float64, and as cut up."""
    if not callable(lr) or not steps:
        return 0
    first = lr(0)
    return 8 + sys.getsizeof(first) + np.size(first) * (8 + 2 * P.itemsize)


def _memory():
    """Bytes of memory, or no bound where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return float("inf")
