"""What lies among the files and was not handed in: hidden files, environments, lessons.

A student who returns the whole project has the notebooks in `homework` marked, never
the solved ones of the course in `notebooks`.
"""

from pathlib import PurePosixPath

SKIPPED = ("__MACOSX", "__pycache__", "node_modules")
ENVIRONMENT = "pyvenv.cfg"  # lies in a Python environment
PACKAGES = "they belong to a Python environment"
SOLVED = "they are the course's solved notebooks, not a student's"


def is_seen(name):
    """Whether no part of a path is hidden."""
    parts = PurePosixPath(name).parts
    hidden = any(part in SKIPPED or part.startswith(".") for part in parts)
    return bool(parts) and not hidden


def set_aside(names):
    """The paths that are no student's work: a dictionary from path to reason."""
    folders = {tuple(p.parts) for name in names for p in PurePosixPath(name).parents}
    folders |= {PurePosixPath(name).parts for name in names if name.endswith("/")}
    environments = {
        PurePosixPath(name).parent.parts
        for name in names
        if PurePosixPath(name).name == ENVIRONMENT
    }
    aside = {}
    for name in names:
        parts = PurePosixPath(name).parts
        if any(parts[:end] in environments for end in range(1, len(parts))):
            aside[name] = PACKAGES
        elif _is_solved(parts, folders):
            aside[name] = SOLVED
    return aside


def solved_in(aside):
    """The paths among those set aside that are the course's solved notebooks."""
    return [path for path, reason in aside.items() if reason == SOLVED]


def _is_solved(parts, folders):
    return any(
        part == "notebooks"
        and any((*parts[:place], beside) in folders for beside in ("homework", "nnlib"))
        for place, part in enumerate(parts[:-1])
    )
