"""The cells made of known mistakes: what is copied into them, and what is refused."""

import itertools as it
from math import pi

import numpy as np
import pytest
import torch as tc

from nnlib.activations import relu
from nnlib.exercises.exercise import WrongAnswer
from nnlib.exercises.notebook_01.nets import drawn_nets
from nnlib.exercises.slips import slips
from tests.support.slip_cells import slip_cell
from tests.support.trials import exercise_on

HALF: float = 0.5
WIDTHS = {"narrow": HALF * 2, "wide": 4 * HALF}


def area(r):
    """The area of a disc."""
    return np.pi * r**2


def scaled(r, width):
    return twice(r) * WIDTHS[width] / 2


def twice(r):
    return 2 * r if r < 100 else scaled(r, "wide")


def half_around(r):
    return pi * r


def shape_of_a_net(r):
    return drawn_nets(np.random.default_rng(1), r, 2, 2, 2)[0].shape


def pairs_up_to(r):
    return list(it.pairwise(range(r + 1)))


def with_tensors(r):
    return tc.tensor(r)


def as_relu(r):
    return relu(r)


def as_nothing(r):
    return nothing(r)  # noqa: F821


def with_torch(r):
    import torch

    return torch.tensor(r)


def by_name(r):
    return __import__("torch").tensor(r)


def of_another_area(r):
    return area(r) + 1


def made(slip):
    """The exercise of the area, and a mistake."""
    (mistake,) = slips(area, f"Wrong.\n    np.pi * r**2 -> {slip}")
    return exercise_on(area), mistake


def function_in(cell):
    """What the cell defines as `area`, with NumPy alone."""
    namespace = {"np": np}
    exec(cell, namespace)
    return namespace["area"]


def refused(exercise, mistake):
    with pytest.raises(AssertionError) as refusal:
        slip_cell(exercise, mistake)
    return str(refusal.value)


def test_a_slip_that_needs_nothing_is_its_own_cell():
    exercise, mistake = made("np.pi * r")
    assert slip_cell(exercise, mistake) == mistake.source


@pytest.mark.parametrize(
    ("slip", "value"),
    [
        ("half_around(r)", 3 * np.pi),
        ("scaled(r, 'wide')", 6),
        ("[twice(x) for x in (1, r)]", [2, 6]),
        ("(lambda HALF: HALF + len(WIDTHS))(r)", 5),
        ("pairs_up_to(r)", [(0, 1), (1, 2), (2, 3)]),
        ("shape_of_a_net(r)", (3, 2)),
    ],
)
def test_what_a_slip_uses_of_the_exercises_is_copied(slip, value):
    exercise, mistake = made(slip)
    cell = slip_cell(exercise, mistake)
    assert function_in(cell)(3) == value == mistake.function(3)
    assert "nnlib" not in cell


def test_another_algorithm_may_use_the_right_function():
    mistake = WrongAnswer("Wrong.", of_another_area)
    cell = slip_cell(exercise_on(area), mistake)
    assert function_in(cell)(3) == np.pi * 9 + 1


@pytest.mark.parametrize(
    ("slip", "name"),
    [
        ("relu(r)", "relu from nnlib.activations"),
        ("as_relu(r)", "relu from nnlib.activations"),
        ("as_nothing(r)", "the name nothing"),
        ("with_torch(r)", "the package torch"),
        ("with_tensors(r)", "the package torch"),
        ("by_name(r)", "the name __import__"),
        ("[relu(x) for x in r]", "relu from nnlib.activations"),
    ],
)
def test_what_no_cell_has_is_refused(slip, name):
    assert refused(*made(slip)) == (
        f"The mistake “Wrong.” of 0.1 uses {name}, which a student's cell has not. "
        "Write it with np, with Python, and with functions and constants of the "
        "modules of nnlib.exercises.notebook_00."
    )


def test_a_mistake_needs_a_function_with_a_name():
    assert refused(exercise_on(area), WrongAnswer("Wrong.", np.square)) == (
        "The mistake “Wrong.” of 0.1 needs a function made with def; got "
        "<ufunc 'square'>."
    )
    said = refused(exercise_on(area), WrongAnswer("Wrong.", lambda r: r))
    assert "needs a function made with def; got <function " in said
