"""From a student's cells to the function to be tried, as in a kernel: in their order.

The student's own cells run; of the cells that were handed out, and of those with other
answers, what is needed. Each statement runs on its own: a line that fails takes nothing
else away.
"""

import ast
import builtins
import linecache
import re
from contextlib import nullcontext
from dataclasses import dataclass
from typing import NamedTuple

from nnlib.course.marking.inside.clock import Clock
from nnlib.course.marking.inside.ipython import parsed
from nnlib.course.marking.inside.kernel import HOME
from nnlib.course.marking.inside.needed import (
    changed_by,
    imported_by,
    names_in,
    needed,
    tried_by,
)
from nnlib.exercises.calls.errors import CELLS, OWN_CELL, Raised, raised_by
from nnlib.exercises.calls.stand_ins import About, StandIn, is_made
from nnlib.exercises.calls.surroundings import functions_of, used_globals
from nnlib.exercises.calls.surroundings import names_in as names_read

ANSWER, OWN, REST = "answer", "own", "rest"  # this answer; the student's; all others
FLAGS = __import__("__future__").annotations.compiler_flag  # they are not computed
UNKNOWN = re.compile(r"name '(\w+)' is not defined")
parse, compiled, execute = ast.parse, compile, exec  # whatever a cell makes of them


class Cell(NamedTuple):
    """A cell of the notebook: what it is called, its kind, and its source."""

    called: str
    kind: str
    source: str


@dataclass
class _Parsed:
    cell: Cell
    file: str
    statements: list
    error: Raised | None = None  # why it has none


class Notebook:
    """The cells of a notebook, which are run in a namespace up to the answer."""

    def __init__(self, cells, namespace, starred=()):
        self._namespace, self._starred = namespace, starred
        self._cells = [_parsed(number, Cell(*one)) for number, one in enumerate(cells)]
        self._place = next(n for n, c in enumerate(cells) if c[1] == ANSWER)
        self._answer = self._cells[self._place]
        nodes = [node for one in self._cells for node in one.statements]
        self._modules = set().union(*map(imported_by, nodes))
        self.tried = set().union(*map(tried_by, nodes))
        self._why = {}  # names that are not there: what was raised instead
        self._clock, self._done = Clock(), set()

    def run_before(self):
        """Run what stands before the cell with the answer."""
        wanted = self._names(self._cells[: self._place + 1])
        self._run_cells(self._cells[: self._place], wanted)

    def function(self, name):
        """Run the cell with the answer; return its function, or what was `Raised`.

        None says that the cell defines no such function.
        """
        answer, there = self._answer, self._namespace
        if answer.error:
            return answer.error
        errors = [self._run(node, answer.file) for node in answer.statements]
        missing = self._missing(there.get(name))
        if name not in there or missing:
            self._run_the_rest({*missing, *_unknown(errors)}, keep=name)
            again = zip(answer.statements, errors)
            errors = [error and self._run(node, answer.file) for node, error in again]
            self._take_from_stars(self._missing(there.get(name)) - there.keys())
        if name not in there:
            return next(filter(None, errors), None)
        return there[name]

    def cause_of(self, error):
        """What was raised where a name should have been made; else the error itself."""
        match = error and UNKNOWN.match(error.text)
        return self._why.get(match[1], error) if match else error

    def _run_the_rest(self, missing, keep):
        """Run what has not been run, for names that are missing; `keep` one name."""
        kept = {n: self._namespace[n] for n in (keep,) if n in self._namespace}
        wanted = {*missing, *self._names(self._cells)}
        rest = [one for one in self._cells if one is not self._answer]
        self._run_cells(rest, wanted)
        self._namespace |= kept

    def _run_cells(self, cells, wanted):
        statements = [
            (cell, node, changed_by(node, self._modules))
            for cell in cells
            for node in cell.statements
        ]
        places = needed([(names, node) for _, node, names in statements], wanted)
        for place, (cell, node, names) in enumerate(statements):
            is_due = cell.cell.kind == OWN or place in places
            if is_due and id(node) not in self._done:
                self._done.add(id(node))
                self._note(names, self._run(node, cell.file, self._clock.watch()))

    def _note(self, names, error):
        """Note why names are not there."""
        for name in names:
            self._why.pop(name, None)
            if error and name not in self._namespace:
                self._why[name] = error

    def _names(self, cells):
        """The names in the cell with the answer, and in the student's own."""
        chosen = [c for c in cells if c is self._answer or c.cell.kind == OWN]
        return {
            name for one in chosen for node in one.statements for name in names_in(node)
        }

    def _missing(self, function):
        """The names that a function and its helpers read, and that are not there.

        A stand-in that something made is not there: a later cell may have it.
        """
        names = {
            name
            for one in functions_of(function, HOME)
            for name in names_read(one.__code__, "LOAD_GLOBAL")
            if name not in one.__globals__ and not hasattr(builtins, name)
        }
        used = used_globals(functions_of(function, HOME)).items()
        return names | {name for name, value in used if is_made(value)}

    def _take_from_stars(self, missing):
        """Take names from the package of which the notebook imports all names."""
        for package in [*self._starred][:1]:
            for name in missing:
                known = getattr(self._namespace.get("np"), name, None)
                stand_in = StandIn(About(f"{package}.{name}"))
                is_pylab = package == "pylab" and known is not None
                self._namespace[name] = known if is_pylab else stand_in

    def _run(self, node, file, watch=None):
        try:
            with watch or nullcontext():
                code = compiled(ast.Module([node], []), file, "exec", FLAGS, True)
                execute(code, self._namespace)
        except BaseException as exception:
            raised = raised_by(exception)
            is_own = raised.cell == OWN_CELL  # of the cell that is run
            return raised._replace(cell=CELLS[file]) if is_own else raised
        return None


def _unknown(errors):
    matches = [UNKNOWN.match(error.text) for error in errors if error]
    return {match[1] for match in matches if match}


def _parsed(number, cell):
    """The statements of a cell; a cell that is no Python has none."""
    file = OWN_CELL if cell.kind == ANSWER else f"cell {number}"
    CELLS[file] = cell.called
    lines = cell.source.splitlines(keepends=True)
    linecache.cache[file] = (len(cell.source), None, lines, file)
    try:
        return _Parsed(cell, file, parsed(cell.source, file, parse))
    except Exception as exception:  # also deep nesting and odd letters
        return _Parsed(cell, file, [], raised_by(exception))
