"""What came out: a `Result` for each exercise and written question of each student.

What the instructor gave by hand stands before what the marking gave.
"""

from typing import NamedTuple

from nnlib.course.marking.submissions.released import released
from nnlib.exercises.catalogue import exercises_of, find
from nnlib.exercises.statuses import ERROR, NOT_ATTEMPTED

# the statuses besides those of a verdict
BY_HAND, TO_MARK, NOT_HANDED_IN = "marked by hand", "to mark by hand", "not handed in"


class ByHand(NamedTuple):
    """What the instructor gave for a cell: points, None if none yet, and a comment."""

    points: float | None = None
    comment: str = ""


class Result(NamedTuple):
    """A row of the table of marks, its columns in their order."""

    student: str
    notebook: str  # the name of its file; "" for what is not a notebook of the course
    exercise: str  # 1.2, or the id of a written question
    title: str
    points: float | None  # None: they are still to be given by hand
    of: float
    status: str
    message: str = ""
    comment: str = ""
    note: str = ""  # what was noticed about the notebook, such as which file counts

    @property
    def cell(self):
        """The id of the cell that carries the points."""
        return find(self.exercise).check_cell if "." in self.exercise else self.exercise


def results_of(marked):
    """The results of a marked submission, without what was given by hand."""
    submission, problem = marked.submission, problem_of(marked)
    if submission.notebook is None:
        return [Result(submission.student, "", "", "", 0.0, 0.0, ERROR, problem)]
    verdicts = {verdict.id: verdict for verdict in marked.verdicts}
    note = " ".join(submission.problems) if submission.readable else ""
    return [
        _filled(
            result._replace(note=note),
            verdicts.get(result.exercise),
            submission,
            problem,
        )
        for result in empty_results(submission.student, submission.notebook)
    ]


def _filled(result, verdict, submission, problem):
    if verdict:
        return result._replace(
            points=verdict.points, status=verdict.status, message=verdict.message
        )
    if problem:
        return result._replace(status=ERROR, message=problem)
    result = result._replace(message=submission.missing.get(result.exercise, ""))
    pictures = submission.pictures.get(result.exercise)
    if pictures or submission.written.get(result.exercise, "").strip():
        return result._replace(points=None, status=TO_MARK)
    return result._replace(status=NOT_ATTEMPTED)


def results_of_student(student, group, numbers):
    """The results in all notebooks that came back, also in those of others alone."""
    results = {marked.submission.notebook or 0: results_of(marked) for marked in group}
    results |= {n: empty_results(student, n) for n in numbers if n not in results}
    return [result for number in sorted(results) for result in results[number]]


def with_hand(result, by_hand):
    """The result with what was given by hand for its cell."""
    given = by_hand.get((result.notebook, result.cell), ByHand())
    if given.points is not None:
        result = result._replace(points=given.points, status=BY_HAND)
    return result._replace(comment=given.comment)


def empty_results(student, number):
    """The results of a notebook that was not handed in."""
    notebook = released()[number]
    exercises = [(e.id, e.title, e.points) for e in exercises_of(number)]
    written = [(id, "Written question", of) for id, of in notebook.written.items()]
    return [
        Result(student, notebook.name, id, title, 0.0, of, NOT_HANDED_IN)
        for id, title, of in exercises + written
    ]


def problem_of(marked):
    """Why nothing could be marked, in words; "" if it was."""
    if marked.failure:
        return f"It could not be marked: {marked.failure}"
    submission = marked.submission
    return "" if submission.readable else " ".join(submission.problems)
