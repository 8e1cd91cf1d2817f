"""An instructor's own course: settings, a class in Moodle, grades back to platforms.

Three notebooks, changed points, a due date two days before half of the files, a roster
of 30 with 27 who handed in, each of them twice.
"""

import csv
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from nnlib.course.settings import current
from tests.support.handed_in import cell, handed_out, needs_sandbox, solved
from tests.support.solved_notebooks import path_of

SETTINGS = """
name = "Backpropagation, autumn"
notebooks = ["01", "03-04"]
timezone = "Europe/Berlin"
roster = "class.csv"
attempts = "last"
extra_credit = ["1.4"]
exempt = ["3.4"]

[points]
"1.2" = 4
written-1 = 5

[due]
01-04 = 2026-11-10T23:59:00

[late]
policy = "per day"
percent = 10
grace = 15

[extensions.s03]
01-04 = 2026-11-20T23:59:00
"""
NUMBERS = (1, 3, 4)
IN_TIME = datetime(2026, 11, 10, 23, 59)
LATE = IN_TIME + timedelta(days=2)
STUDENTS = [f"s{n:02}" for n in range(30)]
HANDED_IN = STUDENTS[:27]
WRONG = "def delta_output(Y_hat, Y):\n    return Y_hat - Y\n"
WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,"
    "Grade can be changed,Last modified (grade),Feedback comments"
)


def run(*arguments):
    here = {"NNLIB_STARTED_IN": os.getcwd()}
    return CliRunner().invoke(main, list(map(str, arguments)), env=here)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(current, "FILE", tmp_path / "course.toml")
    assert run("course").output == f"Written: {tmp_path / 'course.toml'}\n"
    (tmp_path / "course.toml").write_text(SETTINGS)
    lines = [f"{one},{name(one)},{one}@uni.example,A" for one in STUDENTS]
    (tmp_path / "class.csv").write_text("\n".join(["id,name,email,section", *lines]))
    yield tmp_path
    monkeypatch.undo()
    current.load()


def name(student):
    return f"Ada{student[1:]} Lovelace"


def is_late(student):
    return STUDENTS.index(student) % 2 == 1


def notebook(number, *, right):
    """The notebook as it was handed out, solved or with nothing but a wrong 1.2."""
    mine, solution = handed_out(number), solved(number)
    for one in mine["cells"]:
        if one["id"].startswith("answer-") and right:
            one["source"] = "".join(cell(solution, one["id"])["source"])
        if one["id"] == "answer-1-2" and not right:
            one["source"] = WRONG
    return json.dumps(mine)


def collect():
    """Moodle's zip: two files of each notebook, the second one solved."""
    texts = {n: [notebook(n, right=False), notebook(n, right=True)] for n in NUMBERS}
    with zipfile.ZipFile("moodle.zip", "w") as archive:
        for place, student in enumerate(HANDED_IN):
            moment = LATE if is_late(student) else IN_TIME - timedelta(hours=place)
            above = f"{name(student)}_{9000 + place}_assignsubmission_file_"
            for number in NUMBERS:
                stem = path_of(number).stem
                for attempt, text in enumerate(texts[number]):
                    file = f"{stem}{' (1)' * attempt}.ipynb"
                    date = moment.timetuple()[:6]
                    archive.writestr(zipfile.ZipInfo(f"{above}/{file}", date), text)


def exports():
    """The tables of grades as Canvas and Moodle export them."""
    canvas = ["Student,ID,SIS User ID,SIS Login ID,Section,Homework (77),Final Score"]
    canvas += ["    Points Possible,,,,,35,(read only)"]
    moodle = [WORKSHEET]
    for place, one in enumerate(STUDENTS):
        canvas.append(f'"Lovelace, Ada{one[1:]}",{500 + place},{one},,A,,')
        row = f"Participant {9000 + place},{name(one)},,,Submitted,,35.00,Yes,-,"
        moodle.append(row)
    canvas.append('"Student, Test",599,,,A,,')
    with open("canvas.csv", "w", encoding="utf-8-sig") as file:
        file.write("\n".join(canvas) + "\n")
    with open("moodle.csv", "w", encoding="utf-8") as file:
        file.write("\r\n".join(moodle) + "\r\n")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_sandbox
def test_from_the_settings_to_the_platforms(folder):
    assert run("release").exit_code == 0
    with zipfile.ZipFile("homework.zip") as archive:
        names = {one.removeprefix("homework/") for one in archive.namelist()}
        names = {one for one in names if not one.endswith(".whl")}  # nnlib itself
        first = archive.read(f"homework/{path_of(1).name}").decode()
    assert names == {*(path_of(n).name for n in NUMBERS), "points.json"}
    assert "*4 points, about 5 minutes.*" in first
    assert "*3 extra points, about 10 minutes.*" in first
    collect()
    exports()
    options = ("--seed", 5, "--into", "canvas.csv", "--column", "Homework")
    result = run("mark", "moodle.zip", *options, "--feedback-zip")
    assert result.exit_code == 0, result.output
    assert "Missing, by the roster: 3" in result.output
    assert "Late notebooks: 36" in result.output  # of 13 students one may be later
    words = "Filled in: 27 of 31 rows of Canvas, in the column Homework (77): "
    assert words in result.output
    assert "as nobody fits: 1: Student, Test" in result.output
    assert "as nothing was handed in: 3: s27; s28; s29" in result.output
    # 2 + 4 + 3 and 3 extra, 2 + 2 + 3, 2 + 2 + 3 + 3: 29 of 26 and the written ones
    grades = {row["student"]: row for row in rows("marks/grades.csv")}
    assert [*grades] == STUDENTS
    assert float(grades["s00"]["total"]) == 29
    assert float(grades["s01"]["total"]) == pytest.approx(29 * 0.8)
    assert grades["s01"]["days_late"] == "2"
    assert float(grades["s03"]["total"]) == 29  # later by an extension
    assert (grades["s28"]["total"], grades["s28"]["name"]) == ("0", name("s28"))
    assert grades["s00"]["of"] == str(26 + 5 + 3 + 3)
    marks = [row for row in rows("marks/marks.csv") if row["student"] == "s01"]
    assert marks[0]["handed_in"] == "2026-11-12 23:59:00+01:00, by the file's date"
    assert (marks[1]["of"], marks[1]["taken_off"]) == ("4", "0.8")
    filled = rows("marks/canvas_filled.csv")
    assert [row["Homework (77)"] for row in filled[:3]] == ["35", "29", "23.2"]
    again = run("mark", "moodle.zip", "--resume", "--into", "moodle.csv")
    assert "Filled in: 27 of 30 rows of Moodle's grading worksheet" in again.output
    assert [row["Grade"] for row in rows("marks/moodle_filled.csv")][-4:] == [
        "29",
        *("", "", ""),
    ]
    with closing(sqlite3.connect("marks/gradebook.db")) as book:
        penalties = book.execute(
            "SELECT late_submission_penalty FROM submitted_notebook"
        )
        taken_off = sum(float(row["taken_off"] or 0) for row in rows("marks/marks.csv"))
        assert sum(one or 0 for (one,) in penalties) == pytest.approx(taken_off)
    with zipfile.ZipFile("marks/feedback_for_moodle.zip") as archive:
        pages = archive.namelist()
    assert len(pages) == 81
    assert f"{name('s00')}_9000_assignsubmission_file_/01.html" in pages
    with zipfile.ZipFile("marks/feedback.zip") as archive:
        page = archive.read("s01/01.html").decode()
    assert "Backpropagation, autumn" in page
    assert "It came late (2 days): 2.4 points are taken off, 9.6 count" in page
    other_settings_touch_what_they_name(folder)
    explained = run("mark", "moodle.zip", "--explain", "s01", "1.2")
    assert explained.exit_code == 0, explained.output
    assert explained.output.startswith("s01, 1.2 ")
    assert "\n  came: array(" in explained.output
    assert "\n  due:  array(" in explained.output


def other_settings_touch_what_they_name(folder):
    """New points need no program of a student: the journal stays as it is."""
    before = (folder / "marks/journal.jsonl").read_bytes()
    settings = SETTINGS.replace('"1.2" = 4', '"1.2" = 6')
    (folder / "course.toml").write_text(settings)
    assert run("mark", "moodle.zip", "--resume").exit_code == 0
    assert (folder / "marks/journal.jsonl").read_bytes() == before
    grades = {row["student"]: row for row in rows("marks/grades.csv")}
    assert float(grades["s00"]["total"]) == 31
