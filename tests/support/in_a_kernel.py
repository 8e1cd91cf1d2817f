"""What `check` says where a student runs it: in IPython, behind the notebook's cells.

`.venv/bin/python -m tests.support.in_a_kernel` reads a list of notebooks as JSON and
writes a list of verdicts. Each notebook has a process of its own.
"""

import json
import os
import subprocess
import sys
import tempfile

from tests.support.places import ROOT

CALLED = "tests.support.in_a_kernel"


def checked(notebooks):
    """The status, the points and the message that `check` gives in each notebook.

    A notebook is a dictionary: `cells`, their sources in order, and `seed`, with which
    the cases are drawn. Its last cell calls `check`.
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
    from IPython.core.interactiveshell import InteractiveShell

    from nnlib.exercises import checks

    shell = InteractiveShell.instance()
    found = [_forked(shell, checks, one) for one in json.load(sys.stdin)]
    print("\n" + json.dumps(found))


def _forked(shell, checks, notebook):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = _verdict(shell, checks, notebook)
            os.write(writing, json.dumps(said).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said or "null")


def _verdict(shell, checks, notebook):
    kept = []
    checks.SEED, checks.keep = notebook["seed"], kept.append
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - up to the end
    for source in notebook["cells"]:
        shell.run_cell(source, store_history=True)
    return [[one.status, one.points, one.message] for one in kept][-1:]


if __name__ == "__main__":
    main()
