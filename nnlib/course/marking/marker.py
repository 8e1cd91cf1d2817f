"""The whole of a marking: read, mark, enter, and write what came out.

What is marked is in the journal, so everything after it can be done again.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from nnlib.course.marking.batch import mark_all
from nnlib.course.marking.feedback import feedback_page
from nnlib.course.marking.form_grader import (
    changed_answers,
    graded_notebook,
    lay_out,
    place_of,
)
from nnlib.course.marking.names import safe_name
from nnlib.course.marking.rows import name_of, problem_of, rows_of_student, with_hand
from nnlib.course.marking.summary import Summary
from nnlib.course.marking.tables import one_line, table, write
from nnlib.course.refusals import Refusal
from nnlib.engine.cluster import executor_of
from nnlib.progress import counter


@contextmanager
def place_of_work(workers, scheduler):
    """Where the jobs are done: threads of this computer, or a Dask cluster."""
    if scheduler is None:
        with ThreadPoolExecutor(workers or os.cpu_count()) as executor:
            yield executor
        return
    with ExitStack() as stack:
        try:
            executor = stack.enter_context(executor_of(scheduler))
        except (ModuleNotFoundError, ValueError, ConnectionError) as error:
            raise Refusal(f"--{error}") from error  # it begins with the argument's name
        yield executor


def mark_class(submissions, journal, sandbox, executor):
    """Mark all submissions; a file that was none and is gone is forgotten."""
    mark_all(submissions, journal, sandbox, executor)
    there = {(one.student, one.notebook or 0) for one in submissions}
    for student in {student for student, _ in there}:
        if (student, 0) in set(journal.keys) - there:
            journal.forget((student, 0))


def publish(journal, book, folder):
    """Enter all marks, and write table, feedback, notebooks and picture.

    Returns the `Summary` and a list of what could not be marked, in words.
    """
    numbers = sorted({number for _, number in journal.keys if number})
    book.add_notebooks(numbers)
    lay_out(folder, numbers, book.url)
    summary, unmarked = Summary(), []
    students = len({student for student, _ in journal.keys})
    with (
        table(folder / "marks.csv") as add,
        counter(students, unit="student") as show,
    ):
        for done, (student, group) in enumerate(journal.by_student()):
            show(done)
            for row in _publish_student(student, group, numbers, book, folder):
                add(row)
                summary.add(row)
            unmarked += [_words(marked) for marked in group if problem_of(marked)]
    write(folder / "points.svg", summary.picture())
    return summary, unmarked


def _publish_student(student, group, numbers, book, folder):
    """Enter and write all of one student; return the rows, with what is by hand."""
    rows = rows_of_student(student, group, numbers)
    files, changed = {}, set()
    for marked in group:
        if number := marked.submission.notebook:
            path = place_of(folder, student, number)
            files[path] = graded_notebook(marked)
            changed |= changed_answers(path, files[path])
    book.enter(student, rows, changed)
    for path, text in files.items():
        write(path, text)
    by_hand = book.by_hand(student)
    rows = [with_hand(row, by_hand) for row in rows]
    for marked in group:
        number = marked.submission.notebook or 0
        name = name_of(number) if number else ""
        page = feedback_page(marked, [row for row in rows if row.notebook == name])
        write(folder / "feedback" / safe_name(student) / f"{number:02}.html", page)
    return rows


def _words(marked):
    one = marked.submission
    place = f"{one.student}, {one.path}" if one.notebook else one.student
    return one_line(f"{place}: {problem_of(marked)}")
