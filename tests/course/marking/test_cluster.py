"""Marking on a Dask cluster gives the same marks, also when a worker is killed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from nnlib.course.marking.marker import mark_class, open_executor
from nnlib.course.marking.sandbox.programs import Sandbox
from nnlib.course.marking.submissions.reading import read
from tests.support.a_class import new_journal
from tests.support.a_cluster import Client, kill_a_worker, local_cluster
from tests.support.handed_in import REFUSAL, hand_in, solved, with_answers

STUDENTS = 12
WRONG = {"answer-1-2": "def delta_output(Y_hat, Y):\n    return Y_hat - Y\n"}


@pytest.fixture
def cluster(tmp_path):
    with local_cluster(tmp_path) as cluster:
        yield cluster


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
        open_executor(None, address) as executor,
    ):
        marking = pool.submit(mark_class, submissions, journal, sandbox, executor)
        victim = kill_a_worker(client, lambda worker: journal.keys)
        assert len(journal.keys) < STUDENTS
        assert marking.result(timeout=120) == STUDENTS
        assert victim not in client.scheduler_info()["workers"]
        there = list(journal)
    with (
        new_journal(tmp_path / "here") as journal,
        open_executor(2, None) as executor,
    ):
        mark_class(submissions, journal, sandbox, executor)
        assert list(journal) == there
    points = [sum(verdict.points for verdict in one.verdicts) for one in there]
    assert points == [0.12, 10] * (STUDENTS // 2)
