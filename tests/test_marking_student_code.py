"""What an answer may lean on in the student's other cells, as `check` allows it."""

import numpy as np
import pytest

from nnlib.course.marking.student_code import function_in

ANSWER = "def answer(z):\n    return f(z) + K"


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
    function = function_in("answer", ANSWER, others, {"np": np})
    assert function(3) == 7


def test_what_the_answer_does_not_use_does_not_run():
    others = ["f = lambda z: 2 * z", "K = 1", "L = 1 / 0", "while True: pass"]
    assert function_in("answer", ANSWER, others, {})(3) == 7


def test_a_line_that_fails_takes_nothing_away():
    others = ["K = 1", "K = missing", "f = lambda z: 2 * z"]
    assert function_in("answer", ANSWER, others, {})(3) == 7
