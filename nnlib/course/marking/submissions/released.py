"""The notebooks as they were released: the cells of each that are marked, by their ids.

Ids and points come from here and from the exercises, never from a submission.
"""

import functools
import json
import re
from dataclasses import dataclass
from threading import Lock

from nnlib.course.copies import copies
from nnlib.course.settings.current import current
from nnlib.course.settings.printed import without_worths
from nnlib.exercises.catalogue import exercises_of, notebooks

ONE_AT_A_TIME = Lock()  # threads ask for it


@dataclass(frozen=True)
class ReleasedNotebook:
    """A notebook without solutions, as students got it."""

    number: int
    file: str  # 01_hand_worked_backprop.ipynb
    text: str  # of the file
    answers: dict  # id of the cell -> its source, with the stub
    functions: dict  # id of the cell -> the name of the function to write in it
    written: dict  # id of the cell -> points; they are given by hand
    questions: dict  # id of a written cell -> id and source of the cell before it
    ids: frozenset  # of all its cells
    given: frozenset  # the sources of all cells but the answers', without blanks
    lines: frozenset  # the lines of these, without blanks

    @property
    def name(self):
        """The name of its file, without the ending."""
        return self.file.removesuffix(".ipynb")


def without_blanks(source):
    """The source without blanks and points, by which cells are compared."""
    return "".join(without_worths(source).split())


def is_stub(source, stub):
    """Whether a cell is still the one that was released, but for blanks."""
    return without_blanks(source) == without_blanks(stub)


def is_written(cell):
    """Whether a cell of a released notebook is for a written answer, marked by hand."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("solution") and nbgrader.get("grade"))


def number_in(text, notebooks=None):
    """The number of the notebook whose name is in a text; None without any."""
    notebooks = notebooks or released()
    return next((n for n, one in notebooks.items() if one.name in text), None)


def is_nobodys(name):
    """Whether a file's name is a notebook's alone, or that of a copy of it."""
    name = re.sub(r"^Copy of |( ?\(\d+\)|-Copy\d*|-\d+)$", "", name)
    return name in {one.name for one in released().values()}


def released():
    """The course's notebooks with exercises: from number to `ReleasedNotebook`."""
    with ONE_AT_A_TIME:
        return _released(current())


@functools.lru_cache(maxsize=2)
def _released(course):
    files = {int(file[:2]): (file, text) for file, text in copies(course).items()}
    return {n: _read(n, *files[n]) for n in notebooks() if n in files}


def _read(number, file, text):
    wanted = {one.answer_cell: one.name for one in exercises_of(number)}
    answers, written, questions, given, lines = {}, {}, {}, {}, set()
    for cell in json.loads(text)["cells"]:
        id, source = cell["id"], "".join(cell["source"])
        if id in wanted:
            answers[id] = source
        elif is_written(cell):
            written[id] = cell["metadata"]["nbgrader"]["points"]
            questions[id] = list(given.items())[-1]
        else:
            given[id] = without_blanks(source)
            lines |= {*map(without_blanks, source.splitlines())}
    ids, sources = frozenset({*answers, *written, *given}), frozenset(given.values())
    cells = answers, wanted, written, questions, ids, sources
    return ReleasedNotebook(number, file, text, *cells, frozenset(lines))
