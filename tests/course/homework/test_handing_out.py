"""Students' notebooks in `homework`: what is theirs is kept, all else follows."""

import json
import os

import pytest
from click.testing import CliRunner

from nnlib.course import command_line, copies
from nnlib.course.homework import command
from nnlib.course.homework.handing_out import HANDED_OUT, HASHES, hand_out, outdated
from nnlib.course.homework.written import hash_of

SOLVED = sorted(copies.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
FIRST, SECOND, THIRD = (path.name for path in SOLVED[:3])
MINE = "def delta_output(Y_hat, Y):\n    return (Y_hat - Y) * Y_hat * (1 - Y_hat)"


def copy_of(path):
    return copies.student_copy(path.read_text("utf-8"))


@pytest.fixture
def homework(tmp_path, monkeypatch):
    folder = tmp_path / "homework"
    assert hand_out(folder) == []
    monkeypatch.setattr(command, "HOMEWORK", folder)
    return folder


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """A newer version of the course: other headings, and a cell more in each."""
    folder = tmp_path / "newer"
    folder.mkdir()
    for path in SOLVED:
        notebook = json.loads(path.read_text("utf-8").replace("## Summ", "## In short"))
        new = {"cell_type": "markdown", "id": "new", "metadata": {}, "source": ["New."]}
        notebook["cells"].insert(1, new)
        (folder / path.name).write_text(json.dumps(notebook), "utf-8")

    def publish():
        monkeypatch.setattr(copies, "NOTEBOOKS", folder)
        return folder

    return publish


def opened_and_run(path):
    """Change a file as JupyterLab does when it is opened, run and saved."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"},
        "language_info": {"name": "python", "version": "3.13.0"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
    }
    for count, cell in enumerate(notebook["cells"], start=1):
        cell["metadata"] |= {"editable": True, "trusted": True}
        if cell["cell_type"] == "code":
            text = {"name": "stdout", "output_type": "stream", "text": ["0.4\n"]}
            cell["outputs"], cell["execution_count"] = [text], count
    notebook["cells"].append(
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "f00",
            "metadata": {},
            "outputs": [],
            "source": [],
        }
    )
    path.write_text(json.dumps(notebook, indent=1), "utf-8")


def write_into(path, cell_id, source):
    """Write into a cell, as a student does."""
    notebook = json.loads(path.read_text("utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == cell_id)
    cell["source"] = source.splitlines(keepends=True)
    path.write_text(json.dumps(notebook, indent=1), "utf-8")


def sources(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


def as_of_an_earlier_version(folder):
    """Leave of what was handed out what earlier versions kept: hashes in one file."""
    hashes = {}
    for path in (folder / HANDED_OUT).iterdir():
        notebook = json.loads(path.read_text("utf-8"))
        for cell in notebook["cells"]:  # there was no other metadata
            kept = {k: v for k, v in cell["metadata"].items() if k == "nbgrader"}
            cell["metadata"] = kept
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        hashes[path.name] = hash_of(text.encode())
        path.unlink()
    (folder / HASHES).write_text(json.dumps(hashes, indent=1))


def say(*arguments):
    result = CliRunner().invoke(command_line.main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def laid_out(capsys):
    capsys.readouterr()
    command.lay_out_homework()
    return capsys.readouterr().out


def test_all_notebooks_are_handed_out(homework):
    names = sorted(path.name for path in homework.glob("*.ipynb"))
    assert names == [path.name for path in SOLVED]
    assert (homework / names[0]).read_text("utf-8") == copy_of(SOLVED[0])


def test_work_is_never_overwritten(homework):
    mine = homework / FIRST
    mine.write_text("my work", "utf-8")
    assert hand_out(homework) == [mine.name]
    assert hand_out(homework) == [mine.name]
    assert mine.read_text("utf-8") == "my work"


def test_what_is_deleted_comes_again(homework):
    gone = homework / SECOND
    gone.unlink()
    assert hand_out(homework) == []
    assert gone.exists()


def test_unchanged_copies_follow_the_notebooks(homework, newer):
    newer()
    (homework / THIRD).write_text("my work", "utf-8")
    assert hand_out(homework) == [THIRD]
    assert "## In short" in (homework / FIRST).read_text("utf-8")


@pytest.mark.parametrize("damage", ["", "[1", '"text"', "{}"])
def test_without_the_list_every_file_is_the_student_s(homework, damage):
    as_of_an_earlier_version(homework)
    (homework / HASHES).write_text(damage)
    changed = homework / FIRST
    changed.write_text("my work", "utf-8")
    assert hand_out(homework) == [changed.name]
    assert changed.read_text("utf-8") == "my work"


@pytest.mark.parametrize("damage", ["", "[1", '"text"', "{}", '{"cells": [1]}'])
def test_a_damaged_copy_of_what_was_handed_out_costs_nothing(homework, newer, damage):
    (homework / HANDED_OUT / FIRST).write_text(damage)
    before = (homework / FIRST).read_bytes()
    newer()
    assert hand_out(homework) == [FIRST]
    assert (homework / FIRST).read_bytes() == before


@pytest.mark.parametrize("earlier", [False, True], ids=["now", "earlier"])
def test_opening_and_running_is_no_work(homework, newer, earlier):
    for path in homework.glob("*.ipynb"):
        opened_and_run(path)
    if earlier:
        as_of_an_earlier_version(homework)
    newer()
    assert hand_out(homework) == []
    assert "## In short" in (homework / FIRST).read_text("utf-8")


def test_what_ran_keeps_what_it_showed(homework):
    opened_and_run(homework / FIRST)
    before = (homework / FIRST).read_bytes()
    assert hand_out(homework) == []
    assert (homework / FIRST).read_bytes() == before


ANSWERED = {
    "an answer": ("answer-1-2", MINE),
    "a text": ("written-1", "Because."),
    "a word in a text of ours": ("title", "Note to myself"),
    "a cell that is emptied": ("set-up", ""),
}


@pytest.mark.parametrize("earlier", [False, True], ids=["now", "earlier"])
@pytest.mark.parametrize("cell, source", ANSWERED.values(), ids=ANSWERED)
def test_a_word_is_work(homework, newer, cell, source, earlier):
    write_into(homework / FIRST, cell, source)
    opened_and_run(homework / FIRST)
    if earlier:
        as_of_an_earlier_version(homework)
    newer()
    before = (homework / FIRST).read_bytes()
    assert hand_out(homework) == [FIRST]
    assert (homework / FIRST).read_bytes() == before


def test_a_picture_in_a_text_is_work(homework):
    notebook = json.loads((homework / FIRST).read_text("utf-8"))
    notebook["cells"][0]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    (homework / FIRST).write_text(json.dumps(notebook), "utf-8")
    assert hand_out(homework) == [FIRST]


@pytest.mark.parametrize("earlier", [False, True], ids=["now", "earlier"])
def test_newer_versions_are_announced(homework, newer, capsys, earlier):
    write_into(homework / FIRST, "answer-1-2", MINE)
    write_into(homework / THIRD, "answer-3-1", "relu = abs")
    if earlier:
        as_of_an_earlier_version(homework)
    mine = "Your work in homework/ stays as it is: 01, 03.\n"
    if not earlier:
        assert laid_out(capsys) == mine
    newer()
    line = "py nnlib" if os.name == "nt" else "python3 nnlib"
    assert laid_out(capsys) == mine + (
        "The course has newer versions: 01, 03. To move your work into them, close "
        f"JupyterLab and type\n    {line} update 01 03\n"
    )


def test_of_an_unknown_copy_nothing_is_claimed(homework, newer):
    write_into(homework / FIRST, "answer-1-2", MINE)
    (homework / HANDED_OUT / FIRST).unlink()
    newer()
    assert hand_out(homework) == [FIRST]
    assert outdated(homework, [FIRST]) == []


@pytest.mark.parametrize("earlier", [False, True], ids=["now", "earlier"])
def test_update_moves_the_work_and_keeps_what_was_there(homework, newer, earlier):
    write_into(homework / FIRST, "answer-1-2", MINE)
    opened_and_run(homework / FIRST)
    if earlier:
        as_of_an_earlier_version(homework)
    before = (homework / FIRST).read_bytes()
    newer()
    assert say("update") == (
        "01: your work is now in the newest version; run all its cells. "
        f"What you had is in homework/old/{FIRST}.\n"
    )
    assert (homework / "old" / FIRST).read_bytes() == before
    there = sources(homework / FIRST)
    assert there["answer-1-2"] == MINE
    assert there["new"] == "New."
    fresh = sources(homework / HANDED_OUT / FIRST)
    assert there == fresh | {"answer-1-2": MINE}
    assert hand_out(homework) == [FIRST]
    assert outdated(homework, [FIRST]) == []


def test_a_second_update_keeps_the_first_old_file(homework, newer):
    write_into(homework / FIRST, "answer-1-2", MINE)
    folder = newer()
    say("update", "1")
    solved = (folder / FIRST).read_text("utf-8").replace("## In short", "## Last words")
    (folder / FIRST).write_text(solved, "utf-8")
    assert f"homework/old/{FIRST[:-6]}_2.ipynb" in say("update")
    assert len(list((homework / "old").iterdir())) == 2
    assert "## Last words" in (homework / FIRST).read_text("utf-8")
    assert sources(homework / FIRST)["answer-1-2"] == MINE


def test_where_there_is_nothing_to_update(homework, newer):
    assert say("update") == "You have the newest versions.\n"
    assert say("update", "01") == "01: you have the newest version.\n"
    write_into(homework / FIRST, "answer-1-2", MINE)
    before = (homework / FIRST).read_bytes()
    assert say("update", "01") == "01: you have the newest version.\n"
    assert (homework / FIRST).read_bytes() == before
    assert not (homework / "old").exists()


def test_update_refuses_what_is_no_notebook(homework):
    refused = CliRunner().invoke(command_line.main, ["update", "44"])
    assert refused.exit_code == 1
    assert "update needs numbers of notebooks, 01, 02, " in refused.output
    assert "; got 44." in refused.output
    (homework / FIRST).write_text("my work", "utf-8")
    said = f"01: homework/{FIRST} is no notebook: move it away.\n"
    assert say("update", "01") == said
    assert (homework / FIRST).read_text("utf-8") == "my work"


def test_missing_notebooks(monkeypatch, tmp_path):
    monkeypatch.setattr(command_line, "NOTEBOOKS", tmp_path)
    for name in ("lab", "update", "test", "release", "mark", "notebook"):
        refused = CliRunner().invoke(command_line.main, [name])
        assert refused.exit_code == 1
        assert f"{name} needs the course's notebooks and {tmp_path}" in refused.output
        assert "is missing: download or clone the whole project" in refused.output


def test_homework_that_cannot_be_written(monkeypatch, tmp_path):
    in_the_way = tmp_path / "homework"
    in_the_way.write_text("")
    monkeypatch.setattr(command, "HOMEWORK", in_the_way)
    with pytest.raises(Exception, match=r"homework cannot be written: File exists\."):
        command.lay_out_homework()


def test_work_that_stays_is_named(homework, capsys):
    assert laid_out(capsys) == ""
    (homework / FIRST).write_text("my work")
    said = "Your work in homework/ stays as it is: 01.\n"
    assert laid_out(capsys) == said
