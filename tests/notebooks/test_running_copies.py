"""A student's copy, run as a whole: it ends at the checks, and draws the figures.

Each notebook runs once for all the tests.
"""

import re
from base64 import b64decode
from functools import cache
from io import BytesIO

import nbformat
import pytest
from matplotlib.image import imread
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from nnlib.course import copies
from tests.support.places import ROOT

SOLVED = sorted(copies.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))

each_notebook = pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)

NOTE_CUT_TEXTS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
import nnlib.plotting as plotting
from tests.support.pictures import texts_cut_off
from tests.support.places import ROOT

def save_watched(ax, name, save=plotting.save_figure):
    with texts_cut_off() as cut:
        picture = save(ax, name)
    Path(f"{{name}}.cut").write_text("; ".join(cut), encoding="utf-8")
    return picture

plotting.save_figure = save_watched
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run a student's copy; return it and the folder where it ran."""

    @cache
    def run(path):
        folder = tmp_path_factory.mktemp(path.stem)
        notebook = nbformat.reads(copies.student_copy(path.read_text("utf-8")), 4)
        notebook.cells.insert(0, new_code_cell(NOTE_CUT_TEXTS))
        NotebookClient(
            notebook,
            timeout=120,
            allow_errors=True,
            resources={"metadata": {"path": str(folder)}},
        ).execute()
        return notebook, folder

    return run


def outputs(notebook):
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    return [(cell, output) for cell in code for output in cell.outputs]


def pictures(notebook):
    """The PNG pictures of a notebook, each with its words."""
    return [
        (b64decode(output.data["image/png"]), output)
        for _, output in outputs(notebook)
        if "image/png" in output.get("data", {})
    ]


@each_notebook
def test_it_fails_at_the_checks_alone(path, ran):
    notebook, _ = ran(path)
    failed = [
        (cell.id, output.ename, output.evalue)
        for cell, output in outputs(notebook)
        if output.output_type == "error"
    ]
    checks = [cell.id for cell in notebook.cells if cell.id.startswith("check-")]
    numbers = [check.removeprefix("check-").replace("-", ".") for check in checks]
    assert failed == [
        (check, "CheckFailed", f"exercise {number} is not attempted.")
        for check, number in zip(checks, numbers)
    ]
    assert checks


@each_notebook
def test_figures_come_out_byte_for_byte(path, ran):
    new = (ran(path)[1] / "figures").iterdir()
    old = (ROOT / "figures").glob(f"{path.name[:2]}_*")
    new, old = (
        {file.name: file.read_bytes() for file in files} for files in (new, old)
    )
    assert new
    assert new == old


@each_notebook
def test_stored_pictures_are_those_of_the_cells(path, ran):
    solved = nbformat.read(path, 4)
    stored, new = pictures(solved), pictures(ran(path)[0])
    code = "\n".join(cell.source for cell in solved.cells if cell.cell_type == "code")
    names = re.findall(r'"(\d\d_\w+)"[,)]', code)
    assert len(stored) == len(new) == len(names) > 0
    for (png, output), (again, _) in zip(stored, new):
        words = " ".join(output.data["text/plain"].split())
        assert words == f"Figure: {output.metadata['image/png']['alt']}"
        assert imread(BytesIO(png)).shape == imread(BytesIO(again)).shape
        assert abs(imread(BytesIO(png)) - imread(BytesIO(again))).mean() < 1e-3


@each_notebook
def test_no_text_of_a_figure_is_cut_off(path, ran):
    cut = {file.stem: file.read_text("utf-8") for file in ran(path)[1].glob("*.cut")}
    assert cut
    assert not any(cut.values()), cut
