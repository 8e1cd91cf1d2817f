"""A run goes on behind a failed check; nbclient, nbval and nbgrader see the failure."""

import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.course.notebooks.from_exercises import GOES_ON, IMPORT

WRONG = "def delta_output(Y_hat, Y):\n    return Y_hat - Y"
NBGRADER = {
    **{"grade": True, "grade_id": "check-1-2", "locked": True, "points": 2},
    **{"schema_version": 3, "solution": False, "task": False},
}


@pytest.fixture
def ran(tmp_path):
    """A wrong answer, its check, and a cell behind it, as they were stored."""
    check = new_code_cell(f'{IMPORT}\n\ncheck("1.2")', id="check-1-2")
    check.metadata.update(tags=[GOES_ON], nbgrader=NBGRADER)
    cells = [new_code_cell(WRONG), check, new_code_cell("6 * 7")]
    notebook = new_notebook(cells=cells)
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, resources=place).execute()
    return notebook


def test_nbclient_goes_on_and_stores_the_error(ran):
    _, check, behind = ran.cells
    assert [output.output_type for output in check.outputs] == ["display_data", "error"]
    assert check.outputs[1].ename == "CheckFailed"
    assert behind.outputs[0].data["text/plain"] == "42"


def test_nbgrader_gives_no_points_and_does_not_validate(ran):
    utils = pytest.importorskip("nbgrader.utils", reason="nbgrader is not installed")
    from nbgrader.validator import Validator

    assert utils.determine_grade(ran.cells[1]) == (0, 2)
    assert Validator()._get_failed_cells(ran) == [ran.cells[1]]


def test_nbval_finds_another_output_than_was_stored(ran, tmp_path):
    ran.cells[1].outputs = ran.cells[1].outputs[:1]  # a block alone, as of a right one
    nbformat.write(ran, tmp_path / "one.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [
            *command,
            "--nbval-current-env",
            "--noconftest",
            "-c",
            "/dev/null",
            "one.ipynb",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "ename" in done.stdout
    assert "1 failed, 2 passed" in done.stdout
