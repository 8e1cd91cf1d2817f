"""What came out: a `Result` for each exercise and written question of each student.

What the instructor gave by hand stands before what the marking gave.
"""

from dataclasses import replace
from typing import NamedTuple

from nnlib.course.marking.submissions.released import released
from nnlib.course.settings.course import AS_IT_IS
from nnlib.exercises.catalogue import exercises_of, find
from nnlib.exercises.statuses import ERROR, NOT_ATTEMPTED

# the statuses besides those of a verdict
BY_HAND, TO_MARK, NOT_HANDED_IN = "marked by hand", "to mark by hand", "not handed in"
NOT_COUNTED = "not counted"  # of a written question
EXTRA, EXEMPT = "extra", "exempt"  # what an exercise counts, if not as usual
UNKNOWN = "When it was handed in is not known, so nothing is taken off for lateness."


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
    counts: str = ""  # EXTRA, EXEMPT, or as usual
    handed_in: str = ""  # when, and who says so
    days_late: int | None = None
    taken_off: float | None = None  # of the points, for lateness

    @property
    def cell(self):
        """The id of the cell that carries the points."""
        return find(self.exercise).check_cell if "." in self.exercise else self.exercise

    @property
    def counted(self):
        """The points that count in the end; 0 while they are to be given."""
        return (self.points or 0.0) - (self.taken_off or 0.0)

    @property
    def needed(self):
        """The points of which all make 100 %."""
        return 0.0 if self.counts == EXTRA else self.of


def results_of(marked, course=AS_IT_IS):
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
        for result in empty_results(submission.student, submission.notebook, course)
    ]


def _filled(result, verdict, submission, problem):
    if verdict:
        return result._replace(
            points=verdict.points, status=verdict.status, message=verdict.message
        )
    if problem:
        return result._replace(status=ERROR, message=problem)
    result = result._replace(message=submission.missing.get(result.exercise, ""))
    if result.counts == EXEMPT:
        return result._replace(status=NOT_COUNTED)
    pictures = submission.pictures.get(result.exercise)
    if pictures or submission.written.get(result.exercise, "").strip():
        return result._replace(points=None, status=TO_MARK)
    return result._replace(status=NOT_ATTEMPTED)


def results_of_student(student, group, numbers, course=AS_IT_IS):
    """The results in all notebooks that came back, also in those of others alone."""
    results = {m.submission.notebook or 0: results_of(m, course) for m in group}
    missing = [number for number in numbers if number not in results]
    results |= {number: empty_results(student, number, course) for number in missing}
    return [result for number in sorted(results) for result in results[number]]


def with_hand(result, by_hand):
    """The result with what was given by hand for its cell."""
    given = by_hand.get((result.notebook, result.cell), ByHand())
    if given.points is not None and result.counts != EXEMPT:
        result = result._replace(points=given.points, status=BY_HAND)
    return result._replace(comment=given.comment)


def with_points(marked, course):
    """The marked submission with the points of the course, not those declared."""
    return replace(marked, verdicts=tuple(map(course.with_points, marked.verdicts)))


def with_lateness(result, submission, course):
    """The result with when its notebook was handed in, and what that costs."""
    came = course.lateness(submission)
    result = result._replace(handed_in=came.handed_in, days_late=came.days or None)
    if came.share < 1:
        off = round((result.points or 0.0) * (1 - came.share), 2)
        result = result._replace(taken_off=off)
    if came.unknown:
        result = result._replace(note=f"{result.note} {UNKNOWN}".strip())
    return result


def empty_results(student, number, course=AS_IT_IS):
    """The results of a notebook that was not handed in."""
    notebook = released()[number]
    exercises = [(e.id, e.title, e.points) for e in exercises_of(number)]
    written = [(id, "Written question", of) for id, of in notebook.written.items()]
    worths = [
        (id, title, course.worth(id, of)) for id, title, of in exercises + written
    ]
    return [
        Result(
            student, notebook.name, id, title, 0.0, worth.points, NOT_HANDED_IN
        )._replace(counts=EXTRA if worth.extra else "" if worth.points else EXEMPT)
        for id, title, worth in worths
    ]


def problem_of(marked):
    """Why nothing could be marked, in words; "" if it was."""
    if marked.failure:
        return f"It could not be marked: {marked.failure}"
    submission = marked.submission
    return "" if submission.readable else " ".join(submission.problems)
