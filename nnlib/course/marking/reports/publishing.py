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
    with_lateness,
    with_points,
)
from nnlib.course.marking.reports.feedback import feedback_page
from nnlib.course.marking.reports.form_grader import (
    autograded_path,
    changed_answers,
    graded_notebook,
    lay_out,
)
from nnlib.course.marking.reports.grades import Grades
from nnlib.course.marking.reports.marks_csv import table
from nnlib.course.marking.reports.summary import Summary
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.submissions.students import NOBODY
from nnlib.course.marking.visible import one_line
from nnlib.course.refusals import Refusal
from nnlib.course.settings.course import AS_IT_IS
from nnlib.course.settings.declared import declared
from nnlib.course.settings.hand_outs import with_those_beside
from nnlib.exercises.statuses import ERROR
from nnlib.progress import counter

NOT_ENTERED = (
    "not entered in the gradebook: {}. What was given by hand is left out of marks.csv "
    "and of the feedback; run the line again with --resume."
)
# errors of a whole disk: nothing of any student can be written any more
FOR_ALL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def publish(journal, book, folder, course=AS_IT_IS, roster=NOBODY):
    """Enter all marks, and write table, feedback, notebooks and picture.

    Returns the `Summary`, a list of what could not be marked or written, in words, and
    the `Grades`: what fails for one student is done for all others.
    """
    numbers = with_those_beside({number for _, number in journal.keys} & {*released()})
    book.add_notebooks(numbers, course)
    lay_out(folder, numbers, book.url)
    summary, told, grades = Summary(), [], Grades(numbers, roster)
    students = len({student for student, _ in journal.keys})
    with (
        table(folder / "marks.csv") as add,
        counter(students, unit="student") as show,
    ):
        for done, (student, group) in enumerate(journal.by_student()):
            show(done)
            group = [with_points(m, course) for m in group if is_of_course(m)]
            grades.note(student, group)
            told += [_words(marked) for marked in group if problem_of(marked)]
            with _surely(student, "row in marks.csv", told):
                one = student, group, numbers, course
                for result in _publish_student(*one, book, folder, told):
                    add(result)
                    summary.add(result)
                    grades.add(result)
    write(folder / "points.svg", summary.picture())
    grades.write(folder / "grades.csv")
    return summary, told, grades


def is_of_course(marked):
    """Whether it is of a notebook that the course has, or of none at all."""
    number = marked.submission.notebook
    return number in released() or number not in declared()


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


def _publish_student(student, group, numbers, course, book, folder, told):
    """Enter and write all of one student; return the results, with what is by hand."""
    results = _results(student, group, numbers, course, told)
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
    results = _with_lateness(results, group, course)
    if course.due:
        book.take_off(student, results)
    for marked in group:
        with _surely(student, "feedback", told):
            _write_feedback(marked, results, folder, course)
    return results


def _with_lateness(results, group, course):
    came = {}
    for marked in group:
        if (number := marked.submission.notebook) in released():
            came[released()[number].name] = marked.submission
    return [
        with_lateness(result, came[result.notebook], course)
        if result.notebook in came
        else result
        for result in results
    ]


def _results(student, group, numbers, course, told):
    """The results of one student; of marks that cannot be read, rows that say so."""
    with _surely(student, "marks", told):
        return results_of_student(student, group, numbers, course)
    rows = [row for number in numbers for row in empty_results(student, number, course)]
    return [row._replace(status=ERROR, message=told[-1]) for row in rows]


def _write_feedback(marked, results, folder, course):
    submission = marked.submission
    number = submission.notebook or 0
    name = released()[number].name if number else ""
    those = [one for one in results if one.notebook == name]
    page = feedback_page(marked, those, course.name)
    place = folder / "feedback" / safe_name(submission.student)
    write(place / f"{number:02}.html", page)


def _words(marked):
    one = marked.submission
    place = f"{one.student}, {one.path}" if one.notebook else one.student
    return one_line(f"{place}: {problem_of(marked)}")
