"""The cells of the exercises: titles, points, minutes, hints, checks, nbgrader's marks.

They are typed in the declaration of each exercise alone. The task in words and the
solution stand in the notebook, and stay as they are.
"""

import re
from copy import deepcopy

import click
from nbformat.v4 import new_code_cell, new_markdown_cell

from nnlib.course.notebooks.first_texts import first_answer, first_task

HEADING = "## Exercises"
OF_AN_EXERCISE = re.compile(r"(?:exercise|answer|check|hint)-(\d+)-(\d+)(-\d+)?")
IMPORT = "from nnlib.exercises import check"  # a check can be the first cell to run
GOES_ON = "raises-exception"  # Jupyter's tag: behind an error in it Run All goes on
HEAD = re.compile(r"(### .*\n+)?(\*\d+ points?, about \d+ minutes\.\* ?)?")


def with_exercises(notebook, exercises, number):
    """Copy a notebook; its cells say what the declarations of `exercises` say.

    A cell that is missing is added behind the one before it; a hint that is no longer
    declared is removed. Raises ClickException, which names the notebook by `number`,
    for cells of an exercise that is gone, or if the heading of the exercises is
    missing.
    """
    notebook = deepcopy(notebook)
    there = {cell.id: cell for cell in notebook.cells}
    _refuse_gone(there, exercises, number)
    place = _heading(notebook.cells, number) if exercises else None
    declared = [cell for exercise in exercises for cell in _cells(exercise, there)]
    _remove_hints(notebook, {cell.id for cell in declared})
    for cell in declared:
        if cell.id in there:
            place = notebook.cells.index(there[cell.id])
            _bring_up_to_date(there[cell.id], cell)
        else:
            place += 1
            notebook.cells.insert(place, cell)
    return notebook


def _cells(exercise, there):
    """The cells of an exercise, with the task and the solution that are there."""
    end = exercise.id.replace(".", "-")
    task = f"exercise-{end}"
    answer, check = exercise.answer_cell, exercise.check_cell
    task_text = there[task].source if task in there else first_task(exercise)
    answer_text = there[answer].source if answer in there else first_answer(exercise)
    calling = f'{IMPORT}\n\ncheck("{exercise.id}")'
    graded = {"grade": True, "locked": True, "points": exercise.points}
    return [
        new_markdown_cell(_head(exercise) + HEAD.sub("", task_text, 1), id=task),
        new_code_cell(answer_text, id=answer, metadata=_marks(answer, solution=True)),
        new_code_cell(calling, id=check, metadata=_marks(check, **graded)),
        *_hints(exercise, f"hint-{end}"),
    ]


def _head(exercise):
    points = f"{exercise.points} point{'s' * (exercise.points > 1)}"
    return (
        f"### {exercise.id} · {exercise.title}\n\n"
        f"*{points}, about {exercise.minutes} minutes.* "
    )


def _hints(exercise, name):
    """A cell for each hint: who opens the source of one sees no other."""
    return [
        new_markdown_cell(
            f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>",
            id=f"{name}-{number}",
        )
        for number, hint in enumerate(exercise.hints, start=1)
    ]


def _marks(cell_id, **marks):
    """A cell's metadata in nbgrader's format, schema 3, and Jupyter's tag."""
    usual = {"grade": False, "locked": False, "solution": False, "task": False}
    nbgrader = usual | {"grade_id": cell_id, "schema_version": 3} | marks
    return {"nbgrader": nbgrader, "tags": [GOES_ON]}


def _bring_up_to_date(old, new):
    tags = dict.fromkeys([*old.metadata.get("tags", ()), *new.metadata.get("tags", ())])
    others = {key: kept for key, kept in old.metadata.items() if key != "nbgrader"}
    old.source, old.metadata = new.source, others | new.metadata
    if tags:
        old.metadata["tags"] = [*tags]


def _remove_hints(notebook, declared):
    notebook.cells = [
        cell
        for cell in notebook.cells
        if not cell.id.startswith("hint-") or cell.id in declared
    ]


def _heading(cells, number):
    for index, cell in enumerate(cells):
        if cell.source.startswith(HEADING):
            return index
    raise click.ClickException(
        f"notebook {number} needs a cell that begins with {HEADING}: "
        "the exercises stand below it."
    )


def _refuse_gone(there, exercises, number):
    known = {exercise.id for exercise in exercises}
    cells_of = {}
    for found in filter(None, map(OF_AN_EXERCISE.fullmatch, there)):
        cells_of.setdefault(f"{found[1]}.{found[2]}", []).append(found[0])
    for gone in (id for id in cells_of if id not in known):
        raise click.ClickException(
            f"notebook {number} needs its exercises declared, and {gone} is gone "
            f"from nnlib/exercises/notebook_{number}: remove its cells, "
            f"{', '.join(cells_of[gone])}."
        )
