"""The pictures of planes say in words what they show, and come out the same."""

import numpy as np
import pytest

from nnlib.dynamics import cubic_map, markus_lyapunov
from nnlib.plotting import plot_markus_lyapunov, plot_trainability
from tests.support import pictures

elsewhere = pictures.elsewhere
LR1, LR2 = np.geomspace(0.1, 100, 4), np.geomspace(0.1, 10, 3)
LOSSES = np.array(
    [[0.3, 0.2, 0.1, 0.4], [0.2, 0.02, 0.5, 1e9], [0.4, 7.0, np.inf, np.nan]]
)
A, B = np.linspace(0.6, 2, 29), np.linspace(0.7, 1.8, 23)


def draw_trainability(ax=None):
    return plot_trainability(LOSSES, LR1, LR2, start=0.5, title="Two rates", ax=ax)


def draw_fractal(ax=None):
    exponents = markus_lyapunov(cubic_map, A, B, "AB", 0.5, 60)
    return plot_markus_lyapunov(exponents, A, B, word="AB", title="In turn", ax=ax)


PLOTS = [draw_trainability, draw_fractal]


@pytest.mark.parametrize("draw", PLOTS)
def test_two_runs_write_the_same_bytes_and_the_description(draw, tmp_path):
    pictures.check_two_runs(draw, tmp_path)


@pytest.mark.parametrize("draw", PLOTS)
def test_axes_of_your_own(draw):
    pictures.check_own_axes(draw)


def test_words_of_trainability():
    assert draw_trainability().figure.get_label() == (
        "Two rates. 4 by 3 pairs of learning rates, layer 1 from 0.1 to 100, "
        "layer 2 from 0.1 to 10. Training makes the loss, 0.5, smaller in 58% of the "
        "runs. The least loss is 0.02, at 1 and 1."
    )


def test_words_where_nothing_was_learned():
    losses = np.full((3, 4), np.nan)
    assert plot_trainability(losses, LR1, LR2, start=0.5).figure.get_label() == (
        "4 by 3 pairs of learning rates, layer 1 from 0.1 to 100, layer 2 from 0.1 to "
        "10. Training makes the loss, 0.5, smaller in 0% of the runs."
    )


def test_what_training_made_no_smaller_is_left_grey():
    (mesh,) = draw_trainability().collections
    drawn = np.ma.getmaskarray(mesh.get_array()).reshape(3, 4)
    np.testing.assert_array_equal(drawn, ~(LOSSES < 0.5))


@pytest.mark.parametrize("others", [0.0, 0.1, 0.9])
def test_a_loss_of_0_is_not_left_grey(others):
    losses = np.array([[0.0, others]])
    ax = plot_trainability(losses, [1.0, 2.0], [1.0], start=0.5)
    ax.figure.canvas.draw()
    (mesh,) = ax.collections
    grey = mesh.get_facecolors()[:, 3] == 0  # where the ground is seen
    np.testing.assert_array_equal(grey, losses[0] >= 0.5)
    assert "The least loss is 0, at 1 and 1." in ax.figure.get_label()


def test_words_of_the_fractal():
    exponents = markus_lyapunov(cubic_map, A, B, "AB", 0.5, 60)
    chaos, escapes = (exponents > 0) & (exponents < np.inf), ~(exponents < np.inf)
    assert chaos.any()
    assert escapes.any()
    assert draw_fractal().figure.get_label() == (
        "In turn. Lyapunov exponents of the word AB at 29 by 23 pairs, A from 0.6 to "
        f"2, B from 0.7 to 1.8. {1 - chaos.mean() - escapes.mean():.0%} rest or cycle, "
        f"{chaos.mean():.0%} are chaos, {escapes.mean():.0%} escape."
    )


def test_chaos_is_white_and_what_escapes_grey():
    exponents = np.array([[-0.5, 0.5], [-np.inf, np.inf], [np.nan, -3.0]])
    ax = plot_markus_lyapunov(exponents, [1.0, 2.0], [1.0, 2.0, 3.0], word="A")
    (mesh,) = ax.collections
    ax.figure.canvas.draw()
    colors = mesh.get_facecolors().reshape(3, 2, 4)
    np.testing.assert_array_equal(colors[0, 1], np.ones(4))
    np.testing.assert_array_equal(colors[1, 0], colors[2, 1])
    assert colors[1, 1, 3] == colors[2, 0, 3] == 0  # the grey ground shows through


@pytest.mark.parametrize(
    "call, error",
    [
        (
            lambda: plot_trainability(LOSSES.T, LR1, LR2, start=0.5),
            "losses needs a row per entry of lr2 and a column per entry of lr1, "
            "shape (3, 4); got (4, 3).",
        ),
        (
            lambda: plot_markus_lyapunov(np.ones((2, 2)), [1.0], B, word="AB"),
            "exponents needs a row per entry of B and a column per entry of A, "
            "shape (23, 1); got (2, 2).",
        ),
    ],
)
def test_errors(call, error):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == error
