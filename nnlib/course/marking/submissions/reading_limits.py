"""Read what students handed in under limits: so many seconds and bytes for each.

The reading, and the unpacking of zips, is done by programs that live on from file to
file, one for each core; one that takes too long is ended.
"""

import atexit
import functools
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import contextmanager, suppress

from nnlib.course.marking.submissions.reading_program import LARGE
from nnlib.course.marking.submissions.released import released
from nnlib.course.refusals import Refusal
from nnlib.course.settings.current import current

SECONDS, SECONDS_TO_START = 10, 60
MEMORY = 2**30  # bytes
PROGRAMS = os.cpu_count() or 1
LATE = "It took more than 10 s to read."
SPENT = "It was not read: this student's files before it took more than 10 s to read."
ENDED = "It could not be read: the program that reads it ended."
START = (
    "import sys; memory, *sys.path[:] = sys.argv[1:]; "
    "from nnlib.course.marking.submissions.reading_program import main; "
    "main(int(memory))"
)


class LimitedReading:
    """Reads files; those of one student have `SECONDS` together, in all classes."""

    def __init__(self):
        self._left = defaultdict(lambda: SECONDS)

    def files(self, student, paths, opened):
        """Read a student's files, in turn; `opened` gives the `Found` at a path.

        Returns triples: the path of a file, the path in it if it is a zip, and what
        `contents_of` finds there or the `error`, with the `moment` of the file's date.
        """
        with _program() as program:
            return [
                (path, place, contents)
                for path in paths
                for place, contents in self._read(student, path, opened, program)
            ]

    def _read(self, student, path, opened, program):
        if self._left[student] <= 0:
            return [(path, {"error": SPENT})]
        began = time.monotonic()
        try:
            file = opened(path)
            if file.problem:
                return [(path, {"error": file.problem, "moment": file.moment})]
            found = program.read(path, file.data, self._left[student])
            return [(path, one | {"moment": file.moment}) for path, one in found]
        finally:
            self._left[student] -= time.monotonic() - began


@contextmanager
def _program():
    """One of the programs, for as long as it is needed."""
    programs = _programs(os.getpid(), current())
    program = programs.get()
    try:
        program.start()
        yield program
    finally:
        programs.put(program)


@functools.cache
def _programs(pid, course):
    """The programs of this process and course: one that was forked starts its own."""
    programs = queue.LifoQueue()  # the one that was used last has been started
    for _ in range(PROGRAMS):
        program = Program(MEMORY)
        atexit.register(program.end)
        programs.put(program)
    return programs


class Program:
    """The program that reads; it is started with the first file, and after an end.

    memory  how much it may take, in bytes
    """

    def __init__(self, memory):
        self._memory, self._process = memory, None

    def start(self):
        """Start the program if it does not run."""
        if self._process is not None:
            return
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(self._memory), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        _, error = self._asked(pickle.dumps(released()), SECONDS_TO_START)
        if error:
            self.end()
            raise Refusal("The program that reads notebooks does not start.")

    def read(self, path, data, seconds):
        """Pairs: a path, of the file or in the zip, and the contents or the `error`."""
        self.start()
        head = json.dumps([path, len(data)]).encode() + b"\n"
        found, error = self._asked(head + data, seconds)
        if error:
            found.append((path, {"error": error}))
        if error or any(contents.get("error") == LARGE for _, contents in found):
            self.end()
        return found

    def end(self):
        """End the program if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            with suppress(BrokenPipeError):  # the question was not read to its end
                self._process.stdin.close()
            self._process.stdout.close()
            self._process = None

    def _asked(self, question, seconds):
        """The replies to a question, and why there are no more; it has `seconds`."""
        replies, error, late = [], "", threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), self._process.kill()))
        timer.start()
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
            while reply := json.loads(self._process.stdout.readline()):
                replies.append(tuple(reply))
        except (OSError, ValueError):
            error = ENDED
        timer.cancel()
        timer.join()
        return replies, LATE if late.is_set() else error
