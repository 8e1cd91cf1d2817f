"""The gradients that the check of exercise 8.2 must judge are what they are said to be.

The same numbers are set beside central differences, which a kink alone can fool.
"""

import numpy as np
import pytest

from nnlib import MISTAKES, compare, numerical_gradient
from nnlib.exercises.notebook_08.are_right import are_right
from nnlib.exercises.notebook_08.programs import claims

SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_accepts_the_right_ones_alone(seed):
    for found in claims(np.random.default_rng(seed)):
        verdict = are_right(found.loss, np.array(found.gradients), found.w)
        assert verdict.tolist() == found.right, found.name


@pytest.mark.parametrize("seed", SEEDS)
def test_right_ones_agree_with_the_slopes_of_the_loss(seed):
    for found in claims(np.random.default_rng(seed)):
        noise = 1e-10 * max(1, found.loss(found.w))
        measured = numerical_gradient(found.loss, found.w)
        kink = found.name == "on a kink"  # there a difference is off by about its step
        options = {"noise": noise, "tolerance": 1e-4 if kink else 1e-6}
        ok = [compare("all", g, measured, **options).ok for g in found.gradients]
        assert ok == ([False, False, *found.right[2:]] if kink else found.right)


@pytest.mark.parametrize("seed", SEEDS)
def test_wrong_ones_are_far_off(seed):
    for found in claims(np.random.default_rng(seed)):
        right = found.gradients[0]
        for gradient, ok in zip(found.gradients, found.right):
            assert ok or compare("all", gradient, right).error > 0.001, found.name


def test_all_nine_mistakes_are_among_them_on_three_nets():
    first = list(claims(np.random.default_rng(0)))[:3]
    assert [len(found.gradients) for found in first] == [1 + len(MISTAKES)] * 3


def test_the_hard_ones_are_hard():
    by_name = {found.name: found for found in claims(np.random.default_rng(0))}
    large, small = by_name["targets in the thousands"], by_name["a loss near 0"]
    assert large.loss(large.w) > 1e6
    assert small.loss(small.w) < 1e-5
    vanished = by_name["a gradient that has vanished"].gradients[0]
    assert 0 < np.linalg.norm(vanished) < 1e-9
