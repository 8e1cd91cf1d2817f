"""What `check` says where a student runs it: in IPython, behind the notebook's cells.

`.venv/bin/python -m tests.support.in_a_kernel` reads a list of notebooks as JSON and
writes a list of verdicts. Each notebook has a process of its own.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from nnlib.exercises import checks
from nnlib.exercises.cells import watch_cells
from tests.support.places import ROOT

LOADED = ("nnlib.explorers", "nnlib.plotting", "nnlib.torch_bridge", "numba")
CALLED = "tests.support.in_a_kernel"


def checked(notebooks):
    """The status, points, message and place that `check` gives in each notebook.

    A notebook is a dictionary: `cells`, their sources in the order in which they run,
    `seed`, with which the cases are drawn, and `ids` of the cells, if they are known.
    Its last cell calls `check`.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", CALLED],
            input=json.dumps(notebooks),
            capture_output=True,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"},
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def main():
    """Run the notebooks of the standard input."""
    for name in LOADED:
        import_module(name)
    shell = InteractiveShell.instance(display_pub_class=CapturingDisplayPublisher)
    shell.enable_gui = lambda gui=None: None  # a kernel has one of its own
    shell.history_manager.enabled = False
    watch_cells()
    gc.freeze()  # else each process would copy what it looks through for garbage
    found = [_forked(shell, one) for one in json.load(sys.stdin)]
    print("\n" + json.dumps(found))


def _forked(shell, notebook):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = _verdict(shell, notebook)
            os.write(writing, json.dumps(said).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said or "null")


def _verdict(shell, notebook):
    shown, places = [], [""]
    place_of, block_of = checks.place_of, checks.VerdictBlock

    def place_noted(*arguments, **named):
        places.append(place_of(*arguments, **named))
        return places[-1]

    def block_noted(verdict):
        shown.append(verdict)
        return block_of(verdict)

    checks.SEED, checks.keep = notebook["seed"], lambda verdict: None
    checks.place_of, checks.VerdictBlock = place_noted, block_noted
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - up to the end
    sources = notebook["cells"]
    for source, id in zip(sources, notebook.get("ids") or [None] * len(sources)):
        places.append("")
        shell.run_cell(source, store_history=True, cell_id=id)
    return [[one.status, one.points, one.message, places[-1]] for one in shown][-1:]


if __name__ == "__main__":
    main()
