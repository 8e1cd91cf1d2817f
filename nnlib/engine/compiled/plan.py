"""The form of a network and the task of a run, as plain arrays and numbers.

Nothing here needs Numba, and all of it can be sent to another process.
"""

from typing import NamedTuple

import numpy as np


class Form(NamedTuple):
    """The form of a network of L layers.

    Its parameters lie in one vector P: layer by layer, W row after row, then b, which
    is zero and stays so where a layer has none.
    """

    sizes: np.ndarray  # (L + 1,), inputs first
    begins: np.ndarray  # (L,), where the W of each layer begins in P
    rows: np.ndarray  # (L + 1,), which row of all units is the first of each layer
    activations: np.ndarray  # (L,), the codes of `activations`
    biased: np.ndarray  # (L,), whether b is trained


class Task(NamedTuple):
    """The data and the course of a training run.

    The gradient with respect to an output is `slope` times its error, the loss is
    `scale` times the sum of the squared errors; both are divided by the number of
    samples where `mean` says so.
    """

    X: np.ndarray  # (n, inputs), or (n, inputs, m or 1) for networks side by side
    Y: np.ndarray  # (n, outputs), likewise
    order: np.ndarray  # (passes, n), repeated from the start when used up
    batch_size: int
    steps: int
    rates: np.ndarray  # (steps or 1, L or 1), likewise: the learning rates
    before: bool  # update a layer before the error is passed on through it
    slope: float
    scale: float
    mean: bool
