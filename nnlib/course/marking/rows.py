"""The marks as rows: one for each exercise and written question of each student.

What the instructor gave by hand stands before what the marking gave.
"""

from typing import NamedTuple

from nnlib.course.marking.examiner import ERROR
from nnlib.course.marking.masters import answer_cell, masters
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.judging import NOT_ATTEMPTED

BY_HAND, TO_MARK, NOT_HANDED_IN = "marked by hand", "to mark by hand", "not handed in"


class ByHand(NamedTuple):
    """What the instructor gave for a cell: points, None if none yet, and a comment."""

    points: float | None = None
    comment: str = ""


class Row(NamedTuple):
    """A row of the table, its columns in their order."""

    student: str
    notebook: str  # the name of its file; "" for what is not a notebook of the course
    exercise: str  # 1.2, or the id of a written question
    title: str
    points: float | None  # None: they are still to be given by hand
    of: float
    status: str
    message: str = ""
    comment: str = ""


def rows_of(marked):
    """The rows of a marked submission, without what was given by hand."""
    submission, problem = marked.submission, problem_of(marked)
    if submission.notebook is None:
        return [Row(submission.student, "", "", "", 0.0, 0.0, ERROR, problem)]
    rows = empty_rows(submission.student, submission.notebook)
    verdicts = {verdict.id: verdict for verdict in marked.verdicts}
    return [
        _filled(row, verdicts.get(row.exercise), submission, problem) for row in rows
    ]


def _filled(row, verdict, submission, problem):
    if verdict:
        return row._replace(
            points=verdict.points, status=verdict.status, message=verdict.message
        )
    if problem:
        return row._replace(status=ERROR, message=problem)
    row = row._replace(message=submission.missing.get(row.exercise, ""))
    if submission.written.get(row.exercise, "").strip():
        return row._replace(points=None, status=TO_MARK)
    return row._replace(status=NOT_ATTEMPTED)


def rows_of_student(student, group, numbers):
    """The rows of all notebooks that came back, those of others among them."""
    rows = {marked.submission.notebook or 0: rows_of(marked) for marked in group}
    rows |= {n: empty_rows(student, n) for n in numbers if n not in rows}
    return [row for number in sorted(rows) for row in rows[number]]


def with_hand(row, by_hand):
    """The row with what was given by hand for its cell."""
    given = by_hand.get((row.notebook, cell_of(row)), ByHand())
    if given.points is not None:
        row = row._replace(points=given.points, status=BY_HAND)
    return row._replace(comment=given.comment)


def empty_rows(student, number):
    """The rows of a notebook that was not handed in."""
    master = masters()[number]
    exercises = [(e.id, e.title, e.points) for e in exercises_of(number)]
    written = [(id, "Written question", of) for id, of in master.written.items()]
    return [
        Row(student, name_of(number), id, title, 0.0, of, NOT_HANDED_IN)
        for id, title, of in exercises + written
    ]


def problem_of(marked):
    """Why nothing could be marked, in words; "" if it was."""
    if marked.failure:
        return f"It could not be marked: {marked.failure}"
    submission = marked.submission
    return "" if submission.readable else " ".join(submission.problems)


def name_of(number):
    """The name of a notebook: that of its file, without its ending."""
    return masters()[number].file.removesuffix(".ipynb")


def check_cell(exercise):
    """The id of the cell that carries the points of an exercise: `check-1-2`."""
    return answer_cell(exercise).replace("answer", "check")


def cell_of(row):
    """The id of the cell that carries the points of a row."""
    is_exercise = "." in row.exercise
    return f"check-{row.exercise.replace('.', '-')}" if is_exercise else row.exercise
