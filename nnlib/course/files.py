"""Write new files; one that is there already, with other content, stays as it is.

Every refusal is one sentence, for the terminal.
"""

from contextlib import contextmanager

import click


@contextmanager
def spoken():
    """Say in one sentence which file or folder cannot be written, and why."""
    try:
        yield
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}."
        raise click.ClickException(message) from error


def write_new(contents):
    """Write `contents`, a dictionary from path to bytes, if no file is in the way."""
    with spoken():
        for path, content in contents.items():
            if path.is_dir() or (path.exists() and path.read_bytes() != content):
                raise click.ClickException(
                    f"{path} is there already and holds something else: "
                    "move it away, or give another name with --out."
                )
        for path, content in contents.items():
            path.write_bytes(content)
