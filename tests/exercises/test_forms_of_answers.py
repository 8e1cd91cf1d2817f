"""Right numbers are right in every form: lists, tuples, float32, arrays of any kind."""

import numpy as np
import pytest

from nnlib.exercises.calls.calling import answer
from nnlib.exercises.checks import SEED
from nnlib.exercises.judging import RIGHT, judge
from tests.support.trials import ALL

ONLY_IN_64_BITS = ("8.1", "9.4")  # the difference of numbers that are nearly equal


def in_32_bits(value):
    array = np.asarray(value)
    return array.astype(np.float32) if array.dtype.kind == "f" else value


def as_matrix(value):
    return np.asmatrix(value) if np.ndim(value) == 2 else value


def in_numbers(value):
    array = np.asarray(value)
    return array.astype(int) if array.dtype.kind == "b" else value


FORMS = {
    "lists": lambda value: np.asarray(value).tolist(),
    "float32": in_32_bits,
    "objects": lambda value: np.asarray(value).astype(object),
    "a matrix": as_matrix,
    "masked": np.ma.masked_array,
    "without axes": np.array,
    "by columns": np.asfortranarray,
    "long double": lambda value: np.asarray(value).astype(np.longdouble),
    "0 and 1": in_numbers,
}


def changed(value, form):
    if isinstance(value, (tuple, list)):
        return type(value)(changed(one, form) for one in value)
    return form(value) if form is not np.asfortranarray or np.ndim(value) else value


def other_container(value):
    if isinstance(value, tuple):
        return list(value)
    return tuple(value) if isinstance(value, list) else value


def one_array(value):
    shapes = {np.shape(one) for one in value} if isinstance(value, tuple) else ()
    return np.array(value) if len(shapes) == 1 else value


def assert_right(exercise, function):
    cases = exercise.drawn(np.random.default_rng(SEED))
    verdict = judge(exercise, cases, [answer(function, c.arguments) for c in cases])
    assert verdict.status == RIGHT, verdict.message


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_right_numbers_in_other_forms(exercise):
    right = exercise.reference
    for form in FORMS.values():
        assert_right(exercise, lambda *given, form=form: changed(right(*given), form))
    assert_right(exercise, lambda *given: other_container(right(*given)))
    assert_right(exercise, lambda *given: one_array(right(*given)))


@pytest.mark.parametrize(
    "exercise",
    [exercise for exercise in ALL if exercise.id not in ONLY_IN_64_BITS],
    ids=lambda exercise: exercise.id,
)
def test_computing_in_32_bits_is_enough(exercise):
    def in_float32(*given):
        return exercise.reference(*map(narrowed, given))

    assert_right(exercise, in_float32)


def narrowed(value):
    if isinstance(value, list):
        return [narrowed(one) for one in value]
    return in_32_bits(value) if isinstance(value, np.ndarray) else value


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_working_in_place_on_copies_is_right(exercise):
    def on_copies(*given):
        copies = [one.copy() if isinstance(one, np.ndarray) else one for one in given]
        value = exercise.reference(*copies)
        value = changed(value, np.array)
        for array in copies:
            if isinstance(array, np.ndarray):
                array[...] = 0
        return value

    assert_right(exercise, on_copies)
