"""A small project with the course's front door, whose set-up needs no package."""

import os
import shutil
import subprocess
import sys

from tests.support.places import ROOT

OFFLINE = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_NO_INDEX": "1"}
COMMAND_LINE = """import os, sys
def main(prog_name):
    print('given', sys.argv[1:], 'in', os.path.basename(os.getcwd()))
    sys.exit(7)
"""


def lay_out_project(root):
    """Make a project in the new folder `root`; its `lab` says what it is given."""
    (root / "nnlib" / "course").mkdir(parents=True)
    for name in ("__main__", "course/__init__", "course/refusals"):
        shutil.copy(ROOT / f"nnlib/{name}.py", root / f"nnlib/{name}.py")
    shutil.copytree(ROOT / "nnlib/course/setup", root / "nnlib/course/setup")
    (root / "nnlib/__init__.py").touch()
    (root / "nnlib/course/command_line.py").write_text(COMMAND_LINE)
    (root / "requirements.txt").write_text("# nothing\n")
    (root / "pyproject.toml").touch()
    return root


def start(project, *arguments, before=(), **environment):
    """Start the project's front door, behind the words of a command `before`."""
    return subprocess.Popen(
        [*before, sys.executable, project / "nnlib", *arguments],
        env={**os.environ, "PYTHONUTF8": "1", **OFFLINE, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="surrogateescape",
        start_new_session=os.name == "posix",
    )


def run(project, *arguments, **options):
    """Run it to its end; return the exit status, the output and the errors."""
    process = start(project, *arguments, **options)
    output, errors = process.communicate(timeout=100)
    return process.returncode, output, errors
