"""Ctrl-C in a marking: one sentence, at once, and nothing goes on running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from nnlib.course.marking.records.names import JOURNAL
from tests.support.handed_in import REFUSAL, hand_in, handed_out, with_answers

if os.name != "posix":
    pytest.skip("these tests send signals", allow_module_level=True)

LATE = "\nStopped. What is marked stays: to go on, add --resume to the line.\n"
EARLY = "\nStopped. Nothing is marked yet: to begin again, type the same line.\n"
ENDLESS = "def delta_output(Y_hat, Y):\n    while True:\n        pass"
MARK = ["-m", "nnlib", "mark", "submissions", "--workers", "3"]


@pytest.fixture
def start(tmp_path, monkeypatch):
    """A function that starts Python with a line, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment["NNLIB_STARTED_IN"] = str(tmp_path)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = []

    def start(*line):
        command = [sys.executable, *line]
        started.append(subprocess.Popen(command, env=environment, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def press_ctrl_c(process):
    """Press it again and again; return the exit status and what was said."""
    for _ in range(5):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    said = process.communicate(timeout=5)
    return process.returncode, *said


def wait_until(condition, seconds=60):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_the_students_programs_end_at_once(start):
    hand_in("submissions", handed_out(), "ada")
    for student in ("bob", "cleo"):
        hand_in("submissions", with_answers({"answer-1-2": ENDLESS}), student)
    pytest.importorskip("nbgrader")
    marking = start(*MARK, *["--trust-students"] * bool(REFUSAL))
    this, journal = psutil.Process(marking.pid), Path("marks", JOURNAL)
    wait_until(lambda: journal.exists() and b'"marked"' in journal.read_bytes())
    wait_until(lambda: len(this.children()) >= 2)
    time.sleep(1)  # for the programs to start, which then have 10 s
    programs = this.children(recursive=True)
    assert len(programs) >= 4
    status, said, error = press_ctrl_c(marking)
    assert (status, said.splitlines()[0], error) == (
        130,
        "Handed in by 3: 3 notebooks",
        LATE,
    )
    wait_until(lambda: all(map(ended, programs)), seconds=2)
    assert journal.read_bytes().count(b'"marked"') == 1


def ended(process):
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


CATCHING = """
from pathlib import Path
from nnlib.course.marking.records.interrupts import stopped_by_ctrl_c
with stopped_by_ctrl_c(Path("marks")):
    print("ready", flush=True)
    while True:
        try:
            input
        except BaseException as error:
            print(repr(error), flush=True)
"""


@pytest.mark.parametrize("words", [EARLY, LATE])
def test_no_exception_whatever_runs(start, words):
    if words == LATE:
        Path("marks").mkdir()
        Path("marks", JOURNAL).touch()
    process = start("-c", CATCHING)
    assert process.stdout.readline() == "ready\n"
    assert press_ctrl_c(process) == (130, "", words)


LATER = """
import subprocess, sys
from nnlib.course.marking.records.interrupts import ctrl_c_deferred, stopped_by_ctrl_c
from pathlib import Path
sleep = "print('ready', flush=True); import time; time.sleep(0.5); print('whole')"
with stopped_by_ctrl_c(Path("marks")):
    with ctrl_c_deferred():
        subprocess.call([sys.executable, "-c", sleep])
    print("too far")
"""


def test_a_program_that_is_started_meanwhile_does_not_see_it(start):
    process = start("-c", LATER)
    assert process.stdout.readline() == "ready\n"
    for one in psutil.Process(process.pid).children():
        one.send_signal(signal.SIGINT)  # as a terminal does
    assert press_ctrl_c(process) == (130, "whole\n", EARLY)


def test_the_usual_ctrl_c_is_back_afterwards(start):
    process = start("-c", "from pathlib import Path\n"
                          "from nnlib.course.marking.records.interrupts import *\n"
                          "with stopped_by_ctrl_c(Path()), ctrl_c_deferred(): pass\n"
                          "try:\n  print('ready', flush=True)\n  while 1: pass\n"
                          "except KeyboardInterrupt: print('usual')")  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=5)[0] == "usual\n"
