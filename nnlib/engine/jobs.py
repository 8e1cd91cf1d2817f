"""The engine: a training run as jobs for compiled code, and back as networks.

`train(..., engine="compiled")` and `sweep` come through here. A network gets the same
bits alone and among thousands, from any number of threads, on any processor.
"""

import os
import sys
import time

import numpy as np

from nnlib.activations import identity, leaky_relu, relu, sigmoid, tanh
from nnlib.engine.compiled.job import FEWEST, Job, differences, run_job
from nnlib.engine.compiled.plan import Form, Task
from nnlib.losses import half_squared_error, mse, sum_squared_error
from nnlib.network import Network
from nnlib.progress import counter, somebody_watches
from nnlib.validation.arguments import check_lr_values
from nnlib.validation.arrays import as_array

ACTIVATIONS = [identity, sigmoid, tanh, relu, leaky_relu]  # in the order of their codes
LOSSES = [mse, half_squared_error, sum_squared_error]
OTHERS = 'use train or check_gradients with engine="numpy"'
TOGETHER = 192  # networks in a job: long vectors that still fit the cache


def form_of(network, loss):
    """Describe the network; refuse what is not compiled."""
    if len(network.stacked) > 1:
        raise ValueError(
            "The compiled engine takes networks along one leading axis; "
            f"got {network.stacked}. For others {OTHERS}."
        )
    _check_known("activations", ACTIVATIONS, *(a.activation for a in network.layers))
    _check_known("losses", LOSSES, loss)
    codes = [ACTIVATIONS.index(layer.activation) for layer in network.layers]
    sizes = np.array([network.shapes[0][1], *(out for out, _ in network.shapes)])
    counts = sizes[1:] * (sizes[:-1] + 1)
    biased = np.array([layer.b is not None for layer in network.layers])
    begins, rows = (np.cumsum(each) - each for each in (counts, sizes))
    return Form(sizes, begins, rows, np.array(codes), biased)


def _check_known(kind, known, *wanted):
    for one in wanted:
        if one not in known:
            names = ", ".join(map(repr, known[:-1]))
            raise ValueError(
                f"The compiled engine knows the {kind} {names} and {known[-1]}; "
                f"got {one}. For others {OTHERS}."
            )


def task_of(X, Y, loss, *, order, batch_size, steps, rates, before=False):
    """Describe a run on samples X (..., n, inputs), Y (..., n, outputs)."""
    X, Y = (array.reshape(-1, *array.shape[-2:]) for array in (X, Y))
    outputs = Y.shape[-1]
    slope, scale = 2.0, 1.0
    if loss == mse:
        slope, scale = 2 / outputs, 1 / outputs
    if loss == half_squared_error:
        slope, scale = 1.0, 0.5
    mean = loss != sum_squared_error
    return Task(X, Y, order, batch_size, steps, rates, before, slope, scale, mean)


def rates_of(lr, steps, layers, m, dtype):
    """The learning rates of all steps, (steps or 1, layers or 1, m or 1).

    `lr` is one number, one per network (m,), one per layer and network (layers, m), or
    a function of the step that returns one of these. Without networks side by side,
    `m` is None and (layers,) is one per layer.
    """
    values = [lr(step) for step in range(steps)] if callable(lr) else [lr]
    rates = as_array("lr", values or [0.0])
    check_lr_values(rates)
    rates = rates.astype(dtype)
    if rates.ndim == 2 and m is None:
        rates = rates[:, :, None]
    elif rates.ndim < 3:
        rates = rates.reshape(len(rates), 1, -1)
    shape = rates.shape[1:]
    if rates.ndim != 3 or shape[0] not in (1, layers) or shape[1] not in (1, m or 1):
        need = f"({layers},)" if m is None else f"({m},) or ({layers}, {m})"
        raise ValueError(
            f"lr needs one number, or an array of shape {need}; "
            f"got shape {np.shape(values[0])}."
        )
    return rates


def slopes_of(network, X, Y, loss, step):
    """The slopes of the loss by central differences, as a network: its W are dL/dW."""
    form, P, n = form_of(network, loss), flat(network), X.shape[-2]
    order, rates = np.arange(n)[None], np.zeros((1, 1, 1))
    task = task_of(X, Y, loss, order=order, batch_size=n, steps=0, rates=rates)
    return unflat(differences(form, task, P, step), network, network.stacked)


def jobs_of(form, task, P, keep):
    """Cut networks `P` (m, parameters) into jobs."""
    size = TOGETHER if len(P) >= FEWEST else 1
    for first in range(0, len(P), size):
        part = slice(first, first + size)
        X = task.X if len(task.X) == 1 else task.X[part]
        Y = task.Y if len(task.Y) == 1 else task.Y[part]
        alike = task.rates.shape[-1] == 1
        rates = task.rates if alike else np.ascontiguousarray(task.rates[..., part])
        yield Job(form, task._replace(X=X, Y=Y, rates=rates), P[part], keep)


def run(jobs, executor=None, workers=None):
    """Run jobs in an executor, by default local threads; return their results in order.

    A job that Ctrl-C stopped, or that never began, has None for its result.
    """
    # imported here, so that `import nnlib` stays quick
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    jobs = list(jobs)
    clocks = [np.zeros(2, np.int64) for _ in jobs]
    pool = executor or ThreadPoolExecutor(workers or os.cpu_count())
    futures = []
    try:
        for job, clock in zip(jobs, clocks):
            futures.append(pool.submit(run_job, job, clock))
        _wait(jobs, futures, clocks)
    except KeyboardInterrupt:
        for future, clock in zip(futures, clocks):
            clock[1] = 1  # read before each step by jobs that run in this process
            future.cancel()
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)
    done = [future.done() and not future.cancelled() for future in futures]
    results = [future.result() if ok else None for future, ok in zip(futures, done)]
    return results + [None] * (len(jobs) - len(results))


def _wait(jobs, futures, clocks):
    """Wait for all futures, while a bar counts the steps of all networks."""
    from concurrent.futures import wait  # noqa: PLC0415

    steps = [job.task.steps * len(job.P) for job in jobs]
    began, silent, pending = time.monotonic(), True, futures
    with counter(sum(steps), unit="step") as show:
        while pending:
            _, pending = wait(pending, timeout=0.1)
            show(sum(map(_steps_done, jobs, futures, clocks)))
            idle = not any(clock[0] for clock in clocks)
            if silent and idle and pending and time.monotonic() - began > 1:
                silent = False
                if somebody_watches():
                    print("Compiling the engine, once: some seconds.", file=sys.stderr)


def _steps_done(job, future, clock):
    if future.done():
        return job.task.steps * len(job.P)
    return int(clock[0])


def flat(network):
    """All parameters of each network as one row, (m, parameters)."""
    m = network.stacked[0] if network.stacked else 1
    arrays = []
    for layer in network.layers:
        b = np.zeros(layer.W.shape[:-1], layer.W.dtype) if layer.b is None else layer.b
        arrays += [layer.W.reshape(m, -1), b.reshape(m, -1)]
    return np.concatenate(arrays, axis=1)


def unflat(P, network, stacked):
    """Build networks like `network`, with leading axes `stacked`, from rows of `P`."""
    at, layers = 0, []
    for layer in network.layers:
        outputs, inputs = layer.W.shape[-2:]
        b = at + outputs * inputs
        W, biases = P[:, at:b], P[:, b : b + outputs]
        at = b + outputs
        new = layer.map(np.copy)
        new.W = W.reshape(*stacked, outputs, inputs).copy()
        new.b = None if layer.b is None else biases.reshape(*stacked, outputs).copy()
        layers.append(new)
    return Network(layers)
