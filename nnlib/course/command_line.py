"""The commands of the course: what may follow `python3 nnlib` in a terminal.

Each hands its further arguments on, untouched, to the program it starts.
"""

import click

from nnlib.course.lab import jupyterlab_arguments, run, silence_news

HAND_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.group()
def main():
    """Backpropagation, written out, run and checked."""


@main.command(context_settings=HAND_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments):
    """Open the first notebook in JupyterLab, which gets the ARGUMENTS."""
    silence_news()
    run("jupyterlab", [*jupyterlab_arguments(), *arguments])


@main.command(context_settings=HAND_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments):
    """Run all tests with pytest, which gets the ARGUMENTS."""
    run("pytest", arguments)
