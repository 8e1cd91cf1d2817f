"""Fork points come out to 15 digits, and their gaps shrink by Feigenbaum's number."""

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from nnlib.dynamics import (
    Map,
    alternating,
    cubic_map,
    feigenbaum,
    fork_points,
    sigmoid_map,
)
from tests.support.helpers import stored

NUMBERS = stored("map_numbers.json")
DELTA = 4.66920160910299


def folded(c):
    return alternating(sigmoid_map(c))


def logistic(r):
    return Map("logistic", lambda x: r * x * (1 - x), lambda x: r * (1 - 2 * x))


def to_15_digits(found, digits):
    np.testing.assert_allclose(found, np.array(digits[: len(found)], float), rtol=5e-16)


def end_of(forks):
    """Where the forks pile up, by Aitken's extrapolation."""
    a, b, c = forks[-3:]
    return c - (c - b) ** 2 / (c - 2 * b + a)


@pytest.mark.parametrize(
    "family, x0, start, numbers, name",
    [
        (folded, 1.0, 45.0, NUMBERS["sigmoid_map"], "c"),
        (cubic_map, 0.7, 0.7, NUMBERS["cubic_map"], "eta"),
    ],
    ids=["sigmoid", "cubic"],
)
def test_forks_and_superstable_cycles(family, x0, start, numbers, name):
    forks = fork_points(family, x0, start=start, count=9)
    to_15_digits(forks, numbers[f"flips_{name}"])
    deltas = np.array(numbers["delta_from_flips"], dtype=float)
    # the differences of 15-digit numbers have fewer digits, the later the fewer
    np.testing.assert_allclose(feigenbaum(forks), deltas, rtol=1e-10)
    end = float(numbers[f"accumulation_{name}"])
    assert end_of(forks) == pytest.approx(end, rel=1e-10)
    superstable = fork_points(family, x0, start=start, count=7, multiplier=0)
    to_15_digits(superstable, numbers[f"superstable_{name}"])
    if "delta_from_superstable" in numbers:
        deltas = np.array(numbers["delta_from_superstable"][:5], dtype=float)
        np.testing.assert_allclose(feigenbaum(superstable), deltas, rtol=1e-10)


def test_closed_forms():
    first, second, _ = fork_points(cubic_map, 0.7, start=0.5, count=3)
    assert (first, second) == (1, np.sqrt(5) - 1)
    superstable = fork_points(cubic_map, 0.7, start=0.7, count=2, multiplier=0)
    to_15_digits(superstable, [0.5, 3 / np.sqrt(2) - 1])
    fork = fork_points(folded, 1.0, start=40.0, count=1)
    to_15_digits(fork, [48 * np.sqrt(3) * np.arctanh(1 / np.sqrt(3))])
    flip = fork_points(sigmoid_map, 0.3, start=20.0, count=1)
    to_15_digits(flip, [32.0])


def test_a_map_of_your_own():
    numbers = NUMBERS["logistic_map"]
    forks = fork_points(logistic, 0.3, start=2.5, count=6)
    to_15_digits(forks, numbers["flips_r"])
    assert end_of(forks) == pytest.approx(float(numbers["accumulation_r"]), rel=1e-7)
    assert feigenbaum(forks)[-1] == pytest.approx(DELTA, rel=1e-3)


@pytest.mark.parametrize("y", ["0.3", "0.4"])
def test_another_target_makes_the_first_fork_visible(y):
    expected = NUMBERS["sigmoid_map_of_another_target"]["flips_c"][y]
    forks = fork_points(lambda c: sigmoid_map(c, float(y)), 0.1, start=20.0, count=6)
    to_15_digits(forks, expected)
    assert forks[0] == pytest.approx(2 / (float(y) * (1 - float(y))) ** 2, rel=1e-14)


@pytest.mark.parametrize("start", [0.1, 0.5, 0.95])
def test_any_start_before_the_first_fork_will_do(start):
    forks = fork_points(cubic_map, 0.3, start=start, count=4)
    to_15_digits(forks, NUMBERS["cubic_map"]["flips_eta"])


def test_mpmath_is_left_as_it_was():
    before = mpmath.mp.dps
    fork_points(cubic_map, 0.7, start=0.7, count=1)
    assert mpmath.mp.dps == before
    assert mpf(1) / 3 == mpf(1 / 3)


def straight(p):
    return Map("straight", lambda x: p * x, lambda x: p)


@pytest.mark.parametrize(
    "call, error",
    [
        (
            lambda: fork_points(cubic_map, 0.3, start=1.2, count=3),
            "start needs a parameter at which the orbit of x0 settles on one point; "
            "got 1.2, where after 300 steps it still goes from 1.2483 to 0.801088.",
        ),
        (
            lambda: fork_points(cubic_map, 0.3, start=0.5, count=3, multiplier=1),
            "multiplier needs -1, a fork, or 0, a superstable cycle; got 1.",
        ),
        (
            lambda: fork_points(cubic_map, 0.3, start=0.5, count=0),
            "count needs a whole number of at least 1; got 0.",
        ),
        (
            lambda: fork_points(straight, 0.3, start=0.5, count=2),
            "family needs a cycle of period 2 that forks, from the parameter -1.2 on; "
            "none was found.",
        ),
        (
            lambda: fork_points(sigmoid_map, 0.3, start=20.0, count=2),
            "family needs a cycle of period 2 that forks, from the parameter 41.4565 "
            "on; none was found.",
        ),
        (
            lambda: feigenbaum([1.0, 2.0]),
            "forks needs at least three numbers in a row; got shape (2,).",
        ),
    ],
)
def test_errors(call, error):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == error
