"""Enter all marks in the gradebook, and write what comes out of them.

It reads the journal alone, so it can be done again at any time.
"""

import errno
from contextlib import contextmanager

from nnlib.atomic_write import write
from nnlib.course.marking.records.gradebook import GradebookError
from nnlib.course.marking.records.names import safe_name
from nnlib.course.marking.records.results import (
    empty_results,
    problem_of,
    results_of_student,
    with_hand,
)
from nnlib.course.marking.reports.feedback import feedback_page
from nnlib.course.marking.reports.form_grader import (
    autograded_path,
    changed_answers,
    graded_notebook,
    lay_out,
)
from nnlib.course.marking.reports.marks_csv import table
from nnlib.course.marking.reports.summary import Summary
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.visible import one_line
from nnlib.course.refusals import Refusal
from nnlib.exercises.statuses import ERROR
from nnlib.progress import counter

NOT_ENTERED = (
    "not entered in the gradebook: {}. What was given by hand is left out of marks.csv "
    "and of the feedback; run the line again with --resume."
)
# errors of a whole disk: nothing of any student can be written any more
FOR_ALL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def publish(journal, book, folder):
    """Enter all marks, and write table, feedback, notebooks and picture.

    Returns the `Summary` and a list of what could not be marked or written, in words:
    what fails for one student is done for all others.
    """
    numbers = sorted({number for _, number in journal.keys} & {*released()})
    book.add_notebooks(numbers)
    lay_out(folder, numbers, book.url)
    summary, told = Summary(), []
    students = len({student for student, _ in journal.keys})
    with (
        table(folder / "marks.csv") as add,
        counter(students, unit="student") as show,
    ):
        for done, (student, group) in enumerate(journal.by_student()):
            show(done)
            told += [_words(marked) for marked in group if problem_of(marked)]
            with _surely(student, "row in marks.csv", told):
                one = student, group, numbers
                for result in _publish_student(*one, book, folder, told):
                    add(result)
                    summary.add(result)
    write(folder / "points.svg", summary.picture())
    return summary, told


@contextmanager
def _surely(student, what, told):
    """Go on after an error that has to do with one student alone, and tell it."""
    try:
        yield
    except Exception as error:
        if isinstance(error, Refusal) or getattr(error, "errno", None) in FOR_ALL:
            raise
        reason = f"{type(error).__name__}: {error}"
        told.append(one_line(f"{student}: no {what} could be written: {reason}"))


def _publish_student(student, group, numbers, book, folder, told):
    """Enter and write all of one student; return the results, with what is by hand."""
    results = _results(student, group, numbers, told)
    files, changed = {}, set()
    for marked in group:
        if number := marked.submission.notebook:
            with _surely(student, "notebook for the form grader", told):
                path = autograded_path(folder, student, number)
                files[path] = graded_notebook(marked)
                changed |= changed_answers(path, files[path])
    try:
        book.enter(student, results, changed)
        by_hand = book.by_hand(student)
    except GradebookError as error:
        book.check()  # it ends the run if nobody can be entered
        told.append(one_line(f"{student}: {NOT_ENTERED.format(error.reason)}"))
        files, by_hand = {}, {}  # a later run has to see which answers changed
    for path, text in files.items():
        with _surely(student, "notebook for the form grader", told):
            write(path, text)
    results = [with_hand(result, by_hand) for result in results]
    for marked in group:
        with _surely(student, "feedback", told):
            _write_feedback(marked, results, folder)
    return results


def _results(student, group, numbers, told):
    """The results of one student; of marks that cannot be read, rows that say so."""
    with _surely(student, "marks", told):
        return results_of_student(student, group, numbers)
    rows = [row for number in numbers for row in empty_results(student, number)]
    return [row._replace(status=ERROR, message=told[-1]) for row in rows]


def _write_feedback(marked, results, folder):
    submission = marked.submission
    number = submission.notebook or 0
    name = released()[number].name if number else ""
    page = feedback_page(marked, [one for one in results if one.notebook == name])
    place = folder / "feedback" / safe_name(submission.student)
    write(place / f"{number:02}.html", page)


def _words(marked):
    one = marked.submission
    place = f"{one.student}, {one.path}" if one.notebook else one.student
    return one_line(f"{place}: {problem_of(marked)}")
