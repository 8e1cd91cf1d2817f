"""`nnlib mark` as an instructor types it: what is written, said and refused."""

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner
from traitlets.config import Config

from tests.support.a_class import fake_mark
from tests.support.handed_in import (
    cell,
    hand_in,
    handed_out,
    needs_sandbox,
    solved,
    with_answers,
)
from tests.support.skips import AS_ROOT

pytest.importorskip("nbgrader", reason='nbgrader is missing: pip install "nnlib[mark]"')

import nbgrader.api

from nnlib.course.command_line import main
from nnlib.course.marking import marker
from nnlib.course.marking.examining import questioning
from nnlib.course.marking.records.locks import locked
from nnlib.course.marking.records.names import JOURNAL
from nnlib.course.marking.sandbox import available

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what two students handed in, marked without programs."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(marker, "mark_submission", fake_mark)
    monkeypatch.setattr(available, "find_sandbox", lambda trust_students: None)
    monkeypatch.chdir(tmp_path)
    hand_in("submissions", handed_out(), "ada")
    hand_in("submissions", with_answers({"written-1": "Because."}), "bob")
    return tmp_path


def run(*arguments):
    here = {"NNLIB_STARTED_IN": os.getcwd()}
    return CliRunner().invoke(main, ["mark", "submissions", *arguments], env=here)


def table(path="marks"):
    with open(f"{path}/marks.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_that_is_written(folder):
    result = run("--seed", "1")
    assert result.exit_code == 0
    assert result.output.startswith("Handed in by 2: 2 notebooks\n  read as a folder")
    assert "\nStudents: 2\nAnswers: " in result.output
    assert f"Written: {folder / 'marks'}, with marks.csv" in result.output
    assert {path.name for path in (folder / "marks").iterdir()} == {
        *(".lock", "autograded", "feedback", "gradebook.db", "grades.csv"),
        "journal.jsonl",
        *("marks.csv", "nbgrader_config.py", "points.svg", "source"),
    }
    assert (folder / "marks/feedback/ada/01.html").exists()
    assert [row["student"] for row in table()] == ["ada"] * 5 + ["bob"] * 5


@pytest.mark.skipif(os.name != "posix", reason="has no such rights")
def test_marks_are_private_in_a_folder_that_is_open(folder):
    (folder / "marks").mkdir()
    (folder / "marks").chmod(0o755)
    assert run().exit_code == 0
    assert run("--resume").exit_code == 0
    written = [path for path in (folder / "marks").rglob("*") if path.is_file()]
    assert {"journal.jsonl", "marks.csv", "gradebook.db"} <= {p.name for p in written}
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_the_gradebook_of_a_folder_with_any_name(folder):
    name = "b # %41% ü+=&@'{c}" + "?x=1" * (os.name == "posix")
    for options in (["--seed", "1"], ["--resume"]):
        assert run("--out", f"marks of {name}", *options).exit_code == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {"submissions", f"marks of {name}"}
    place = folder / f"marks of {name}"
    config = {"get_config": Config, "__file__": str(place / "nbgrader_config.py")}
    exec((place / "nbgrader_config.py").read_text("utf-8"), config)
    assert config["c"].CourseDirectory.root == str(place)
    with nbgrader.api.Gradebook(config["c"].CourseDirectory.db_url) as book:
        assert [student.id for student in book.students] == ["ada", "bob"]
        assert book.engine.url.database == str(place / "gradebook.db")


def test_a_dry_run_says_how_it_was_read_and_marks_nothing(folder):
    (folder / "submissions/grades.csv").write_text("x")
    result = run("--dry-run")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "Handed in by 2: 2 notebooks",
            "  read as a folder or a file per student: 2 students",
            "Left aside: 1",
            "  grades.csv: it is neither a notebook nor in a student's folder",
        ],
    )
    assert {path.name for path in folder.iterdir()} == {"submissions"}


def test_a_reading_that_looks_wrong_stops_until_the_shape_is_said(folder):
    for name in ("01_hand_worked_backprop", "02_numpy_versus_pytorch"):
        hand_in("submissions", handed_out(), name)
    for options in ([], ["--dry-run"]):
        result = run(*options)
        assert result.exit_code == 1
        assert result.output.startswith("Handed in by 4: 4 notebooks")
        assert (
            "nothing is marked" in result.output and "--shape moodle" in result.output
        )
        assert "  Students have names of notebooks: 01_hand" in result.output
    assert not (folder / "marks").exists()
    assert run("--shape", "folders").exit_code == 0


def test_which_file_counts_is_said_in_the_list_and_in_the_table(folder):
    (path,) = (folder / "submissions/ada").iterdir()
    shutil.copy(path, path.with_stem(f"{path.stem} (1)"))
    result = run()
    words = "There are 2 files of this notebook; ada/01_hand_worked_backprop (1).ipynb"
    assert f"  ada: {words} counts." in result.output
    notes = {row["student"]: row["note"] for row in table()}
    assert notes == {"ada": f"{words} counts.", "bob": ""}


def test_the_best_attempt(folder):
    (path,) = (folder / "submissions/ada").iterdir()
    for number in range(1, 9):
        answers = with_answers({"answer-1-1": f"forward = {number}"})
        copy = path.with_stem(f"{path.stem} ({number})")
        copy.write_text(json.dumps(answers))
    arguments = "--seed", "1", "--attempt", "best"
    result = run(*arguments)
    assert "ada: the best of 9 files of 01" in result.output
    note = table()[0]["note"]
    path, points = re.search(r"; ada/(.*) counts, .* by points: (.*)\.$", note).groups()
    points = [float(p) for p in points.split(", ")]
    mine = sum(float(r["points"] or 0) for r in table() if r["student"] == "ada")
    assert len(points) == 9 and mine == max(points) > min(points)
    before = (folder / "marks" / JOURNAL).read_bytes()
    run(*arguments, "--resume")
    assert (folder / "marks" / JOURNAL).read_bytes() == before


def test_who_is_missing_by_the_roster(folder):
    (folder / "roster.csv").write_text("id,name\n1,Ada\n2,Bob\n3,Cleo\n")
    result = run("--roster", "roster.csv", "--dry-run")
    assert "Missing, by the roster: 1\n  3\n" in result.output


def by_hand(change):
    with closing(sqlite3.connect("marks/gradebook.db")) as book, book:
        book.execute(change)


def test_points_by_hand_come_with_the_next_run(folder):
    run("--seed", "1")
    assert (table()[-1]["status"], table()[-1]["points"]) == ("to mark by hand", "")
    by_hand("UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 "
            "WHERE needs_manual_grade")  # fmt: skip
    by_hand("UPDATE comment SET manual_comment = 'Good.'")
    assert run("--resume").exit_code == 0
    row = table()[-1]
    assert (row["status"], row["points"]) == ("marked by hand", "2.5")
    assert row["comment"] == "Good."
    page = (folder / "marks/feedback/bob/01.html").read_text("utf-8")
    assert "2.5 of 3 points, given by hand." in page and "Comment: Good." in page
    hand_in("submissions", with_answers({"written-1": "Other."}), "bob")
    run("--resume")
    assert table()[-1]["status"] == "to mark by hand"


def test_resuming_marks_only_what_is_new(folder):
    run("--seed", "1")
    before = (folder / "marks" / JOURNAL).read_bytes()
    written = table()
    hand_in("submissions", handed_out(), "cleo")
    assert run("--resume").exit_code == 0
    after = (folder / "marks" / JOURNAL).read_bytes()
    assert after.startswith(before) and after.count(b"\n") == before.count(b"\n") + 1
    assert table()[:10] == written and len(table()) == 15


def test_those_who_did_not_hand_in_again_keep_their_marks(folder):
    run("--seed", "1")
    shutil.rmtree("submissions/ada")
    run("--resume")
    assert {row["student"] for row in table()} == {"ada", "bob"}


def test_the_same_seed_gives_the_same_table(folder):
    run("--seed", "1")
    run("--seed", "1", "--out", "again", "--workers", "1")
    assert table() == table("again")


def test_what_could_not_be_marked_is_listed(folder):
    hand_in("submissions", b"no JSON", "cleo")
    result = run("--seed", "1")
    assert result.exit_code == 1
    _, listed = result.output.split("These could not be marked:\n")
    assert listed.startswith("  cleo, cleo/01_hand_worked_backprop.ipynb: ")
    assert {row["status"] for row in table() if row["student"] == "cleo"} == {"error"}
    hand_in("submissions", handed_out(), "cleo")
    assert run("--resume").exit_code == 0


def refusal(*arguments):
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    return result.output.strip()


def test_a_folder_with_marks(folder):
    run()
    assert refusal() == (
        f"Error: {folder / 'marks'} holds marks already: add --resume to go on with "
        "them, or give another --out."
    )


def test_a_folder_where_another_marking_works(folder):
    run("--seed", "1")
    book = (folder / "marks/gradebook.db").read_bytes()
    with locked(folder / "marks"):
        assert refusal("--resume") == (
            f"Error: Another marking works in {folder / 'marks'}. Wait until it is "
            "done."
        )
    assert (folder / "marks/gradebook.db").read_bytes() == book
    assert run("--resume").exit_code == 0


def test_resuming_in_a_folder_without_marks(folder):
    assert refusal("--resume", "--out", "mark") == (
        "Error: --resume needs a folder with marks; there is no journal in "
        f"{folder / 'mark'}. Leave --resume out to begin."
    )
    assert {path.name for path in folder.iterdir()} == {"submissions"}


def test_a_scheduler_that_is_no_address(folder):
    pytest.importorskip("distributed")
    assert refusal("--scheduler", "foo") == (
        "Error: --scheduler needs an address such as tcp://host:8786; got foo."
    )
    assert not (folder / "marks").exists()


def test_a_gradebook_that_is_no_address(folder):
    assert refusal("--gradebook", "nonsense") == (
        "Error: --gradebook needs the address of a database, such as "
        "postgresql+psycopg://USER@HOST/NAME; got nonsense."
    )
    assert refusal("--gradebook", "strange://a/b").endswith("got strange://a/b.")
    assert not (folder / "marks").exists()


@pytest.mark.parametrize(
    "address, name, package",
    [
        ("postgresql+psycopg://a@b/c", "psycopg", '"psycopg[binary]"'),
        ("mysql+pymysql://a@b/c", "pymysql", "pymysql"),
    ],
)
def test_a_gradebook_that_lacks_a_package(folder, monkeypatch, address, name, package):
    monkeypatch.setitem(sys.modules, name, None)
    assert refusal("--gradebook", address) == (
        f"Error: --gradebook needs the package {name} for this address: type "
        f"{sys.executable} -m pip install {package}"
    )
    assert not (folder / "marks").exists()


def test_a_damaged_line_of_the_journal_is_told_and_marked_again(folder):
    run("--seed", "1")
    written = table()
    path = folder / "marks" / JOURNAL
    path.write_bytes(path.read_bytes().replace(b'"bob"', b'"bo"'))
    result = run("--resume")
    assert result.exit_code == 0
    assert (
        f"Damaged lines of {path}, left out: 1. What they held is marked again if it "
        "is in the submissions."
    ) in result.output
    assert table() == written


def test_no_submissions(folder):
    shutil.rmtree("submissions")
    assert refusal().startswith("Error: SUBMISSIONS needs a folder or a zip; there is")
    assert not (folder / "marks").exists()


def test_an_empty_folder(folder):
    shutil.rmtree("submissions")
    (folder / "submissions").mkdir()
    assert refusal() == (
        "Error: SUBMISSIONS needs notebooks, *.ipynb, or zips of them, in a folder for "
        f"each student; there is none in {folder / 'submissions'}."
    )
    assert not (folder / "marks").exists()


def test_a_file_in_the_way(folder):
    (folder / "marks").write_text("")
    assert refusal() == (
        f"Error: --out needs a folder; {folder / 'marks'} is a file. Move it away, or "
        "give another --out."
    )


@pytest.mark.skipif(IS_ROOT, reason=AS_ROOT)
def test_a_folder_that_is_read_only(folder):
    run()
    (folder / "marks").chmod(0o500)
    assert "cannot be" in refusal("--resume")
    (folder / "marks").chmod(0o700)


def test_a_full_disk_keeps_what_is_marked(folder, monkeypatch):
    def full(self, entry):
        if len(self.keys) == 1:
            raise OSError(28, "No space left on device")
        append(self, entry)

    from nnlib.course.marking.records.journal import Journal

    append = Journal._append
    monkeypatch.setattr(Journal, "_append", full)
    result = run()
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        f"Error: {folder / 'marks'} cannot be read or written: No space left on "
        "device. What is marked stays."
    )
    assert not (folder / "marks/marks.csv").exists()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert (folder / "marks" / JOURNAL).read_bytes().count(b"marked") == 1


def test_a_broken_gradebook_keeps_the_marks(folder):
    run("--seed", "1")
    (folder / "marks/gradebook.db").write_bytes(b"broken " * 999)
    assert refusal("--resume").startswith(
        "Error: The gradebook cannot be used: file is not a database. Correct this"
    )
    written = table()
    os.remove("marks/gradebook.db")
    assert run("--resume").exit_code == 0
    assert table() == written


def test_without_nbgrader(folder, monkeypatch):
    monkeypatch.delitem(sys.modules, "nnlib.course.marking.command", raising=False)
    monkeypatch.delitem(
        sys.modules, "nnlib.course.marking.records.gradebook", raising=False
    )
    monkeypatch.setitem(sys.modules, "nbgrader.api", None)
    assert refusal() == (
        "Error: Marking needs the package nbgrader.api, which is not installed. Start "
        "it with python3 nnlib mark, which installs what is missing."
    )


KILLED = """
import os, signal, sys, time
import nbgrader.api
from tests.support.a_class import fake_mark
from click.testing import CliRunner
from nnlib.course.command_line import main
from nnlib.course.marking import command, marker
from nnlib.course.marking.sandbox import available

nbgrader.api.get_alembic_version = lambda: "167914646830"
marker.mark_submission = fake_mark
available.find_sandbox = lambda trust_students: None

def run():
    resume = ["--resume"] * os.path.exists("marks/journal.jsonl")
    return CliRunner().invoke(main, ["mark", "submissions", "--seed", "1", *resume])

number = ended = 0
while number < 8 or not ended:  # killed early, half-way and late, however slow it is
    if not (child := os.fork()):
        os._exit(run().exit_code)
    time.sleep(0.01 * 2**number)
    number += 1
    ended, _ = os.waitpid(child, os.WNOHANG)
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    print(*sorted(os.listdir("marks") if os.path.exists("marks") else []))
result = run()
sys.exit(result.exit_code and result.output)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")
def test_killed_at_any_step_the_next_run_ends_the_same(folder):
    for student in "cdef":
        hand_in("submissions", handed_out(), student)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"NNLIB_STARTED_IN": str(folder)}
    command = [sys.executable, "-c", KILLED]
    steps = subprocess.check_output(command, env=environment, text=True, timeout=100)
    assert len(set(steps.splitlines())) > 1, steps
    run("--seed", "1", "--out", "undisturbed")
    assert table() == table("undisturbed")


@needs_sandbox
def test_real_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.chdir(tmp_path)
    half = with_answers(
        {"answer-1-2": "def delta_output(Y_hat, Y):\n    return Y_hat - Y"}
    )
    cell(half, "answer-1-1")["source"] = cell(solved(), "answer-1-1")["source"]
    hand_in("submissions", solved(), "ada")
    hand_in("submissions", half, "bob")
    result = run("--workers", "1")
    assert result.exit_code == 0, result.output
    points = {}
    for row in table():
        points.setdefault(row["student"], []).append(row["points"])
    assert points["ada"] == ["2", "2", "3", "3", ""]
    assert points["bob"][0] == "2" and points["bob"][2:] == ["0", "0", "0"]
    assert "    1  1.2  σ′ is forgotten" in result.output


@needs_sandbox
def test_a_loop_without_an_end_costs_its_own_points_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(questioning, "SECONDS", 2)
    monkeypatch.chdir(tmp_path)
    endless = solved()
    cell(endless, "answer-1-4")["source"] = "while True: pass"
    hand_in("submissions", solved(), "ada")
    hand_in("submissions", endless, "bob")
    hand_in("submissions", solved(), "cleo")
    result = run()
    assert result.exit_code == 0, result.output
    points = {student: [] for student in ("ada", "bob", "cleo")}
    for row in table():
        points[row["student"]].append(row["points"])
        page = next((tmp_path / "marks/feedback" / row["student"]).iterdir())
        assert row["title"] in page.read_text("utf-8")
    right = ["2", "2", "3", "3", ""]
    assert points == {"ada": right, "bob": ["2", "2", "3", "0", ""], "cleo": right}
    statuses = [row["status"] for row in table() if row["student"] == "bob"]
    assert statuses[:4] == ["right"] * 3 + ["too slow"]
    page = (tmp_path / "marks/feedback/bob/01.html").read_text("utf-8")
    assert ": too slow</strong>" in page
    assert "It did not come back within" in page and "Hints" in page
    (graded,) = (tmp_path / "marks/autograded/bob").rglob("*.ipynb")
    assert ": too slow" in graded.read_text("utf-8")
