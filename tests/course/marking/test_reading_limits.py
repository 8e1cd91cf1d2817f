"""Reading is held to limits: one student's files cost that student alone."""

import json
import os
import signal
import sys
import time
from contextlib import nullcontext
from pathlib import PurePosixPath

import pytest

from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.submissions import (
    notebook_file,
    reading,
    reading_limits,
    student_zips,
)
from nnlib.course.marking.submissions.notebook_file import contents_of
from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.reading_limits import (
    ENDED,
    LATE,
    SPENT,
    LimitedReading,
    Program,
)
from nnlib.course.marking.submissions.reading_program import LARGE
from nnlib.course.marking.submissions.released import released
from tests.benchmarks.hostile import hand_in_zips, zipped
from tests.support.handed_in import (
    WALLS,
    hand_in,
    handed_out,
    needs_sandbox,
    solved,
    submission,
)

SIZE = student_zips.LARGEST - 100
DATA = json.dumps(solved()).encode()


def filled(part, before=b'{"cells": [', after=b"]}"):
    """A file of 10 MB, full of the same part."""
    return before + (part + b",") * (SIZE // (len(part) + 1)) + part + after


HEAVY = {
    "empty cells": filled(b"{}"),
    "lists": filled(b"[]"),
    "lists in lists": filled(b"[" * 400 + b"]" * 400),
    "small dictionaries": filled(b'{"":0}'),
    "letters": filled(b'"\\u1234"'),
    "numbers": filled(b"1e999"),
    "lines": filled(b'""', b'{"cells": [{"id": "answer-1-1", "source": [', b"]}]}"),
    "keys": filled(b'"cells": []', b"{", b"}"),
}


@pytest.mark.parametrize("data", HEAVY.values(), ids=HEAVY)
def test_the_heaviest_files_are_read_in_seconds(data):
    program = Program(2**30)
    assert notebook_by(program) == 1  # it runs now
    began = time.monotonic()
    ((_, found),) = program.read("a.ipynb", data, 10)
    program.end()
    assert found.get("error") not in (LATE, LARGE, ENDED)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("source", ["", "def forward(X, W1, W2): 0", "forward = 1"])
@pytest.mark.parametrize("id", ["answer-1-1", "written-1", "question-1", "mine"])
def test_many_cells_with_one_id_take_a_moment(id, source):
    cells = [{"cell_type": "code", "id": id, "source": source}]
    notebook = {"cells": cells * notebook_file.MOST_CELLS}
    data, began = json.dumps(notebook).encode(), time.process_time()
    contents_of(data, released()[1].file, released())
    assert time.process_time() - began < 3


@needs_sandbox
@pytest.mark.parametrize("source", ["1", "#", "", "x = '\U0001f600'"])
def test_many_small_cells_cost_no_points(tmp_path, source):
    notebook = solved()
    notebook["cells"] += [{"cell_type": "code", "source": source}] * 15_000
    one = submission(tmp_path, notebook)
    assert mark_submission(one, 1, sandbox=WALLS).points == 10


def test_more_cells_are_not_read(tmp_path):
    one = submission(tmp_path, {"cells": [{}] * 150_000})
    words = "It has 150000 cells, and at most 20000 are read."
    assert (one.readable, one.problems) == (False, (words,))


@pytest.mark.parametrize(
    "text",
    [
        *('{"a": 1, "a": "', '{"cells": [], "cells": 5}', '{"cells": [1e99999]}'),
        *('{"cells": [' + "9" * 10**6 + "]}", '{"cells": "\\ud800"}', "NaN"),
        *('{"cells": [{"source": "\\ud800", "id": "\\udfff"}]}', "[" * 10**6),
        *('{"cells": [{"id": ["a"], "metadata": [{}]}]}', '"' + "\\" * 99 + '"'),
    ],
    ids=range(10),
)
def test_odd_json_is_read_or_it_is_said_why_not(tmp_path, text):
    hand_in(tmp_path, text.encode())
    hand_in(tmp_path, solved(), "bob")
    alice, bob = read(tmp_path)
    assert (alice.student, bob.readable) == ("alice", True)
    assert alice.readable or alice.problems[0].startswith("It ")


def test_of_two_lists_of_cells_the_last_one_counts(tmp_path):
    cells = [json.dumps(notebook["cells"]) for notebook in (handed_out(), solved())]
    hand_in(tmp_path, '{{"cells": {}, "cells": {}}}'.format(*cells).encode())
    (one,) = read(tmp_path)
    assert "return" in one.cells["answer-1-2"]


def test_who_takes_too_long_costs_the_others_nothing(tmp_path, monkeypatch):
    """Whatever is handed in: here the program that reads stands still."""
    monkeypatch.setattr(reading_limits, "_program", lambda: nullcontext(program))
    monkeypatch.setattr(reading, "PROGRAMS", 1)
    monkeypatch.setattr(reading_limits, "SECONDS", 1)
    program = StandingStill(2**30)
    for student in ("alice", "bob", "mallory", "zoe"):
        hand_in(tmp_path, solved(), student)
    hand_in(tmp_path, solved(2), "mallory", 2)
    began = time.monotonic()
    found = {(one.student, one.notebook): one for one in read(tmp_path)}
    program.end()
    assert time.monotonic() - began < 10
    assert found["mallory", 1].problems == (LATE,)
    assert found["mallory", 2].problems == (SPENT,)
    for student in ("alice", "bob", "zoe"):
        assert found[student, 1].readable


class StandingStill(Program):
    """A program that is stopped before the third file."""

    asked = 0

    def read(self, path, data, seconds):
        self.asked += 1
        if self.asked == 3:
            os.kill(self._process.pid, signal.SIGSTOP)
        return super().read(path, data, seconds)


def test_files_that_are_read_in_time_have_their_time_again(monkeypatch):
    """The limit is for each student; nobody waits for another's."""
    monkeypatch.setattr(reading_limits, "SECONDS", 5)
    some = LimitedReading()
    for number in range(30):
        ((_, _, found),) = some.files(f"student {number}", ["a"], of(DATA))
        assert found["notebook"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="has no such limit")
def test_who_takes_too_much_memory_is_told():
    program = Program(200 * 2**20)
    assert program.read("a", HEAVY["lists"], 10) == [("a", {"error": LARGE})]
    assert notebook_by(program) == 1
    program.end()


def test_a_program_that_ended_is_started_anew():
    program = Program(2**30)
    assert notebook_by(program) == 1
    program._process.kill()
    assert program.read("a", DATA, 10) == [("a", {"error": ENDED})]
    assert notebook_by(program) == 1
    program.end()


def notebook_by(program):
    ((_, found),) = program.read("a.ipynb", DATA, 10)
    return found["notebook"]


def of(data):
    """What opens any file as one with this in it."""
    return lambda path: student_zips.Found(PurePosixPath(path), data)


def test_a_zip_with_much_in_it_is_read_in_part(tmp_path):
    files = {f"{number:02}.ipynb": HEAVY["lists"] for number in range(20)}
    (tmp_path / "mallory").mkdir()
    (tmp_path / "mallory/work.zip").write_bytes(zipped(files))
    hand_in(tmp_path, solved(), "zoe")
    began = time.monotonic()
    mallory, zoe = read(tmp_path)
    assert time.monotonic() - began < 20
    assert (mallory.readable, zoe.readable) == (False, True)


def test_what_was_left_out_of_a_zip_is_said(tmp_path):
    name = released()[1].file
    (tmp_path / "alice").mkdir()
    blank = {f"blank_{number}.ipynb": b" " * SIZE for number in range(10)}
    data = zipped({name: DATA, **blank, f"z/{released()[2].file}": DATA})
    (tmp_path / "alice/work.zip").write_bytes(data)
    _, first, second = read(tmp_path)
    assert (first.notebook, first.readable) == (1, True)
    assert (second.notebook, second.problems) == (
        2,
        ("The zip holds more than 100 MB; this was not read.",),
    )


def test_many_hostile_zips_cost_a_student_ten_seconds_at_most(tmp_path, monkeypatch):
    """A small version of `python -m tests.benchmarks.hostile`; see there."""
    monkeypatch.setattr(reading_limits, "SECONDS", 0.5)
    for student in ("alice", "mallory", "zoe"):
        hand_in(tmp_path, solved(), student)
    for student in ("mallory", "mordred"):
        hand_in_zips(tmp_path / student, 12)
    began = time.monotonic()
    found = {}
    for one in read(tmp_path):
        found.setdefault(one.student, []).append(one)
    assert time.monotonic() - began < 30  # all of them take minutes
    assert [one.readable for one in found["alice"] + found["zoe"]] == [True, True]
    assert any(SPENT in one.problems for one in found["mallory"])
    assert any(not one.readable for one in found["mordred"])


def test_a_zip_with_a_long_list_of_files_is_not_opened(tmp_path):
    few = zipped({"a.ipynb": b"{}"})
    entry = few[few.index(b"PK\x01\x02") : few.index(b"PK\x05\x06")]
    (tmp_path / "alice").mkdir()
    data = few.replace(entry, entry * 300_000)
    (tmp_path / "alice/work.zip").write_bytes(data[: student_zips.LARGEST_ZIP])
    began = time.process_time()
    (alice,) = read(tmp_path)
    assert time.process_time() - began < 2
    assert "The zip holds more than 20000 files." in alice.problems[0]


def test_normal_hand_ins_are_read_at_the_same_speed(tmp_path):
    for number in range(50):
        hand_in(tmp_path, solved(), f"student_{number}")
    LimitedReading().files("nobody", ["a"], of(DATA))  # a program runs now
    began = time.monotonic()
    assert len(read(tmp_path)) == 50
    assert time.monotonic() - began < 5
