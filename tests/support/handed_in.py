"""Submissions for the tests of marking: solved, handed-out and changed notebooks."""

import atexit
import functools
import json
from pathlib import Path

import pytest

from nnlib.course.copies import student_copy
from nnlib.course.marking.inside.student_code import ANSWER
from nnlib.course.marking.sandbox.available import probe
from nnlib.course.marking.sandbox.programs import Sandbox
from nnlib.course.marking.submissions.reading import read
from nnlib.exercises.calls.errors import OWN_CELL
from nnlib.exercises.catalogue import exercises_of
from tests.support.solved_notebooks import path_of, solution_to

REFUSAL = probe()
needs_sandbox = pytest.mark.skipif(bool(REFUSAL), reason=REFUSAL)
WALLS = Sandbox()


class OneServer:
    """The sandbox, with a server for many submissions, as starting it takes longest."""

    PROGRAMS = 100  # that one server starts

    def __init__(self):
        self.servers = {}  # of each set of packages
        self.left = {}  # how many programs each can still start
        atexit.register(self.close)

    def start(self, packages, count):
        """Lend the server, if it has `count` programs left, or else a new one."""
        if self.left.get(packages, 0) < count:
            if packages in self.servers:
                self.servers[packages].close()
            self.servers[packages] = WALLS.start(packages, self.PROGRAMS)
            self.left[packages] = self.PROGRAMS
        return Lent(self, packages)

    def next(self, packages):
        """Start the next program of a server."""
        self.left[packages] -= 1
        return self.servers[packages].next()

    def close(self):
        """End all servers."""
        while self.servers:
            self.servers.popitem()[1].close()
        self.left.clear()


class Lent:
    """A server that goes on when a submission is marked."""

    def __init__(self, server, packages):
        self.next = functools.partial(server.next, packages)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


ONE_SERVER = OneServer()


class Closed:
    """A sandbox in which nothing may start."""

    def start(self, packages, count):
        raise AssertionError("a program was started")


@functools.cache
def _text(number):
    for exercise in exercises_of(number):
        solution_to(exercise)  # it says what to do if its cell is missing
    return path_of(number).read_text("utf-8")


def solved(number=1):
    """The solved notebook, as a dictionary."""
    return json.loads(_text(number))


def handed_out(number=1):
    """The student's copy, as a dictionary."""
    return json.loads(student_copy(_text(number)))


def cell(notebook, id):
    """The one cell with this id."""
    (found,) = [cell for cell in notebook["cells"] if cell["id"] == id]
    return found


def with_answers(answers, number=1):
    """The student's copy with sources for some cells, by their ids."""
    notebook = handed_out(number)
    for id, source in answers.items():
        cell(notebook, id)["source"] = source
    return notebook


def hand_in(folder, notebook, student="alice", number=1):
    """Write a notebook, or any bytes, where a student hands it in."""
    path = Path(folder) / student / path_of(number).name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    path.write_bytes(data)
    return path


def alone(source):
    """The cells of a notebook with nothing in it but an answer."""
    return [(OWN_CELL, ANSWER, source)]


def submission(folder, notebook, number=1):
    """What the reader makes of the notebook of one student."""
    hand_in(folder, notebook, number=number)
    (one,) = read(folder)
    return one
