"""Run a function with its expressions watched, or with another value in one place.

What is run is a copy of the function in a room of its own, so that nothing of the
session changes. Work is counted, and not timed: it ends at the same place everywhere.
"""

import ast
import types

import numpy as np

from nnlib.exercises.calls.surroundings import functions_of
from nnlib.exercises.places.copies import (
    NotWatched,
    defined,
    definition_of,
    room_of,
    source_of,
)
from nnlib.exercises.places.rewriting import (
    NOTE,
    TICK,
    ticking,
    variables_of,
    watched,
)

MOST = 400  # values of one expression that are kept in one run
LARGE = 20_000  # entries of an array that is not kept
LISTED = 8  # axes of what is kept of a list of different arrays: no array has so many
CALL = 40  # steps that the call of an argument counts for


class TooLong(BaseException):
    """A run that does not come to its end; no student's `except` catches it."""


class Watched:
    """A function whose expressions are watched.

    function   a plain function, whose text can be read
    home       the package of the functions that belong to it

    Raises `NotWatched` for whatever could not be run again as it is.
    """

    def __init__(self, function, home):
        if not isinstance(function, types.FunctionType):
            raise NotWatched
        helpers = [one for one in functions_of(function, home) if one is not function]
        room = room_of([function, *helpers])
        room |= {NOTE: self._note, TICK: self._tick}
        for helper in helpers:
            defined(ticking(definition_of(helper)), helper, room)
        tree = definition_of(function)
        self.variables = variables_of(tree)
        start = function.__code__.co_firstlineno - 1
        self._text = "\n" * start + source_of(function)
        self.found = watched(tree)
        self._costs = [CALL if one.calls_argument else 1 for one in self.found]
        self.function = defined(ticking(tree), function, room)
        self.work = 0  # steps of all runs so far
        self._most, self._put, self._keeps = 0, {}, False

    def run(self, call, most, put=None, keeps=False):
        """`call` the function; return what that gives, None if it takes over `most`.

        Instead of the values of an expression, those in `put` are used. If it `keeps`
        the values, `values` has those of each expression, and `times` when they came.
        """
        self.values, self.times, self._counts = {}, {}, {}
        self._put, self._keeps = put or {}, keeps
        self._steps, self._most = 0, most
        try:
            return call(self.function)
        except TooLong:
            return None
        finally:
            self.work += self._steps

    def text(self, node):
        """The author's own text of an expression, in one line."""
        return " ".join(ast.get_source_segment(self._text, node).split())

    def _tick(self, steps=1):
        self._steps += steps
        if self._steps > self._most:
            raise TooLong

    def _note(self, number, value):
        cost = self._costs[number]
        self._tick(cost + value.size // 32 if type(value) is np.ndarray else cost)
        if number in self._put or self._keeps:
            count = self._counts[number] = self._counts.get(number, -1) + 1
            there = self._put.get(number, ())
            if count < len(there):
                value = _like(there[count], value)
            if self._keeps and count < MOST:
                self.values.setdefault(number, []).append(kept(value))
                self.times.setdefault(number, []).append(self._steps)
        return value


def kept(value):
    """A value as an array of its own, None for what is not kept."""
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if isinstance(value, (tuple, list)):
        inner = [kept(one) for one in value[:MOST]]
        if not inner or any(one is None for one in inner):
            return None
        if len({one.shape for one in inner}) == 1:
            return np.array(inner)
        return np.concatenate([one.ravel() for one in inner])[(None,) * LISTED]
    if not isinstance(value, (np.ndarray, bool, int, float, np.generic)):
        return None
    if np.size(value) > LARGE or np.asarray(value).dtype.kind not in "biuf":
        return None
    return np.array(value, dtype=float)


def _like(value, old):
    """A value in the form of the one in whose place it is put."""
    kind = getattr(getattr(old, "dtype", None), "kind", "")
    if kind == "b" or isinstance(old, bool):
        return value.astype(bool) if value.ndim else bool(value)
    if isinstance(old, list):
        return value.tolist()
    if (kind in ("i", "u") or isinstance(old, int)) and (value == value.round()).all():
        return value.astype(int) if value.ndim else int(value)
    return value.copy() if value.ndim else float(value)
