"""Figures say in words what they show, come out the same, and leave no trace."""

from base64 import b64encode
from io import BytesIO
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import imread

from nnlib import (
    HOMEWORK_NAMES,
    Dense,
    History,
    Network,
    homework,
    loss_and_gradients,
    relu,
    sigmoid,
    wavy_curve,
)
from nnlib.plotting import (
    plot_activations,
    plot_fit,
    plot_lines,
    plot_losses,
    plot_network,
    save_figure,
)
from nnlib.plotting.figures import as_pdf, as_svg, describe
from tests.support import pictures
from tests.support.helpers import ACTIVATIONS

elsewhere = pictures.elsewhere


def example():
    given = homework()
    net = Network([Dense(W, None, sigmoid) for W in (given.W1, given.W2)])
    _, gradients = loss_and_gradients(net, given.X, given.Y)
    return net, net.forward(given.X), gradients


def draw_lines(ax=None):
    lines = {"up": [1.0, 2.0, 3.0], "down": ([0.5, 1.5], [20.0, 10.0])}
    return plot_lines(lines, xlabel="x", ylabel="y", title="Two lines", ax=ax)


def draw_losses(ax=None):
    return plot_losses({"sigmoid": [0.5, 0.25], "relu": [0.125, 1e-3]}, ax=ax)


def draw_activations(ax=None):
    return plot_activations(ACTIVATIONS, ax=ax)


def draw_fit(ax=None):
    X, Y = wavy_curve(20)
    return plot_fit(X, Y, {"mean": 0 * Y + Y.mean()}, title="A curve", ax=ax)


def draw_network(ax=None):
    return plot_network(*example(), names=HOMEWORK_NAMES, ax=ax)


PLOTS = [draw_lines, draw_losses, draw_activations, draw_fit, draw_network]


@pytest.mark.parametrize("draw", PLOTS)
def test_two_runs_write_the_same_bytes_and_leave_no_trace(draw, tmp_path):
    pictures.check_two_runs(draw, tmp_path)


@pytest.mark.parametrize("draw", PLOTS)
def test_axes_of_your_own(draw):
    pictures.check_own_axes(draw)


@pytest.mark.parametrize("draw", PLOTS[:-1])
def test_axes_are_named(draw):
    ax = draw()
    assert ax.get_xlabel()
    assert ax.get_ylabel()


def test_figures_go_to_the_project_when_run_in_its_notebooks(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    save_figure(draw_lines(), "figure")
    assert (tmp_path / "figures" / "figure.svg").is_file()
    assert not (tmp_path / "notebooks" / "figures").exists()


def test_a_picture_is_shown_with_its_description_below(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "IPython.display.display", lambda data, **options: shown.append((data, options))
    )
    picture = save_figure(draw_lines(), "figure")
    assert capsys.readouterr().out == ""
    picture._ipython_display_()
    assert capsys.readouterr().out == ""
    assert " ".join(repr(picture).split()) == f"Figure: {picture.description}"
    ((data, _),) = shown
    assert data["text/plain"] == repr(picture)
    html = data["text/html"]
    assert f'alt="{picture.description}"' in html
    assert "<details><summary>What the figure shows</summary>" in html
    assert html.count(picture.description) == 2
    assert f'width="{picture.width}"' in html
    assert b64encode(picture.png).decode() in html


def test_a_stored_picture_has_twice_the_pixels_of_its_place():
    ax = draw_lines()
    size = ax.figure.get_size_inches()
    picture = save_figure(ax, "figure")
    height, width, _ = imread(BytesIO(picture.png)).shape
    assert (width, height) == tuple(200 * size)
    assert picture.width == 100 * size[0]


def test_any_description_can_be_stored(tmp_path):
    words = r"1 < 2 & \sigma \1 \n Σ y log o ]]>"
    ax = draw_lines()
    describe(ax, words)
    save_figure(ax, "figure")
    root = ElementTree.parse(tmp_path / "figures" / "figure.svg").getroot()
    assert next(child.text for child in root if "title" in child.tag) == words


def words_of(ax):
    return ax.figure.get_label()


def test_words_of_lines():
    assert words_of(draw_lines()) == (
        "Two lines. Y against x. up: 1 at 0, 3 at 2; down: 20 at 0.5, 10 at 1.5."
    )


def test_words_of_losses():
    assert words_of(draw_losses()) == (
        "Loss against step. sigmoid: 0.5 at 0, 0.25 at 1; relu: 0.125 at 0, 0.001 at 1."
    )


def test_words_of_a_floor():
    ax = plot_losses({"relu": [0.5, 0.25]}, floor=0.00245)
    assert words_of(ax).endswith(" A line marks the floor, 0.00245.")
    assert [text.get_text() for text in ax.texts] == ["floor 0.00245"]


def test_words_of_activations():
    assert words_of(plot_activations([sigmoid, relu])) == (
        "Activations for z from −5 to 5. "
        "sigmoid: from 0.00669 to 0.993, largest derivative 0.25; "
        "ReLU: from 0 to 5, largest derivative 1."
    )


def test_words_of_a_fit():
    X, Y = np.array([[0.0], [1.0]]), np.array([[1.0], [2.0]])
    ax = plot_fit(X, Y, {"zero": 0 * Y}, title="A bad fit")
    assert words_of(ax) == "A bad fit. 2 points. zero: mean squared error 2.5."


def test_words_of_the_homework():
    words = words_of(draw_network())
    assert words.startswith("Network 2-2-2. x₁ = 0.5; x₂ = 0.3; h₁ = 0.5622, delta")
    assert "o₁ = 0.4769, delta 0.06161; o₂ = 0.5287, delta 0.1492; w₁ = 0.2, " in words
    assert words.endswith("w₈ = 0.8, derivative 0.07384.")


def test_network_without_numbers_of_a_pass():
    net, caches, _ = example()
    assert "derivative" not in words_of(plot_network(net))
    words = words_of(plot_network(net, caches))
    assert "x₁ = 0.5" in words
    assert "delta" not in words


def test_every_weight_and_unit_is_drawn_once():
    ax = draw_network()
    written = [text.get_text() for text in ax.texts]
    for name in ["w₁", "w₂", "w₃", "w₄", "w₅", "w₆", "w₇", "w₈"]:
        assert sum(text.startswith(f"{name} = ") for text in written) == 1
    for unit in ["x₁", "x₂", "h₁", "h₂", "o₁", "o₂"]:
        assert sum(text.startswith(f"{unit}\n") for text in written) == 1
    assert sum(text.startswith("∂ = ") for text in written) == 8
    assert sum(text.startswith("δ = ") for text in written) == 4


def test_logarithmic_axes():
    for log, scales in (("", "linear linear"), ("x", "log linear"), ("xy", "log log")):
        ax = plot_lines({"a": ([1, 2], [3, 4])}, xlabel="x", ylabel="y", log=log)
        assert f"{ax.get_xscale()} {ax.get_yscale()}" == scales
        plt.close(ax.figure)


def test_ticks_of_steps_are_whole_numbers():
    ax = plot_lines({"a": [3.0, 2.0, 1.0]}, xlabel="step", ylabel="y")
    assert all(tick == round(tick) for tick in ax.get_xticks())
    plt.close(ax.figure)


def test_lines_differ_not_by_colour_alone():
    ax = plot_lines({name: [1, 2] for name in "abcd"}, xlabel="x", ylabel="y")
    assert len({line.get_linestyle() for line in ax.lines}) == 4


def test_ten_lines_are_told_apart():
    lines = {f"line {n}": [0.0, float(n)] for n in range(10)}
    ax = plot_lines(lines, xlabel="x", ylabel="y")
    looks = {(a.get_color(), a.get_linestyle(), a.get_marker()) for a in ax.lines}
    assert len(looks) == 10
    plt.close(ax.figure)


XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
RUN = History(np.array([0.5, 0.25]), np.array([]))


@pytest.mark.parametrize(
    ("draw", "kind", "text"),
    [
        (
            lambda: plot_losses([0.5, 0.25]),
            TypeError,
            "lines need a dictionary from label to values; got [0.5, 0.25]. "
            'Write {"loss": history.loss}.',
        ),
        (
            lambda: plot_losses({"a": RUN}),
            TypeError,
            'The line "a" needs a row of numbers; got a History of 1 steps, '
            "loss 0.5 -> 0.25. Write history.loss.",
        ),
        (
            lambda: plot_losses({"a": np.ones((5, 3))}),
            ValueError,
            'The line "a" needs a row of numbers, shape (n,); got (5, 3). '
            "Draw one column at a time: [:, 0].",
        ),
        (
            lambda: plot_losses({"a": []}),
            ValueError,
            'The line "a" needs a row of numbers, shape (n,); got (0,).',
        ),
        (
            lambda: plot_losses({"a": "bc"}),
            TypeError,
            "The line \"a\" needs a row of numbers; got 'bc'.",
        ),
        (
            lambda: plot_losses({"a": ([1, 2], [3, 4, 5])}),
            ValueError,
            'The line "a" needs as many x as y; got 2 and 3.',
        ),
        (
            lambda: plot_losses({"a": (1, 2, 3)}),
            ValueError,
            'The line "a" needs a pair (x, y); got a tuple of 3.',
        ),
        (
            lambda: plot_lines({"a": [1]}, xlabel="x", ylabel="y", log=True),
            ValueError,
            'log needs "", "x", "y" or "xy"; got True.',
        ),
        (
            lambda: plot_activations(sigmoid),
            TypeError,
            "activations needs a list of activations; got sigmoid. "
            "Write [sigmoid, tanh].",
        ),
        (
            lambda: plot_fit([0, 1], [0, 1], 3),
            TypeError,
            'fits needs a dictionary from label to Y_hat; got 3. Write {"fit": Y_hat}.',
        ),
        (
            lambda: plot_fit(XOR, XOR[:, :1], {}),
            ValueError,
            "X needs one number per point, shape (n, 1) or (n,); got (4, 2).",
        ),
        (
            lambda: plot_fit([0, 1], [0, 1, 2], {}),
            ValueError,
            "Y needs one number per point, shape (2, 1) or (2,); got (3,).",
        ),
        (
            lambda: plot_fit([0, 1], [0, 1], {"a": XOR}),
            ValueError,
            'The fit "a" needs one number per point, shape (2, 1) or (2,); got (4, 2).',
        ),
    ],
)
def test_data_that_cannot_be_drawn(draw, kind, text):
    with pytest.raises(kind) as caught:
        draw()
    assert str(caught.value) == text


def test_a_refused_plot_leaves_no_empty_figure():
    with pytest.raises(TypeError):
        plot_lines([1, 2], xlabel="x", ylabel="y")
    assert plt.get_fignums() == []


def test_svg_for_a_page_is_one_element_and_always_the_same():
    one, two = (as_svg(draw_network()) for _ in range(2))
    assert one == two
    root = ElementTree.fromstring(one)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    assert root[0].text.startswith("Network 2-2-2. ")
    assert plt.get_fignums() == []


def test_pdf_has_a_page_per_figure_and_is_always_the_same():
    one, two = (as_pdf([draw_fit(), draw_lines()], "Two") for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF-")
    assert one.count(b"/Type /Page ") == 2
    assert b"(Two)" in one
    assert b"Date" not in one
    assert plt.get_fignums() == []
