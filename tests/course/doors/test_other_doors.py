"""The notebooks outside of the project: the wheel, what it needs, and an empty folder.

So they run in VS Code, in plain Jupyter, on Colab and on Kaggle, and nothing is taken
from the project's folder.
"""

import json
import os
import subprocess
import zipfile
from io import BytesIO

import nbformat
import pytest

from nnlib.course.copies import NOTEBOOKS, copies, zipped
from nnlib.course.wheel import wheel
from tests.support.bare_environment import (
    link,
    make,
    needed,
    run_notebook,
    surroundings,
)
from tests.support.places import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links files")

SOLVED = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
IN_SECONDS = ("01", "02", "05")  # the others are run by `-m browser`, in minutes
WITH_TORCH = [path for path in SOLVED if "import torch" in path.read_text("utf-8")]


@pytest.fixture(scope="module")
def file():
    return wheel()


@pytest.fixture(scope="module")
def needs(file):
    """What the wheel declares, and what each notebook has: a kernel, and pip."""
    with zipfile.ZipFile(BytesIO(file[1])) as archive:
        (metadata,) = (n for n in archive.namelist() if n.endswith("/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    declared = [line.split(": ")[1] for line in lines if line.startswith("Requires-D")]
    return [one for one in declared if "extra ==" not in one]


@pytest.fixture(scope="module")
def python(tmp_path_factory, needs):
    """A Python that has what the wheel needs; the wheel itself is for `%pip`."""
    return make(tmp_path_factory.mktemp("bare") / "env", [*needs, "ipykernel", "pip"])


@pytest.fixture
def folder(tmp_path, file):
    """A folder with the wheel, as homework.zip has it, and nothing else."""
    folder = tmp_path / "my homework"
    folder.mkdir()
    (folder / file[0]).write_bytes(file[1])
    return folder


def test_the_wheel_is_the_same_each_time(file):
    before = os.umask(0o077)
    try:
        assert wheel() == file
    finally:
        os.umask(before)
    with zipfile.ZipFile(BytesIO(zipped(file))) as archive:
        names = [f"homework/{name}" for name in [*copies(), file[0]]]
        assert archive.namelist() == names
        assert archive.read(names[-1]) == file[1]


def test_the_wheel_holds_the_whole_package(file):
    with zipfile.ZipFile(BytesIO(file[1])) as archive:
        names = {name for name in archive.namelist() if name.startswith("nnlib/")}
    there = [path for path in (ROOT / "nnlib").rglob("*") if path.is_file()]
    there = [path for path in there if "__pycache__" not in path.parts]
    assert names == {path.relative_to(ROOT).as_posix() for path in there}


def test_building_it_writes_nothing_into_the_project(file):
    assert not (ROOT / "build").exists()


def test_what_is_declared_is_little(needs):
    packages = needed(needs)
    assert len(packages) < 50
    assert not {"torch", "jupyterlab", "notebook", "nbgrader"} & set(packages)


def install(file, *others):
    """The line of the README, as a cell."""
    return " ".join(["%pip install", file[0], *others])


def texts(notebook):
    """What each cell prints."""
    return {
        cell.id: "".join(o.text for o in cell.outputs if o.output_type == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


each_notebook = pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path, marks=[pytest.mark.browser] * (path.name[:2] not in IN_SECONDS)
        )
        for path in SOLVED
    ],
    ids=[path.name[:2] for path in SOLVED],
)


@each_notebook
def test_a_notebook_runs_with_the_wheel_alone(path, python, folder, file):
    """It prints what is stored, draws the same figures, and keeps the points."""
    ran = run_notebook(
        python, nbformat.read(path, 4), folder, install(file, *torch_for(path, python))
    )
    stored, printed = texts(nbformat.read(path, 4)), texts(ran)
    assert {id: printed[id] for id in stored} == stored
    written = sorted(folder.glob("figures/*.svg"))
    assert written
    for figure in written:
        assert figure.read_bytes() == (ROOT / "figures" / figure.name).read_bytes()
    points = json.loads((folder / "progress.json").read_text("utf-8"))
    assert {status for status, _ in points.values()} == {"right"}


def torch_for(path, python):
    """Put PyTorch there for a notebook that needs it; say what the line fetches."""
    if path not in WITH_TORCH:
        return []
    (place,) = python.parents[1].glob("lib/python*/site-packages")
    link(place, ["torch"])
    return ["torch"]


def test_the_first_cells_of_all_notebooks_run(python, folder, file):
    notebook = nbformat.v4.new_notebook()
    for path in SOLVED:
        cells = nbformat.read(path, 4).cells
        (set_up,) = (cell for cell in cells if cell.id == "set-up")
        notebook.cells.append(nbformat.v4.new_code_cell(set_up.source))
    torch_for(WITH_TORCH[0], python)
    ran = run_notebook(python, notebook, folder, install(file, "torch"))
    assert "stderr" not in [o.get("name") for c in ran.cells[1:] for o in c.outputs]


def call(python, folder, *arguments):
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [python, "-m", "nnlib", *arguments],
        cwd=folder,
        env=surroundings(home),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.fixture(scope="module")
def installed(python, file, tmp_path_factory):
    """The Python with the wheel in it, whichever test comes first."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / file[0]).write_bytes(file[1])
    command = [python, "-m", "pip", "install", "--no-index", folder / file[0]]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return python


@pytest.mark.parametrize(
    "command", ["lab", "update", "test", "release", "mark", "notebook"]
)
def test_a_command_says_what_is_missing(command, installed, tmp_path):
    done = call(installed, tmp_path, command, *["sub"] * (command == "mark"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {command} needs the course's notebooks and ")
    assert done.stderr.endswith(f"python3 nnlib {command} there.\n")
    assert done.stderr.count("\n") == 1


def test_a_worksheet_needs_no_project(installed, tmp_path):
    done = call(installed, tmp_path, "worksheet", "--student", "s1")
    assert (done.returncode, done.stderr) == (0, "")
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= {"worksheet_s1.html", "worksheet_s1.pdf"}
    (place,) = installed.parents[1].glob("lib/python*/site-packages")
    assert not (place / ".venv").exists()
