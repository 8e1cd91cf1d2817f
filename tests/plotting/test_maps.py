"""The pictures of maps say in words what they show, and come out the same."""

import numpy as np
import pytest

from nnlib.dynamics import SIGMOID_FORK, Map, alternating, cubic_map, lyapunov, orbit
from nnlib.dynamics import sigmoid_map as of
from nnlib.plotting import (
    plot_bifurcation,
    plot_cobweb,
    plot_loss_against_lr,
    save_figure,
)
from tests.support import pictures

elsewhere = pictures.elsewhere
R = np.linspace(0.5, 1.9, 71)


def draw_cobweb(ax=None):
    return plot_cobweb(cubic_map(1.1), 0.4, 60, name="u", title="A 2-cycle", ax=ax)


def draw_bifurcation(ax=None):
    values = orbit(cubic_map(R), 0.5, 63, burn=500)
    exponents = lyapunov(cubic_map(R), 0.5, 300)
    marks = {"first fork": 1.0}
    return plot_bifurcation(
        *(R, values, exponents), xlabel="r", ylabel="u", marks=marks, ax=ax
    )


def draw_bifurcation_alone(ax=None):
    values = orbit(cubic_map(R), 0.5, 15, burn=500)
    return plot_bifurcation(R, values, xlabel="r", ylabel="u", title="Alone", ax=ax)


def draw_losses(ax=None):
    losses = {
        "after 1 step": [0.9, 0.5, 0.2, 40.0, 1e9],
        "after 9 steps": [0.5, 0.1, 1e-3, np.inf, np.nan],
    }
    lr = [0.01, 0.1, 1.0, 10.0, 100.0]
    return plot_loss_against_lr(lr, losses, marks={"2/sharpness": 2.5}, ax=ax)


PLOTS = [draw_cobweb, draw_bifurcation, draw_bifurcation_alone, draw_losses]


@pytest.mark.parametrize("draw", PLOTS)
def test_two_runs_write_the_same_bytes_and_the_description(draw, tmp_path):
    pictures.check_two_runs(draw, tmp_path)


@pytest.mark.parametrize("draw", PLOTS)
def test_axes_of_your_own(draw):
    pictures.check_own_axes(draw)


def test_a_fine_diagram_stays_a_small_file(tmp_path):
    c = np.linspace(30, 74, 1500)
    values = orbit(alternating(of(c)), 1.0, 200, burn=200)
    save_figure(plot_bifurcation(c, values, xlabel="c", ylabel="u"), "fine")
    assert (tmp_path / "figures" / "fine.svg").stat().st_size < 400_000


def test_words_of_a_cobweb_in_chaos():
    assert plot_cobweb(cubic_map(1.8), 0.4, 99).figure.get_label() == (
        "Cobweb of cubic_map: 99 steps from 0.4, in the second half "
        "many values from −1.792 to 1.791."
    )


def test_words_of_a_cobweb():
    assert draw_cobweb().figure.get_label() == (
        "A 2-cycle. Cobweb of cubic_map: 60 steps from 0.4, in the second half "
        "2 values from 0.8543 to 1.171."
    )


def test_a_cobweb_goes_to_the_curve_and_the_diagonal_in_turn():
    ax = plot_cobweb(cubic_map(1.1), 0.4, 4, burn=3)
    _, _, path, _ = ax.lines
    x, y = path.get_data()
    points = orbit(cubic_map(1.1), 0.4, 4, burn=3)
    np.testing.assert_array_equal(x[1:], np.repeat(points[:-1], 2)[1:].tolist())
    np.testing.assert_array_equal(y[1::2], points[1:])
    np.testing.assert_array_equal(y[2::2], x[2::2])


def test_words_of_a_bifurcation_diagram():
    assert draw_bifurcation().figure.get_label() == (
        "Bifurcation diagram: u at 71 values of r from 0.5 to 1.9. "
        "At 0.5: one value, 0.7071. At 0.84: one value, 0.9165. "
        "At 1.2: 2 values from 0.8011 to 1.248. "
        "At 1.54: many values from 0.1819 to 1.557. "
        "At 1.9: many values from −1.899 to 1.9. "
        "The Lyapunov exponent is positive at 38% of them. "
        "A line marks 1: first fork."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (0.1006 + 1e-6 * np.arange(20), "one value, 0.1006"),
        (0.0997 + 2e-5 * np.tile([-1, 1], 10), "one value, 0.09972"),
        (  # still on its way, near a fork
            np.tile([0.111, 0.1163], 10) + 2e-5 * np.arange(20),
            "2 values from 0.111 to 0.1167",
        ),
        (np.tile([0.1, 0.2, 0.3, 0.4], 5), "4 values from 0.1 to 0.4"),
        (np.linspace(0.1, 0.2, 20) ** 2, "many values from 0.01 to 0.04"),
        # none of 13 comes back for sure, seen 20 times in all
        (np.append(np.arange(1, 13), np.full(8, 13)), "many values from 1 to 13"),
    ],
)
def test_values_that_look_equal_count_as_one(values, words):
    columns = np.column_stack([values, values])
    ax = plot_bifurcation([0.5, 0.6], columns, xlabel="r", ylabel="u")
    assert f"At 0.5: {words}." in ax.figure.get_label()


def test_words_where_orbits_escape():
    values = orbit(cubic_map(np.array([0.5, 2.5])), 1.0, 20, burn=50)
    ax = plot_bifurcation([0.5, 2.5], values, [-1.0, np.nan], xlabel="r", ylabel="u")
    assert ax.figure.get_label() == (
        "Bifurcation diagram: u at 2 values of r from 0.5 to 2.5. "
        "At 0.5: one value, 0.7071. At 2.5: none that is finite. "
        "The Lyapunov exponent is positive at 0% of them."
    )


def test_the_exponents_lie_beneath():
    ax = draw_bifurcation()
    above, below = ax.figure.axes
    assert above is ax
    assert below.get_ylabel() == "Lyapunov\nexponent"
    assert (above.get_xlabel(), below.get_xlabel()) == ("", "r")
    assert above.get_xlim() == below.get_xlim() == (0.5, 1.9)
    assert above.get_position().y0 > below.get_position().y1


def test_words_of_losses_against_the_learning_rate():
    assert draw_losses().figure.get_label() == (
        "Loss against learning rate from 0.01 to 100. "
        "after 1 step: least 0.2 at 1. "
        "after 9 steps: least 0.001 at 1, diverged first at 10. "
        "A line marks 2.5: 2/sharpness."
    )


def test_losses_far_above_the_start_are_out_of_sight():
    low, high = draw_losses().get_ylim()
    assert high == pytest.approx(90)
    assert low < 1e-3


def test_a_run_about_to_overflow_can_be_drawn():
    losses = {"after 9 steps": [0.5, 0.1, 1e307, np.inf]}
    ax = plot_loss_against_lr([0.01, 0.1, 1.0, 10.0], losses)
    np.testing.assert_allclose(ax.get_ylim(), (0.08, 50))
    save_figure(ax, "overflow")


def test_a_run_where_all_diverged_can_be_drawn():
    ax = plot_loss_against_lr([1.0, 2.0], {"after 9 steps": [np.nan, np.inf]})
    assert ax.figure.get_label() == (
        "Loss against learning rate from 1 to 2. after 9 steps: all diverged."
    )


@pytest.mark.parametrize(
    "call, error",
    [
        (
            lambda: plot_cobweb(cubic_map(2.5), 0.4, 60),
            "x0 needs a start whose orbit stays finite; from 0.4 it escapes.",
        ),
        (
            lambda: plot_cobweb(Map("id", lambda x: x, np.ones_like), 0.4, 0),
            "steps needs a whole number of at least 1; got 0.",
        ),
        (
            lambda: plot_bifurcation(R, np.zeros((5, 70)), xlabel="r", ylabel="u"),
            "values needs one column per parameter, (71,); got (70,).",
        ),
        (
            lambda: plot_bifurcation(
                R, np.zeros((5, 71)), np.zeros(3), xlabel="r", ylabel="u"
            ),
            "exponents needs one number per parameter, (71,); got (3,).",
        ),
        (
            lambda: plot_loss_against_lr([0.1, 1.0], {"loss": [1.0]}),
            "losses['loss'] needs one number per learning rate, (2,); got (1,).",
        ),
    ],
)
def test_errors(call, error):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == error


def test_a_mark_is_where_it_says():
    c = np.linspace(50, 60, 5)
    values = orbit(alternating(of(c)), 1.0, 10)
    ax = plot_bifurcation(
        c, values, xlabel="c", ylabel="u", marks={"fork": SIGMOID_FORK}
    )
    assert ax.lines[-1].get_xdata() == [SIGMOID_FORK, SIGMOID_FORK]
    assert "A line marks 54.7449: fork." in ax.figure.get_label()
