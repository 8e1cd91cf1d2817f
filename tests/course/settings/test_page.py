"""The page on courses of one's own: its example is read, its commands run as typed."""

import os
import re
import shlex

import pytest
from click.testing import CliRunner

pytest.importorskip("nbgrader", reason='nbgrader is missing: pip install "nnlib[mark]"')

import nbgrader.api

from nnlib.course.command_line import main
from nnlib.course.marking import marker
from nnlib.course.marking.sandbox import available
from nnlib.course.settings import current
from tests.support.a_class import fake_mark
from tests.support.handed_in import hand_in, with_answers
from tests.support.places import ROOT

PAGE = (ROOT / "docs/course_settings.md").read_text("utf-8")
COMMANDS = re.findall(r"^python3 nnlib (.+)$", PAGE, re.MULTILINE)
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
CANVAS = "Student,ID,SIS Login ID,Section,Homework (1)\nKing,7,s1234567,A,\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A class of one student, marked without programs."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(marker, "mark_submission", fake_mark)
    monkeypatch.setattr(available, "find_sandbox", lambda trust_students: None)
    monkeypatch.setattr(current, "FILE", tmp_path / "course.toml")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text("id,name\ns1234567,Ada King\n")
    (tmp_path / "canvas.csv").write_text(CANVAS)
    hand_in("submissions", with_answers({"written-1": "Because."}), "s1234567")
    yield tmp_path
    monkeypatch.undo()
    current.load()


def run(line):
    here = {"NNLIB_STARTED_IN": os.getcwd()}
    return CliRunner().invoke(main, shlex.split(line), env=here)


def test_the_commands_of_the_page_in_their_order(folder):
    first, *others = [one for one in COMMANDS if "--explain" not in one]
    assert run(first).exit_code == 0
    (folder / "course.toml").write_text(EXAMPLE)
    begun = run("mark submissions --seed 1")
    assert begun.exit_code == 0, begun.output
    for line in others:
        if line.startswith("release"):  # the page's course has no notebook 02
            assert run(line).exit_code == 1
            (folder / "course.toml").write_text(EXAMPLE.replace('"03-04"', '"02-04"'))
        result = run(line)
        assert result.exit_code == 0, f"{line}: {result.output}"
    assert (folder / "marks/canvas_filled.csv").exists()
    assert (folder / "marks/feedback.zip").exists()
    assert not (folder / "marks/feedback_for_moodle.zip").exists()


def test_seconds_mark_again_what_they_touch_and_points_nothing(folder):
    marked = []

    def noting(one, seed, **options):
        marked.append((one.notebook, options.get("seconds")))
        return fake_mark(one, seed, sandbox=None)

    marker.mark_submission = noting
    hand_in("submissions", with_answers({}, 3), "s1234567", 3)
    settings = folder / "course.toml"
    for text, expected in (
        ("", [(1, None), (3, None)]),
        ('[points]\n"1.2" = 7\n', []),
        ("exempt = ['1.1']\n[seconds]\n'1.2' = 20\n", [(1, {"1.2": 20})]),
        ("[seconds]\nall = 10\n", [(1, {"all": 10})]),
        ("", []),
        ("attempts = 'best'", []),
    ):
        marked.clear()
        settings.write_text(text)
        result = run(f"mark submissions {'--resume' * (folder / 'marks').exists()}")
        assert result.exit_code == 0, result.output
        assert sorted(marked, key=str) == expected, text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--column x", "--column and --notebook need a table to fill: --into FILE."),
        ("--into none.csv", "none.csv: No such file or directory."),
        ("--into canvas.csv --column Quiz", "; Quiz is none of them."),
        (
            "--into canvas.csv --column Homework --notebook 77",
            "a notebook needs a number",
        ),
        ("--explain nobody 1.2", "got nobody. Near: "),
        ("--explain s1234567 1.9", "id needs the number of an exercise"),
        ("--explain s1234567 1.2", "--explain needs --seed, or marks in "),
    ],
)
def test_options_that_are_wrong_mark_nothing(folder, options, words):
    result = run(f"mark submissions {options}")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and words in result.output
    assert not (folder / "marks").exists()
