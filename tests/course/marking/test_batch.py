"""Marking many: in any order, on dying workers, with jobs that fail."""

import threading
import tracemalloc
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from nnlib.course.marking import marker
from nnlib.course.marking.marker import mark_class, open_executor
from nnlib.course.marking.sandbox.programs import Sandbox
from nnlib.course.marking.submissions.reading import read
from nnlib.course.refusals import Refusal
from tests.support.a_class import (
    SEED,
    a_class,
    fake_mark,
    new_journal,
    submission,
    unreadable,
)
from tests.support.handed_in import REFUSAL, cell, hand_in, solved, with_answers


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(marker, "mark_submission", fake_mark)


def marks(folder, submissions, executor=None, **options):
    folder.mkdir(exist_ok=True)
    with new_journal(folder, **options) as journal:
        with executor or ThreadPoolExecutor(3) as pool:
            mark_class(submissions, journal, None, pool)
        return list(journal)


def test_all_are_marked_in_order(tmp_path):
    students = [m.submission.student for m in marks(tmp_path, a_class(10)[::-1])]
    assert students == [one.student for one in a_class(10)]


def test_the_same_seed_gives_the_same_marks(tmp_path):
    first = marks(tmp_path / "a", a_class(9))
    assert marks(tmp_path / "b", a_class(9), ThreadPoolExecutor(1)) == first
    assert marks(tmp_path / "c", a_class(9), seed=SEED + 1) != first


def test_a_failing_job_is_a_line_and_the_others_go_on(tmp_path, monkeypatch):
    def mark(one, seed, *, sandbox):
        if one.student == "student_01":
            raise KeyError("broken")
        return fake_mark(one, seed, sandbox=sandbox)

    monkeypatch.setattr(marker, "mark_submission", mark)
    found = marks(tmp_path, a_class(3))
    assert [one.failure for one in found] == ["", "KeyError: 'broken'", ""]
    assert [len(one.verdicts) for one in found] == [4, 0, 4]


class DyingWorkers(ThreadPoolExecutor):
    """A pool whose workers die at the first `deaths` jobs."""

    def __init__(self, deaths):
        super().__init__(1)
        self.deaths = deaths

    def submit(self, *arguments):
        if not self.deaths:
            return super().submit(*arguments)
        self.deaths -= 1
        future = Future()
        future.set_exception(RuntimeError("the worker died"))
        return future


def test_the_job_of_a_dead_worker_is_done_again(tmp_path):
    undisturbed = marks(tmp_path / "a", a_class(5))
    assert marks(tmp_path / "b", a_class(5), DyingWorkers(7)) == undisturbed


def test_a_job_that_kills_its_workers_is_given_up(tmp_path):
    (one,) = marks(tmp_path, [submission()], DyingWorkers(3))
    assert one.failure == ("Its worker ended 3 times, RuntimeError: the worker died")


def test_few_jobs_wait_at_the_workers(tmp_path):
    class Counting(ThreadPoolExecutor):
        waiting = most = 0

        def submit(self, *arguments):
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            future = super().submit(*arguments)
            future.add_done_callback(self.done)
            return future

        def done(self, _):
            self.waiting -= 1

    pool = Counting(1)
    marks(tmp_path, a_class(marker.AT_ONCE + 30), pool)
    assert 1 < pool.most <= marker.AT_ONCE


def test_an_error_keeps_what_is_marked(tmp_path, monkeypatch):
    first, rest = threading.Event(), threading.Event()

    def mark(one, seed, *, sandbox):
        if one.student != "student_00":
            rest.wait(20)
        return fake_mark(one, seed, sandbox=sandbox)

    def interrupt(*arguments, **options):
        if first.is_set():
            rest.set()
            raise OSError
        first.set()
        return wait(*arguments, **options)

    wait = marker.wait
    monkeypatch.setattr(marker, "mark_submission", mark)
    monkeypatch.setattr(marker, "wait", interrupt)
    with new_journal(tmp_path) as journal, ThreadPoolExecutor(1) as pool:
        with pytest.raises(OSError):
            mark_class(a_class(5), journal, None, pool)
        assert [one.submission.student for one in journal] == ["student_00"]


def test_a_file_that_was_no_notebook_and_is_gone_is_forgotten(tmp_path):
    with new_journal(tmp_path) as journal, ThreadPoolExecutor(1) as pool:
        mark_class([unreadable("ada"), unreadable("bob")], journal, None, pool)
        mark_class([submission("ada")], journal, None, pool)
        assert journal.keys == [("ada", 1), ("bob", 0)]
        mark_class([submission("ada", source="1")], journal, None, pool)
        assert journal.keys == [("ada", 1), ("bob", 0)]


def test_a_scheduler_that_does_not_answer(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("nnlib.engine.cluster.SECONDS", 0.2)
    with (
        pytest.raises(Refusal, match="--scheduler needs the address that a Dask"),
        open_executor(None, "tcp://127.0.0.1:9"),
    ):
        pass


def test_real_marks_do_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.undo()  # the real `mark_submission`
    right, long = "".join(cell(solved(), "answer-1-2")["source"]), "#" * 30_000
    for number in range(30):
        answers = {"answer-1-2": f"{right}\n{long} {number}"}
        hand_in(tmp_path / "in", with_answers(answers), f"student_{number}")
    submissions, sizes = read(tmp_path / "in"), []
    with new_journal(tmp_path) as journal, ThreadPoolExecutor(2) as pool:
        append = journal.append

        def measured(marked):
            append(marked)
            assert marked.verdicts[1].points == 2
            sizes.append(tracemalloc.get_traced_memory()[0])

        monkeypatch.setattr(journal, "append", measured)
        tracemalloc.start()
        try:
            mark_class(submissions, journal, Sandbox(bool(REFUSAL)), pool)
        finally:
            tracemalloc.stop()
    assert len(sizes) == 30
    assert min(sizes[20:]) - min(sizes[5:15]) < 50_000
