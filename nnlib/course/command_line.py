"""The commands of the course: what may follow `python3 nnlib` in a terminal.

`lab` and `test` hand further arguments on, untouched, to the program they start.
"""

import os
import sys
from pathlib import Path

import click

from nnlib.course.copies import FIRST_NOTEBOOK, HOMEWORK, NOTEBOOKS, zipped
from nnlib.course.files import refusals_explained, write_new
from nnlib.course.homework.command import lay_out_homework, update_homework
from nnlib.course.lab import environment, jupyterlab_arguments, run, silence_news
from nnlib.course.mark_options import PARTS, with_mark_options
from nnlib.course.marking.records.interrupts import stopped_by_ctrl_c
from nnlib.course.settings.current import load, put_points
from nnlib.course.settings.hand_outs import note
from nnlib.course.settings.numbers import numbers_in
from nnlib.course.settings.template import write_settings
from nnlib.course.setup.reasons import NNLIB
from nnlib.course.wheel import wheel

# One process more than cores, as many tests wait for others; but no more than five, for
# the memory. A file at a time, since each has a notebook or fixtures that its tests
# share, in the order of the paths: the longest first.
PROCESSES = min((os.cpu_count() or 1) + 1, 5)
IN_PARALLEL = (
    f"--numprocesses={PROCESSES}",
    "--dist=loadscope",
    "--no-loadscope-reorder",
)
WITHOUT_NOTEBOOKS = ("hello", "worksheet")  # commands that an installed package can do
HAND_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.group()
@click.pass_context
def main(context):
    """Backpropagation, written out, run and checked."""
    # the folder where the line was typed, which only this one program is to know
    context.obj = Path(os.environ.pop("NNLIB_STARTED_IN", ""))
    command, first = context.invoked_subcommand, NOTEBOOKS / FIRST_NOTEBOOK
    needed = command not in WITHOUT_NOTEBOOKS
    if needed and not any(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")):
        raise click.ClickException(
            f"{command} needs the course's notebooks and {first} is missing: "
            f"download or clone the whole project and type {NNLIB} {command} there."
        )


@main.command(context_settings=HAND_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments):
    """Open your notebooks in JupyterLab, which gets the ARGUMENTS."""
    with refusals_explained():
        load()
    lay_out_homework()
    put_points(HOMEWORK)
    silence_news()
    run("jupyterlab", [*jupyterlab_arguments(), *arguments])


@main.command()
def hello():
    """Try all that the notebooks need, and say whether it works."""
    os.environ.update(environment())
    # imported here: what it tries may be broken, and is said then
    try:
        from nnlib.course import hello as trying  # noqa: PLC0415
    except ImportError as error:
        raise click.ClickException(
            f"{error}. Delete the folder .venv and type {NNLIB} hello."
        ) from error

    sys.exit(not trying.hello(click.echo))


@main.command()
@click.argument("numbers", nargs=-1, metavar="[03]...")
def update(numbers):
    """Move your work into the newest versions of these notebooks, else of all."""
    update_homework(numbers)


@main.command(context_settings=HAND_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments):
    """Run all tests on all cores, or a part of them: pytest gets the ARGUMENTS."""
    run("pytest", arguments or IN_PARALLEL)


@main.command()
@click.option(
    "--student", required=True, metavar="ID", help="Whose numbers, such as s1234567."
)
@click.option(
    "--out", metavar="FILE", help="Write FILE.html and FILE.pdf, not worksheet_ID."
)
@click.pass_obj
def worksheet(folder, student, out):
    """Write a student's own worksheet, to be printed and filled in by hand."""
    os.environ.update(environment())
    # imported here: matplotlib needs the folders, the other commands no matplotlib
    from nnlib.course.worksheet.files import write_worksheet  # noqa: PLC0415

    files, lacking = write_worksheet(student, folder, out)
    for file in files:
        click.echo(f"Written: {file}")
    if lacking:
        click.echo("The PDF's font lacks letters of the id; the HTML page shows them.")


@main.command()
def course():
    """Write course.toml, with every setting of a course of your own explained."""
    with refusals_explained():
        click.echo(f"Written: {write_settings()}")


@main.command()
@click.argument("numbers", nargs=-1, metavar="[03 | 01-03]...")
@click.option(
    "--out", metavar="DIR", default=".", help="The folder; else the one you are in."
)
@click.pass_obj
def release(folder, numbers, out):
    """Write homework.zip, to hand out: the notebooks without solutions, and nnlib."""
    with refusals_explained():
        there = load().numbers
        numbers = numbers_in(numbers, there) if numbers else None
    folder = folder / out
    if not folder.is_dir():
        raise click.ClickException(f"--out needs a folder that is there; got {folder}.")
    file = folder / "homework.zip"
    write_new({file: zipped(wheel(), numbers=numbers)})
    if numbers:
        note(numbers)
    click.echo(f"Written: {file}")


@main.command()
@click.argument("submissions")
@with_mark_options
@click.pass_obj
def mark(folder, submissions, out, dry_run, explain, **options):
    """Mark the notebooks in SUBMISSIONS: of a platform, or folders of students."""
    os.environ.update(environment())
    for name in ("roster", "into"):
        options[name] = options[name] and folder / options[name]
    parts = {name: {one: options.pop(one) for one in PARTS[name]} for name in PARTS}
    folder, submissions = folder / out, folder / submissions
    with stopped_by_ctrl_c(folder):
        with refusals_explained():
            load()
        # imported here: the other commands need neither nbgrader nor matplotlib
        try:
            from nnlib.course.marking.command import run_marking  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise click.ClickException(
                f"Marking needs the package {error.name}, which is not installed. "
                f"Start it with {NNLIB} mark, which installs what is missing."
            ) from error

        more = {"dry_run": dry_run, "explain": explain, "marking": options}
        run_marking(submissions, folder, **more, **parts)


@main.command()
@click.argument("numbers", nargs=-1, metavar="[03]...")
@click.option("--all", "everything", is_flag=True, help="Run all notebooks.")
def notebook(numbers, everything):
    """Run the solved notebooks with these numbers and store them anew."""
    if bool(numbers) == everything:
        raise click.ClickException(
            "notebook needs either numbers of notebooks, such as 03 09, or --all."
        )
    os.environ.update(environment())
    # imported here: the other commands run no notebook
    from nnlib.course.notebooks.command import find, renew  # noqa: PLC0415

    for path in find(NOTEBOOKS, numbers):
        for sentence in renew(path):
            click.echo(sentence)
