"""The server of one submission: forks a program for each exercise, which answers calls.

Nothing is known here of cases, references or marks. The server never runs a student's
code: its children do.
"""

import os
import signal
import socket
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import numpy as np

from nnlib.course.marking.inside.forbidden import forbid
from nnlib.course.marking.inside.kernel import HOME, new_namespace
from nnlib.course.marking.inside.packing import CannotPack, pack
from nnlib.course.marking.inside.protocol import receive, send, send_packed
from nnlib.course.marking.inside.student_code import Notebook
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.errors import ELSEWHERE, Raised
from nnlib.exercises.calls.packages import SHORT
from nnlib.exercises.calls.refusing import Task, is_empty, refusal_of
from nnlib.exercises.calls.stand_ins import StandIn, as_told, let_give
from nnlib.exercises.calls.values import Other

LATE = {"torch": "torch._dynamo"}  # what PyTorch else loads with the first optimizer
LIMITS = {  # second fences: the marker looks at the clock itself
    "RLIMIT_CPU": 60,  # seconds
    "RLIMIT_FSIZE": 2**20,  # bytes of a file
    "RLIMIT_NOFILE": 32,
    "RLIMIT_CORE": 0,
    "RLIMIT_NPROC": 0,  # no further process or thread
}


def main(packages, memory, control, *channels):
    """Start the server; students' code can import none of its modules."""
    del sys.path[0], sys.argv[1:]
    ELSEWHERE.append(Path(sys.path[0]))  # lines of packages are not the student's
    for name in [name for name in sys.modules if name.split(".")[0] == "nnlib"]:
        del sys.modules[name]
    packages = packages.split(",")
    serve(int(control), list(map(int, channels)), packages, int(memory))
    os._exit(0)  # at once: the marker waits


def serve(control, channels, packages, memory):
    """Fork a child for the next of the `channels` on each byte from `control`.

    The child before ends then; all end with `control`. `memory` is in bytes.
    """
    tempfile.tempdir = "/tmp"  # it cannot be written to, which PyTorch need not know
    modules = {SHORT.get(name, name): import_module(name) for name in packages}
    for name in set(LATE) & set(packages):
        import_module(LATE[name])
    answer(np.sum, ([0.0],))  # so that no child has to load or compile anything
    _close_all_but(control, *channels)
    child = None
    for channel in [*channels, None]:
        more = os.read(control, 1)
        if child is not None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if not more or channel is None:
            return
        child = os.fork()
        if child == 0:
            try:
                _close_all_but(channel)
                _work(socket.socket(fileno=channel), modules, memory)
            finally:
                os._exit(0)
        os.close(channel)


def _close_all_but(*kept):
    """Close all files but these, and let the three usual ones lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for usual in range(3):
        os.dup2(nowhere, usual)
    least = 3
    for file in sorted(kept):
        os.closerange(least, file)
        least = file + 1
    os.closerange(least, os.sysconf("SC_OPEN_MAX"))


def _limit(limits):
    import resource  # noqa: PLC0415 - Windows has none, and can import this module

    for name, most in limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))


def _work(channel, modules, memory):
    """Get a notebook's cells, run them, answer calls until the marker has no more."""
    _limit({**LIMITS, "RLIMIT_AS": memory})
    if sys.platform == "linux":
        forbid()
    send(channel, "here")
    task, cells, data = receive(channel)
    task = Task(*task)
    for path, value in data:
        let_give(path, value)
    namespace, imports = new_namespace(modules)
    notebook = Notebook(cells, namespace, imports.starred)
    imports.tried |= notebook.tried
    notebook.run_before()
    send(channel, ("begun",))
    function = notebook.function(task.name)
    reply = _first_reply(task, function)
    send(channel, reply)
    StandIn.answering = True
    while reply == ("ready",):
        arguments = receive(channel, lambda number: _caller(channel, number))
        got = answer(function, arguments)
        _send_answer(channel, got._replace(error=notebook.cause_of(got.error)))


def _first_reply(task, function):
    """Say whether there is a function to be tried, and if not, why."""
    if isinstance(function, Raised):
        return ("answer", None, tuple(function), False, None, False)
    if function is None:
        return ("refused", f"The cell defines no function {task.name}.")
    if is_empty(function):
        return ("unwritten",)
    words = refusal_of(task, function, HOME)
    return ("refused", words) if words else ("ready",)


def _caller(channel, number):
    """A function that asks the marker for its values."""

    def function(*arguments):
        send_packed(channel, pack(("ask", number, arguments), convert=_converted))
        value, error = receive(channel)
        if error:
            raise ValueError(error)
        return value

    return function


def _send_answer(channel, got):
    error = got.error and tuple(got.error)
    rest = (error, got.printed, got.changed, got.touched_random)
    try:
        body = pack(("answer", got.value, *rest), convert=_converted)
    except Exception as exception:  # whatever an object of the student's does
        known = isinstance(exception, CannotPack)
        name = str(exception) if known else type(got.value).__name__
        body = pack(("answer", Other(name), *rest))
    send_packed(channel, body)


def _converted(value):
    """What is read as an array as that array; of all else the name of its class."""
    if isinstance(value, StandIn):
        return as_told(value)
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    array = np.asarray(value)
    return array if array.dtype.kind in "biufcU" else Other(type(value).__name__)
