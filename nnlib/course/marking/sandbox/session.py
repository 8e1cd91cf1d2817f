"""One sandbox, for one submission: a server that forks a program for each exercise.

The server runs no student's code and knows no secret. Each program has a socket of its
own, its limits, and ends before the next one starts.
"""

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from nnlib.course.marking.inside.packing import BadFrame
from nnlib.course.marking.inside.protocol import receive
from nnlib.course.marking.sandbox.mounts import PYTHON, seen
from nnlib.course.marking.sandbox.walls import ENVIRONMENT, walls
from nnlib.course.refusals import Refusal

SECONDS_TO_START, SECONDS_TO_END = 60, 5
MEMORY, MEMORY_WITH_TORCH = 2**30, 2**31  # bytes of address space
START = (
    "-ISB",  # nothing but Python's own library
    "-c",
    "import sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]; "
    "from nnlib.course.marking.inside.server import main; main(*sys.argv[1:])",
)


class Session:
    """A running sandbox; use it in a `with`, at the end of which all of it ends."""

    def __init__(self, packages, count, *, bare):
        self._left = contextlib.ExitStack()
        with self._left:
            ends = [socket.socketpair() for _ in range(count)]
            self._channels = [self._left.enter_context(ours) for ours, _ in ends]
            theirs = [self._left.enter_context(their) for _, their in ends]
            reading, self._control = os.pipe()
            self._left.callback(self._hang_up)
            memory = MEMORY_WITH_TORCH if "torch" in packages else MEMORY
            numbers = [reading, *(channel.fileno() for channel in theirs)]
            told = map(str, [",".join(packages), memory, *numbers])
            start = self._start_bare if bare else self._start
            try:
                self._process = start(packages, [*told], numbers)
            finally:
                os.close(reading)
                for channel in theirs:
                    channel.close()
            self._left.callback(self._end)
            self._left = self._left.pop_all()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the server and all that it started."""
        self._left.close()

    def next(self):
        """Start the next program, end the one before; return the marker's socket.

        Raises `Refusal` where none starts.
        """
        channel = self._channels.pop(0)
        try:
            os.write(self._control, b"n")
            receive(channel, before=time.monotonic() + SECONDS_TO_START)
        except (OSError, EOFError, BadFrame) as error:
            self._process.kill()
            said = self._process.stderr.read().decode(errors="replace").split("\n")
            why = next(filter(None, reversed(said)), repr(error))
            raise Refusal(f"The sandbox does not start: {why.rstrip('.')}.") from error
        return channel

    def _start(self, packages, told, numbers):
        command = [*walls(packages), PYTHON, *START, "/marking", "/packages", *told]
        return _server(command, numbers)

    def _start_bare(self, packages, told, numbers):
        """Start the server in a folder with what it needs; the rest is not hidden."""
        made = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(self._left.enter_context(made))
        for place, path in seen(packages).items():
            if place.startswith(("/marking", "/packages")):
                link = folder / place[1:]
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(path)
        paths = [str(folder / name) for name in ("marking", "packages")]
        command = [PYTHON, *START, *paths, *told]
        return _server(command, numbers, cwd=folder, env=ENVIRONMENT)

    def _hang_up(self):
        """Let the server end, which ends its program first."""
        if self._control is not None:
            os.close(self._control)
            self._control = None

    def _end(self):
        self._hang_up()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stderr.close()


def _server(command, numbers, **place):
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=numbers,
        start_new_session=True,
        **place,
    )
