"""What a student's program can see and do behind the walls, and what it cannot."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from nnlib.course.marking.examining import questioning
from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.examining.questioning import question
from nnlib.course.marking.sandbox import available, walls
from nnlib.course.marking.sandbox.mounts import seen
from nnlib.course.marking.sandbox.programs import Sandbox
from nnlib.course.refusals import Refusal
from nnlib.exercises.catalogue import exercises_of, notebooks
from nnlib.exercises.exercise import Case
from tests.support.handed_in import (
    WALLS,
    alone,
    cell,
    hand_in,
    needs_sandbox,
    solved,
    submission,
)
from tests.support.places import ROOT
from tests.support.trials import exercise_on

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="it needs Linux")


def look():
    """The reference of a test."""
    return ""


def seen_by(source, imports=("numpy",), box=WALLS):
    """What the function `look` of a cell returns in the sandbox."""
    exercise = exercise_on(look, imports=imports)
    with box.start(imports, 1) as session:
        cells = alone(source)
        replies = question(exercise, [Case("", ())], cells, session.next())
    assert (replies.fault, replies.failure, replies.refusal) == ("", None, ""), replies
    assert replies.answers[0].error is None, replies.answers[0].error
    return replies.answers[0].value


FILES = """
import os
def look():
    found = []
    for folder, folders, files in os.walk("/"):
        found += [os.path.join(folder, name) for name in files]
    return "\\n".join(name for name in found if {condition})
"""


def our_files():
    """The files of nnlib that are shown: where their folder is, its path, their own."""
    shown = seen(("numpy",)).items()
    ours = [(place, path) for place, path in shown if place.startswith("/marking")]
    return [
        (place, folder, file)
        for place, folder in ours
        for file in folder.rglob("*")
        if file.is_file()
    ]


@needs_sandbox
def test_of_the_disk_python_and_numpy_are_seen():
    outside = '"/lib" not in name and "/packages/" not in name'
    files = seen_by(FILES.format(condition=outside)).split()
    ours = {
        f"{place}/{file.relative_to(folder)}" for place, folder, file in our_files()
    }
    python = [name for name in seen(("numpy",)) if name.endswith("bin/python3")]
    rest = set(files) - ours - set(python)
    assert {name for name in rest if "/bin/python" not in name} == {
        "/dev/null",
        "/dev/urandom",
    }
    assert not any("exercises/notebook" in name for name in files)
    packages = seen_by(FILES.format(condition='"/packages/" in name')).split()
    tops = {name.split("/")[2].split("-")[0] for name in packages}
    assert tops == {"numpy", "numpy.libs"} or tops == {"numpy"}


INSIDE = """
import sys
sys.path.insert(0, {!r})
import nnlib.course.marking.inside.server
ours = [module for name, module in sys.modules.items() if name.startswith("nnlib.")]
print(*(module.__file__ for module in ours if module.__file__), sep="\\n")
"""


@on_linux
def test_all_that_is_seen_of_nnlib_is_needed(tmp_path):
    """In a folder with nothing else of nnlib, as in the sandbox."""
    for place, folder, _ in our_files():
        shutil.copytree(folder, tmp_path / place[1:], dirs_exist_ok=True)
    code = INSIDE.format(str(tmp_path / "marking"))
    loaded = subprocess.check_output(
        [sys.executable, "-IBc", code], text=True
    ).splitlines()
    assert {*loaded} == {str(path) for path in (tmp_path / "marking").rglob("*.py")}


@needs_sandbox
def test_no_other_package_is_seen():
    condition = '"site-packages" in name or "dist-packages" in name'
    assert seen_by(FILES.format(condition=condition)) == ""
    packages = ("nnlib", "torch", "matplotlib", "pytest", "pip")
    found = f"[name for name in {packages} if PathFinder.find_spec(name)]"
    source = f"from importlib.machinery import PathFinder\nfound = {found}\n"
    assert seen_by(source + "def look():\n    return found") == []
    for package in set(packages) - {"matplotlib"}:
        with pytest.raises(AssertionError, match=f"look uses {package}"):
            seen_by(f"def look():\n    import {package}")


@needs_sandbox
def test_no_answer_is_in_what_is_seen():
    """No line of a reference, a mistake or a solution is in any file shown."""
    canaries = set()
    for number in notebooks():
        for exercise in exercises_of(number):
            canaries |= {message.message for message in exercise.mistakes}
            canaries.add(exercise.right)
    (path,) = (ROOT / "notebooks").glob("01_*.ipynb")
    for one in json.loads(path.read_text("utf-8"))["cells"]:
        if one["id"].startswith("answer"):
            source = "".join(one["source"])
            lines = re.findall("SOLUTION\n(.*)\n.*END", source, re.DOTALL)[0]
            canaries |= {line.strip() for line in lines.split("\n") if len(line) > 25}
    ours = our_files()
    assert len(ours) >= 8
    for _, _, path in ours:
        text = path.read_bytes()
        assert not any(canary.encode() in text for canary in canaries), path


@needs_sandbox
def test_the_program_is_nobody_and_alone():
    source = """
import os
def look():
    files = []
    for number in range(5000):
        try:
            files.append((number, os.fstat(number).st_mode))
        except OSError:
            pass
    return [os.getresuid(), os.getresgid(), os.getgroups(), os.getpid(), os.getppid(),
        len(files), sorted(os.environ), os.getcwd(), os.listdir("/tmp")]
"""
    users, groups, more, pid, parent, files, environment, folder, there = seen_by(
        source
    )
    if os.geteuid() == 0:
        assert set(users) | set(groups) == {65534}
    assert 0 not in (*users, *groups)
    assert (set(more) <= {65534}, parent, folder, there) == (True, 1, "/tmp", [])
    assert pid < 10
    assert files == 4  # three that lead nowhere, and its own channel
    assert not {"USER", "PATH", "SSH_AUTH_SOCK", "PYTHONPATH"} & set(environment)


@needs_sandbox
@pytest.mark.parametrize(
    "place", ["/x", "/tmp/x", "/dev/x", "/marking/x", "/packages/numpy/x", os.__file__]
)
def test_nothing_can_be_written(place):
    source = f"""
import os
def look():
    try:
        os.open({place!r}, os.O_WRONLY | os.O_CREAT)
    except OSError as error:
        return error.strerror
"""
    assert seen_by(source) in ("Read-only file system", "Permission denied")


@needs_sandbox
def test_each_exercise_starts_anew(tmp_path):
    """What one program leaves in memory, the next one does not read."""
    notebook = solved()
    for id, line in (
        ("answer-1-1", "    np.x = 7\n"),
        ("answer-1-2", "    assert not hasattr(np, 'x')\n"),
    ):
        one = cell(notebook, id)
        first, *rest = "".join(one["source"]).splitlines(keepends=True)
        one["source"] = "".join([first, line, *rest])
    found = mark_submission(submission(tmp_path, notebook), 1, sandbox=WALLS)
    assert {verdict.status for verdict in found.verdicts[:3]} == {"right"}


@needs_sandbox
def test_a_broken_server_is_started_anew(tmp_path, monkeypatch):
    from nnlib.course.marking.sandbox import session

    ask, calls = session.Session.next, []

    def broken(self):
        calls.append(self)
        if len(calls) == 2:
            raise Refusal("The sandbox does not start.")
        return ask(self)

    monkeypatch.setattr(session.Session, "next", broken)
    found = mark_submission(submission(tmp_path, solved()), 1, sandbox=WALLS)
    assert found.points == found.of
    assert len(calls) == 5


def test_where_no_program_can_start_marking_is_refused(tmp_path):
    class Refusing:
        def start(self, packages, count):
            raise Refusal("The sandbox does not start.")

    with pytest.raises(Refusal, match="does not start"):
        mark_submission(submission(tmp_path, solved()), 1, sandbox=Refusing())


def running(word):
    """The processes with a word in their environment."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if word.encode() in Path(f"/proc/{pid}/environ").read_bytes():
                found.append(int(pid))
        except OSError:
            pass
    return found


@needs_sandbox
@pytest.mark.parametrize("trust", [False, True])
def test_no_program_outlives_its_marking(tmp_path, monkeypatch, trust):
    word = f"marked-{os.getpid()}-{trust}"
    monkeypatch.setitem(walls.ENVIRONMENT, "WORD", word)
    monkeypatch.setattr(questioning, "SECONDS", 0.5)
    notebook = solved()
    cell(notebook, "answer-1-4")["source"] = "while True: pass"
    one = submission(tmp_path, notebook)
    found = mark_submission(one, 1, sandbox=Sandbox(trust))
    assert [v.status for v in found.verdicts] == ["right"] * 3 + ["too slow"]
    assert running(word) == []


MARK = """
import sys
from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.sandbox import walls
from nnlib.course.marking.sandbox.programs import Sandbox
from nnlib.course.marking.submissions.reading import read
from tests.support.places import ROOT
walls.ENVIRONMENT["WORD"] = {word!r}
print("here", flush=True)
mark_submission(read({folder!r})[0], 1, sandbox=Sandbox({trust}))
"""


@needs_sandbox
@pytest.mark.parametrize("trust", [False, True])
def test_no_program_outlives_a_killed_marker(tmp_path, trust):
    notebook = solved()
    cell(notebook, "answer-1-1")["source"] = "import os\nwhile True: pass"
    hand_in(tmp_path, notebook)
    word = f"killed-{os.getpid()}-{trust}"
    code = MARK.format(word=word, folder=str(tmp_path), trust=trust)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT
    ) as marker:
        marker.stdout.readline()
        wait_until(lambda: len(running(word)) >= 2)
        marker.send_signal(signal.SIGKILL)
    wait_until(lambda: not running(word))


def wait_until(there):
    for _ in range(200):
        if there():
            return
        time.sleep(0.05)
    raise AssertionError("in vain")


@on_linux
def test_trusted_students_need_no_walls(tmp_path):
    box = available.find_sandbox(trust_students=True)
    found = mark_submission(submission(tmp_path, solved()), 1, sandbox=box)
    assert found.points == found.of
    folder = seen_by("import os\ndef look(): return os.getcwd()", box=box)
    assert Path(folder).parent == Path(tempfile.gettempdir())
    with pytest.raises(AssertionError, match="Operation not permitted"):
        seen_by("import os\ndef look(): return str(os.fork())", box=box)
    with pytest.raises(AssertionError, match="look uses nnlib"):
        seen_by("def look():\n    import nnlib.exercises", box=box)


def test_without_bubblewrap_nothing_is_marked(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(Refusal, match="sudo apt install bubblewrap"):
        available.find_sandbox()


@pytest.fixture
def failing(monkeypatch, tmp_path):
    """A bubblewrap that gives a reason and ends."""
    program = "#!/bin/sh\necho 'bwrap: No permission.' >&2\nexit 1"
    (tmp_path / "bwrap").write_text(program)
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(available, "RESTRICTED", tmp_path / "restricted")
    return tmp_path


@on_linux
def test_where_bubblewrap_fails_its_reason_is_given(failing):
    with pytest.raises(Refusal) as refusal:
        available.find_sandbox()
    words = "The sandbox does not start: bwrap: No permission. The page docs"
    assert str(refusal.value).startswith(words)


@on_linux
@pytest.mark.parametrize(
    "user, mode, named", [(0, 0o600, True), (0, 0o644, False), (1000, 0o600, False)]
)
def test_root_is_told_to_let_others_read_the_course(
    failing, monkeypatch, user, mode, named
):
    program = failing / "server.py"
    program.touch(mode)
    program.chmod(mode)
    monkeypatch.setattr(available, "seen", lambda packages: {"/marking": program})
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(Refusal) as refusal:
        available.find_sandbox()
    assert ("chmod -R go+rX nnlib .venv" in str(refusal.value)) == named
    assert ("in a container" in str(refusal.value)) != named


@on_linux
@pytest.mark.parametrize("setting, named", [("1\n", True), ("0\n", False)])
def test_ubuntu_is_told_how_to_allow_bubblewrap(failing, setting, named):
    (failing / "restricted").write_text(setting)
    with pytest.raises(Refusal) as refusal:
        available.find_sandbox()
    line = (
        "sudo apt install apparmor-profiles && sudo cp /usr/share/apparmor/"
        "extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ && "
        "sudo systemctl reload apparmor"
    )
    assert (line in str(refusal.value)) == named
    assert ("in a container" in str(refusal.value)) != named


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_refused(monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(
        Refusal, match=r"instructors\.md says how to mark in a container"
    ):
        available.find_sandbox()
