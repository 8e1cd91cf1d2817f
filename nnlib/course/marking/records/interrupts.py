"""Ctrl-C in a marking: it ends at once, in one sentence.

Nothing has to be put in order first: the journal and the gradebook bear an end at any
moment, and the sandboxes end with this process.
"""

import os
import signal
from contextlib import contextmanager

from nnlib.course.marking.records.names import JOURNAL

STATUS = 130  # the exit status of a program that Ctrl-C ends
LATE = "Stopped. What is marked stays: to go on, add --resume to the line."
EARLY = "Stopped. Nothing is marked yet: to begin again, type the same line."


@contextmanager
def stopped_by_ctrl_c(folder):
    """Let Ctrl-C end the process, and say how to go on with the marks in the folder."""

    def stop(*_):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        words = LATE if (folder / JOURNAL).exists() else EARLY
        # no exception: it would wait for the students' programs, or come up anywhere
        os.write(2, f"\n{words}\n".encode())
        os._exit(STATUS)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def ctrl_c_deferred():
    """Let Ctrl-C wait for the end of this, and not reach programs started here."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
