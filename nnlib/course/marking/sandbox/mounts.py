"""What a student's program may see of the disk: Python, and what its exercise allows.

Nothing of the references, the cases or the notebooks is among it.
"""

import functools
import os
import re
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from nnlib.course.setup.steps import ROOT

PYTHON = os.path.realpath(sys._base_executable)  # not that of an environment
OURS = ("nnlib/course/marking/inside", "nnlib/exercises/calls")
NOT_OURS = ("site-packages", "dist-packages")  # what is installed beside Python's own


@functools.cache
def seen(packages):
    """What is shown read-only: a dictionary from place in the sandbox to path."""
    places = {str(path): path for path in (PYTHON, *_libraries()) if path}
    places |= {f"/marking/{folder}": ROOT / folder for folder in OURS}
    return places | {f"/packages/{path.name}": path for path in _packages(packages)}


def hidden():
    """The folders within what is shown that are shown empty."""
    library = Path(sysconfig.get_path("stdlib"))
    return [str(library / name) for name in NOT_OURS if (library / name).is_dir()]


def _libraries():
    """Python's own library, and those of the system."""
    settings = sysconfig.get_config_vars()
    multiarch = settings.get("MULTIARCH", "")
    candidates = [
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("platstdlib", vars={"platbase": sys.base_prefix}),
        os.path.join(settings["LIBDIR"], settings.get("INSTSONAME") or "none"),
        *("/lib64", "/usr/lib64", f"/lib/{multiarch}", f"/usr/lib/{multiarch}"),
    ]
    return [path for path in dict.fromkeys(candidates) if os.path.exists(path)]


def _packages(names):
    """The folders and modules of packages, and of all that these need."""
    paths, left, done = {}, list(names), set()
    while left:
        name = left.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:  # an optional need
            continue
        for file in package.files or []:
            if file.parts[0] not in ("..", "__pycache__"):
                paths[package.locate_file(file.parts[0])] = True
        needs = [need for need in package.requires or [] if "extra ==" not in need]
        found = {re.match(r"[\w.-]+", need)[0] for need in needs} - done
        left += found
        done |= found
    return [Path(path) for path in paths]
