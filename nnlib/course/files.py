"""Write new files; one that is there already, with other content, stays as it is.

Every error is one sentence for the terminal.
"""

from contextlib import contextmanager

import click

from nnlib.course.refusals import Refusal


@contextmanager
def write_errors_explained():
    """Turn an `OSError` into a sentence: which file cannot be written, and why."""
    try:
        yield
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}."
        raise click.ClickException(message) from error


@contextmanager
def refusals_explained():
    """Turn a `Refusal` into an error of the command line."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


def write_new(contents):
    """Write `contents`, a dictionary from path to bytes, if no file is in the way."""
    with write_errors_explained():
        for path, content in contents.items():
            if path.is_dir() or (path.exists() and path.read_bytes() != content):
                raise click.ClickException(
                    f"{path} is there already and holds something else: "
                    "move it away, or give another name with --out."
                )
        for path, content in contents.items():
            path.write_bytes(content)
