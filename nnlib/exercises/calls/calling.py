"""Call a function on a case, and record what the call returned and did.

The function gets copies of the arguments. What it prints and raises is kept, and which
argument it changes.
"""

import contextlib
import copy
import io
import random
import types
import warnings
from typing import NamedTuple

import numpy as np

from nnlib.exercises.calls.errors import Raised, raised_by

ROUNDING = 1e-14  # of numbers near 1: what moving there and back may leave


class Answer(NamedTuple):
    """What one call of a function returned and did."""

    value: object = None
    error: Raised | None = None
    printed: bool = False
    changed: int | None = None  # the number of the argument that the call changed
    touched_random: bool = False  # whether it drew elsewhere, or not from its own
    output: str = ""  # what it printed; marking knows only whether it did


@contextlib.contextmanager
def quietly():
    """Catch what is printed in the stream that this gives; show no warnings."""
    with (
        contextlib.redirect_stdout(io.StringIO()) as stream,
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield stream


def answer(function, arguments):
    """Call `function` with copies of `arguments`; return the `Answer`.

    Warnings are not shown: they cost nothing. Ctrl-C passes.
    """
    given = copy.deepcopy(arguments)
    before, value, error = _random_states(), None, None
    with quietly() as stream:
        try:
            value = function(*given)
            if isinstance(value, types.CoroutineType):
                value.close()  # else Python warns that nobody has awaited it
        except (Exception, SystemExit) as exception:
            error = raised_by(exception)
    pairs = enumerate(zip(given, arguments))
    changed = next((number for number, pair in pairs if _differ(*pair)), None)
    touched = _random_states() != before or any(map(_is_unused, given, arguments))
    output = stream.getvalue()
    return Answer(value, error, bool(output), changed, touched, output)


def _random_states():
    """The states of the generators that all programs share."""
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002
    return random.getstate(), kind, keys.tobytes(), rest


def _is_unused(given, argument):
    """Whether it is a random generator from which nothing was drawn."""
    if not isinstance(argument, np.random.Generator):
        return False
    return given.bit_generator.state == argument.bit_generator.state


def _differ(given, argument):
    """Whether an array, or one in a list, is no longer what it was, but for rounding.

    What was moved there and back, to measure a slope, is off by a last digit.
    """
    if isinstance(argument, (tuple, list)):
        return len(given) != len(argument) or any(map(_differ, given, argument))
    if not isinstance(argument, np.ndarray):
        return False
    if given.shape != argument.shape or given.dtype != argument.dtype:
        return True
    if given.tobytes() == argument.tobytes() or given.dtype.kind != "f":
        return given.tobytes() != argument.tobytes()
    rounding = ROUNDING * (1 + np.max(np.abs(argument), initial=0))
    return not np.allclose(given, argument, rtol=0, atol=rounding, equal_nan=True)
