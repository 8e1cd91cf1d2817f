"""Enter all marks in the gradebook, and write what comes out of them.

It reads the journal alone, so it can be done again at any time.
"""

from nnlib.atomic_write import write
from nnlib.course.marking.records.names import safe_name
from nnlib.course.marking.records.results import (
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
from nnlib.progress import counter


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
            for result in _publish_student(student, group, numbers, book, folder):
                add(result)
                summary.add(result)
            unmarked += [_words(marked) for marked in group if problem_of(marked)]
    write(folder / "points.svg", summary.picture())
    return summary, unmarked


def _publish_student(student, group, numbers, book, folder):
    """Enter and write all of one student; return the results, with what is by hand."""
    results = results_of_student(student, group, numbers)
    files, changed = {}, set()
    for marked in group:
        if number := marked.submission.notebook:
            path = autograded_path(folder, student, number)
            files[path] = graded_notebook(marked)
            changed |= changed_answers(path, files[path])
    book.enter(student, results, changed)
    for path, text in files.items():
        write(path, text)
    by_hand = book.by_hand(student)
    results = [with_hand(result, by_hand) for result in results]
    for marked in group:
        number = marked.submission.notebook or 0
        name = released()[number].name if number else ""
        page = feedback_page(marked, [one for one in results if one.notebook == name])
        write(folder / "feedback" / safe_name(student) / f"{number:02}.html", page)
    return results


def _words(marked):
    one = marked.submission
    place = f"{one.student}, {one.path}" if one.notebook else one.student
    return one_line(f"{place}: {problem_of(marked)}")
