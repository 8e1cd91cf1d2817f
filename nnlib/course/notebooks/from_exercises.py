"""The cells of the exercises: titles, points, minutes, hints, checks, nbgrader's marks.

They are typed in the declaration of each exercise alone. The task in words and the
solution stand in the notebook, and stay as they are.
"""

import re
from copy import deepcopy
from itertools import chain

import click
from nbformat.v4 import new_code_cell, new_markdown_cell

from nnlib.course.notebooks.first_texts import first_answer, first_task

HEADING = "## Exercises"
OF_AN_EXERCISE = re.compile(r"(exercise|answer|check|hints)-(\d+)-(\d+)")
IMPORT = "from nnlib.exercises import check"  # a check can be the first cell to run
GOES_ON = "raises-exception"  # Jupyter's tag: behind an error in it Run All goes on
HEAD = re.compile(r"(### .*\n+)?(\*\d+ points?, about \d+ minutes\.\* ?)?")


def with_exercises(notebook, exercises, number):
    """Copy a notebook; its cells say what the declarations of `exercises` say.

    A cell that is missing is added behind the one before it. Raises ClickException,
    which names the notebook by `number`, for cells of an exercise that is gone, or if
    the heading of the exercises is missing.
    """
    notebook = deepcopy(notebook)
    there = {cell.id: cell for cell in notebook.cells}
    _refuse_gone(there, exercises, number)
    place = _heading(notebook.cells, number) if exercises else None
    for cell in chain.from_iterable(_cells(exercise, there) for exercise in exercises):
        if cell.id in there:
            place = notebook.cells.index(there[cell.id])
            _bring_up_to_date(there[cell.id], cell)
        else:
            place += 1
            notebook.cells.insert(place, cell)
    return notebook


def _cells(exercise, there):
    """The four cells of an exercise, with the task and the solution that are there."""
    end = exercise.id.replace(".", "-")
    task, hints = f"exercise-{end}", f"hints-{end}"
    answer, check = exercise.answer_cell, exercise.check_cell
    task_text = there[task].source if task in there else first_task(exercise)
    answer_text = there[answer].source if answer in there else first_answer(exercise)
    calling = f'{IMPORT}\n\ncheck("{exercise.id}")'
    graded = {"grade": True, "locked": True, "points": exercise.points}
    return [
        new_markdown_cell(_head(exercise) + HEAD.sub("", task_text, 1), id=task),
        new_code_cell(answer_text, id=answer, metadata=_marks(answer, solution=True)),
        new_code_cell(calling, id=check, metadata=_marks(check, **graded)),
        new_markdown_cell(_hints(exercise), id=hints),
    ]


def _head(exercise):
    points = f"{exercise.points} point{'s' * (exercise.points > 1)}"
    return (
        f"### {exercise.id} · {exercise.title}\n\n"
        f"*{points}, about {exercise.minutes} minutes.* "
    )


def _hints(exercise):
    return "\n\n".join(
        f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        for number, hint in enumerate(exercise.hints, start=1)
    )


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
    for cell_id in there:
        found = OF_AN_EXERCISE.fullmatch(cell_id)
        if found and (gone := f"{found[2]}.{found[3]}") not in known:
            cells = [id for id in there if id.endswith(f"-{found[2]}-{found[3]}")]
            raise click.ClickException(
                f"notebook {number} needs its exercises declared, and {gone} is gone "
                f"from nnlib/exercises/notebook_{number}: remove its cells, "
                f"{', '.join(cells)}."
            )
