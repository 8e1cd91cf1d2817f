"""nbgrader's gradebook: our marks go in, what the instructor gave by hand comes out.

What is in the gradebook already stays: points and comments given by hand are never
changed.
"""

import re
from collections import Counter
from contextlib import contextmanager, suppress

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    MissingEntry,
    SubmittedNotebook,
    app_log,
)

from nnlib.course.marking.records.database import Database
from nnlib.course.marking.records.names import ASSIGNMENT, safe_name
from nnlib.course.marking.records.results import TO_MARK, ByHand
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.visible import visible
from nnlib.course.refusals import Refusal
from nnlib.course.settings.course import AS_IT_IS
from nnlib.exercises.catalogue import exercises_of

CLASS = re.compile(r"^\([\w.]+\) ")  # of an error that nbgrader passes on
app_log.addFilter(lambda record: False)  # tracebacks of what is said in one sentence


class GradebookError(Refusal):
    """The gradebook cannot be used; `reason` is what the database says."""

    def __init__(self, reason):
        self.reason = reason
        super().__init__(
            f"The gradebook cannot be used: {reason}. Correct this, or give another "
            "--gradebook, and run the line again with --resume; what is marked stays."
        )


class Book:
    """The gradebook of a class; `with` closes it."""

    def __init__(self, url):
        self.url = url
        with self._errors_explained():
            self._book = Database(url)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._book.close()

    def check(self):
        """Raise a `GradebookError` where nothing of any student can be written."""
        with self._errors_explained():
            same = {Assignment.name: Assignment.name}
            self._book.db.query(Assignment).update(same, synchronize_session=False)
            self._book.db.commit()

    def add_notebooks(self, numbers, course=AS_IT_IS):
        """Add the notebooks, with their exercises and written questions."""
        with self._errors_explained():
            self._book.update_or_create_assignment(ASSIGNMENT)
            for number in numbers:
                self._add_notebook(number, course)

    def enter(self, student, results, changed=()):
        """Enter the results of a student, in all notebooks.

        `changed` has the pairs (notebook, id of the cell) of answers that are no longer
        those that were marked by hand: they have to be marked again.
        """
        with self._errors_explained():
            submission = self._submission(student)
            self._complete(submission)
            by_cell = {(one.notebook, one.cell): one for one in results}
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    key = notebook.name, grade.name
                    if key in by_cell:
                        self._grade(grade, by_cell[key], key in changed)
            self._book.db.commit()

    def take_off(self, student, results):
        """Enter what lateness costs in each notebook."""
        off = Counter()
        for one in results:
            off[one.notebook] += one.taken_off or 0.0
        with self._errors_explained():
            for notebook in self._submission(student).notebooks:
                notebook.late_submission_penalty = off[notebook.name]
            self._book.db.commit()

    def by_hand(self, student):
        """What was given by hand: a dictionary (notebook, id of cell) -> `ByHand`."""
        exercises = [exercise for n in released() for exercise in exercises_of(n)]
        answers = {exercise.check_cell: exercise.answer_cell for exercise in exercises}
        found = {}
        with self._errors_explained():
            submission = self._book.find_submission(ASSIGNMENT, safe_name(student))
            for notebook in submission.notebooks:
                comments = {c.name: c.manual_comment for c in notebook.comments}
                for grade in notebook.grades:
                    # an exercise is commented on at its answer
                    comment = comments.get(answers.get(grade.name, grade.name))
                    given = ByHand(_points(grade), comment or "")
                    found[notebook.name, grade.name] = given
            self._book.db.rollback()  # lets others write meanwhile
        return found

    def _submission(self, student):
        """The student's submission; a student who is new keeps the name as it was."""
        name, book = safe_name(student), self._book
        try:
            book.find_student(name)
        except MissingEntry:
            book.add_student(name, last_name=visible(student)[:128], first_name="")
        try:
            return book.find_submission(ASSIGNMENT, name)
        except MissingEntry:
            with book.db.no_autoflush:
                return book.add_submission(ASSIGNMENT, name)

    def _add_notebook(self, number, course):
        place = released()[number].name, ASSIGNMENT
        self._book.update_or_create_notebook(*place)
        cells = [
            (one.check_cell, one.answer_cell, course.worth(one.id).points, "code")
            for one in exercises_of(number)
        ]
        written = released()[number].written.items()
        cells += [(id, id, points, "markdown") for id, points in written]
        for grade, answer, points, kind in cells:
            self._book.update_or_create_grade_cell(
                grade, *place, max_score=points, cell_type=kind
            )
            self._book.update_or_create_solution_cell(answer, *place)

    def _complete(self, submission):
        """Add what nbgrader does not: cells that are newer than the submission."""
        there = {notebook.name: notebook for notebook in submission.notebooks}
        for assigned in submission.assignment.notebooks:
            notebook = there.get(assigned.name)
            if notebook is None:
                notebook = SubmittedNotebook(notebook=assigned, assignment=submission)
                self._book.db.add(notebook)
            for kind, cells, entries in (
                (Grade, assigned.grade_cells, notebook.grades),
                (Comment, assigned.solution_cells, notebook.comments),
            ):
                done = {entry.cell_id for entry in entries}
                for cell in cells:
                    if cell.id not in done:
                        self._book.db.add(kind(cell=cell, notebook=notebook))

    def _grade(self, grade, result, changed):
        grade.auto_score = result.points
        to_mark = result.status == TO_MARK and grade.manual_score is None
        again = grade.manual_score is not None and grade.needs_manual_grade
        grade.needs_manual_grade = to_mark or changed or again

    @contextmanager
    def _errors_explained(self):
        """Turn any error into a `GradebookError`, and leave the gradebook as it was."""
        try:
            yield
        except Exception as error:  # a damaged gradebook leads to errors of all kinds
            with suppress(Exception):  # there may be no gradebook yet
                self._book.db.rollback()
            reason = str(getattr(error, "orig", None) or error) or repr(error)
            raise GradebookError(
                CLASS.sub("", reason.splitlines()[0]).rstrip(".")
            ) from error


def _points(grade):
    """The points given by hand, with the extra ones; None while they are missing."""
    by_hand = grade.manual_score is not None or grade.extra_credit
    if grade.needs_manual_grade or not by_hand:
        return None
    points = grade.manual_score
    if points is None:
        points = grade.auto_score or 0.0
    return points + (grade.extra_credit or 0.0)
