"""`check`: try a student's function and say at once what is right or wrong with it.

The verdict is shown as one block; what is not right also raises `CheckFailed`.
"""

import functools
import inspect
import sys
from dataclasses import replace

import numpy as np

from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.errors import CELLS, cell_of
from nnlib.exercises.calls.refusing import is_empty, refusal_of, task_of
from nnlib.exercises.calls.stand_ins import as_told
from nnlib.exercises.calls.surroundings import package_of
from nnlib.exercises.catalogue import find
from nnlib.exercises.judging import judge, not_attempted, refused
from nnlib.exercises.left_out import left_out, uncompiled
from nnlib.exercises.places.telling import place_of
from nnlib.exercises.record import keep
from nnlib.exercises.statuses import RIGHT
from nnlib.exercises.verdict_block import VerdictBlock
from nnlib.exercises.worth import worth_here

SEED = 20  # of the cases that `check` draws: the same ones each time


class CheckFailed(AssertionError):
    """An exercise is not right yet; the block above says why."""

    def _render_traceback_(self):
        return [f"CheckFailed: {self}"]


def check(id, function):
    """Try a function as the answer to an exercise; show what is right or wrong.

    id        the number of the exercise, such as "1.2"
    function  your function

    Raises `CheckFailed` where it is not right, so that nothing passes unseen.
    """
    exercise = find(id)
    verdict = verdict_on(exercise, function, sys._getframe(1).f_globals.get("__name__"))
    verdict = replace(verdict, of=worth_here(exercise).points)
    _note_cell(exercise, function)
    keep(verdict)
    block = VerdictBlock(verdict)
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        sys.modules["IPython"].display.display(block)
    else:
        print(block)
    if verdict.status != RIGHT:
        raise CheckFailed(f"exercise {verdict.id} is {verdict.status}.") from None


def verdict_on(exercise, function, home=None):
    """Try a function on the cases of an exercise; return the `Verdict`.

    `home` is the module of the notebook's own functions, as a rule that of `function`.
    """
    if is_empty(function):
        return not_attempted(exercise)
    package = (home or package_of(function)).split(".")[0]
    if words := refusal_of(task_of(exercise), function, package):
        return refused(exercise, words)
    cases = exercise.drawn(np.random.default_rng(SEED))
    with left_out(function, package):
        tried = uncompiled(function)
        answers = [answer(tried, case.arguments) for case in cases]
        answers = [got._replace(value=as_told(got.value)) for got in answers]
        place = functools.partial(place_of, exercise, tried, package)
        return judge(exercise, cases, answers, place)


def _note_cell(exercise, function):
    """Note which cell it is in, for errors of others that use it."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        CELLS[code.co_filename] = cell_of(exercise.id)
