"""What a notebook's file holds of the course: a student's answers, as plain data.

It is found in time and memory that grow with the size of the file alone.
"""

from nnlib.course.marking.submissions.code_answers import answers_in
from nnlib.course.marking.submissions.notebook_file import NotebookError, cells_of
from nnlib.course.marking.submissions.released import number_in
from nnlib.course.marking.submissions.written_answers import written_in


def contents_of(data, name, released):
    """The fields of a `Submission` that the bytes of a file tell, as a dictionary.

    Which notebook it is the cells say, or else its `name`. Raises `NotebookError`, and
    nothing else.
    """
    cells = cells_of(data)
    number = _number_by_cells(cells, released) or number_in(name, released)
    if number is None:
        raise NotebookError("It is none of the notebooks that were handed out.")
    answers, others, problems = answers_in(cells, released[number])
    marked = {*answers.values()}
    written, pictures, missing = written_in(cells, released[number], marked)
    return {
        "notebook": number,
        "cells": answers,
        "written": written,
        "pictures": pictures,
        "others": others,
        "problems": problems,
        "missing": missing,
    }


def _number_by_cells(cells, released):
    """The notebook whose answers' ids are there most often; None without any."""
    ids = {id for cell in cells for id in cell.ids}
    best = max(released.values(), key=lambda one: len(ids & {*one.answers}))
    return best.number if ids & {*best.answers} else None
