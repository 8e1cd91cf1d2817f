"""Marking on a Dask cluster gives the same marks, also when a worker is killed."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from a_class import new_journal
from handed_in import REFUSAL, hand_in, solved, with_answers

from nnlib.course.marking.batch import mark_all
from nnlib.course.marking.marker import place_of_work
from nnlib.course.marking.sandbox import Sandbox
from nnlib.course.marking.submissions import read

pytest.importorskip(
    "distributed", reason='Dask is not installed: pip install "nnlib[cluster]"'
)

import psutil
from distributed import Client, LocalCluster

STUDENTS = 24
WRONG = {"answer-1-2": "def delta_output(Y_hat, Y):\n    return Y_hat - Y\n"}


@pytest.fixture
def cluster(tmp_path):
    options = {"processes": True, "threads_per_worker": 1, "n_workers": 2}
    options |= {"dashboard_address": None, "local_directory": tmp_path}
    with LocalCluster(**options) as cluster:
        yield cluster


def kill_a_busy_worker(client, journal):
    """Kill a worker at its work, once something is marked; return its address."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        busy = [worker for worker, jobs in client.processing().items() if jobs]
        if busy and journal.keys:
            psutil.Process(client.run(os.getpid)[busy[0]]).kill()
            return busy[0]
        time.sleep(0.01)
    raise TimeoutError("The workers were not busy.")


def test_a_killed_worker_changes_no_mark(cluster, tmp_path):
    for number in range(STUDENTS):
        notebook = solved() if number % 2 else with_answers(WRONG)
        hand_in(tmp_path / "in", notebook, f"student_{number:02}")
    submissions = read(tmp_path / "in")
    sandbox = Sandbox(trust_students=bool(REFUSAL))
    address = cluster.scheduler_address
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    with (
        new_journal(tmp_path / "there") as journal,
        Client(address, set_as_default=False) as client,
        ThreadPoolExecutor(1) as pool,
        place_of_work(None, address) as executor,
    ):
        marking = pool.submit(mark_all, submissions, journal, sandbox, executor)
        victim = kill_a_busy_worker(client, journal)
        assert len(journal.keys) < STUDENTS
        assert marking.result(timeout=120) == STUDENTS
        assert victim not in client.scheduler_info()["workers"]
        there = list(journal)
    with (
        new_journal(tmp_path / "here") as journal,
        place_of_work(2, None) as executor,
    ):
        mark_all(submissions, journal, sandbox, executor)
        assert list(journal) == there
    points = [sum(verdict.points for verdict in one.verdicts) for one in there]
    assert points == [0.25, 10] * (STUDENTS // 2)
