"""An environment of Python that has what some packages need, and nothing else.

The files are those of the environment that runs the tests, linked one by one: nothing
is fetched.
"""

import os
import subprocess
import sys
from importlib.metadata import distribution

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from packaging.requirements import Requirement

from nnlib.progress import NOTEBOOK_SIGNS


def needed(packages):
    """The names of these packages and of all that they need, as they declare it."""
    there, left = set(), [(Requirement(one).name, "") for one in packages]
    while left:
        name, extra = left.pop()
        if (name.lower(), extra) in there:
            continue
        there.add((name.lower(), extra))
        for text in distribution(name).requires or []:
            wanted = Requirement(text)
            if not wanted.marker or wanted.marker.evaluate({"extra": extra}):
                left += [(wanted.name, each) for each in ("", *wanted.extras)]
    return sorted({name for name, _ in there})


def make(folder, packages):
    """Make the environment in `folder`; return its Python."""
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60
    )
    (place,) = folder.glob("lib/python*/site-packages")
    link(place, packages)
    return folder / "bin/python"


def link(place, packages):
    """Link the files of packages, and of all that they need, into `place`."""
    for name in needed(packages):
        for file in distribution(name).files:
            if ".." not in file.parts and not (place / file).exists():
                (place / file).parent.mkdir(parents=True, exist_ok=True)
                os.symlink(file.locate(), place / file)


def surroundings(home):
    """The variables of a program that knows nothing of the course's folders."""
    kept = ("PATH", "LANG", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    return variables | {"HOME": str(home), "PIP_NO_INDEX": "1", "OMP_NUM_THREADS": "1"}


def run_notebook(python, notebook, folder, *first):
    """Run a notebook in `folder`, in a kernel of `python`, after the cells `first`."""
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]

    class Manager(AsyncKernelManager):
        kernel_spec = KernelSpec(argv=command, language="python")

    notebook = nbformat.from_dict(notebook)
    notebook.cells = [*map(nbformat.v4.new_code_cell, first), *notebook.cells]
    client = NotebookClient(
        notebook,
        kernel_name="bare",
        kernel_manager_class=Manager,
        timeout=60,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    env = surroundings(home)
    assert not set(env) & set(NOTEBOOK_SIGNS)
    client.execute(env=env)
    return notebook
