"""Lay the student's notebooks out, and move their work into newer versions.

What is said is for the student: which files are theirs, and what to type.
"""

import click

from nnlib.course.copies import HOMEWORK, copies
from nnlib.course.files import write_errors_explained
from nnlib.course.homework.handing_out import hand_out, outdated, update
from nnlib.course.setup.reasons import NNLIB


def lay_out_homework():
    """Put the student's notebooks into `homework/`; say which were there already."""
    with write_errors_explained():
        kept = hand_out(HOMEWORK)
        newer = outdated(HOMEWORK, kept)
    if kept:
        click.echo(f"Your work in homework/ stays as it is: {_numbers(kept, ', ')}.")
    if newer:
        click.echo(
            f"The course has newer versions: {_numbers(newer, ', ')}. To move your "
            "work into them, close JupyterLab and type\n"
            f"    {NNLIB} update {_numbers(newer, ' ')}"
        )


def update_homework(numbers):
    """Move the student's work into the newest versions of these notebooks, or all.

    Raises ClickException for a number that no notebook has.
    """
    there = {name[:2]: name for name in copies()}
    wanted = [number.zfill(2) for number in numbers]
    for number in wanted:
        if number not in there:
            raise click.ClickException(
                f"update needs numbers of notebooks, {', '.join(there)}; got {number}."
            )
    with write_errors_explained():
        kept = hand_out(HOMEWORK)
        names = [there[number] for number in wanted] or outdated(HOMEWORK, kept)
        for name in names:
            click.echo(update(HOMEWORK, name))
    if not names:
        click.echo("You have the newest versions.")


def _numbers(names, between):
    return between.join(name[:2] for name in names)
