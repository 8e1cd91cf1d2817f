"""The points so far are kept beside the notebooks, and no damage stops a check."""

import json

import pytest

from nnlib.exercises import record
from nnlib.exercises.catalogue import exercises_of, find, notebooks
from nnlib.exercises.judging import RIGHT, WRONG, Verdict


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(record, "session", {})
    return tmp_path


def verdict(id, status=RIGHT, right=4, cases=4):
    exercise = find(id)
    return Verdict(id, exercise.title, status, "", exercise.points, cases, right)


def test_points_add_up():
    record.keep(verdict("1.1"))
    record.keep(verdict("1.2", WRONG, right=2))
    lines = repr(record.progress(1)).splitlines()
    assert lines[0].split() == ["✓", "1.1", "The", "forward", "pass", *["2", "of", "2"]]
    assert lines[1].startswith("✗ 1.2 ")
    assert lines[1].endswith(" 0.5 of 2")
    assert lines[2].startswith("○ 1.3 ")
    total = sum(exercise.points for exercise in exercises_of(1))
    assert lines[-1] == f"  Notebook 01: 2.5 of {total} points"
    assert f"2.5 of {total} points" in record.progress(1)._repr_html_()


def test_another_session_finds_them(monkeypatch):
    record.keep(verdict("1.1"))
    monkeypatch.setattr(record, "session", {})
    record.keep(verdict("1.2"))
    assert record.noted() == {"1.1": [RIGHT, 2.0], "1.2": [RIGHT, 2.0]}
    assert repr(record.progress(1)).count("✓") == 2


def test_the_latest_verdict_counts():
    record.keep(verdict("1.1"))
    record.keep(verdict("1.1", WRONG, right=0))
    assert record.noted() == {"1.1": [WRONG, 0.0]}


def test_all_notebooks_and_their_sum():
    record.keep(verdict("1.1"))
    words = repr(record.progress())
    for number in notebooks():
        assert f"  Notebook {number:02}: " in words
    if len(notebooks()) > 1:
        assert words.splitlines()[-1].startswith("All: 2 of ")


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "7", '{"1.1": 3}', '{"1.1": ["fine", 2]}', '{"1.1": []}']
)
def test_a_damaged_file_is_filled_again(folder, damage):
    (folder / record.FILE).write_text(damage)
    assert "✓" not in repr(record.progress(1))
    record.keep(verdict("1.1"))
    assert json.loads((folder / record.FILE).read_text()) == {"1.1": [RIGHT, 2.0]}


def test_a_folder_in_the_way_stops_nothing(folder):
    (folder / record.FILE).mkdir()
    record.keep(verdict("1.1"))
    assert repr(record.progress(1)).count("✓") == 1
    assert [path.name for path in folder.iterdir()] == [record.FILE]


@pytest.mark.parametrize("notebook", [0, 77, "1", 1.5])
def test_unknown_notebooks(notebook):
    with pytest.raises(
        ValueError, match=r"^notebook needs a number from 1 to \d+; got "
    ):
        record.progress(notebook)
