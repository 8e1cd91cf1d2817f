"""Write new files; one that is there already, with other content, stays as it is.

Every refusal is one sentence, for the terminal.
"""

import click


def write_new(contents):
    """Write `contents`, a dictionary from path to bytes: all of them, or none."""
    for path, content in contents.items():
        if path.is_dir() or (path.exists() and path.read_bytes() != content):
            raise click.ClickException(
                f"{path} is there already and holds something else: "
                "move it away, or give another name with --out."
            )
    for path, content in contents.items():
        try:
            path.write_bytes(content)
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}."
            raise click.ClickException(message) from error
