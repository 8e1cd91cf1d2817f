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
from nnlib.course.marking.visible import visible
from nnlib.course.refusals import Refusal

DAMAGED = (
    "Damaged lines of {}, left out: {}. What they held is marked again if it is in the "
    "submissions."
)


def run_marking(
    submissions, folder, *, gradebook, seed, resume, trust_students, **workers
):
    """Mark a class and say what came out; the exit status is 1 if anything was not.

    It adds to `mark_class` all that surrounds it: what is read and refused before, and
    what is written and said after.
    """
    gradebook = gradebook or _own_gradebook(folder)
    try:
        _check_folder(folder, submissions)
        check_address(gradebook)
        sandbox = available.find_sandbox(trust_students=trust_students)
        handed_in = read(submissions)
        with (
            open_executor(**workers) as executor,
            open_journal(folder, seed, versions(), resume=resume) as journal,
            Book(gradebook) as book,
        ):
            if journal.damaged:
                click.echo(DAMAGED.format(journal.path, journal.damaged), err=True)
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
