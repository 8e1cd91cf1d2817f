"""The instructor's whole way, with real files: release, collect, mark, grade, go on.

Every file that comes out is looked at, and no student's program costs another one.
"""

import csv
import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from nnlib.course.marking.examining import questioning
from tests.support.handed_in import cell, needs_sandbox, solved

NOTEBOOK = "01_hand_worked_backprop.ipynb"
DELTA = "def delta_output(Y_hat, Y):\n    "
RIGHT = "return (Y_hat - Y) * Y_hat * (1 - Y_hat)\n"
WRITTEN = "The error signal δ counts the ways to the output."
CLASS = {  # what each student has in the cell of 1.2, and the status of the verdict
    "ada": (None, "right"),
    "ben": (DELTA + "while True: pass\n", "too slow"),
    "cem": (DELTA + "import os; os._exit(0)\n", "error"),
    "dora": (DELTA + "x = [0] * 10**11\n    " + RIGHT, "wrong"),
    "eli": ("import time; time.sleep(60)\n" + DELTA + RIGHT, "too slow"),
    "fay": (DELTA + "return Y_hat - Y\n", "wrong"),
    "gus": (DELTA + "raise NotImplementedError()\n", "not attempted"),
    "hal": (DELTA + "import ctypes; ctypes.string_at(0)\n", "error"),
}


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(questioning, "SECONDS", 2)
    return tmp_path


def handed_out():
    assert run("release").exit_code == 0
    with zipfile.ZipFile("homework.zip") as archive:
        return json.loads(archive.read(f"homework/{NOTEBOOK}"))


def solution(changes):
    """The notebook that was handed out, filled in, with `changes` by cells' ids."""
    notebook, right = handed_out(), solved()
    for one in notebook["cells"]:
        if one["id"].startswith("answer-"):
            one["source"] = "".join(cell(right, one["id"])["source"])
        if one["id"].startswith("written-"):
            one["source"] = WRITTEN
        one["source"] = changes.get(one["id"], one["source"])
    return json.dumps(notebook)


def collect():
    """A platform's zip: a folder for each student, and two that are no notebooks."""
    with zipfile.ZipFile("handed_in.zip", "w") as archive:
        for number, (name, (source, _)) in enumerate(CLASS.items()):
            changes = {} if source is None else {"answer-1-2": source}
            place = f"{name.title()} Lovelace_{1000 + number}_assignsubmission_file_"
            archive.writestr(f"{place}/{NOTEBOOK}", solution(changes))
        archive.writestr(f"Ida_2000_assignsubmission_file_/{NOTEBOOK}", "no JSON")
        archive.writestr("Jo_2001_assignsubmission_file_/answer.pdf", "%PDF")


def rows(name):
    with open("marks/marks.csv", encoding="utf-8-sig", newline="") as file:
        return [r for r in csv.DictReader(file) if r["student"].startswith(name)]


def row(name, exercise):
    (found,) = [r for r in rows(name) if r["exercise"] == exercise]
    return found


@needs_sandbox
def test_from_release_to_the_last_point(folder):
    collect()
    first = run("mark", "handed_in.zip", "--seed", 5)
    assert not first.exception or isinstance(first.exception, SystemExit), first
    assert first.exit_code == 1  # Ida's file could not be marked, and the list says so
    assert "Ida" in first.output
    assert "Traceback" not in first.output
    for name, (_, status) in CLASS.items():
        name = name.title()
        assert row(name, "1.2")["status"] == status, name
        assert row(name, "1.1")["status"] == "right", name
        assert row(name, "1.3")["status"] == "right", name
        assert float(row(name, "1.1")["points"]) == 2
    assert row("Ada", "1.2")["points"] == "2"
    assert "σ′ is forgotten" in row("Fay", "1.2")["message"]
    students = {r["student"] for r in rows("")}
    pages = {path.parent.name for path in (folder / "marks/feedback").rglob("01.html")}
    assert len(pages) >= len(CLASS)
    assert len(students) >= len(CLASS) + 1
    for page in (folder / "marks/feedback").rglob("*.html"):
        assert "</html>" in page.read_text("utf-8")
    for file in ("points.svg", "gradebook.db", "journal.jsonl", "nbgrader_config.py"):
        assert (folder / "marks" / file).stat().st_size > 0
    before = [row(name.title(), "1.2") for name in CLASS]
    points_by_hand()
    again = run("mark", "handed_in.zip", "--resume")
    assert again.exit_code == 1
    assert [row(name.title(), "1.2") for name in CLASS] == before
    written = [r for r in rows("Ada") if r["status"] == "marked by hand"]
    assert [r["points"] for r in written] == ["2.5"]
    page = next((folder / "marks/feedback").glob("Ada*/01.html")).read_text("utf-8")
    assert WRITTEN in page
    assert "2.5 of 3 points, given by hand." in page
    assert exported() == pytest.approx(points_of_all())


def points_by_hand():
    """As the form grader notes them."""
    with closing(sqlite3.connect("marks/gradebook.db")) as book, book:
        book.execute(
            "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 "
            "WHERE needs_manual_grade"
        )


def exported():
    """The points of each student in what `nbgrader export` writes."""
    program = Path(sys.executable).with_name("nbgrader")
    line = [program, "export", "--to", "nbgrader.csv"]
    subprocess.run(line, cwd="marks", check=True, capture_output=True)
    with open("marks/nbgrader.csv", encoding="utf-8", newline="") as file:
        return {row["last_name"]: float(row["score"]) for row in csv.DictReader(file)}


def points_of_all():
    """The same in `marks.csv`."""
    points = {}
    for row in rows(""):
        points.setdefault(row["student"], 0.0)
        points[row["student"]] += float(row["points"] or 0)
    return points
