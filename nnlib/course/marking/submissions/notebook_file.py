"""What is in a notebook's file, whatever it is: its cells, and a student's answers.

Only what is needed is read, in time and memory that grow with the size of the file.
"""

import json
from typing import NamedTuple

from nnlib.course.marking.submissions.code_answers import answers_in
from nnlib.course.marking.submissions.not_marked import cause_in
from nnlib.course.marking.submissions.released import number_in
from nnlib.course.marking.submissions.written_answers import written_in

MOST_CELLS = 20_000


class NotebookError(ValueError):
    """The file is not a notebook; the text says why."""


class Cell(NamedTuple):
    """A cell: `ids` are those that Jupyter and nbgrader gave it."""

    is_code: bool
    source: str
    ids: tuple
    pictures: tuple = ()  # the base64 of what is attached to it


def cells_of(data):
    """The cells in the bytes of a file; raises `NotebookError`, and nothing else."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        words = "It is not a notebook: lists in lists without end."
        raise NotebookError(words) from None
    except ValueError:
        words = f"It is not a notebook: its text is not JSON. {cause_in(data)}"
        raise NotebookError(words.rstrip()) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise NotebookError(
            "It has no list of cells, as notebooks of format 4 have. Open and save it "
            "in JupyterLab."
        )
    if len(cells) > MOST_CELLS:
        raise NotebookError(
            f"It has {len(cells)} cells, and at most {MOST_CELLS} are read."
        )
    return [_cell(cell) for cell in cells if isinstance(cell, dict)]


def clean(text):
    """The text without what cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _cell(cell):
    is_code, source = cell.get("cell_type") == "code", _joined(cell.get("source"))
    metadata = _dictionary(cell, "metadata")
    given = [_dictionary(metadata, "nbgrader").get("grade_id"), cell.get("id")]
    ids = tuple(id for id in given if isinstance(id, str))
    return Cell(is_code, clean(source), ids, () if is_code else _attached(cell))


def _attached(cell):
    files = _dictionary(cell, "attachments").values()
    kinds = [one for file in files if isinstance(file, dict) for one in file.values()]
    return tuple(_joined(one) for one in kinds)


def _joined(value):
    """A text, which may be a list of its lines; "" for anything else."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _dictionary(holder, key):
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def contents_of(data, name, released):
    """The fields of a `Submission` that the bytes of a file tell, as a dictionary.

    Which notebook it is the cells say, or else its `name`. Raises `NotebookError`, and
    nothing else.
    """
    cells = cells_of(data)
    number = _number_by_cells(cells, released) or number_in(name, released)
    if number is None:
        raise NotebookError("It is none of the notebooks that were handed out.")
    answers, *rest = answers_in(cells, released[number])
    written = written_in(cells, released[number], {*answers.values()})
    names = (
        "notebook",
        "cells",
        "others",
        "problems",
        "written",
        "pictures",
        "missing",
    )
    return dict(zip(names, (number, answers, *rest, *written), strict=True))


def _number_by_cells(cells, released):
    """The notebook whose answers' ids are there most often; None without any."""
    ids = {id for cell in cells for id in cell.ids}
    best = max(released.values(), key=lambda one: len(ids & {*one.answers}))
    return best.number if ids & {*best.answers} else None
