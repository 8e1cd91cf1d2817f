"""`check`: try a student's function and say at once what is right or wrong with it.

The verdict is shown as one block; what is not right also raises `CheckFailed`.
"""

import dis
import inspect
import sys
import types

import numpy as np

from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.values import in_words
from nnlib.exercises.catalogue import find
from nnlib.exercises.judging import judge, not_attempted, refused
from nnlib.exercises.record import keep
from nnlib.exercises.statuses import RIGHT
from nnlib.exercises.surroundings import complaint
from nnlib.exercises.verdict_block import VerdictBlock

IDLE = ("RESUME", "NOP")  # instructions that do nothing
RESULTS = ("builtins", "numpy", "torch")  # whose objects a call may have given
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
    verdict = verdict_on(find(id), function)
    keep(verdict)
    block = VerdictBlock(verdict)
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        sys.modules["IPython"].display.display(block)
    else:
        print(block)
    if verdict.status != RIGHT:
        raise CheckFailed(f"exercise {verdict.id} is {verdict.status}.") from None


def verdict_on(exercise, function):
    """Try a function on the cases of an exercise; return the `Verdict`."""
    if not callable(function) or isinstance(function, type):
        return refused(exercise, _not_a_function(exercise, function))
    if _is_empty(function):
        return not_attempted(exercise)
    cases = exercise.drawn(np.random.default_rng(SEED))
    if not _takes(function, cases[0].arguments):
        own = getattr(function, "__name__", "")
        yours = f"yours {f'is {own}' if own else 'takes '}{inspect.signature(function)}"
        return refused(
            exercise,
            f"{exercise.name} needs the parameters of {exercise.call}; {yours}.",
        )
    if words := complaint(exercise, inspect.unwrap(function)):
        return refused(exercise, words)
    answers = [answer(function, case.arguments) for case in cases]
    return judge(exercise, cases, answers)


def _not_a_function(exercise, value):
    got, without = in_words(value), ""
    if isinstance(value, type):
        got = f"the class {value.__name__}"
    elif isinstance(value, str):
        without = ", without quotes"
    elif type(value).__module__ in RESULTS:
        without = ", without calling it"
    return (
        f"check needs the function {exercise.name} itself; got {got}. "
        f'Write check("{exercise.id}", {exercise.name}){without}.'
    )


def _takes(function, arguments):
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:  # built-in functions do not always tell
        return True
    return True


def _is_empty(function):
    """Whether a function has nothing in it but a docstring, `pass` or `...`."""
    if not isinstance(function, types.FunctionType):
        return False
    code = [i for i in dis.get_instructions(function) if i.opname not in IDLE]
    return [i.argval for i in code if i.opname != "RETURN_VALUE"] == [None]
