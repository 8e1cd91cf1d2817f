"""The command `mark`: what is said in the terminal, and in which order things are done.

Every error is one sentence; what is marked stays.
"""

import sys
from difflib import get_close_matches
from pathlib import Path

import click
from sqlalchemy import URL

from nnlib.course.marking.examining.examiner import versions
from nnlib.course.marking.examining.explaining import explain
from nnlib.course.marking.marker import mark_class, open_executor
from nnlib.course.marking.records.database import check_address
from nnlib.course.marking.records.gradebook import Book
from nnlib.course.marking.records.journal import open_journal, seed_of
from nnlib.course.marking.reports.feedback_zips import write_feedback_zips
from nnlib.course.marking.reports.filling import fill_in
from nnlib.course.marking.reports.grade_tables import GradeTable
from nnlib.course.marking.reports.publishing import publish
from nnlib.course.marking.sandbox import available
from nnlib.course.marking.submissions.attempts import NEWEST
from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.submissions.shapes import NAMES
from nnlib.course.marking.submissions.students import Roster
from nnlib.course.marking.visible import one_line, visible
from nnlib.course.refusals import Refusal
from nnlib.course.settings.current import current
from nnlib.course.settings.numbers import numbers_in
from nnlib.exercises.catalogue import find

DOUBTFUL = (
    "The submissions may be read wrongly; nothing is marked. Arrange them otherwise, "
    f"or say what they are: --shape {', '.join(NAMES)}."
)
DAMAGED = (
    "Damaged lines of {}, left out: {}. What they held is marked again if it is in the "
    "submissions."
)


def run_marking(submissions, folder, *, dry_run, explain, reading, giving, marking):
    """Mark a class and say what came out; the exit status is 1 if anything was not.

    Before, it says how the submissions were read, and stops where that looks wrong.

    reading  the options on how they are read: shape, attempt, roster
    giving   those on what becomes of the points: into, column, notebook, feedback_zip
    marking  all others
    """
    try:
        course = current()
        shape = reading["shape"]
        reading["attempt"] = reading["attempt"] or course.attempt or NEWEST
        reading["roster"] = reading["roster"] or course.roster
        _check_folder(folder, submissions)
        number = check_giving(**giving)
        handed_in = read(submissions, **reading)
    except Refusal as refusal:
        raise click.ClickException(visible(str(refusal))) from refusal
    if explain:
        return _explain(handed_in, folder, *explain, course, marking)
    if dry_run or (handed_in.doubts and not shape):
        click.echo(visible(str(handed_in)))
    if handed_in.doubts and not shape:
        lines = "\n  ".join([DOUBTFUL, *map(one_line, handed_in.doubts)])
        raise click.ClickException(lines)
    if not dry_run:
        roster = Roster(reading["roster"] and Path(reading["roster"]))
        those = handed_in, folder, course, roster
        _mark(*those, giving | {"notebook": number}, **marking)


def check_giving(into, column, notebook, feedback_zip):
    """The number of the notebook whose points are given; None for all together.

    Raises `Refusal` for options that do not go together, and an unknown table.
    """
    if into is None:
        if column or notebook:
            raise Refusal("--column and --notebook need a table to fill: --into FILE.")
        return None
    GradeTable(into).place_of(column)
    numbers = numbers_in([notebook], released()) if notebook else ()
    if len(numbers) > 1:
        raise Refusal(f"--notebook needs one notebook; got {notebook}.")
    return numbers[0] if numbers else None


def _explain(handed_in, folder, student, id, course, marking):
    """Print every case of a student's answer, for the instructor alone."""
    try:
        exercise = find(id)
        found = [one for one in handed_in if one.student == student]
        those = [one for one in found if one.notebook == exercise.notebook]
        if not those:
            students = list(dict.fromkeys(one.student for one in handed_in))
            near = ", ".join(get_close_matches(student, students, 3, 0.3))
            raise Refusal(
                f"--explain needs a student with notebook {exercise.notebook:02}, as "
                f"marks.csv names them; got {student}. Near: {near or 'nobody'}."
            )
        seed = marking["seed"]
        seed = seed_of(folder) if seed is None else seed
        if seed is None:
            raise Refusal(f"--explain needs --seed, or marks in {folder}.")
        sandbox = available.find_sandbox(trust_students=marking["trust_students"])
        options = {"sandbox": sandbox, "seconds": course.seconds}
        for line in explain(those[0], exercise, seed, **options):
            click.echo(visible(line))
    except (Refusal, ValueError) as error:
        raise click.ClickException(visible(str(error))) from error


def _mark(
    handed_in,
    folder,
    course,
    roster,
    giving,
    *,
    gradebook,
    seed,
    resume,
    trust_students,
    **workers,
):
    """Mark what was handed in, write all that comes of it, and say it."""
    gradebook = gradebook or _own_gradebook(folder)
    try:
        check_address(gradebook)
        sandbox = available.find_sandbox(trust_students=trust_students)
        with (
            open_executor(**workers) as executor,
            open_journal(folder, seed, versions(), resume=resume) as journal,
            Book(gradebook) as book,
        ):
            if journal.damaged:
                click.echo(DAMAGED.format(journal.path, journal.damaged), err=True)
            click.echo(visible(str(handed_in)))
            mark_class(handed_in, journal, sandbox, executor, course)
            summary, unmarked, grades = publish(journal, book, folder, course, roster)
            given = list(_given(grades, folder, **giving))
    except Refusal as refusal:
        raise click.ClickException(visible(str(refusal))) from refusal
    except OSError as error:
        message = (
            f"{error.filename or folder} cannot be read or written: {error.strerror}."
        )
        words = visible(f"{message} What is marked stays.")
        raise click.ClickException(words) from error
    click.echo(visible(str(summary)))
    click.echo(
        f"Written: {folder}, with marks.csv, grades.csv, points.svg and feedback/"
    )
    for line in given:
        click.echo(visible(line))
    if unmarked:
        click.echo("\nThese could not be marked:", err=True)
        for line in unmarked:
            click.echo(f"  {line}", err=True)
        sys.exit(1)


def _given(grades, folder, into, column, notebook, feedback_zip):
    """Fill a table and write the zips, where that is asked for; yield what to say."""
    if into is not None:
        yield fill_in(into, column, notebook, grades, folder)
    if feedback_zip:
        files = write_feedback_zips(grades, folder)
        yield f"Written: {', '.join(map(str, files))}"


def _own_gradebook(folder):
    """The address of the gradebook in a folder, which may have any name."""
    path = folder.resolve() / "gradebook.db"
    return URL.create("sqlite", database=str(path)).render_as_string()


def _check_folder(folder, submissions):
    """Refuse to write marks into a file, or where they would be read as submissions."""
    if folder.exists() and not folder.is_dir():
        raise Refusal(
            f"--out needs a folder; {folder} is a file. Move it away, or give another "
            "--out."
        )
    if folder.resolve().is_relative_to(Path(submissions).resolve()):
        raise Refusal(
            f"--out needs a folder outside the submissions; got {folder}, which lies "
            f"in {submissions}."
        )
