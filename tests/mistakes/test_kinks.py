"""Kinks are found where they are, and every slope there is offered once."""

import numpy as np
import pytest

from nnlib import Activation, leaky_relu, relu
from nnlib.mistakes.kinks import every_slope, on_kink
from tests.support.helpers import SMOOTH

Z = np.array([-2.0, -1e-6, 0.0, 1e-6, 3.0])


@pytest.mark.parametrize("activation", [relu, leaky_relu], ids=repr)
def test_a_kink_lies_at_zero_and_nowhere_else(activation):
    assert on_kink(activation, Z).tolist() == [False, False, True, False, False]


@pytest.mark.parametrize("activation", SMOOTH, ids=repr)
def test_smooth_activations_have_none(activation):
    assert not on_kink(activation, Z).any()
    assert every_slope(activation, Z) == [activation]


def test_away_from_the_kink_there_is_one_slope():
    assert every_slope(relu, np.array([-1.0, 2.0])) == [relu]


def test_the_slopes_at_a_kink():
    own, *others = every_slope(leaky_relu, Z)
    assert own is leaky_relu
    at_zero = [other.derivative(Z)[2] for other in others]
    np.testing.assert_allclose(at_zero, [0.01, 1, 0.505, 0])
    for other in others:
        np.testing.assert_array_equal(
            np.delete(other.derivative(Z), 2), [0.01, 0.01, 1, 1]
        )
        np.testing.assert_array_equal(other(Z), leaky_relu(Z))


def test_a_kink_far_from_zero_is_found():
    corner = Activation("corner", lambda Z: abs(Z - 1e6), lambda Z: np.sign(Z - 1e6))
    found = on_kink(corner, np.array([1e6, 1e6 + 1, 0.0]))
    assert found.tolist() == [True, False, False]
