"""Sliders change the figure, the last value wins, and unattended there are none."""

import asyncio
import gc
import re
import sys
import threading
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import IPython.display
import numpy as np
import pytest
from matplotlib.image import imread

from nnlib import (
    HOMEWORK_NAMES,
    Dense,
    Network,
    explorers,
    homework,
    identity,
    leaky_relu,
    relu,
    sigmoid,
    tanh,
    wavy,
    wavy_curve,
)
from nnlib.explorers.controls import choice, choice_of, slider, toggle
from nnlib.explorers.explorer import NO_SLIDERS, Explorer
from nnlib.explorers.panel import Panel
from nnlib.plotting import plot_lines
from nnlib.plotting.figures import as_picture
from nnlib.progress import NOTEBOOK_SIGNS
from tests.support.cut_off import texts_cut_off
from tests.support.homework_graph import GIVEN, build
from tests.support.pictures import elsewhere  # noqa: F401  (a fixture)

pytestmark = pytest.mark.usefixtures("elsewhere")
X, Y, W1, W2 = homework()


def net(hidden=sigmoid, output=sigmoid):
    return Network([Dense(W1, None, hidden), Dense(W2, None, output)])


def nets():
    biased = Network([Dense(W1, None, relu), Dense(W2, np.zeros(2), identity)])
    return {"σ, σ": net(), "ReLU, ReLU": net(relu, relu), "linear + biases": biased}


EXPLORERS = {
    "net": lambda: explorers.explore_net(net(), X, Y, "net", names=HOMEWORK_NAMES),
    "stepping": lambda: explorers.explore_stepping(net(), X, Y, "stepping"),
    "activations": lambda: explorers.explore_activations(X, Y, "activations"),
    "targets": lambda: explorers.explore_targets(X, Y, W1, W2, "targets"),
    "signal": lambda: explorers.explore_signal("signal"),
    "graph": lambda: explorers.explore_graph(build, GIVEN, "graph", moved=("w5", "w6")),
    "steps": lambda: explorers.explore_steps(nets(), X, Y, "steps"),
    "placing": lambda: explorers.explore_placing(wavy, wavy_curve(100)[0], "placing"),
    "mistakes": lambda: explorers.explore_mistakes(net(), X, Y, "mistakes"),
    "tree": lambda: explorers.explore_tree("tree"),
}
each_explorer = pytest.mark.parametrize("name", EXPLORERS)


@cache
def built(name):
    """One explorer for all tests that only draw with it, as its readers do."""
    explorer = EXPLORERS[name]()
    explorer.saved = Path("figures", f"{name}.svg").read_bytes()
    return explorer


@pytest.fixture
def displayed(monkeypatch):
    """Nobody watches; what is displayed is kept."""
    bundles = []
    for sign in NOTEBOOK_SIGNS:
        monkeypatch.delenv(sign, raising=False)

    def display(bundle, **options):
        bundles.append(bundle)

    monkeypatch.setattr(IPython.display, "display", display)
    return bundles


@pytest.fixture
def watched(displayed, monkeypatch):
    monkeypatch.setattr("nnlib.explorers.explorer.in_notebook", lambda: True)
    gc.unfreeze()
    yield displayed
    gc.freeze()


def line(slope, count=2):
    """An explorer of one line, drawn in two qualities."""

    def draw(values):
        for points in (2, 20):
            x = np.linspace(0, values["to"], points)
            lines = {"line": (x, values["slope"] * x)}
            yield plot_lines(lines, xlabel="x", ylabel=f"y by {points} points")

    controls = {
        "slope": slider("slope", (-1, 0, 1, 2), slope, "{} per unit"),
        "to": choice("until", {"one": 1, "two": 2}),
    }
    return Explorer(draw, controls, "line")


def words(panel):
    return panel.page.words


def test_a_control_shows_its_values_as_text():
    steps = slider("training", (0, 1000), 1000, "{:,} steps")
    assert steps.options == {"0 steps": 0, "1,000 steps": 1000}
    assert (steps.start_index, steps.slides) == (1, True)
    assert choice_of("activation", [relu, sigmoid]).start is relu
    assert not choice("order", {"a": 1, "b": 2}, 2).slides


def test_a_start_that_is_no_value_is_refused():
    message = 'start of "lr" needs to be one of its values, 1, 2; got 3'
    with pytest.raises(ValueError, match=message):
        slider("lr", (1, 2), 3)


def test_a_toggle_is_pressed_and_reset_lets_it_go():
    def draw(values):
        yield plot_lines({"line": [0, int(values["up"])]}, xlabel="x", ylabel="y")

    panel = Panel(Explorer(draw, {"up": toggle("go up")}, "toggle"))
    (button,) = panel.page.controls
    assert (button["label"], button["toggles"]) == ("go up", True)
    panel.page.chosen = [1]
    assert panel.values == {"up": True}
    assert "1 at 1" in words(panel)
    panel.page.chosen = panel.page.start
    assert panel.values == {"up": False}
    assert "0 at 1" in words(panel)


def test_the_static_figure_is_the_best_one():
    explorer = line(1)
    assert "by 20 points" in repr(explorer)
    assert repr(explorer) == repr(explorer.picture)


def test_pictures_get_better_and_then_laid_out():
    *_, first, best, laid_out = line(1).pictures({"slope": 2, "to": 2})
    assert "by 2 points" in first.description
    assert best.description == laid_out.description
    assert "by 20 points" in laid_out.description
    assert len({first.png, laid_out.png}) == 2


def test_unattended_there_is_the_figure_alone(displayed):
    line(1)._ipython_display_()
    assert [set(bundle) for bundle in displayed] == [{"text/html", "text/plain"}]


def test_unattended_anywidget_is_not_even_loaded(displayed, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)  # importing it now fails
    monkeypatch.delitem(sys.modules, "nnlib.explorers.panel")
    line(1)._ipython_display_()
    assert len(displayed) == 1


def test_watched_the_sliders_come_after_what_is_stored(watched):
    line(1)._ipython_display_()
    figure, sliders = watched
    assert NO_SLIDERS in figure["text/html"]
    assert "data:image/png" in figure["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in sliders
    assert sliders["text/plain"] == ""


def test_watched_what_exists_is_not_searched_for_garbage(watched):
    assert gc.get_freeze_count() == 0
    line(1)._ipython_display_()
    assert gc.get_freeze_count() > 10_000


def test_a_slider_changes_the_figure_and_reset_brings_it_back():
    panel = Panel(line(1))
    start = panel.page.png
    panel.page.chosen = [3, 0]
    assert panel.values == {"slope": 2, "to": 1}
    assert panel.page.png != start
    assert "2 at 1" in words(panel)
    panel.page.chosen = [3, 1]
    assert "4 at 2" in words(panel)
    panel.page.chosen = panel.page.start
    assert panel.values == panel.explorer.start
    assert "1 at 1" in words(panel)


def test_what_cannot_be_drawn_is_told_and_the_next_value_is_drawn():
    def draw(values):
        if values["slope"] == 2:
            raise ArithmeticError("2 is <too> much")
        yield from draw_line(values)

    explorer = line(1)
    draw_line, explorer.draw = explorer.draw, draw
    panel = Panel(explorer)
    with pytest.raises(ArithmeticError):
        panel.choose({"slope": 2})
    assert "cannot be drawn; the figure is an earlier one. 2 is <too> much" in (
        words(panel)
    )
    panel.choose({"slope": 0})
    assert "0 at 1" in words(panel)


def test_reset_draws_once(monkeypatch):
    async def move_and_reset():
        panel, drawn = Panel(line(1)), []
        panel.choose({"slope": 2, "to": 2})
        await asyncio.sleep(0.1)
        draw = panel.explorer.draw
        panel.explorer.draw = lambda values: drawn.append(values) or draw(values)
        panel.page.chosen = panel.page.start
        await asyncio.sleep(0.1)
        return panel, drawn

    panel, drawn = asyncio.run(move_and_reset())
    assert drawn == [panel.explorer.start]


def test_sliders_speak_in_other_threads_but_figures_are_drawn_where_cells_run():
    drawn_in = []

    async def move_elsewhere():
        panel = Panel(line(1))
        pictures = panel.explorer.pictures

        def watched(values):
            drawn_in.append(threading.get_ident())
            return pictures(values)

        panel.explorer.pictures = watched
        await asyncio.to_thread(panel.choose, {"slope": 2, "to": 2})
        await asyncio.sleep(0.1)
        return panel

    panel = asyncio.run(move_elsewhere())
    assert set(drawn_in) == {threading.get_ident()}  # once or twice
    assert panel.drawn == {"slope": 2, "to": 2}


def test_every_slider_has_its_label_and_shows_its_text():
    panel = Panel(line(1))
    slope, _ = panel.page.controls
    assert slope["label"] == "slope"
    assert slope["texts"][panel.page.chosen[0]] == "1 per unit"


def test_the_last_of_many_fast_values_wins(monkeypatch):
    monkeypatch.setattr("nnlib.explorers.panel.REST", 0.01)

    async def drag():
        panel, other = Panel(line(1)), Panel(line(0))
        await asyncio.sleep(0.1)
        for index in (0, 1, 2, 3):
            panel.page.chosen = [index, 0]
        assert "1 at 1" in words(panel)  # they wait until the slider rests
        quick = panel.page.png
        for _ in range(200):
            await asyncio.sleep(0.05)
            if "by 20 points" in words(panel) and "2 at 1" in words(panel):
                break
        return panel, other, quick

    panel, other, quick = asyncio.run(drag())
    assert panel.page.png != quick
    assert "by 20 points" in words(panel)
    assert "2 at 1" in words(panel)
    assert "0 at 1" in words(other)  # the other explorer stays as it was


@each_explorer
def test_the_static_figure_is_the_same_on_every_run(name, tmp_path):
    one, two = built(name), EXPLORERS[name]()
    (svg,) = (tmp_path / "figures").iterdir()
    assert svg.read_bytes() == one.saved
    assert one.picture.png == two.picture.png
    assert one.picture.description == two.picture.description
    assert any(character.isdigit() for character in one.picture.description)


@each_explorer
def test_every_control_changes_the_figure(name):
    explorer = built(name)
    panel = Panel(explorer)
    base = explorer.start | BUSY.get(explorer.picture.description[:5], {})
    for key, control in explorer.controls.items():
        panel.choose(base)
        before = panel.page.png
        values = list(control.options.values())
        panel.choose({key: values[0 if base[key] != values[0] else -1]})
        assert panel.page.png != before, control.label
    panel.choose(explorer.start)
    assert panel.values == explorer.start
    assert words(panel) == words(Panel(explorer))


# where training of no steps would hide what the other controls do
BUSY = {"ReLU ": {"steps": 100}}


@each_explorer
def test_every_value_can_be_drawn(name):
    explorer = built(name)
    for key, control in explorer.controls.items():
        for value in list(control.options.values())[
            :: max(1, len(control.options) - 1)
        ]:
            assert next(explorer.pictures(explorer.start | {key: value})).description


@each_explorer
def test_the_sliders_lead_to_the_figure_itself(name):
    explorer = built(name)
    for key, control in explorer.controls.items():
        values = explorer.start | {key: list(control.options.values())[-1]}
        *_, on_the_sheet = explorer.pictures(values)
        *_, ax = explorer.draw(values)
        with texts_cut_off() as cut:
            new = as_picture(ax)
        assert cut == [], control.label
        assert on_the_sheet.description == new.description
        one, other = (imread(BytesIO(picture.png)) for picture in (on_the_sheet, new))
        assert abs(one - other).mean() < 1e-3, control.label


def test_extremes_together_can_be_drawn():
    explorer = built("steps")
    values = [list(control.options.values()) for control in explorer.controls.values()]
    ends = [(some[0], some[-1]) for some in values]
    for values in product(*ends):
        *_, last = explorer.pictures(dict(zip(explorer.controls, values)))
        assert last.description


def description(name, **values):
    explorer = built(name)
    *_, last = explorer.pictures(explorer.start | values)
    return last.description


def words_alone(explorer, values):
    """What the figure shows; no picture is made of it, which takes longest."""
    plots = explorer.draw(explorer.start | values)
    while explorer.sheet.draw(plots):
        pass
    return explorer.sheet.figure.get_label()


def test_the_net_shows_the_numbers_of_the_homework():
    assert "o₁ = 0.4769, delta 0.06161" in description("net")
    assert "Loss 0.2097" in description("net")


def test_two_paths_balance_where_notebook_01_says():
    explorer = built("net")
    w5 = (2, 0, 0)

    def blame(w):
        words = words_alone(explorer, {w5: w}).replace("−", "-")
        h1, o1, o2 = (
            float(re.search(rf"{unit} = \S+ delta (\S+);", words)[1])
            for unit in ("h₁", "o₁", "o₂")
        )
        return abs(h1), o1, o2

    nearest = min(explorer.controls[w5].options.values(), key=blame)
    assert nearest == 0.9
    assert blame(nearest) == (0.0008696, 0.0868, 0.1492)


def test_the_tree_stands_and_falls_with_the_order():
    assert "the last are 0.1413, 0.08913" in description("tree")
    right = description("tree", order="after")
    assert "the last are 0.02085, 0.02085, 0.02085, 0.02085" in right


def test_what_else_the_tree_depends_on():
    explorer = built("tree")

    def last_losses(**values):
        return words_alone(explorer, values).split("the last are ")[1]

    assert last_losses(n=21) == "0.01496, 0.01496, 0.01496, 0.01496."
    assert last_losses(n=21, lr=0.6) == "0.1468, 0.08343, 0.1468, 0.08343."
    assert last_losses(activation=tanh) == "0.1413, 0.08912, 0.1413, 0.08912."
    assert last_losses(activation=relu) == "0.2805, 0.2805, 0.2805, 0.2805."
    right = last_losses(order="after", lr=1.2, factor=0.998)
    assert right == "0.08185, 0.1506, 0.08185, 0.1506."
    two = last_losses(lr=0.25, factor=1.0)
    assert two == "0.07732, 0.1568, 0.07732, 0.1568."
    assert last_losses(lr=0.2, factor=1.0) == "0.09974, 0.09974, 0.09974, 0.09974."


def test_a_huge_loss_is_short():
    words = description("steps", network="linear + biases", lr=3, steps=100)
    assert "ends at loss 5.2·10⁵⁸ after" in words


@pytest.mark.parametrize(
    ("chosen", "marker"),
    [
        ({}, "o"),
        ({"network": "linear + biases", "lr": 0.3, "steps": 2000}, "o"),  # next to 0
        ({"network": "linear + biases", "lr": 20, "steps": 1000}, "X"),  # not finite
    ],
)
def test_the_chosen_run_stands_on_the_chart_whatever_its_loss(chosen, marker):
    explorer = built("steps")
    *_, picture = explorer.pictures(explorer.start | chosen)
    left, _ = explorer.sheet.figure.axes
    (point,) = [line for line in left.lines if line.get_color() == "C1"]
    assert point.get_marker() == marker, picture.description
    bottom, top = left.get_ylim()
    assert bottom <= point.get_ydata()[0] <= top


def test_the_own_fork_is_marked():
    assert "own fork 7.456" in description("steps", network="ReLU, ReLU")
    assert "fork" not in description("steps")


def test_beyond_the_fork_a_run_ends_above_the_floor():
    for lr, end in ((7.44, "0.002450"), (7.47, "0.002496"), (8, "0.003730")):
        words = description("steps", network="ReLU, ReLU", lr=lr, steps=1000)
        assert f"ends at loss {end} after 1000 steps" in words


def test_a_mistake_leaves_its_fingerprint():
    assert "dW1 1, dW2 1" in description("mistakes", mistake="sign flipped")


def test_the_loss_hides_updated_weights_and_the_error_does_not():
    for lr, error, losses in (
        (0.1, "0.00798", "right: 0.181752, mistaken: 0.181750"),
        (1, "0.0801", "right: 0.058187, mistaken: 0.057733"),
        (20, "0.758", "right: 0.004190, mistaken: 0.003975"),
    ):
        words = description("mistakes", mistake="updated W used", lr=lr)
        assert f"dW1 {error}, dW2 0." in words
        assert f"after 20 steps {losses}." in words


def test_dead_units_are_counted():
    assert "output units dead: 81%" in description("activations", steps=1000)


def test_what_cannot_die_can_diverge():
    words = description("activations", activation=leaky_relu, lr=20, steps=1000)
    assert "output units dead: 0%" in words
    assert "Median loss 0.0024; 28 runs diverged" in words
    for steps in (10, 1000):
        words = description("activations", lr=20, steps=steps)
        assert "output units dead: 100%" in words


def test_runs_that_overflow_are_counted_without_a_warning():
    values = {"activation": leaky_relu, "scale": 2.3, "lr": 50, "steps": 10}
    assert "83 runs diverged" in description("activations", **values)


def test_widths_that_keep_the_signal():
    words = description("signal", scale=1.414)
    assert "s = 0.141" in words
    assert "0.8492 at 1, 0.6589 at 20" in words
    words = description("signal", activation=tanh, scale=1.3)
    assert "0.8589 at 1, 0.7921 at 20" in words
    words = description("signal", activation=sigmoid, scale=5)
    assert "0.0001484 at 1, 0.1468 at 20" in words


def test_placing_and_training():
    words = description("placing", steps=1000)
    assert "by hand: MSE 0.001773" in words
    assert "after 1,000 steps: MSE 0.001360" in words


def test_soft_units_see_farther():
    close = {f"unit {k}": 0.43 + 0.02 * k for k in range(1, 7)}
    for w, error in ((50, "0.023877"), (20, "0.023704"), (10, "0.005987")):
        words = description("placing", **close, w=w, steps=10_000)
        assert f"after 10,000 steps: MSE {error}" in words
    words = description("placing", w=20, steps=10_000)
    assert "after 10,000 steps: MSE 0.000197" in words


def test_impossible_targets_are_refused_in_words():
    words = description("targets", kind="softmax and cross-entropy")
    assert "refuses these targets" in words
    assert "[0.23, −0.07]" in words


def test_numpy_and_pytorch_part_without_zero_grad():
    assert "at step 30 < 10⁻¹²" in description("stepping")
    assert "Most apart: 11;" in description("stepping", clears=False, step=30)


FEWEST = [
    *("L", "e₁²+e₂²", "e₁²", "e₂²", "e₁", "e₂", "o₁", "o₂", "z₃", "z₄"),
    *("w₅·h₁", "w₆·h₁", "h₁", "z₁", "w₁·x₁"),
]
ONE_PATH = ["L", "e₁²+e₂²", "e₁²", "e₁", "o₁", "z₃", "w₅·h₁", "h₁", "z₁", "w₁·x₁"]


def walked(*labels, **values):
    """What the graph says when the nodes with these labels are told to hand on."""
    explorer = built("graph")
    keys = {control.label: key for key, control in explorer.controls.items()}
    chosen = {keys[label]: True for label in labels}
    return words_alone(explorer, chosen | values)


def test_a_gradient_is_complete_when_all_that_is_needed_has_handed_on():
    assert "are the gradients of w₅, w₁, w₆. " in walked(*FEWEST)
    assert "w₁ = 0.2, ∂ −0.008421; x₁ = 0.5, −0.0034 + ?;" in walked(*FEWEST)
    for label in FEWEST:
        rest = [one for one in FEWEST if one != label]
        assert "w₁, " not in walked(*rest).split(". Graph of ")[0], label


def test_who_comes_too_early_is_refused():
    words = walked(*ONE_PATH)
    assert words.startswith("7 nodes have handed on; h₁ has to wait for w₆·h₁. ")
    words = walked("L", "o₂", "h₁")
    assert words.startswith("1 node has handed on; o₂ has to wait for e₂. ")


def test_only_where_no_path_is_left_a_weight_stands_still():
    def still(**values):
        words = walked(all=True, **values)
        return re.findall(r"(w.) = \S+, ∂ -?0[;.](?! ?\d)", words)

    assert "22 nodes have handed on" in walked(all=True)
    assert still(w5=0.1) == still(w6=0) == []
    assert still(w5=0, w6=0) == ["w₁", "w₃"]
