"""Whether the course can be installed here; what cannot be is refused before it begins.

Only Python's own library may be imported here: nothing else is installed yet.
"""

import errno
import os
import shutil
import tempfile

from ..refusals import Refusal  # relative: nnlib itself cannot load yet
from .reasons import AGAIN
from .steps import LOG, ROOT, SCRATCH, VENV

NEEDED = 2e9  # bytes on the disk, with what pip downloads
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def check_folder():
    """Refuse a folder that cannot be written, and a `.venv` that cannot be used."""
    try:
        os.fsencode(ROOT).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"The path of the folder {ROOT} has letters that are not in UTF-8, which "
            "Python's environments need: rename the folder and run the line there."
        ) from error
    if VENV.is_symlink() and not VENV.exists():
        raise Refusal(
            f".venv is a link to {os.readlink(VENV)}, which is not there: make that "
            f"folder, or delete the link, and {AGAIN}"
        )
    if VENV.exists() and not VENV.is_dir():
        raise Refusal(
            ".venv is a file, and the course needs a folder of this name: move the "
            f"file away and {AGAIN}"
        )
    for folder in (ROOT, VENV) if VENV.exists() else (ROOT,):
        _check_writing(folder)


def _check_writing(folder):
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno not in FORBIDDEN:
            raise
        raise Refusal(
            f"You may not write in the folder {folder}: copy the project to a folder "
            "of your own and run the line there."
        ) from error


def check_space():
    """Refuse a disk that has no room for all that is installed."""
    free = shutil.disk_usage(VENV if VENV.exists() else ROOT).free
    if free < NEEDED:
        raise Refusal(
            f"The disk has {free / 1e9:.1f} GB left and the course needs "
            f"{NEEDED / 1e9:.0f} GB: free some, or make .venv a link to an empty "
            f"folder on another disk, and {AGAIN}"
        )


def clear():
    """Empty `.venv`; a link stays one.

    Refuses where the link leads to a folder in which the course has not been installed.
    """
    if not VENV.is_symlink():
        shutil.rmtree(VENV)
        return
    if not (LOG.exists() or SCRATCH.exists()):
        raise Refusal(
            f".venv is a link to {os.readlink(VENV)}, where other files are: empty "
            f"that folder, or delete the link, and {AGAIN}"
        )
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
