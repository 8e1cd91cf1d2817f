"""Print how fast marking is beside nbgrader: `python -m tests.benchmarks.marking`.

Both mark solved notebooks with three exercises and nothing else. nnlib is timed as the
command, from its start to the last page of feedback, on all cores; nbgrader's autograde
when it is warm, all students in one run, without feedback. It uses one core.
"""

import argparse
import contextlib
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde
from traitlets.config import Config

from nnlib.course.copies import NOTEBOOKS
from nnlib.course.marking.records.database import python_on_path
from tests.benchmarks.__main__ import machine

FILE, POINTS = "05_zero_versus_random_initialisation.ipynb", 10
SET_UP = "import numpy as np\nfrom nnlib.exercises import check"
NAME = "homework"  # of the assignment


def main():
    """Time nbgrader before and after nnlib; print how many times as long it takes."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.marking")
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--nbgrader", type=int, default=10, help="students it marks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before = nbgrader(Path(folder) / "before", arguments.nbgrader)
        ours = nnlib(Path(folder) / "nnlib", arguments.students)
        after = nbgrader(Path(folder) / "after", arguments.nbgrader)
    theirs = (before + after) / 2
    print(f"\n{machine()}\n\n| Seconds per notebook | nnlib | nbgrader | ratio |")
    print("|---|---:|---:|---:|")
    for name, our, their in zip(["of the clock", "of a processor"], ours, theirs):
        print(f"| {name} | {our:.3f} | {their:.3f} | {their / our:.1f} |")


def now():
    """The seconds so far, of the clock and of all processors that worked for us."""
    return np.array([time.perf_counter(), sum(os.times()[:4])])


def nnlib(folder, count):
    """Seconds per notebook of `nnlib mark`, on all cores."""
    for number in range(count):
        hand_in(folder / "submitted" / f"student_{number}")
    begun = now()
    mark(folder, check=True)
    taken = (now() - begun) / count
    expect_points(folder / "marks" / "gradebook.db", count)
    return taken


def mark(folder, *options, check=False):
    """Mark what is handed in below a folder; with `check` all of it has to be."""
    command = [sys.executable, "-m", "nnlib", "mark", "submitted", "--seed", "1"]
    environment = {"PYTHONPATH": os.getcwd(), "NNLIB_STARTED_IN": str(folder)}
    subprocess.run(
        [*command, *options],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        check=check,
    )


def nbgrader(folder, count):
    """Seconds per notebook of `nbgrader autograde`."""
    write(folder / "source" / NAME, notebook())
    for number in range(1 + count):
        hand_in(folder / "submitted" / f"student_{number}" / NAME)
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.Application.log_level = "ERROR"
    config.Execute.extra_arguments = ["--log-level=ERROR"]
    api = NbGraderAPI(config=config)
    with contextlib.chdir(folder), python_on_path(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api.generate_assignment(NAME)
        autograde(api, "student_0")  # to be warm
        begun = now()
        autograde(api, "student_*")  # all but the one that is marked
        taken = (now() - begun) / count
    expect_points(folder / "gradebook.db", 1 + count)
    return taken


def autograde(api, students):
    """Mark some students in one run, as the command does."""
    api.coursedir.assignment_id, api.coursedir.student_id = NAME, students
    Autograde(coursedir=api.coursedir, parent=api).start()


def expect_points(path, count):
    """Refuse to compare unless every student has all points."""
    with Gradebook(f"sqlite:///{path}") as book:
        found = [one.score for one in book.assignment_submissions(NAME)]
    assert found == [POINTS] * count, found


def hand_in(folder):
    """Write the solved notebook as a student's."""
    write(folder, notebook().replace("### ", "# "))


def write(folder, text):
    """Write a notebook into a new folder."""
    folder.mkdir(parents=True)
    (folder / FILE).write_text(text, encoding="utf-8")


@functools.cache
def notebook():
    """The solved notebook: its exercises, their checks and what these need."""
    solved = json.loads((NOTEBOOKS / FILE).read_text(encoding="utf-8"))
    kept = []
    for cell in solved["cells"]:
        if cell["id"] == "set-up":
            kept.append(cell | {"source": SET_UP})
        elif cell["id"].startswith(("answer-", "check-")):
            kept.append(cell | {"outputs": []})
    return json.dumps(solved | {"cells": kept})


if __name__ == "__main__":
    main()
