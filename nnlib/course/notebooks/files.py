"""A solved notebook's file and figures: read, and replaced where they have changed.

The form is nbformat's, with one line break at the end.
"""

import json

import click
import nbformat
from nbformat.validator import iter_validate


def read(path):
    """The notebook in a file, as nbformat gives it; ClickException if it is none."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _refusal(path, error.strerror) from error
    except ValueError as error:
        raise _refusal(path, "its text is not JSON") from error
    for error in iter_validate(content, version=4, version_minor=5):
        raise _refusal(path, error.message)
    return nbformat.v4.to_notebook(content)


def _refusal(path, why):
    return click.ClickException(
        f"{path} needs to be a notebook of format 4.5, as JupyterLab saves it: {why}."
    )


def write(notebook, path):
    """Write a notebook to a file, byte for byte as it is stored in the project."""
    path.write_bytes((nbformat.writes(notebook) + "\n").encode())


def replace(names, new, old):
    """Let the files `names` of the folder `new` replace those of `old` that differ.

    Returns a dictionary from the name of each file that differs to "new" or "changed".
    """
    replaced = {}
    for name in names:
        there = old / name
        if there.exists() and there.read_bytes() == (new / name).read_bytes():
            continue
        replaced[name] = "changed" if there.exists() else "new"
        there.parent.mkdir(exist_ok=True)
        (new / name).replace(there)
    return replaced
