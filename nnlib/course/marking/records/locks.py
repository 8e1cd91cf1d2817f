"""The lock on a folder of marks: one marking at a time works in it.

The system takes the lock away with the process, however that ends.
"""

import os
from contextlib import contextmanager

from nnlib.course.refusals import Refusal

FILE = ".lock"  # it stays, and means nothing while no process holds it


@contextmanager
def locked(folder):
    """Lock the folder against other markings; make it where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("ab") as file:
        try:
            _lock(file.fileno())
        except (BlockingIOError, PermissionError) as error:  # Windows says the second
            raise Refusal(
                f"Another marking works in {folder}. Wait until it is done."
            ) from error
        yield


@contextmanager
def private_files():
    """Let no other user read the files made meanwhile: marks, and the secret seed."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _lock(file):
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415 - Windows alone has it, as the others fcntl

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
