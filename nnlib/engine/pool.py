"""Jobs run at the same time, by threads of this process or by any other executor.

A progress bar counts the steps of all networks, and Ctrl-C keeps what is done.
"""

import os
import sys
import time

import numpy as np

from nnlib.engine.compiled.job import run_job
from nnlib.progress import counter, somebody_watches


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
