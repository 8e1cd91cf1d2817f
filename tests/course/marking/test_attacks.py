"""Attacks: none gains a point, none leaves a trace, none stops the marking."""

import os
import socket
import sqlite3
import time
import uuid
from pathlib import Path

import pytest

from nnlib.course.marking.examining import questioning
from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.sandbox import walls
from nnlib.course.marking.submissions.reading import read
from tests.course.marking.attacks import ATTACKS
from tests.support.handed_in import (
    WALLS,
    cell,
    hand_in,
    needs_sandbox,
    solved,
    with_answers,
)
from tests.support.places import ROOT

pytestmark = needs_sandbox
TOKEN = uuid.uuid4().hex  # in the environment of every process behind the walls
SECONDS = 1


def source_of(id):
    return "".join(cell(solved(), id)["source"])


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """What is to stay as it is: submissions, a gradebook, a secret, an open port."""
    top = tmp_path_factory.mktemp("class")
    hand_in(top / "submitted", solved(), "alice")
    book = sqlite3.connect(top / "gradebook.db")
    with book:
        book.execute("create table grade (points real)")
        book.execute("insert into grade values (1)")
    book.close()
    (top / "secret.txt").write_text("canary")
    for path in (top, *top.rglob("*")):  # the walls alone are to keep attacks out
        path.chmod(0o777 if path.is_dir() else 0o666)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield top, server


@pytest.fixture(scope="module", autouse=True)
def grown():
    """By how many bytes the marker's process has been larger, at its peak, than now."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is now the present size
    before = peak()
    return lambda: peak() - before


def peak():
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    return int(line.split()[1]) * 2**10


@pytest.fixture(autouse=True)
def marked_processes(monkeypatch):
    monkeypatch.setitem(walls.ENVIRONMENT, "TOKEN", TOKEN)
    monkeypatch.setattr(questioning, "SECONDS", SECONDS)


def snapshot(*folders):
    """All names, times and sizes of files below some folders, and their contents."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            facts = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found[path] = (facts.st_mode, facts.st_mtime_ns, content)
    return found


def left_over():
    """The processes behind the walls that are still there after a while."""
    for _ in range(50):
        if not (there := [pid for pid in os.listdir("/proc") if is_ours(pid)]):
            return []
        time.sleep(0.1)
    return there


def is_ours(pid):
    try:
        return TOKEN.encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False


def filled(source, top, server):
    words = {
        "FOLDER": top / "submitted",
        "BOOK": top / "gradebook.db",
        "SECRET": top / "secret.txt",
        "MARKER": os.getpid(),
        "PORT": server.getsockname()[1],
        "ROOT": ROOT,
    }
    for word, meaning in words.items():
        source = source.replace(word, str(meaning))
    return source


@pytest.mark.parametrize("source", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_gains_nothing_and_leaves_no_trace(outside, source):
    top, server = outside
    answers = {f"answer-1-{n}": source_of(f"answer-1-{n}") for n in (1, 3)}
    answers["answer-1-2"] = filled(source, top, server)
    hand_in(top / "submitted", with_answers(answers), "mallory")
    code = ROOT / "nnlib" / "exercises"
    before, began = snapshot(top, code), time.monotonic()
    _, mallory = read(top)
    first, attack, third, fourth = mark_submission(mallory, 1, sandbox=WALLS).verdicts
    assert time.monotonic() - began < 3 * SECONDS + 10
    assert attack.points == 0
    assert attack.status in ("wrong", "too slow", "error", "not attempted")
    assert len(attack.message) < 1000
    assert attack.message.replace("\n", "").isprintable()
    assert [first.points, third.points, fourth.points] == [2, 3, 0]
    assert snapshot(top, code) == before
    with pytest.raises(BlockingIOError):
        server.accept()
    assert left_over() == []


def test_after_all_attacks_the_others_get_their_marks(outside, grown):
    top, _ = outside
    assert grown() < 2**28  # no reply filled the memory of the marker
    alice = read(top)[0]
    assert mark_submission(alice, 1, sandbox=WALLS).points == 10
