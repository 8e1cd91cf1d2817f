"""A sweep on a Dask cluster gives the same bits, even where a worker is killed."""

import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nnlib import sigmoid, sweep, tanh
from nnlib.engine import cluster as cluster_module
from tests.support.a_cluster import Client, kill_a_worker, local_cluster
from tests.support.helpers import assert_same, random_network
from tests.support.places import ROOT

rng = np.random.default_rng(0)
NET = random_network([2, 3, 1], [tanh, sigmoid], rng)
X, Y = rng.uniform(-1, 1, (5, 2)), rng.uniform(0, 1, (5, 1))
LR = np.linspace(0.1, 2.0, 4000)
DISTRIBUTED = "distributed>=2026.8,<2027"


def run(**options):
    return sweep(NET, X, Y, **{"lr": LR, "steps": 4000, "keep": 3} | options)


@pytest.fixture
def cluster(tmp_path):
    with local_cluster(tmp_path) as cluster:
        yield cluster


def test_a_killed_worker_loses_nothing(cluster):
    address = cluster.scheduler_address
    with Client(address, set_as_default=False) as client, ThreadPoolExecutor() as pool:
        sweeping = pool.submit(run, scheduler=address)
        victim = kill_a_worker(client, lambda worker: client.has_what()[worker])
        trained, losses = sweeping.result(timeout=120)
        assert victim not in client.scheduler_info()["workers"]
    here, expected = run()
    np.testing.assert_array_equal(losses, expected)
    assert_same(trained, here)


def test_no_scheduler_there(monkeypatch):
    monkeypatch.setattr(cluster_module, "SECONDS", 0.2)
    for address in ("tcp://127.0.0.1:9", "tcp://nowhere.invalid:8786"):
        with pytest.raises(ConnectionError) as error:
            run(scheduler=address)
        assert str(error.value) == (
            "scheduler needs the address that a Dask scheduler prints when it starts; "
            f"got {address}, where none answers within 0.2 s."
        )


def test_another_program_there(monkeypatch):
    monkeypatch.setattr(cluster_module, "SECONDS", 0.5)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(ConnectionError, match="where none answers"),
    ):
        run(scheduler=f"tcp://127.0.0.1:{silent.getsockname()[1]}")


@pytest.mark.parametrize(
    "address", ["foo", "foo:8786", "", 8786, "tcp://foo", "tcp://a:b", "dask://a:1"]
)
def test_no_address(address):
    began = time.monotonic()
    with pytest.raises(ValueError) as error:
        run(scheduler=address)
    assert str(error.value) == (
        f"scheduler needs an address such as tcp://host:8786; got {address}."
    )
    assert time.monotonic() - began < 5


def test_no_dask(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModuleNotFoundError) as error:
        run(scheduler="tcp://127.0.0.1:8786")
    assert str(error.value) == (
        "scheduler needs the package distributed, which is not installed. "
        f'Type {sys.executable} -m pip install "{DISTRIBUTED}".'
    )
    project = ROOT / "pyproject.toml"
    assert f'"{DISTRIBUTED}"' in project.read_text(encoding="utf-8")
