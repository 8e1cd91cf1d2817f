"""A Dask cluster of two processes on this computer, and how one of them dies."""

import os
import time

import psutil
import pytest

pytest.importorskip(
    "distributed", reason='Dask is not installed: pip install "nnlib[cluster]"'
)

from distributed import Client, LocalCluster

__all__ = ["Client", "kill_a_worker", "local_cluster"]


def local_cluster(folder):
    """Two workers with a thread each, which keep their files in `folder`."""
    return LocalCluster(
        processes=True,
        threads_per_worker=1,
        n_workers=2,
        dashboard_address=None,
        local_directory=folder,
    )


def kill_a_worker(client, is_ripe):
    """Kill a worker with jobs as soon as `is_ripe` says so; return its address."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        for victim, jobs in client.processing().items():
            if jobs and is_ripe(victim):
                psutil.Process(client.run(os.getpid)[victim]).kill()
                return victim
        time.sleep(0.01)
    raise TimeoutError("The workers were not busy.")
