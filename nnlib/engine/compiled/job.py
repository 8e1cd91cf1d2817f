"""One job for compiled code: to train some networks, or to measure their slopes.

A job is plain arrays, so it can be run in a thread, in another process or on another
computer. How its networks are trained, together or one by one, changes no bit.
"""

from typing import NamedTuple

import numpy as np

from nnlib.engine.compiled.layout import (
    LANES,
    InVectors,
    filled,
    in_blocks,
    out_of_blocks,
    room,
    whole,
)
from nnlib.engine.compiled.plan import Form, Task

FEWEST = 32  # networks side by side; fewer are faster one by one
SAMPLES = 256  # columns for samples where many passes go over the same ones
ROOM = 2**25  # bytes for the activations of networks side by side


class Job(NamedTuple):
    """Networks to train, as plain arrays that can be sent to another process."""

    form: Form
    task: Task  # X (m or 1, n, inputs), Y likewise, rates (steps or 1, L or 1, m or 1)
    P: np.ndarray  # (m, parameters)
    keep: int  # how many losses to return, the last ones


def run_job(job, clock):
    """Train the networks of a job; return their parameters and losses (keep, m).

    `clock` counts steps; a 1 in its second place stops the job, which returns None.
    """
    form, task, P = job.form, job.task, job.P.copy()
    losses = np.empty((len(P), job.keep), P.dtype)
    samples = min(task.batch_size, task.X.shape[1])
    if len(P) >= FEWEST and LANES * samples * form.sizes.sum() * P.itemsize <= ROOM:
        _train_together(form, task, P, losses, samples, clock)
    else:
        for m in range(len(P)):
            _train_alone(form, _part(task, m), P[m], losses[m], samples, clock)
    return None if clock[1] else (P, losses.T)


def differences(form, task, P, step):
    """The slopes of the loss at networks `P` (m, parameters) by central differences."""
    from nnlib.engine.compiled.differences import measure  # noqa: PLC0415

    P, G, n = P.copy(), np.zeros_like(P), task.X.shape[1]
    columns = min(SAMPLES, whole(n))
    A, Z, moved = (_units(form, task, columns, P.dtype) for _ in range(3))
    for m in range(len(P)):
        measure(form, _part(task, m), P[m], A, Z, moved, columns, step, G[m])
    return G * (task.scale / (n if task.mean else 1)) / (2 * step)


def _part(task, m):
    """The task of network `m` alone."""
    rates = np.ascontiguousarray(task.rates[..., m % task.rates.shape[-1]])
    X, Y = task.X[m % len(task.X)], task.Y[m % len(task.Y)]
    return task._replace(X=X, Y=Y, rates=rates)


def _units(form, task, columns, dtype):
    """Room for the units, the one that is always 1, and the targets."""
    units = room((form.sizes.sum() + 1 + task.Y.shape[-1], columns), dtype)
    units[form.sizes.sum()] = 1
    return units.reshape(-1)


def _train_together(form, task, P, losses, samples, clock):
    from nnlib.engine.compiled.side_by_side import train_side_by_side  # noqa: PLC0415

    X, Y = (filled(np.moveaxis(a, 0, -1)) for a in (task.X, task.Y))
    task = task._replace(X=X, Y=Y)
    units = form.sizes.sum() + 1 + Y.shape[1]
    A, D = (room((samples, units, LANES), P.dtype) for _ in range(2))
    A[:, form.sizes.sum()] = 1
    A, D = (array.reshape(-1, LANES) for array in (A, D))
    blocks, lr = in_blocks(P), room((task.rates.shape[1], LANES), P.dtype)
    record = np.empty((losses.shape[1], len(blocks) * LANES), P.dtype)
    train_side_by_side(form, task, blocks, len(P), A, D, lr, record, clock)
    out_of_blocks(blocks, P)
    losses[:] = record.T[: len(P)]


def _train_alone(form, task, P, losses, samples, clock):
    if task.batch_size == 1:
        from nnlib.engine.compiled.online import train_online  # noqa: PLC0415

        laid = InVectors(form, P)
        A, D = (room(laid.units, P.dtype) for _ in range(2))
        train_online(laid.form, task, laid.P, A, D, losses, clock)
        laid.write_back(form, P)
    else:
        from nnlib.engine.compiled.batch import train_batches  # noqa: PLC0415

        columns = whole(samples)
        A, D = (_units(form, task, columns, P.dtype) for _ in range(2))
        train_batches(form, task, P, A, D, columns, losses, clock)
