"""A part of the notebooks is handed out, with the points of the course in it."""

import json
import os
import re
import zipfile

import numpy as np
import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from nnlib.course.copies import student_copy
from nnlib.course.marking.submissions.notebook_file import contents_of
from nnlib.course.marking.submissions.released import released
from nnlib.course.settings import current
from nnlib.course.settings.course import Course
from nnlib.course.settings.hand_outs import with_those_beside
from nnlib.exercises import check, progress, record
from nnlib.exercises.catalogue import exercises_of, find
from nnlib.exercises.worth import FILE, Worth
from tests.support.handed_in import cell, with_answers
from tests.support.solved_notebooks import path_of, solution_to


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(current, "FILE", tmp_path / "course.toml")
    monkeypatch.setattr(record, "session", {})
    yield tmp_path
    monkeypatch.undo()
    current.load()


def release(*numbers):
    here = {"NNLIB_STARTED_IN": os.getcwd()}
    result = CliRunner().invoke(main, ["release", *numbers], env=here)
    return result


def names_in(path):
    with zipfile.ZipFile(path) as archive:
        names = [name.removeprefix("homework/") for name in archive.namelist()]
    return [name[:2] for name in names if name.endswith(".ipynb")]


def test_some_of_the_notebooks(folder):
    assert release("01-03").exit_code == 0
    assert names_in("homework.zip") == ["01", "02", "03"]
    os.rename("homework.zip", "first.zip")
    assert release("03", "05").exit_code == 0
    assert names_in("homework.zip") == ["03", "05"]
    assert with_those_beside({2}) == [1, 2, 3]
    assert with_those_beside({3}) == [3, 5]
    assert with_those_beside({7}) == [7]


@pytest.mark.parametrize("word", ["44", "x", "03-01", "1-99"])
def test_numbers_that_there_are_not(folder, word):
    result = release(word)
    assert result.exit_code == 1
    assert "Error: a notebook needs a number such as 03, or 01-03" in result.output
    assert [*folder.iterdir()] == []


def test_settings_that_are_wrong_stop_it(folder):
    (folder / "course.toml").write_text("nme = 3")
    result = release()
    words = "Error: course.toml, line 1: nme is unknown. Did you mean name?\n"
    assert (result.exit_code, result.output) == (1, words)


def test_damaged_notes_of_what_was_handed_out_are_none(folder):
    (folder / "released.json").write_text("[[1, 2], 3]")
    assert with_those_beside({1}) == [1]


POINTS = {
    "1.2": Worth(2.5),
    "1.3": Worth(0),
    "1.4": Worth(1, True),
    "written-1": Worth(4),
}


def test_points_in_a_copy():
    text = student_copy(path_of(1).read_text("utf-8"), Course(worths=POINTS))
    notebook = json.loads(text)
    heads = {
        id: re.search(r"^\*.*?,", "".join(cell(notebook, id)["source"]), re.MULTILINE)[
            0
        ]
        for id in ("exercise-1-1", "exercise-1-2", "exercise-1-3", "exercise-1-4")
    }
    assert [*heads.values()] == [
        *("*2 points,", "*2.5 points,", "*no points,", "*1 extra point,")
    ]
    question = "".join(cell(notebook, "question-1")["source"])
    assert "*4 points, marked by your instructor.*" in question
    marks = [
        cell(notebook, id)["metadata"]["nbgrader"] for id in ("check-1-2", "written-1")
    ]
    assert [mark["points"] for mark in marks] == [2.5, 4]


def test_a_copy_with_other_points_is_read_as_ours():
    """What was handed out before the points were changed is no student's text."""
    mine = with_answers({"answer-1-2": "def delta_output(Y_hat, Y): return 1"})
    changed = json.loads(student_copy(json.dumps(mine), Course(worths=POINTS)))
    cell(changed, "answer-1-2")["source"] = "def delta_output(Y_hat, Y): return 1"
    found = [
        contents_of(json.dumps(one).encode(), "x", released())
        for one in (mine, changed)
    ]
    assert found[0] == found[1]


def solved(id):
    """The solution's function, as a student would have it."""
    names = {"np": np, "__name__": __name__}
    exec(solution_to(find(id)), names)
    return names[find(id).name]


def test_check_and_progress_follow_the_points_beside_the_notebooks(folder, capsys):
    ((name, data),) = Course(notebooks=(1, 3), worths=POINTS).files_for_students()
    assert name == FILE
    (folder / name).write_bytes(data)
    check("1.2", solved("1.2"))
    assert "2.5 of 2.5 points." in capsys.readouterr().out
    check("1.3", solved("1.3"))
    assert "right; no points are given for it." in capsys.readouterr().out
    lines = repr(progress(1)).splitlines()
    assert len(lines) == len(exercises_of(1))  # without 1.3, with the sum
    assert lines[1].endswith(" 2.5 of 2.5")
    assert lines[2].endswith("   0 of 1 extra")
    assert lines[-1] == "  Notebook 01: 2.5 of 4.5 points"
    with pytest.raises(
        ValueError, match=r"^notebook needs a number from 1 to 3; got 2"
    ):
        progress(2)


@pytest.mark.parametrize(
    "damage",
    ["", "[]", '{"points": {"1.2": [-1, 0]}, "notebooks": []}', '{"points": 1}'],
)
def test_a_damaged_file_of_points_changes_nothing(folder, damage):
    before = repr(progress())
    (folder / FILE).write_text(damage)
    assert repr(progress()) == before
