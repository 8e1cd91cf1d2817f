"""What an answer may lean on in the student's other cells, as `check` allows it."""

import numpy as np
import pytest

from nnlib.course.marking.inside.student_code import function_in
from nnlib.exercises.calls.calling import answer

ANSWER = "def answer(z):\n    return f(z) + K"


def found(others, namespace=()):
    """The function of the answer, beside cells with no name."""
    return function_in("answer", ANSWER, [("", o) for o in others], dict(namespace))


@pytest.mark.parametrize(
    "others",
    [
        ["f = lambda z: 2 * z", "K = 1"],
        ["def f(z):\n    return 2 * z", "K: float = 1.0"],
        ["f, K = (lambda z: 2 * z), 1"],
        ["PI = np.pi", "K = int(PI / PI)", "def f(z):\n    return 2 * z"],
        ["if True:\n    def f(z):\n        return 2 * z\nelse:\n    f = None", "K = 1"],
        ["try:\n    f = missing\nexcept NameError:\n    f = lambda z: z + z", "K = 1"],
    ],
)
def test_what_other_cells_define_is_there(others):
    function = found(others, {"np": np})
    assert function(3) == 7


def test_what_the_answer_does_not_use_does_not_run():
    others = ["f = lambda z: 2 * z", "K = 1", "L = 1 / 0", "while True: pass"]
    assert found(others)(3) == 7


def test_a_line_that_fails_takes_nothing_away():
    others = ["K = 1", "K = missing", "f = lambda z: 2 * z"]
    assert found(others)(3) == 7


@pytest.mark.parametrize(
    ("f", "K", "words"),
    [
        ("\ndef f(z):\n    return z / 0", "K = 1", "Line 3 of the cell of f, `return"),
        ("f = float", "K = 'a'", "Line 2 of your cell, `return f(z) + K`:"),
    ],
)
def test_the_line_that_fails_is_told_with_its_cell(f, K, words):
    others = [("another cell", "L = 1"), ("the cell of f", f), ("the cell of K", K)]
    function = function_in("answer", ANSWER, others, {})
    assert answer(function, (3,)).error.words.startswith(words)
