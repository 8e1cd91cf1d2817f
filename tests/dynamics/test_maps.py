"""Orbits, cycles and exponents of one-dimensional maps hold against stored numbers."""

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from nnlib import numerical_gradient, sigmoid
from nnlib.dynamics import (
    SIGMOID_FORK,
    Map,
    alternating,
    cubic_map,
    find_cycle,
    lyapunov,
    orbit,
    sigmoid_map,
)
from tests.support.helpers import stored

NUMBERS = stored("map_numbers.json")
SIGMOID, CUBIC = NUMBERS["sigmoid_map"], NUMBERS["cubic_map"]
STARTS = np.linspace(0.5, 1.0, 1000)


def folded(c):
    return alternating(sigmoid_map(c))


def sigmoid_loss(z):
    return (sigmoid(z) - 0.5) ** 2


def cubic_loss(x):
    return (x**2 - 1) ** 2 / 2


# One step


@pytest.mark.parametrize(
    "map",
    [sigmoid_map(60.0), sigmoid_map(45.0, 0.3), cubic_map(1.3), folded(70.0)],
    ids=["sigmoid", "sigmoid, target 0.3", "cubic", "alternating"],
)
def test_derivatives_are_slopes(map):
    x = np.linspace(-2, 2, 9)
    slopes = [numerical_gradient(lambda x: map(x)[0], x[[i]])[0] for i in range(9)]
    np.testing.assert_allclose(map.derivative(x), slopes, atol=1e-8)


def test_sigmoid_map_is_the_written_formula_and_a_step_downhill():
    z, c = np.linspace(-4, 4, 33), 60.0
    written = z - c / 8 * np.tanh(z / 2) / np.cosh(z / 2) ** 2
    np.testing.assert_allclose(sigmoid_map(c)(z), written, atol=1e-14)
    for y in (0.3, 0.5):
        a = sigmoid(z)
        step = c * (a - y) * a * (1 - a)
        np.testing.assert_allclose(sigmoid_map(c, y)(z), z - step, atol=1e-14)


def test_cubic_map_is_a_step_of_two_weights_in_a_row():
    w, lr = 0.8, 0.7  # loss (w w - 1)²/2 for the sample x = 1, y = 1
    moved = w - lr * (w * w - 1) * w
    u = w * np.sqrt(lr)
    assert cubic_map(lr)(u) / np.sqrt(lr) == pytest.approx(moved, rel=1e-14)


def test_alternating_follows_the_same_orbit_with_changing_sign():
    signs = (-1) ** np.arange(6)
    expected = signs * orbit(sigmoid_map(60.0), 0.3, 5)
    np.testing.assert_array_equal(orbit(folded(60.0), 0.3, 5), expected)


# Orbits


def test_many_orbits_side_by_side_are_those_one_by_one():
    c, z = np.array([40.0, 60.0, 73.8]), np.array([0.1, 0.2, 0.3])
    together = orbit(sigmoid_map(c), z, 4, burn=2)
    assert together.shape == (5, 3)
    for i in range(3):
        alone = orbit(sigmoid_map(c[i]), z[i], 6)[2:]
        np.testing.assert_allclose(together[:, i], alone, rtol=1e-12)
    assert orbit(sigmoid_map(c), 0.1, 4).shape == (5, 3)


def test_orbits_that_escape_end_without_a_warning():
    points = orbit(cubic_map(np.array([1.0, 2.5])), 1.5, 40)
    assert np.isfinite(points[:, 0]).all()
    assert not np.isfinite(points[-1, 1])


def test_cubic_map_stays_up_to_two_and_goes_beyond():
    u = np.sqrt([2 - 1e-6, 2 + 1e-2]) * 0.3
    end = orbit(cubic_map(np.array([2 - 1e-6, 2 + 1e-2])), u, 0, burn=20_000)[0]
    assert np.isfinite(end).tolist() == [True, False]


@pytest.mark.parametrize("x0", [0.3, 0.7, 0.9])
def test_relu_dies_where_the_orbit_crosses_zero(x0):
    dies = float(CUBIC["relu_dies_eta"])
    assert dies == pytest.approx(1.5 * np.sqrt(3) - 1, rel=1e-15)
    for r, alive in ((1.598, True), (1.599, False)):
        points = orbit(cubic_map(r), x0 * np.sqrt(r), 20_000 if alive else 1000)
        assert (points > 0).all() == alive


# Cycles


@pytest.mark.parametrize("c", SIGMOID["periodic_orbits"])
def test_cycles_of_the_sigmoid_map(c):
    stored_cycle, map = SIGMOID["periodic_orbits"][c], folded(float(c))
    near = orbit(map, 1.0, 0, burn=500)[0]
    cycle = find_cycle(map, near, stored_cycle["period"])
    losses = np.array(stored_cycle["losses"], dtype=float)
    np.testing.assert_allclose(np.sort(sigmoid_loss(cycle.points)), losses, rtol=1e-12)
    check_rates(map, cycle, stored_cycle)


@pytest.mark.parametrize("r", CUBIC["periodic_orbits"])
def test_cycles_of_the_cubic_map(r):
    stored_cycle, map = CUBIC["periodic_orbits"][r], cubic_map(float(r))
    near = orbit(map, 0.7, 0, burn=500)[0]
    cycle = find_cycle(map, near, stored_cycle["period"])
    x = np.sort(cycle.points) / np.sqrt(float(r))
    np.testing.assert_allclose(x, np.array(stored_cycle["x"], float), rtol=1e-12)
    losses = np.array(stored_cycle["losses"], dtype=float)
    np.testing.assert_allclose(np.sort(cubic_loss(x)), losses, rtol=1e-12, atol=1e-24)
    check_rates(map, cycle, stored_cycle)


def check_rates(map, cycle, stored_cycle):
    multiplier, exponent = (
        float(stored_cycle[name]) for name in ("multiplier", "lyapunov")
    )
    # the multiplier is a product of many slopes, some near zero
    assert float(cycle.multiplier) == pytest.approx(multiplier, rel=1e-11)
    assert cycle.lyapunov == pytest.approx(exponent, abs=1e-12)
    measured = lyapunov(map, float(cycle.points[0]), 400)
    assert measured == pytest.approx(exponent, abs=1e-9)


@pytest.mark.parametrize("name", ["predicted_with_measured_s", "predicted_with_s3"])
def test_pair_of_losses_behind_the_fork(name):
    pair = NUMBERS["pair_at_iteration_25000"][name]
    map = folded(pair["c"])
    cycle = find_cycle(map, orbit(map, 1.0, 0, burn=500)[0], 2)
    losses = np.array(pair["losses"], dtype=float)
    np.testing.assert_allclose(np.sort(sigmoid_loss(cycle.points)), losses, rtol=1e-9)


def test_the_visible_fork_is_at_one_twelfth():
    assert pytest.approx(float(SIGMOID["visible_fork_c"]), rel=1e-14) == SIGMOID_FORK
    eta_lambda = float(SIGMOID["visible_fork_eta_lambda"])
    fork = SIGMOID_FORK
    assert fork / 16 == pytest.approx(eta_lambda, rel=1e-14)
    cycle = find_cycle(folded(SIGMOID_FORK), 1.3, 1)
    assert sigmoid_loss(cycle.points[0]) == pytest.approx(1 / 12, rel=1e-12)
    assert cycle.points[0] == pytest.approx(np.log(2 + np.sqrt(3)), rel=1e-12)
    assert cycle.multiplier == pytest.approx(-1, rel=1e-12)
    # the orbit hops between points of inflection: the slope of a step is 1 there
    assert sigmoid_map(SIGMOID_FORK).derivative(cycle.points[0]) == pytest.approx(1)


def test_first_flip_turns_z_around_and_leaves_the_loss_in_one_piece():
    assert find_cycle(sigmoid_map(32.0), 0.0, 1).multiplier == -1
    z = orbit(sigmoid_map(40.0), 0.1, 1, burn=2000)
    assert z[0] == pytest.approx(-z[1], rel=1e-12)
    assert abs(z[0]) > 0.1


def test_cycles_need_not_be_stable():
    cycle = find_cycle(sigmoid_map(60.0), 0.1, 1)
    assert (cycle.points, cycle.multiplier) == (0, 1 - 60 / 16)


def test_cycles_have_the_digits_of_mpmath():
    with mpmath.workdps(40):
        cycle = find_cycle(cubic_map(mpf("1.1")), mpf("0.85"), 2)
        p, q = (x / mpmath.sqrt(mpf("1.1")) for x in cycle.points)
        assert abs(p * q - 1 / mpf("1.1")) < mpf(10) ** -36
        assert abs(cycle.multiplier - (9 - 2 * mpf("2.1") ** 2)) < mpf(10) ** -36


def test_a_superstable_cycle_has_exponent_minus_infinity():
    assert find_cycle(cubic_map(0.5), 0.7, 1).multiplier == pytest.approx(0, abs=1e-15)
    assert find_cycle(Map("flat", np.zeros_like, np.zeros_like), 1.0, 1).lyapunov == (
        -np.inf
    )


# Exponents


@pytest.mark.parametrize("key", SIGMOID["lyapunov_chaos_5e6_iterates_4_starts"])
def test_exponents_of_the_sigmoid_map_in_chaos(key):
    mean = SIGMOID["lyapunov_chaos_5e6_iterates_4_starts"][key]["mean"]
    measured = lyapunov(folded(float(key)), STARTS, 2000, burn=200)
    assert measured.mean() == pytest.approx(mean, abs=0.002)


@pytest.mark.parametrize("key", CUBIC["lyapunov_chaos_5e6_iterates_4_starts"])
def test_exponents_of_the_cubic_map_in_chaos(key):
    mean = CUBIC["lyapunov_chaos_5e6_iterates_4_starts"][key]["mean"]
    measured = lyapunov(cubic_map(float(key)), STARTS, 2000, burn=200)
    assert measured.mean() == pytest.approx(mean, abs=0.002)


def test_exponent_at_the_end_of_the_cubic_map_is_log_3():
    assert float(CUBIC["lyapunov_at_2"]) == pytest.approx(np.log(3), rel=1e-15)
    measured = lyapunov(cubic_map(2 - 1e-9), STARTS, 2000, burn=200)
    assert measured.mean() == pytest.approx(np.log(3), abs=1e-3)


def leaky_neuron(c, y=0.5, slope=0.1):
    def rate(z):
        return np.where(z >= 0, 1.0, slope)

    return Map(
        "leaky neuron",
        lambda z: z - c * rate(z) * (rate(z) * z - y),
        lambda z: 1 - c * rate(z) ** 2,
    )


@pytest.mark.parametrize(
    "c, exponent", NUMBERS["leaky_relu_neuron"]["lyapunov"].items()
)
def test_exponents_of_a_leaky_neuron(c, exponent):
    measured = lyapunov(leaky_neuron(float(c)), STARTS, 2000, burn=2000)
    assert measured.mean() == pytest.approx(exponent, abs=1e-3)


# Landmarks of the sigmoid map, as conditions on the orbit of its highest point


def highest(c):
    return float(mpmath.findroot(lambda x: folded(c).derivative(x), 1.0))


def zero_of(condition, start):
    return float(mpmath.findroot(lambda c: condition(float(c)), (start, start + 0.01)))


def test_the_branches_meet_where_the_third_image_is_the_fixed_point():
    def condition(c):
        fixed = find_cycle(folded(c), 1.3, 1).points[0]
        return orbit(folded(c), highest(c), 3)[-1] - fixed

    met = zero_of(condition, 67.0)
    assert met == pytest.approx(float(SIGMOID["band_merging_2_to_1_c"]), rel=1e-10)


def test_the_window_of_three():
    superstable = zero_of(
        lambda c: orbit(folded(c), highest(c), 3)[-1] - highest(c), 70.29
    )
    expected = float(SIGMOID["period3_superstable_c"])
    assert superstable == pytest.approx(expected, rel=1e-10)
    tangent = float(SIGMOID["period3_tangent_c"])
    just_in = folded(tangent + 1e-9)
    cycle = find_cycle(just_in, orbit(just_in, highest(tangent), 0, burn=90_000)[0], 3)
    assert cycle.multiplier == pytest.approx(1, abs=1e-3)
    before = orbit(folded(tangent - 1e-3), 1.0, 600, burn=2000)
    assert abs(before[3:] - before[:-3]).max() > 0.1


def test_the_end_of_one_sign():
    crisis = zero_of(lambda c: orbit(folded(c), highest(c), 2)[-1], 74.2)
    expected = float(SIGMOID["attractor_merging_crisis_c"])
    assert crisis == pytest.approx(expected, rel=1e-10)


# Errors


def drift():
    return Map("drift", lambda x: x + 1, np.ones_like)


@pytest.mark.parametrize(
    "call, error",
    [
        (
            lambda: find_cycle(sigmoid_map(60.0), 0.1, 4),
            "x0 needs to be near a cycle of period 4; from 0.1 Newton's method came to "
            "one of period 1.",
        ),
        (
            lambda: find_cycle(drift(), 0.0, 1),
            "x0 needs to be near a cycle of period 1; from 0.0 Newton's method found "
            "none. Write x0=orbit(map, x0, 0, burn=1000)[0].",
        ),
        (
            lambda: find_cycle(cubic_map(1.0), np.ones(2), 1),
            "x0 needs one number; got shape (2,).",
        ),
        (
            lambda: find_cycle(cubic_map(1.0), 1.0, 0),
            "period needs a whole number of at least 1; got 0.",
        ),
        (
            lambda: orbit(cubic_map(1.0), 1.0, -1),
            "steps needs a whole number of at least 0; got -1.",
        ),
        (
            lambda: lyapunov(cubic_map(1.0), 1.0, 10, burn=0.5),
            "burn needs a whole number of at least 0; got 0.5.",
        ),
    ],
)
def test_errors(call, error):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == error


def test_maps_have_names():
    assert repr(folded(1.0)) == "alternating(sigmoid_map)"
