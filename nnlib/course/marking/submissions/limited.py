"""Read what students handed in under limits: so many seconds and bytes for each.

The reading is done by a program that lives on from file to file, and is ended where a
file takes too long.
"""

import atexit
import functools
import json
import os
import pickle
import struct
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress

from nnlib.course.marking.submissions.notebook_file import NotebookError
from nnlib.course.marking.submissions.reading_program import (
    LARGE,
    NO_NUMBER,
    QUESTION,
    REPLY,
)
from nnlib.course.marking.submissions.released import released
from nnlib.course.refusals import Refusal

SECONDS, SECONDS_TO_START = 10, 60
MEMORY = 2**30  # bytes
LATE = "It took more than 10 s to read."
SPENT = "It was not read: this student's files before it took more than 10 s to read."
ENDED = "It could not be read: the program that reads it ended."
START = (
    "import sys; memory, *sys.path[:] = sys.argv[1:]; "
    "from nnlib.course.marking.submissions.reading_program import main; "
    "main(int(memory))"
)


class LimitedReading:
    """Reads notebooks; the files of one student have `SECONDS` together."""

    def __init__(self):
        self._left = defaultdict(lambda: SECONDS)

    def contents(self, student, data, number):
        """What `contents_of` finds in a student's file; raises `NotebookError`."""
        if self._left[student] <= 0:
            raise NotebookError(SPENT)
        program, began = _program(os.getpid()), time.monotonic()
        try:
            found = program.read(data, number, self._left[student])
        finally:
            self._left[student] -= time.monotonic() - began
        if "error" in found:
            raise NotebookError(found["error"])
        return {name: _with_tuples(value) for name, value in found.items()}


def _with_tuples(value):
    """The same as before JSON made lists of the tuples in it."""
    if isinstance(value, dict):
        return {key: _with_tuples(part) for key, part in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


@functools.cache
def _program(pid):
    """The program of this process: one that was forked has to start its own."""
    program = Program(MEMORY)
    atexit.register(program.end)
    return program


class Program:
    """The program that reads; it is started with the first file, and after an end.

    memory  how much it may take, in bytes
    """

    def __init__(self, memory):
        self._memory, self._process = memory, None

    def read(self, data, number, seconds):
        """What is in a file, or the `error` that says why it was not read."""
        if self._process is None:
            self._start()
        question = QUESTION.pack(len(data), NO_NUMBER if number is None else number)
        return self._asked(question + data, seconds)

    def end(self):
        """End the program if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            with suppress(BrokenPipeError):  # the question was not read to its end
                self._process.stdin.close()
            self._process.stdout.close()
            self._process = None

    def _start(self):
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(self._memory), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if self._asked(pickle.dumps(released()), SECONDS_TO_START):
            raise Refusal("The program that reads notebooks does not start.")

    def _asked(self, question, seconds):
        """The reply to a question; after `seconds`, the program is ended."""
        late = threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), self._process.kill()))
        timer.start()
        try:
            reply = self._reply_to(question)
        except (OSError, struct.error, ValueError):
            reply = {"error": ENDED}
        timer.cancel()
        timer.join()
        if late.is_set():
            reply = {"error": LATE}
        if reply.get("error") in (LATE, ENDED, LARGE):
            self.end()
        return reply

    def _reply_to(self, question):
        self._process.stdin.write(question)
        self._process.stdin.flush()
        (size,) = REPLY.unpack(self._process.stdout.read(REPLY.size))
        return json.loads(self._process.stdout.read(size))
