"""Disks that are full or read-only, locks and damage: an error, and nothing is lost."""

import csv
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.a_class import fake_mark
from tests.support.handed_in import hand_in, handed_out, needs_sandbox, with_answers

pytest.importorskip("nbgrader", reason='nbgrader is missing: pip install "nnlib[mark]"')

import nbgrader.api

from nnlib.course.command_line import main
from nnlib.course.marking import marker
from nnlib.course.marking.sandbox import available


def run(*options):
    """Mark the class, or go on with it."""
    line = ["mark", "submissions", "--seed", "1", *options]
    folder = options[options.index("--out") + 1] if "--out" in options else "marks"
    resume = ["--resume"] * Path(folder, "journal.jsonl").exists()
    return CliRunner().invoke(main, [*line, *resume], env={"NNLIB_STARTED_IN": ""})


def run_to_the_end(*options):
    result = run(*options)
    assert result.exit_code == 0, result.output


START = f"""
import sys
from pathlib import Path
import nbgrader.api
from tests.support.a_class import fake_mark
from click.testing import CliRunner
from nnlib.course.command_line import main
from nnlib.course.marking import marker
from nnlib.course.marking.sandbox import available

nbgrader.api.get_alembic_version = lambda: "167914646830"
marker.mark_submission = fake_mark
available.find_sandbox = lambda trust_students: None

{inspect.getsource(run)}
def count():
    path = Path("disk/marks/journal.jsonl")
    return path.read_bytes().count(b'"marked"') if path.exists() else 0
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a small class, and one that may be another disk."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(marker, "mark_submission", fake_mark)
    monkeypatch.setattr(available, "find_sandbox", lambda trust_students: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "disk").mkdir()
    for student in ("ada", "bob", "cleo", "dan"):
        hand_in("submissions", handed_out(), student)
    hand_in("submissions", with_answers({"written-1": "Because."}), "eve")
    return tmp_path


def python(program, before):
    """What `START` and a program say, on a disk that `before` makes for them."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*before, sys.executable, "-c", START + program]
    options = {"env": environment, "text": True, "timeout": 200}
    return subprocess.check_output(command, **options)


def table(path):
    return list(csv.reader(Path(path).read_text("utf-8-sig").splitlines()))


FULL = """
import shutil
room, filler, before = 2**15, Path("disk/filler"), 0
while True:
    filler.unlink(missing_ok=True)
    filler.write_bytes(bytes(shutil.disk_usage("disk").free - room))
    result = run("--out", "disk/marks")
    print(result.exit_code, room, count(), result.output)
    assert count() >= before, "something is lost"
    if not result.exit_code:
        break
    lines = result.output.splitlines()
    errors = [line for line in lines if "Error: " in line]
    alone = [line for line in lines if "not entered in the gradebook: " in line]
    assert [line for line in errors if "stays." in line] or alone, result.output
    for line in errors + alone:
        assert "left on device" in line or "disk is full" in line
    assert "Traceback" not in result.output
    before, room = count(), room * 3 // 2
shutil.copy("disk/marks/marks.csv", "marks.csv")
"""


@needs_sandbox
def test_a_full_disk_loses_nothing(folder):
    small = ["--dev-bind", "/", "/", "--size", str(2**23), "--tmpfs", folder / "disk"]
    said = python(FULL, ["bwrap", *small, "--chdir", folder])
    assert said.count("Error: ") > 3, said
    run_to_the_end()
    assert table("marks.csv") == table("marks/marks.csv")


READ_ONLY = """
before = count()
for options in (["--out", "disk/marks"], ["--out", "disk/others"]):
    result = run(*options)
    assert result.exit_code == 1 and count() == before
    print(result.output, end="")
"""


@needs_sandbox
def test_a_disk_that_is_read_only(folder):
    run_to_the_end("--out", "disk/marks")
    disk = folder / "disk"
    fixed = ["--dev-bind", "/", "/", "--ro-bind", disk, disk, "--chdir", folder]
    journal, others = python(READ_ONLY, ["bwrap", *fixed]).splitlines()
    assert journal == (
        "Error: disk/marks/.lock cannot be read or written: Read-only file system. "
        "What is marked stays."
    )
    assert others == (
        "Error: disk/others cannot be read or written: Read-only file system. What is "
        "marked stays."
    )


LOCK = """
import sqlite3, sys
book = sqlite3.connect("disk/marks/gradebook.db", isolation_level=None)
book.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_gradebook_that_another_program_holds(folder):
    run_to_the_end("--out", "disk/marks")
    hand_in("submissions", handed_out(), "fay")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", LOCK], **pipes) as other:
        assert other.stdout.readline() == "locked\n"
        book = folder / "disk/marks/gradebook.db"
        url = f"sqlite:///{book}?timeout=0.2"
        result = run("--out", "disk/marks", "--gradebook", url)
        other.stdin.close()
    said = result.output.splitlines(keepends=True)[-1]
    assert (result.exit_code, said) == (
        1,
        "Error: The gradebook cannot be used: database is locked. Correct this, or "
        "give another --gradebook, and run the line again with --resume; what is "
        "marked stays.\n",
    )
    assert len(table("disk/marks/marks.csv")) == 1 + 5 * 5
    run_to_the_end("--out", "disk/marks")
    assert len(table("disk/marks/marks.csv")) == 1 + 6 * 5
