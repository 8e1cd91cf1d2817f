"""`python3 nnlib notebook`: a solved notebook is run and stored anew, or left alone."""

import json
import re

import click
import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from nnlib.course import command_line
from nnlib.course.notebooks import command
from nnlib.course.notebooks.changes import changes
from nnlib.course.notebooks.files import read, write
from nnlib.course.notebooks.from_exercises import with_exercises
from nnlib.course.notebooks.how_to_work import TEXT, with_how_to_work
from nnlib.course.notebooks.stripping import METADATA, strip
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.exercise import Exercise
from tests.support.places import ROOT

NOTEBOOKS = ROOT / "notebooks"
SOLVED = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
SET_UP = "import matplotlib.pyplot as plt\nfrom nnlib.plotting import save_figure"
CHECK = 'from nnlib.exercises import check\n\ncheck("50.1")'
GOES_ON = "raises-exception"
DRAW = 'print("drawn")\nsave_figure(plt.subplots()[1], "50_axes")'
# of a course in which there is an exercise 50.1
FAKE_CHECK = """import nnlib.exercises
nnlib.exercises.check = lambda id: print(id, doubled(4))"""

each_notebook = pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with notebook 50, which draws a figure, and no exercises."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(command_line, "NOTEBOOKS", tmp_path / "notebooks")
    store(tmp_path, new_code_cell(SET_UP, id="set-up"), new_code_cell(DRAW, id="draw"))
    return tmp_path


def store(project, *cells, name="50_tiny"):
    notebook = new_notebook(cells=list(cells), metadata=METADATA)
    write(notebook, project / f"notebooks/{name}.ipynb")


def type_in(*arguments):
    result = CliRunner().invoke(command_line.main, ["notebook", *arguments])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result.exit_code, result.output


def files(project):
    there = (path for path in project.rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in there}


def refused(project, *arguments):
    before = files(project)
    status, said = type_in(*arguments)
    assert status == 1
    assert files(project) == before
    return said


def doubled(x):
    """Twice the number.

    Said of the reference alone.
    """
    # the trick
    twice = 2 * x
    return twice


def exercise(id, **changed):
    usual = {"title": "Doubling", "points": 1, "minutes": 5, "right": "Right."}
    needed = {"reference": doubled, "cases": list, "hints": ("Add.", "x + x")}
    return Exercise(id=id, **usual | needed | changed)


def lesson():
    heading = new_markdown_cell("## Exercises\n\nTwo.", id="exercises")
    return new_notebook(cells=[heading, new_code_cell("progress(50)", id="points")])


def ids(notebook):
    return [cell.id for cell in notebook.cells]


def sources(notebook):
    return {cell.id: cell.source for cell in notebook.cells}


@each_notebook
def test_exercises_change_nothing_in_the_notebooks(path, tmp_path):
    notebook = read(path)
    number = path.name[:2]
    write(with_exercises(notebook, exercises_of(int(number)), number), tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == path.read_bytes(), (
        f"An exercise has changed: run python3 nnlib notebook {number}."
    )


@each_notebook
def test_below_its_title_a_notebook_says_how_to_work_here(path):
    cells = read(path).cells
    assert cells[0].source.startswith("# ")
    assert (cells[1].id, cells[1].source) == ("how-to-work", TEXT), (
        f"Run python3 nnlib notebook {path.name[:2]}, which writes how to work here."
    )
    assert len(re.findall(r"\w\S*", TEXT)) <= 120


def test_how_to_work_is_brought_up_to_date_and_needs_a_title():
    title = new_markdown_cell("# 50 · Tiny", id="title")
    code = new_code_cell("# 1", id="one")
    notebook = with_how_to_work(new_notebook(cells=[title, code]))
    assert ids(notebook) == ["title", "how-to-work", "one"]
    notebook.cells[1].source = "an older one"
    assert sources(with_how_to_work(notebook))["how-to-work"] == TEXT
    assert ids(with_how_to_work(new_notebook(cells=[code]))) == ["one"]


def test_a_new_exercise_gets_its_cells():
    new = with_exercises(lesson(), [exercise("50.1")], "50")
    nbformat.validate(new)
    assert ids(new) == [
        "exercises",
        *("exercise-50-1", "answer-50-1", "check-50-1"),
        *("hint-50-1-1", "hint-50-1-2"),
        "points",
    ]
    texts = sources(new)
    assert texts["exercise-50-1"] == (
        "### 50.1 · Doubling\n\n*1 point, about 5 minutes.* "
        "Write `doubled(x)`: Twice the number."
    )
    assert texts["answer-50-1"] == (
        'def doubled(x):\n    """Twice the number.\n\n'
        '    Said of the reference alone.\n    """\n'
        "    ### BEGIN SOLUTION\n    # the trick\n    twice = 2 * x\n"
        "    return twice\n    ### END SOLUTION"
    )
    assert texts["check-50-1"] == CHECK
    hints = "Add.", "x + x"
    for number, hint in enumerate(hints, start=1):
        assert texts[f"hint-50-1-{number}"] == (
            f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        )


def test_a_new_exercise_stands_behind_the_one_before_it():
    first, second, third = (exercise(f"50.{k}") for k in (1, 2, 3))
    two = with_exercises(lesson(), [first, third], "50")
    story = new_markdown_cell("Between them.", id="story")
    two.cells.insert(ids(two).index("exercise-50-3"), story)
    three = with_exercises(two, [first, second, third], "50")
    ends = [(id.split("-") + [""] * 2)[2] or id for id in ids(three)]
    assert ends == ["exercises", *"11111", *"22222", "story", *"33333", "points"]


def test_what_an_exercise_says_is_brought_up_to_date():
    old = with_exercises(lesson(), [exercise("50.1")], "50")
    cells = {cell.id: cell for cell in old.cells}
    cells["exercise-50-1"].source += "\n\nThe task *1 point, about 5 minutes.* in words"
    cells["answer-50-1"].source = "def mine(x): ..."
    cells["answer-50-1"].metadata.tags.append("kept")
    renamed = exercise("50.1", title="Twice", points=3, minutes=8, hints=("x * 2",))
    new = with_exercises(old, [renamed], "50")
    texts = sources(new)
    assert texts["exercise-50-1"] == cells["exercise-50-1"].source.replace(
        "### 50.1 · Doubling\n\n*1 point, about 5 minutes.*",
        "### 50.1 · Twice\n\n*3 points, about 8 minutes.*",
    )
    assert texts["answer-50-1"] == "def mine(x): ..."
    assert "x * 2" in texts["hint-50-1-1"]
    assert "hint-50-1-2" not in texts
    metadata = {cell.id: cell.metadata for cell in new.cells}
    assert metadata["check-50-1"].nbgrader.points == 3
    assert metadata["answer-50-1"].tags == [GOES_ON, "kept"]
    assert changes(old, new, {"notebooks/50_tiny.ipynb": "changed"}) == (
        "1 cell removed (hint-50-1-2), 3 cells brought up to date"
    )


def test_a_run_goes_on_behind_answers_and_checks():
    new = with_exercises(lesson(), [exercise("50.1")], "50")
    tags = {cell.id: cell.metadata.get("tags") for cell in new.cells}
    tagged = {id for id, found in tags.items() if found}
    assert tagged == {"answer-50-1", "check-50-1"}
    assert tags["answer-50-1"] == tags["check-50-1"] == [GOES_ON]
    untagged = with_exercises(new, [exercise("50.1")], "50")
    for cell in untagged.cells:
        cell.metadata.pop("tags", None)
    assert with_exercises(untagged, [exercise("50.1")], "50") == new
    assert changes(untagged, new, {"notebooks/50_tiny.ipynb": "changed"}) == (
        "2 cells brought up to date"
    )


def test_a_task_without_a_head_gets_one():
    task = new_markdown_cell("Double it.", id="exercise-50-1")
    old = lesson()
    old.cells.insert(1, task)
    new = with_exercises(old, [exercise("50.1")], "50")
    assert sources(new)["exercise-50-1"] == (
        "### 50.1 · Doubling\n\n*1 point, about 5 minutes.* Double it."
    )


def test_an_exercise_that_is_gone_is_named():
    both = with_exercises(lesson(), [exercise("50.1"), exercise("50.2")], "50")
    with pytest.raises(click.ClickException) as refusal:
        with_exercises(both, [exercise("50.1")], "50")
    assert refusal.value.message == (
        "notebook 50 needs its exercises declared, and 50.2 is gone from "
        "nnlib/exercises/notebook_50: remove its cells, "
        "exercise-50-2, answer-50-2, check-50-2, hint-50-2-1, hint-50-2-2."
    )


def test_exercises_need_their_heading():
    with pytest.raises(Exception, match="needs a cell that begins with ## Exercises: "):
        with_exercises(new_notebook(), [exercise("50.1")], "50")
    assert with_exercises(new_notebook(), [], "50") == new_notebook()


def test_what_changes_from_run_to_run_is_stripped():
    data = {"text/plain": "3", "application/vnd.jupyter.widget-view+json": {}}
    notebook = new_notebook(
        cells=[
            new_markdown_cell("a", id="a", metadata={"editable": True}),
            new_code_cell(
                "1 + 2",
                id="b",
                execution_count=17,
                metadata={"tags": ["t"], "execution": {"iopub.execute_input": "now"}},
                outputs=[new_output("execute_result", data, execution_count=17)],
            ),
        ],
        metadata={"language_info": {"name": "python", "version": "3.11.9"}},
    )
    strip(notebook)
    assert notebook.metadata == METADATA
    text, code = notebook.cells
    assert text.metadata == {}
    assert code.metadata == {"tags": ["t"]}
    assert code.execution_count == 1
    assert code.outputs == [
        new_output("execute_result", {"text/plain": "3"}, execution_count=1)
    ]


def test_a_run_stores_outputs_and_figures_and_says_what_is_new(project):
    said = "50: output of cell 2 changed, figures/50_axes.svg new\n"
    assert type_in("50") == (0, said)
    stored = files(project)
    assert set(stored) == {"figures/50_axes.svg", "notebooks/50_tiny.ipynb"}
    set_up, draw = json.loads(stored["notebooks/50_tiny.ipynb"])["cells"]
    assert (set_up["execution_count"], draw["execution_count"]) == (1, 2)
    printed, picture, *_ = draw["outputs"]
    assert printed["text"][0] == "drawn\n"
    assert "data:image/png" in "".join(picture["data"]["text/html"])

    assert type_in("--all") == (0, "50: unchanged\n")
    assert files(project) == stored

    path = project / "notebooks/50_tiny.ipynb"  # metadata alone is told, too
    path.write_text(path.read_text("utf-8").replace("Python 3", "Python 3 (ours)"))
    assert type_in("50") == (0, "50: stripped of what changes from run to run\n")
    assert files(project) == stored

    (project / "figures/50_axes.svg").write_text("an older one")
    (project / "figures/50_old.svg").write_text("of a cell that is gone")
    assert type_in("50") == (
        0,
        "50: figures/50_axes.svg changed\n"
        "50: no cell writes figures/50_old.svg: remove it.\n",
    )


def test_a_cell_that_fails_stores_nothing(project):
    draw = [new_code_cell(SET_UP), new_code_cell(DRAW), new_markdown_cell("text")]
    store(project, *draw, new_code_cell('print("so far")\n1 / 0'))
    said = refused(project, "50")
    assert said.startswith(
        "Error: notebook 50 needs cells that run, and cell 3 fails; nothing is stored."
        '\n\n    print("so far")\n    1 / 0\n\nso far\n'
    )
    assert "----> 2 1 / 0" in said
    assert said.endswith("ZeroDivisionError: division by zero\n")
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import sys\nprint('careful', file=sys.stderr)", "cell 1 writes to stderr"),
        ("import os\nos._exit(1)", "cell 1 ends the kernel"),
    ],
)
def test_other_cells_that_may_not_be_stored(source, why, project):
    store(project, new_code_cell(source))
    assert why in refused(project, "50")


def test_a_kernel_does_not_think_that_somebody_watches(project, monkeypatch):
    monkeypatch.setenv("VSCODE_PID", "1")
    store(
        project,
        new_code_cell("from nnlib.progress import somebody_watches as watched"),
        new_code_cell("watched()"),
    )
    type_in("50")
    _, cell = read(project / "notebooks/50_tiny.ipynb").cells
    assert cell.outputs[0].data == {"text/plain": "False"}


def test_cells_of_a_new_exercise_are_run(project, monkeypatch):
    monkeypatch.setattr(command, "_exercises", lambda number: [exercise(f"{number}.1")])
    store(
        project,
        new_code_cell(FAKE_CHECK),
        new_markdown_cell("## Exercises", id="exercises"),
    )
    ends = ", ".join(f"{part}-50-1" for part in ("exercise", "answer", "check"))
    ends += ", hint-50-1-1, hint-50-1-2"
    assert type_in("50") == (0, f"50: 5 cells added ({ends})\n")
    cells = {cell.id: cell for cell in read(project / "notebooks/50_tiny.ipynb").cells}
    assert cells["check-50-1"].outputs[0].text == "50.1 8\n"
    assert type_in("50") == (0, "50: unchanged\n")


def test_a_solution_that_fails_its_check_is_not_stored(project):
    """Although a student's run goes on there."""
    fails = new_code_cell("1 / 0", metadata={"tags": [GOES_ON]})
    store(project, fails)
    assert "cell 1 fails; nothing is stored" in refused(project, "50")


@pytest.mark.parametrize("number", ["42", "foo", "../50"])
def test_a_number_without_a_notebook_is_refused(number, project):
    assert refused(project, "50", number) == (
        "Error: notebook needs the number of a file in "
        f"{project / 'notebooks'}, 50; got {number}.\n"
    )


@pytest.mark.parametrize("arguments", [[], ["50", "--all"]])
def test_either_numbers_or_all(arguments, project):
    assert refused(project, *arguments) == (
        "Error: notebook needs either numbers of notebooks, such as 03 09, or --all.\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "its text is not JSON"),
        ("\xff", "its text is not JSON"),
        ("[]", "[] is not of type 'object'"),
        ('{"cells": []}', "'metadata' is a required property"),
        (
            '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}',
            "2 is less than the minimum of 5",
        ),
    ],
)
def test_a_file_that_is_no_notebook_is_refused(text, why, project):
    path = project / "notebooks/50_tiny.ipynb"
    path.write_bytes(text.encode("latin-1"))
    assert refused(project, "50") == (
        f"Error: {path} needs to be a notebook of format 4.5, as JupyterLab saves it: "
        f"{why}.\n"
    )


def test_a_stored_notebook_comes_out_byte_for_byte(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(command_line, "NOTEBOOKS", tmp_path / "notebooks")
    stored = SOLVED[0].read_bytes()
    (tmp_path / "notebooks" / SOLVED[0].name).write_bytes(stored)
    status, said = type_in("01")
    assert status == 0
    assert said.startswith("01: figures/01_")
    assert "output" not in said
    assert (tmp_path / "notebooks" / SOLVED[0].name).read_bytes() == stored
