"""Run a notebook's cells, in a fresh kernel, in a folder of their own.

A cell that fails ends it, and so does one that writes a warning to stderr.
"""

import os
import re

import click
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from nnlib.progress import NOTEBOOK_SIGNS, counter

TRACEBACK = 8  # lines of it that are shown: the end tells what went wrong
COLOURS = re.compile(r"\x1b\[[\d;]*m")
QUIET = ["--IPKernelApp.log_level=ERROR"]


def run(notebook, folder, number):
    """Run all cells in `folder`; `notebook` holds the outputs that come.

    Figures are written beside the folder if it is named notebooks, as `save_figure`
    does. Raises ClickException, which names the notebook by `number` and shows the
    cell and what it said, for a cell that fails.
    """
    folder.mkdir()
    client = NotebookClient(
        notebook,
        timeout=None,
        record_timing=False,
        force_raise_errors=True,  # also in cells at which a student's run goes on
        coalesce_streams=True,  # what is printed comes in pieces, by the clock
        extra_arguments=QUIET,
        resources={"metadata": {"path": str(folder)}},
    )
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    with (
        client.setup_kernel(env=_unwatched()),
        counter(len(code), unit="cell") as count,
    ):
        for done, cell in enumerate(code, start=1):
            why = _run_cell(client, cell, notebook.cells.index(cell))
            if why:
                raise click.ClickException(
                    f"notebook {number} needs cells that run, and cell {done} {why}; "
                    f"nothing is stored.\n\n{_indented(cell.source)}\n\n{_said(cell)}"
                )
            count(done)


def _unwatched():
    """The environment of a kernel whose cells show no sliders and no progress."""
    return {name: os.environ[name] for name in set(os.environ) - set(NOTEBOOK_SIGNS)}


def _run_cell(client, cell, index):
    """Run a cell; return what is wrong with it, or nothing."""
    try:
        client.execute_cell(cell, index)
    except CellExecutionError:
        return "fails"
    except DeadKernelError:
        return "ends the kernel"
    warned = any(output.get("name") == "stderr" for output in cell.outputs)
    return "writes to stderr" if warned else ""


def _said(cell):
    """What a cell printed and showed, and the end of its traceback."""
    return "\n".join(_text(output).rstrip() for output in cell.outputs)


def _text(output):
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        lines = COLOURS.sub("", "\n".join(output.traceback)).split("\n")
        return "\n".join(lines[-TRACEBACK:])
    return output.data.get("text/plain", "")


def _indented(source):
    return "\n".join(f"    {line}" for line in source.split("\n"))
