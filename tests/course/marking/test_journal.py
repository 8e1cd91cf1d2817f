"""The journal: nothing is lost or doubled, whenever the marking is killed."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from nnlib.course.marking.examining.examiner import versions
from nnlib.course.marking.records.journal import entry_in, line_for, open_journal
from nnlib.course.marking.records.names import JOURNAL
from nnlib.course.refusals import Refusal
from tests.support.a_class import SEED, a_class, marked, new_journal, submission


def again(folder, seed=None, versions=versions()):  # noqa: B008
    return open_journal(folder, seed, versions, resume=True)


def test_what_is_appended_is_read_again(tmp_path):
    ada, bob = submission("ada", text="ä\n`$"), submission("bob")
    with new_journal(tmp_path) as journal:
        for one in (bob, ada):
            assert not journal.holds(one)
            journal.append(marked(one))
            assert journal.holds(one)
    with again(tmp_path) as journal:
        assert journal.seed == SEED
        assert list(journal) == [marked(ada), marked(bob)]
        assert journal.holds(ada) and journal.holds(bob)


def test_a_changed_submission_is_marked_again_and_counts_once(tmp_path):
    old, new = submission(), submission(source="return 1")
    other_cells = replace(old, others=("x = 1",))
    with new_journal(tmp_path) as journal:
        journal.append(marked(old))
        assert not journal.holds(new)
        assert not journal.holds(other_cells)
        journal.append(marked(new))
        assert list(journal) == [marked(new)]
    with again(tmp_path) as journal:
        assert list(journal) == [marked(new)]


def test_other_exercises_are_marked_again(tmp_path):
    with new_journal(tmp_path) as journal:
        journal.append(marked(submission()))
    with again(tmp_path, versions=versions() | {"numpy": "99"}) as journal:
        assert not journal.holds(submission())


def test_what_failed_is_tried_again(tmp_path):
    with new_journal(tmp_path) as journal:
        journal.append(replace(marked(submission()), failure="KeyError: 1"))
        assert not journal.holds(submission())


def test_what_is_forgotten_stays_so(tmp_path):
    with new_journal(tmp_path) as journal:
        journal.append(marked(submission()))
        journal.forget(("ada", 1))
        assert list(journal) == []
    with again(tmp_path) as journal:
        assert list(journal) == []


@pytest.mark.parametrize("kept", [-1, -2, -300, 30])
def test_a_torn_last_line_is_left_out_and_written_anew(tmp_path, kept):
    ada, bob = submission("ada"), submission("bob")
    with new_journal(tmp_path) as journal:
        journal.append(marked(ada))
        end = (tmp_path / JOURNAL).stat().st_size
        journal.append(marked(bob))
    data = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).write_bytes(data[:kept] if kept < 0 else data[: end + kept])
    with again(tmp_path) as journal:
        assert journal.holds(ada)
        journal.append(marked(bob))
    with again(tmp_path) as journal:
        assert list(journal) == [marked(ada), marked(bob)]
        assert journal.damaged == 0


def test_a_journal_without_marks_goes_on(tmp_path):
    with new_journal(tmp_path):
        pass
    with again(tmp_path) as journal:
        assert (journal.seed, list(journal)) == (SEED, [])


@pytest.mark.skipif(os.name != "posix", reason="has no such rights")
def test_marks_are_private(tmp_path):
    (tmp_path / "before").touch()
    with new_journal(tmp_path / "marks"):
        (tmp_path / "marks" / "others").touch()
    assert (tmp_path / "marks").stat().st_mode & 0o777 == 0o700
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "marks").iterdir()}
    assert modes == {0o600}
    (tmp_path / "after").touch()
    assert (tmp_path / "after").stat().st_mode == (tmp_path / "before").stat().st_mode


def test_the_seed_is_another_secret_each_time(tmp_path):
    seeds = set()
    for name in "abc":
        with new_journal(tmp_path / name, seed=None) as journal:
            seeds.add(journal.seed)
    assert len(seeds) == 3
    assert max(seeds).bit_length() > 64
    drawn = {np.random.default_rng([seed, 1, 2]).random() for seed in seeds}
    assert len(drawn) == 3


def test_a_changed_line_does_not_count(tmp_path):
    with new_journal(tmp_path) as journal:
        journal.append(marked(submission("ada")))
        journal.append(marked(submission("bob")))
    text = (
        (tmp_path / JOURNAL).read_text().replace('"right_cases": ', '"right_cases": 1')
    )
    (tmp_path / JOURNAL).write_text(text)
    with again(tmp_path) as journal:
        assert list(journal) == []
        assert journal.damaged == 2


@pytest.mark.parametrize("place", ["marked", "submission", "verdicts"])
def test_a_journal_of_another_version(tmp_path, place):
    plain = marked(submission()).plain()
    holder = {
        "marked": plain,
        "submission": plain["submission"],
        "verdicts": plain["verdicts"][0],
    }[place]
    holder["newer"] = 1
    with new_journal(tmp_path):
        pass
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(line_for({"marked": plain}))
    before = (tmp_path / JOURNAL).read_bytes()
    with pytest.raises(Refusal) as caught:
        again(tmp_path).__enter__()
    assert str(caught.value) == (
        f"{tmp_path / JOURNAL} is of another version of nnlib: go on with that one, or "
        "mark again with another --out."
    )
    assert (tmp_path / JOURNAL).read_bytes() == before


@pytest.mark.parametrize(
    "line", [b"", b"\x00\xff", b"[]", b"{}", b'{"entry": 1}', b"1"]
)
def test_what_is_no_line_is_nothing(line):
    assert entry_in(line) is None


def test_a_line_holds_its_entry():
    assert entry_in(line_for({"seed": 3})) == {"seed": 3}
    assert list(json.loads(line_for({}))) == ["checksum", "entry"]


def test_refusals(tmp_path):
    with new_journal(tmp_path):
        pass
    with pytest.raises(Refusal) as caught:
        new_journal(tmp_path).__enter__()
    assert str(caught.value) == (
        f"{tmp_path} holds marks already: add --resume to go on with them, or give "
        "another --out."
    )
    with pytest.raises(Refusal) as caught:
        again(tmp_path, seed=8).__enter__()
    assert str(caught.value) == (
        "--seed needs the seed of these marks, 7; got 8. Leave it out, or give another "
        "--out."
    )
    with again(tmp_path, seed=SEED):
        pass
    (tmp_path / JOURNAL).write_text("no header\n")
    with pytest.raises(Refusal) as caught:
        again(tmp_path).__enter__()
    assert str(caught.value) == (
        f"{tmp_path / JOURNAL} is damaged in its first line: move it away and mark "
        "again without --resume."
    )


HOLDING = """
import sys
from pathlib import Path
from nnlib.course.marking.records.journal import open_journal

with open_journal(Path(sys.argv[1]), 7, {}, resume=False):
    print("held", flush=True)
    sys.stdin.read()
"""


def refused(opening):
    with pytest.raises(Refusal) as caught, opening:
        pass
    return str(caught.value)


def test_one_marking_at_a_time_also_after_kill_9(tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", HOLDING, tmp_path / "marks"]
    with subprocess.Popen(command, env=environment, **pipes) as other:
        assert other.stdout.readline() == "held\n"
        before = files(tmp_path)
        words = f"Another marking works in {tmp_path / 'marks'}. Wait until it is done."
        assert refused(again(tmp_path / "marks")) == words
        assert refused(new_journal(tmp_path / "marks")) == words
        assert files(tmp_path) == before
        other.kill()
    with again(tmp_path / "marks") as journal:
        assert journal.seed == SEED


def test_a_folder_is_free_again_after_each_run(tmp_path):
    with new_journal(tmp_path):
        assert refused(again(tmp_path)).startswith("Another marking works in")
    assert "holds marks already" in refused(new_journal(tmp_path))
    with again(tmp_path):
        pass


def test_resuming_needs_marks(tmp_path):
    assert refused(again(tmp_path / "misspelt")) == (
        "--resume needs a folder with marks; there is no journal in "
        f"{tmp_path / 'misspelt'}. Leave --resume out to begin."
    )
    assert refused(again(tmp_path)).startswith("--resume needs a folder with marks")
    assert list(tmp_path.iterdir()) == []


def files(folder):
    return {
        path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


KILLED = """
import os, random, signal, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from nnlib.course.marking import marker
from nnlib.course.marking.examining.examiner import versions
from nnlib.course.marking.records.journal import open_journal
from tests.support.a_class import a_class, fake_mark
from nnlib.course.marking.marker import mark_class

def slow(*arguments, **options):
    time.sleep(0.004)
    return fake_mark(*arguments, **options)

marker.mark_submission = slow
folder, rng, kills = Path(sys.argv[1]), random.Random(1), int(sys.argv[2])

path = folder / "journal.jsonl"

def run():
    with (
        open_journal(folder, 7, versions(), resume=path.exists()) as journal,
        ThreadPoolExecutor(2) as pool,
    ):
        mark_class(a_class(40), journal, None, pool)

def count():
    return path.read_bytes().count(b"marked") if path.exists() else 0

for _ in range(kills):
    goal = min(count() + rng.randrange(3), 40)
    if not (child := os.fork()):
        run()
        os._exit(0)
    while count() < goal:
        time.sleep(0.001)
    time.sleep(rng.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(count(), end=" ")
run()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")
def test_killed_50_times_nothing_is_lost_or_doubled(tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", KILLED, tmp_path / "killed", "50"]
    counts = subprocess.check_output(command, env=environment, text=True, timeout=100)
    (tmp_path / "quiet").mkdir()
    with new_journal(tmp_path / "quiet") as journal:
        for one in a_class(40):
            journal.append(marked(one))
        undisturbed = list(journal)
    with again(tmp_path / "killed") as journal:
        assert list(journal) == undisturbed
    assert len({*counts.split()}) > 5, f"It was not killed in between: {counts}"
    lines = (tmp_path / "killed" / JOURNAL).read_bytes().splitlines()
    whole = [entry for line in lines if (entry := entry_in(line))]
    students = [e["marked"]["submission"]["student"] for e in whole if "marked" in e]
    assert len(students) == len({*students}) == 40
