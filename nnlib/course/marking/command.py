"""The command `mark`: what is said in the terminal, and in which order things are done.

Every error is one sentence; what is marked stays.
"""

import sys
from pathlib import Path

import click
from sqlalchemy import URL

from nnlib.course.marking.examining.examiner import versions
from nnlib.course.marking.marker import mark_class, open_executor
from nnlib.course.marking.records.database import check_address
from nnlib.course.marking.records.gradebook import Book
from nnlib.course.marking.records.journal import open_journal
from nnlib.course.marking.reports.publishing import publish
from nnlib.course.marking.sandbox import available
from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.shapes import NAMES
from nnlib.course.marking.visible import one_line, visible
from nnlib.course.refusals import Refusal

DOUBTFUL = (
    "The submissions may be read wrongly; nothing is marked. Arrange them otherwise, "
    f"or say what they are: --shape {', '.join(NAMES)}."
)
DAMAGED = (
    "Damaged lines of {}, left out: {}. What they held is marked again if it is in the "
    "submissions."
)


def run_marking(submissions, folder, *, shape, attempt, roster, dry_run, **options):
    """Mark a class and say what came out; the exit status is 1 if anything was not.

    Before, it says how the submissions were read, and stops where that looks wrong.
    """
    try:
        _check_folder(folder, submissions)
        handed_in = read(submissions, shape=shape, attempt=attempt, roster=roster)
    except Refusal as refusal:
        raise click.ClickException(visible(str(refusal))) from refusal
    if dry_run or (handed_in.doubts and not shape):
        click.echo(visible(str(handed_in)))
    if handed_in.doubts and not shape:
        lines = "\n  ".join([DOUBTFUL, *map(one_line, handed_in.doubts)])
        raise click.ClickException(lines)
    if not dry_run:
        _mark(handed_in, folder, **options)


def _mark(handed_in, folder, *, gradebook, seed, resume, trust_students, **workers):
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
            mark_class(handed_in, journal, sandbox, executor)
            summary, unmarked = publish(journal, book, folder)
    except Refusal as refusal:
        raise click.ClickException(visible(str(refusal))) from refusal
    except OSError as error:
        message = (
            f"{error.filename or folder} cannot be read or written: {error.strerror}."
        )
        words = visible(f"{message} What is marked stays.")
        raise click.ClickException(words) from error
    click.echo(visible(str(summary)))
    click.echo(f"Written: {folder}, with marks.csv, points.svg and feedback/")
    if unmarked:
        click.echo("\nThese could not be marked:", err=True)
        for line in unmarked:
            click.echo(f"  {line}", err=True)
        sys.exit(1)


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
