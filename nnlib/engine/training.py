"""The way into the engine: networks and samples in, trained networks and losses out.

`train(..., engine="compiled")` and `sweep` come through here. A network gets the same
bits alone and among thousands, from any number of threads, on any processor.
"""

from typing import NamedTuple

import numpy as np

from nnlib.engine.batches import count_passes, orders
from nnlib.engine.compiled.job import FEWEST, Job
from nnlib.engine.form import flat, form_of, rates_of, task_of, unflat
from nnlib.engine.memory import check_memory
from nnlib.engine.pool import run
from nnlib.network import Network
from nnlib.validation.arguments import check_loss

TOGETHER = 192  # networks in a job: long vectors that still fit the cache


class Trained(NamedTuple):
    """The result of a run.

    network  the trained networks; nan where a run was stopped
    losses   the last ones of each network, (keep, m)
    done     how many networks were trained to the end
    """

    network: Network
    losses: np.ndarray
    done: int


def train_all(
    network,
    X,
    Y,
    *,
    steps,
    lr,
    loss,
    batch_size,
    rng,
    keep,
    copies=None,
    before=False,
    refusal,
    executor=None,
    workers=None,
):
    """Train a copy of `network`, each of its networks side by side, or many copies.

    X, Y, steps, lr, loss, batch_size and rng are those of `sweep`.

    keep      how many losses of each network are returned, the last ones
    copies    how many copies of one network are trained, each with its learning rate
    before    whether a layer is updated before the error is passed on through it
    refusal   what the error says where memory is too small: what is done, what would
              fit
    executor  where the jobs are done; by default in `workers` threads, one per core

    Returns `Trained`. Raises an error where the engine does not know a part or memory
    is too small.
    """
    check_loss(loss)
    form, P, stacked = form_of(network, loss), flat(network), network.stacked
    n, m = X.shape[-2], copies or len(P)
    passes, batch_size = count_passes(n, batch_size, steps, rng)
    check_memory(*refusal, P, m=m, keep=keep, lr=lr, steps=steps, orders=passes * n)
    order = orders(n, passes, rng)
    side_by_side = m if copies or stacked else None
    rates = rates_of(lr, steps, len(network.layers), side_by_side, network.dtype)
    task = task_of(
        X, Y, loss, order=order, batch_size=batch_size, steps=steps, rates=rates,
        before=before,
    )  # fmt: skip
    jobs = list(jobs_of(form, task, np.broadcast_to(P, (m, P.shape[1])), keep))
    P, losses, done = _joined(jobs, run(jobs, executor, workers))
    return Trained(unflat(P, network, (m,) if copies else stacked), losses, done)


def jobs_of(form, task, P, keep):
    """Split networks `P`, (m, parameters), into jobs."""
    size = TOGETHER if len(P) >= FEWEST else 1
    for first in range(0, len(P), size):
        part = slice(first, first + size)
        X = task.X if len(task.X) == 1 else task.X[part]
        Y = task.Y if len(task.Y) == 1 else task.Y[part]
        alike = task.rates.shape[-1] == 1
        rates = task.rates if alike else np.ascontiguousarray(task.rates[..., part])
        yield Job(form, task._replace(X=X, Y=Y, rates=rates), P[part], keep)


def _joined(jobs, results):
    """Put the results of all jobs side by side, nan where there are none."""
    done = sum(len(job.P) for job, r in zip(jobs, results) if r is not None)
    results = [
        (np.full_like(job.P, np.nan), np.full((job.keep, len(job.P)), np.nan))
        if result is None
        else result
        for job, result in zip(jobs, results)
    ]
    P, losses = zip(*results)
    return np.concatenate(P), np.concatenate(losses, axis=1, dtype=P[0].dtype), done
