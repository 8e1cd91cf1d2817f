"""A sheet shows what a new figure would show, whatever was drawn on it before."""

from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import imread

from nnlib.plotting import plot_lines
from nnlib.plotting.figures import as_picture, course_style, describe, styled
from nnlib.plotting.png import quick_png
from nnlib.plotting.reused_figure import Sheet
from tests.support import pictures

elsewhere = pictures.elsewhere


def pixels(picture):
    return imread(BytesIO(picture.png))


def plain(ax=None):
    return plot_lines({"up": [1.0, 2.0, 3.0]}, xlabel="x", ylabel="y", ax=ax)


def two_on_logarithmic_axes(ax=None):
    lines = {"up": ([1, 10], [0.1, 1000]), "down": ([2, 20], [30.0, 0.5])}
    return plot_lines(lines, xlabel="steps", ylabel="loss", log="xy", title="T", ax=ax)


@styled()
def all_kinds(word, *, ax=None):
    ax.bar(["one", "two"], [3.0, 1.0], color="C1")
    ax.text(0.2, 1.5, f"a {word}\nin two lines", rotation=30, alpha=0.5)
    ax.fill_between([0, 1], [0, 2], alpha=0.3)
    ax.annotate(r"$x^2$", (0.5, 0.5), xycoords="axes fraction", fontsize=16)
    ax.set(ylim=(5, -1), title="below zero")
    ax.axhline(-0.5, linestyle=":")
    describe(ax, word)
    return ax


@styled()
def nothing(word, *, ax=None):
    ax.axis("off")
    ax.set_title(word)
    return ax


DRAWINGS = {
    "plain": plain,
    "logarithmic": two_on_logarithmic_axes,
    "all kinds": lambda: all_kinds("word"),
    "no axes": lambda: nothing("nothing"),
}


@pytest.mark.parametrize("first", DRAWINGS)
@pytest.mark.parametrize("then", DRAWINGS)
def test_a_sheet_shows_what_a_new_figure_shows(first, then):
    sheet = Sheet(DRAWINGS[first]())
    sheet.picture()
    assert sheet.draw(draw() for draw in [DRAWINGS[then]])
    drawn, fresh = sheet.laid_out(), as_picture(DRAWINGS[then]())
    assert drawn.description == fresh.description
    # not bit for bit: a layout is searched for from where the last one was
    assert abs(pixels(drawn) - pixels(fresh)).mean() < 1e-3


def test_a_quick_png_shows_every_pixel():
    colours = np.random.default_rng(0).integers(0, 256, (5, 7, 4), np.uint8)
    assert np.array_equal(255 * imread(BytesIO(quick_png(colours))), colours)


def places(sheet):
    """Where the axes are, and, in inches, the name of the vertical one."""
    (ax,) = sheet.figure.axes
    return ax.get_position().bounds, ax.yaxis.label.get_position()[0] / sheet.figure.dpi


def test_a_hurried_picture_has_half_the_pixels_of_an_inch_and_the_same_places():
    sheet = Sheet(plain())
    sharp = pixels(sheet.laid_out())
    sheet.draw(draw() for draw in [plain])
    hurried = pixels(sheet.picture())
    assert [2 * n for n in hurried.shape[:2]] == list(sharp.shape[:2])
    rows, columns = hurried.shape[:2]
    seen = sharp.reshape(rows, 2, columns, 2, 4).mean(axis=(1, 3))
    assert abs(seen - hurried).mean() < 0.01


def test_axes_and_names_stay_where_they_are_until_they_are_laid_out():
    sheet = Sheet(plain())
    sheet.laid_out()
    before = places(sheet)
    sheet.draw(draw() for draw in [two_on_logarithmic_axes])
    sheet.picture()
    assert places(sheet) == before
    sheet.laid_out()
    assert places(sheet) != before


@pytest.mark.parametrize(
    ("first", "then"), [("plain", "no axes"), ("no axes", "plain")]
)
def test_where_axes_come_or_go_nothing_is_cut_off(first, then):
    sheet = Sheet(DRAWINGS[first]())
    sheet.laid_out()
    sheet.draw(draw() for draw in [DRAWINGS[then]])
    with pictures.texts_cut_off() as cut:
        sheet.picture()
    assert cut == []


def test_a_power_of_ten_stands_below_the_numbers_that_it_belongs_to():
    def draw(size):
        return plot_lines({"line": ([0, size], [1, 2])}, xlabel="x", ylabel="y")

    sheet = Sheet(draw(2.0))
    sheet.laid_out()
    sheet.draw(draw(size) for size in [4e12])
    sheet.picture()
    axis = sheet.figure.axes[0].xaxis
    power, number = (
        text.get_window_extent() for text in (axis.offsetText, axis.get_ticklabels()[0])
    )
    assert axis.offsetText.get_text() == "1e12"
    assert power.y1 <= number.y0


@styled()
def bars(word, *, ax=None):
    ax.bar(["one", "two"], [3.0, 1.0])
    ax.set_xlabel(word)
    describe(ax, word)
    return ax


def below(sheet):
    """Where the name of the horizontal axis is, in inches."""
    return sheet.figure.axes[0].xaxis.label.get_position()[1] / sheet.figure.dpi


def test_the_name_of_an_axis_with_words_is_found_a_place_each_time():
    sheet = Sheet(bars("first"))
    sheet.laid_out()
    before = below(sheet)
    sheet.draw(bars(word) for word in ["second"])
    sheet.picture()
    assert below(sheet) == pytest.approx(before)


def test_plots_are_drawn_one_by_one():
    sheet = Sheet(plain())
    plots = (draw() for draw in [plain, two_on_logarithmic_axes])
    assert sheet.draw(plots)
    assert sheet.picture().description.startswith("Y against x")
    assert sheet.draw(plots)
    assert sheet.picture().description.startswith("T. Loss against steps")
    assert not sheet.draw(plots)


def test_other_plots_have_figures_of_their_own():
    sheet = Sheet(plain())
    before = len(plt.get_fignums())

    def failing():
        yield plot_lines([1, 2], xlabel="x", ylabel="y")

    with pytest.raises(TypeError):
        sheet.draw(failing())
    assert plain().figure is not sheet.figure
    assert len(plt.get_fignums()) == before + 1
    assert sheet.draw(draw() for draw in [plain])


def test_letters_are_drawn_as_on_any_figure():
    ax = all_kinds("word")
    usual, hurried = BytesIO(), pixels(Sheet(ax).picture())
    with course_style():
        ax.figure.savefig(usual, format="png", dpi=ax.figure.dpi)
    apart = abs(hurried - imread(BytesIO(usual.getvalue())))
    assert np.count_nonzero(apart > 0.02) == 0
