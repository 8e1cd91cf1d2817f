"""One job for compiled code: to train some networks, or to measure their slopes.

A job is plain arrays, so it can be run in a thread, in another process or on another
computer. How its networks are trained, together or one by one, changes no bit.
"""

from typing import NamedTuple

import numpy as np

from nnlib.engine.compiled.plan import Form, Task

FEWEST = 32  # networks side by side; fewer are faster one by one
VECTOR = 16  # columns for samples come in whole vectors
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
    room = samples * form.sizes.sum() * P.nbytes // P.shape[1]
    if len(P) >= FEWEST and room <= ROOM:
        _train_together(form, task, P, losses, samples, clock)
    else:
        for m in range(len(P)):
            _train_alone(form, _part(task, m), P[m], losses[m], samples, clock)
    return None if clock[1] else (P, losses.T)


def differences(form, task, P, step):
    """The slopes of the loss at networks `P` (m, parameters) by central differences."""
    from nnlib.engine.compiled.differences import measure  # noqa: PLC0415

    P, G, n = P.copy(), np.zeros_like(P), task.X.shape[1]
    samples = min(SAMPLES, -(-n // VECTOR) * VECTOR)
    A, extra = np.zeros((form.sizes.sum(), samples)), np.empty(samples)
    for m in range(len(P)):
        measure(form, _part(task, m), P[m], A, extra, step, G[m])
    return G * (task.scale / (n if task.mean else 1)) / (2 * step)


def _part(task, m):
    """The task of network `m` alone."""
    rates = np.ascontiguousarray(task.rates[..., m % task.rates.shape[-1]])
    X, Y = task.X[m % len(task.X)], task.Y[m % len(task.Y)]
    return task._replace(X=X, Y=Y, rates=rates)


def _train_together(form, task, P, losses, samples, clock):
    from nnlib.engine.compiled.side_by_side import train_side_by_side  # noqa: PLC0415

    m = len(P)
    X, Y = (np.ascontiguousarray(np.moveaxis(a, 0, -1)) for a in (task.X, task.Y))
    A, D = np.empty((2, samples, form.sizes.sum(), m), P.dtype)
    columns, record = np.ascontiguousarray(P.T), np.empty(losses.T.shape, P.dtype)
    room = np.empty((3, m), P.dtype)
    task = task._replace(X=X, Y=Y)
    train_side_by_side(form, task, columns, A, D, room, record, clock)
    P[:], losses[:] = columns.T, record.T


def _train_alone(form, task, P, losses, samples, clock):
    rows = form.sizes.sum()
    if task.batch_size == 1:
        from nnlib.engine.compiled.online import train_online  # noqa: PLC0415

        A, D = np.empty((2, rows), P.dtype)
        _turn_tall(form, P, lambda W: W.T)
        train_online(form, task, P, A, D, losses, clock)
        _turn_tall(form, P, lambda W: W.reshape(W.shape[::-1]).T)
    else:
        from nnlib.engine.compiled.batch import train_batches  # noqa: PLC0415

        A, D = np.zeros((2, rows, -(-samples // VECTOR) * VECTOR), P.dtype)
        train_batches(form, task, P, A, D, np.empty_like(P), losses, clock)


def _turn_tall(form, P, turned):
    at = 0
    for inputs, outputs in zip(form.sizes, form.sizes[1:]):
        W = P[at : at + inputs * outputs]
        if outputs > inputs:
            W[:] = turned(W.reshape(outputs, inputs)).ravel()
        at += outputs * (inputs + 1)
