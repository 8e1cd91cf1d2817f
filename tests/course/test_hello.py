"""`nnlib hello` tries what it says, and says what is wrong and what to do."""

import os
import subprocess
import sys
import time
from importlib import metadata
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from nnlib.course import command_line, hello
from tests.support.places import ROOT


def said():
    """Whether all is well, and the lines."""
    lines = []
    is_well = hello.hello(lines.append)
    return is_well, lines


@pytest.fixture
def only(monkeypatch):
    """Try these parts alone."""

    def choose(*names):
        kept = {name: hello.TRIED[name] for name in names}
        monkeypatch.setattr(hello, "TRIED", kept)

    return choose


def test_all_is_well_within_seconds():
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "nnlib", "hello"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
    )
    *lines, last = done.stdout.splitlines()
    assert (done.returncode, last, done.stderr) == (0, "All is well.", "")
    assert [line[:7] for line in lines] == ["ok     "] * len(hello.TRIED)
    for part in (
        f"numpy {metadata.version('numpy')}",
        "as in NumPy",
        "0.2·0.5 + 0.5·0.3",
    ):
        assert part in done.stdout
    assert time.monotonic() - began < 60  # 5 s by itself


def test_a_missing_and_an_old_package(only, monkeypatch):
    only("versions")
    monkeypatch.setattr(hello, "needed", lambda: [Requirement("no_such_package>=1")])
    is_well, lines = said()
    assert not is_well
    assert lines == [
        f"WRONG  versions: no_such_package is missing: {hello.AFRESH}.",
        "Not well: versions.",
    ]
    monkeypatch.setattr(hello, "needed", lambda: [Requirement("numpy>=99")])
    version = metadata.version("numpy")
    assert said()[1][0] == (
        f"WRONG  versions: numpy is {version} and the course needs >=99: "
        f"{hello.AFRESH}."
    )


def test_every_requirement_is_looked_at():
    names = {one.name for one in hello.needed()}
    assert {"numpy", "torch", "matplotlib", "numba", "anywidget", "nbval"} <= names
    assert len(names) > 10


def test_a_program_that_breaks_is_one_line(only, monkeypatch):
    only("engine", "worksheet")
    monkeypatch.setattr(hello, "train", lambda *a, **k: 1 / 0)
    is_well, lines = said()
    assert not is_well
    assert lines[0] == (
        "WRONG  engine: ZeroDivisionError: division by zero To begin afresh, "
        f"{hello.AFRESH}."
    )
    assert lines[1].startswith("ok     worksheet: z⁽¹⁾₁ = ")
    assert lines[2] == "Not well: engine."


def test_an_engine_that_computes_something_else(only, monkeypatch):
    only("engine")
    losses = iter([0.5, 0.25])

    def train(*args, **options):
        return None, SimpleNamespace(loss=[next(losses)])

    monkeypatch.setattr(hello, "train", train)
    assert said()[1][0].startswith(
        "WRONG  engine: the compiled run ends at a loss of 0.250000000000000 and "
        "NumPy's at 0.500000000000000: delete the folder .venv and type "
    )


def test_a_check_that_calls_all_right(only, monkeypatch):
    only("check")
    right = SimpleNamespace(status=hello.RIGHT)
    monkeypatch.setattr(hello, "verdict_on", lambda *given: right)
    assert said()[1][0].startswith(
        "WRONG  check: it calls the right answer right and a wrong one right: "
    )


def test_a_folder_that_is_none(only, monkeypatch, tmp_path):
    only("folder")
    monkeypatch.setattr(hello, "HOMEWORK", ROOT / "README.md")
    assert said()[1][0].endswith(": copy the project to a folder of your own.")


def test_the_exit_code(only, monkeypatch):
    only("versions")
    assert CliRunner().invoke(command_line.main, ["hello"]).exit_code == 0
    monkeypatch.setattr(hello, "needed", lambda: [Requirement("numpy>=99")])
    assert CliRunner().invoke(command_line.main, ["hello"]).exit_code == 1


def test_nothing_is_left_in_the_folder(only, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    only("check", "figures", "worksheet")
    assert said()[0]
    assert list(tmp_path.iterdir()) == []
