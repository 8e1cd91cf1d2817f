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
from nnlib.exercises.cells import fault_of_cell, shell, to_be_run
from nnlib.exercises.judging import judge, not_attempted, refused, stopped, too_slow
from nnlib.exercises.left_out import left_out, uncompiled
from nnlib.exercises.places.telling import place_of
from nnlib.exercises.record import keep
from nnlib.exercises.statuses import RIGHT
from nnlib.exercises.time_limit import LATE, SECONDS, TimeIsOver, TimeLimit
from nnlib.exercises.verdict_block import VerdictBlock
from nnlib.exercises.worth import worth_here

SEED = 20  # of the cases that `check` draws: the same ones each time
OF_THE_NOTEBOOK = object()
NOTHING_MORE = "\x1b[0m"  # where it is empty, JupyterLab shows the error once more


class CheckFailed(AssertionError):
    """An exercise is not right yet; the block above says why."""

    def _render_traceback_(self):
        return [NOTHING_MORE]


def check(id, function=OF_THE_NOTEBOOK):
    """Try a function as the answer to an exercise; show what is right or wrong.

    id        the number of the exercise, such as "1.2"
    function  your function; without it the one that has the exercise's name

    Raises `CheckFailed` where it is not right, so that nothing passes unseen.
    """
    exercise = find(id)
    names = sys._getframe(1).f_globals
    own = names.get(exercise.name)
    verdict = None
    if function is OF_THE_NOTEBOOK or function is own:
        function, verdict = own, _before_it_is_tried(exercise, own, names)
    verdict = verdict or _when_it_is_tried(exercise, function, names)
    block = VerdictBlock(verdict)
    if shell():
        sys.modules["IPython"].display.display(block)
    else:
        print(block)
    if verdict.status != RIGHT:
        raise CheckFailed(f"exercise {verdict.id} is {verdict.status}.") from None


def _before_it_is_tried(exercise, function, names):
    """What is to be said of the cells of a notebook; None if all have run.

    Where one has to be run first, nothing is noted: nothing is known of the answer.
    """
    if words := fault_of_cell(exercise, function):
        return _noted(refused(exercise, words))
    if words := to_be_run(exercise, function, names):
        return replace(not_attempted(exercise), message=words)
    return not_attempted(exercise) if function is None else None


def _when_it_is_tried(exercise, function, names):
    """The verdict, which is noted if it has not been stopped."""
    try:
        verdict = verdict_on(exercise, function, names.get("__name__"))
    except KeyboardInterrupt as stop:
        return stopped(exercise, f"You stopped the check{''.join(stop.args)}.")
    _note_cell(exercise, function)
    return _noted(verdict)


def _noted(verdict):
    verdict = replace(verdict, of=worth_here(find(verdict.id)).points)
    keep(verdict)
    return verdict


def verdict_on(exercise, function, home=None):
    """Try a function on the cases of an exercise; return the `Verdict`.

    `home` is the module of the notebook's own functions, as a rule that of `function`.
    A `KeyboardInterrupt` passes, and says which case it came in.
    """
    if is_empty(function):
        return not_attempted(exercise)
    package = (home or package_of(function)).split(".")[0]
    if words := refusal_of(task_of(exercise), function, package):
        return refused(exercise, words)
    cases = exercise.drawn(np.random.default_rng(SEED))
    with left_out(function, package):
        tried, limit, answers = uncompiled(function), TimeLimit(), []
        for case in cases:
            name, where = exercise.name, f"in the case “{case.name}”"
            try:
                got = answer(limit.limited(tried), case.arguments)
            except TimeIsOver:
                words = f"{name} was still running after {SECONDS} s, {where}. {LATE}"
                return too_slow(exercise, cases, answers, words)
            except KeyboardInterrupt:
                raise KeyboardInterrupt(f" while {name} was running, {where}") from None
            answers.append(got._replace(value=as_told(got.value)))
        place = functools.partial(_place_in_time, limit, exercise, tried, package)
        return judge(exercise, cases, answers, place)


def _place_in_time(limit, *arguments, **named):
    try:
        return limit.limited(place_of)(*arguments, **named)
    except TimeIsOver:
        return ""


def _note_cell(exercise, function):
    """Note which cell it is in, for errors of others that use it."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        CELLS[code.co_filename] = cell_of(exercise.id)
