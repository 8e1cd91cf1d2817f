"""Answers for which nothing is computed: they are right in a case by chance alone.

Such an answer is one number everywhere, the same in all cases, or an argument as it
came.
"""

import numpy as np


def computes_nothing(attempts):
    """Whether each value that came is such an answer."""
    values = [attempt.answer.value for attempt in attempts]
    if len(values) > 1 and all(_same(value, values[0]) for value in values):
        return True
    told = [attempt for attempt in attempts if isinstance(attempt.found, list)]
    most = max((len(attempt.found) for attempt in told), default=0)
    return len(told) > 1 and all(_says_nothing(told, place) for place in range(most))


def _same(value, other):
    if isinstance(value, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(value) == len(other) and all(map(_same, value, other))
    return _is_number(value) and _is_number(other) and np.array_equal(value, other)


def _says_nothing(attempts, place):
    there = [attempt for attempt in attempts if place < len(attempt.found)]
    arrays = [attempt.found[place] for attempt in there]
    numbers = np.concatenate([array.ravel() for array in arrays])
    return bool(
        (numbers == numbers[:1]).all()
        or all(np.array_equal(array, arrays[0]) for array in arrays)
        or all(map(_is_an_argument, arrays, there))
    )


def _is_an_argument(array, attempt):
    given = []
    for argument in attempt.case.arguments:
        given += argument if isinstance(argument, (list, tuple)) else [argument]
    numbers = array.ravel()
    return any(np.array_equal(numbers, np.ravel(a)) for a in given if _is_number(a))


def _is_number(value):
    """Whether it is a number or an array of numbers."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float))
