"""Exercise 5.3 judges what is drawn, by any route, and whether it is drawn from rng."""

import copy

import numpy as np
import pytest

from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import WRONG
from nnlib.exercises.notebook_05.he_weights import spread

EXERCISE = find("5.3")
FROM_RNG = "You do not draw from the rng that is passed, or not from it alone."


def by_seed(rng, shape):
    np.random.seed(0)  # noqa: NPY002
    return np.random.standard_normal(shape) * (2 / shape[1]) ** 0.5  # noqa: NPY002


def of_its_own(rng, shape):
    return np.random.default_rng(3).normal(0, np.sqrt(2 / shape[1]), shape)


@pytest.mark.parametrize("function", [by_seed, of_its_own])
def test_weights_from_elsewhere_get_half(function):
    verdict = verdict_on(EXERCISE, function)
    assert verdict.status == WRONG
    assert verdict.message.startswith(FROM_RNG)
    assert (verdict.right_cases, verdict.points) == (verdict.cases, 1.5)


def test_of_other_weights_from_elsewhere_it_is_said_too():
    verdict = verdict_on(EXERCISE, lambda rng, shape: 3 * of_its_own(rng, shape))
    assert verdict.message == (
        "he_weights does not draw from rng, or not from it alone. Who calls it decides "
        "on the draws by rng, and can repeat them."
    )


@pytest.mark.parametrize("seed", range(20))
def test_chance_stays_far_inside_the_tolerance(seed):
    for _, (rng, shape) in EXERCISE.drawn(np.random.default_rng(seed)):
        sizes = spread(EXERCISE.reference(copy.deepcopy(rng), shape))[1]
        width = np.sqrt(2 / shape[1])
        meant = np.array([0, width, width * 3**0.25])
        room = EXERCISE.rtol * meant.max()
        assert abs(sizes - meant).max() < 0.5 * room


def test_a_table_of_inputs_by_inputs_fits_into_a_few_megabytes():
    for _, (_, (outputs, inputs)) in EXERCISE.drawn(np.random.default_rng(0)):
        assert 8 * inputs**2 < 4e6
        assert outputs * inputs < 25_000
