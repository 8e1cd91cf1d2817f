"""What cannot be written for one student is written for all others, and told."""

import csv
import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("nbgrader", reason='nbgrader is missing: pip install "nnlib[mark]"')

import nbgrader.api
from nbgrader.api import Gradebook

from nnlib.course.command_line import main
from nnlib.course.marking import marker
from nnlib.course.marking.records.gradebook import Book
from nnlib.course.marking.records.journal import entry_in, line_for
from nnlib.course.marking.records.names import JOURNAL
from nnlib.course.marking.reports import publishing
from nnlib.course.marking.sandbox import available
from tests.support.a_class import fake_mark
from tests.support.handed_in import hand_in, handed_out

STUDENTS = ("ada", "bob", "cleo")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what three students handed in, marked without programs."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(marker, "mark_submission", fake_mark)
    monkeypatch.setattr(available, "find_sandbox", lambda trust_students: None)
    monkeypatch.chdir(tmp_path)
    for student in STUDENTS:
        hand_in("submissions", handed_out(), student)
    return tmp_path


def run(*arguments):
    here = {"NNLIB_STARTED_IN": os.getcwd()}
    command = ["mark", "submissions", "--seed", "1", *arguments]
    return CliRunner().invoke(main, command, env=here)


def rows():
    with open("marks/marks.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def students_with(pattern):
    return {path.parts[2] for path in Path(".").glob(pattern)}


BROKEN = {  # what is not written, and how many students have notebooks and pages
    "results_of_student": ("marks", 3, 3),
    "graded_notebook": ("notebook for the form grader", 2, 3),
    "feedback_page": ("feedback", 3, 2),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_report_that_fails_costs_no_other_one(folder, monkeypatch, name):
    def failing(*arguments):
        one = arguments[0]
        if "bob" in (one, getattr(getattr(one, "submission", one), "student", "")):
            raise KeyError("a\x1b")
        return whole(*arguments)

    whole = getattr(publishing, name)
    monkeypatch.setattr(publishing, name, failing)
    result = run()
    what, graded, pages = BROKEN[name]
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    _, listed = result.output.split("These could not be marked:\n")
    assert listed == f"  bob: no {what} could be written: KeyError: 'a\\x1b'\n"
    assert {row["student"] for row in rows()} == {*STUDENTS}
    assert len(rows()) == 15
    assert len(students_with("marks/autograded/*/*/*.ipynb")) == graded
    assert len(students_with("marks/feedback/*/*.html")) == pages
    assert (folder / "marks/points.svg").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows names this error otherwise")
def test_a_file_in_the_way_of_one_student(folder):
    (folder / "marks/feedback").mkdir(parents=True)
    (folder / "marks/feedback/bob").write_text("in the way")
    result = run()
    assert result.exit_code == 1
    assert "  bob: no feedback could be written: FileExistsError" in result.output
    assert len(rows()) == 15
    (folder / "marks/feedback/bob").unlink()
    assert run("--resume").exit_code == 0
    assert students_with("marks/feedback/*/*.html") == {*STUDENTS}


def test_a_disk_that_is_full_ends_the_run(folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "marks/feedback")

    monkeypatch.setattr(publishing, "feedback_page", full)
    result = run()
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        "Error: marks/feedback cannot be read or written: No space left on device. "
        "What is marked stays."
    )


@pytest.mark.parametrize("change", ["status", "notebook"])
def test_what_an_older_version_wrote_is_told(folder, change):
    """A status that is no more, and a notebook that is no more."""
    run()
    path = folder / "marks" / JOURNAL
    first, *lines = path.read_bytes().splitlines()
    (place,) = [n for n, line in enumerate(lines) if b'"bob"' in line]
    entry = entry_in(lines[place])
    if change == "status":
        entry["marked"]["verdicts"][0]["status"] = "half right"
    else:
        entry["marked"]["submission"]["notebook"] = 77
    lines[place] = line_for(entry).rstrip()
    path.write_bytes(b"\n".join([first, *lines, b""]))
    os.remove("submissions/bob/01_hand_worked_backprop.ipynb")
    result = run("--resume")
    assert "Traceback" not in result.output
    assert {row["student"] for row in rows()} == {*STUDENTS}
    if change == "status":
        assert "half right" in {row["status"] for row in rows()}
        page = (folder / "marks/feedback/bob/01.html").read_text("utf-8")
        assert ": half right</strong>" in page
    else:
        assert result.exit_code == 1
        assert "  bob: no marks could be written: KeyError: 77" in result.output


REFUSE = """
CREATE TRIGGER refuse BEFORE INSERT ON student WHEN NEW.id = 'bob'
BEGIN SELECT RAISE(ABORT, 'no bob'); END
"""


def test_a_student_whom_the_gradebook_refuses_costs_no_other_one(folder):
    (folder / "marks").mkdir()
    Gradebook(f"sqlite:///{folder}/marks/gradebook.db").close()
    with closing(sqlite3.connect("marks/gradebook.db")) as book:
        book.execute(REFUSE)
    expect_all_but_bob(run(), "no bob")
    with closing(sqlite3.connect("marks/gradebook.db")) as book:
        book.execute("DROP TRIGGER refuse")
    assert run("--resume").exit_code == 0
    assert students_with("marks/autograded/*/*/*.ipynb") == {*STUDENTS}


def test_a_gradebook_that_is_locked_for_a_while_costs_one_student(folder, monkeypatch):
    def locked(self, student, *rest):
        with closing(sqlite3.connect("marks/gradebook.db")) as other:
            if student == "bob":
                other.execute("BEGIN IMMEDIATE")
            return enter(self, student, *rest)

    enter = Book.enter
    monkeypatch.setattr(Book, "enter", locked)
    url = f"sqlite:///{folder}/marks/gradebook.db?timeout=0.1"
    expect_all_but_bob(run("--gradebook", url), "database is locked")


def expect_all_but_bob(result, reason):
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    _, listed = result.output.split("These could not be marked:\n")
    assert listed == (
        f"  bob: not entered in the gradebook: {reason}. What was given by hand is "
        "left out of marks.csv and of the feedback; run the line again with "
        "--resume.\n"
    )
    assert {row["student"] for row in rows()} == {*STUDENTS}
    assert len(rows()) == 15
    assert students_with("marks/feedback/*/*.html") == {*STUDENTS}
    assert students_with("marks/autograded/*/*/*.ipynb") == {"ada", "cleo"}
    with Gradebook("sqlite:///marks/gradebook.db") as book:
        assert {one.student.id for one in book.assignment_submissions("homework")} == {
            "ada",
            "cleo",
        }
