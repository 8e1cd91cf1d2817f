"""What is not marked, and why: files that are no student's work, and no notebooks.

A student who returns the whole project has the notebooks in `homework` marked, never
the solved ones of the course in `notebooks`. A cause is named as a person would who
looked at the files.
"""

import re
from pathlib import PurePosixPath

SKIPPED = ("__MACOSX", "__pycache__", "node_modules")
ENVIRONMENT = "pyvenv.cfg"  # lies in a Python environment
PACKAGES = "they belong to a Python environment"
SOLVED = "they are the course's solved notebooks, not a student's"
NOTHING = "It holds no notebook, *.ipynb, and no zip."
SOLVED_ALONE = "It holds the course's solved notebooks alone; homework/ is missing."
MOST = 3  # files that are named
BEGINNINGS = {
    b"%PDF": "It is a PDF.",
    b"PK\x03\x04": "It is a zip.",
    b"\xff\xfe": "It is text in UTF-16: save it as UTF-8.",
    b"\xfe\xff": "It is text in UTF-16: save it as UTF-8.",
    b"version https://git-lfs": "It is a pointer of Git LFS, without the content.",
}
CONFLICT = re.compile(rb"^(<{7}|>{7})( |$)", re.MULTILINE)


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


def cause_in(data):
    """What a file is whose text is not JSON; "" if that cannot be told."""
    if not data.strip():
        return f"It is empty, {len(data)} bytes."
    for beginning, cause in BEGINNINGS.items():
        if data.startswith(beginning):
            return cause
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)", data[:200].lower()):
        return "It is a web page: download the notebook itself."
    if CONFLICT.search(data):
        return "It has marks of a git conflict, <<<<<<<: resolve it, and save it again."
    if data[1:100:2].count(0) > 20 or data[:100:2].count(0) > 20:
        return "It is text in UTF-16: save it as UTF-8."
    return ""


def cause_among(files, solved):
    """Why a student has no notebook, by the names of the files; `solved` left aside."""
    if solved:
        return SOLVED_ALONE
    files = [name for name in files if name and not name.endswith("/")]
    if not files:
        return NOTHING
    kinds = sorted(
        {PurePosixPath(name).suffix.lower() or "no ending" for name in files}
    )
    rest = f" and {len(files) - MOST} more" if files[MOST:] else ""
    named = ", ".join(PurePosixPath(name).name for name in files[:MOST])
    return f"{NOTHING} What there is ({', '.join(kinds[:MOST])}): {named}{rest}."
