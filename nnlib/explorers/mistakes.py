"""A mistake of backpropagation: its fingerprint, and what the loss says of it.

On the left the error of each gradient that a check finds, on the right the training
with the mistake beside the training without it.
"""

import numpy as np

from nnlib.explorers.controls import choice, slider
from nnlib.explorers.explorer import Explorer
from nnlib.explorers.layout import beside, plain_logarithmic
from nnlib.gradcheck import compare
from nnlib.losses import half_squared_error
from nnlib.mistakes import MISTAKES
from nnlib.plotting import describe, plot_lines, styled
from nnlib.training import loss_and_gradients, train

SMALLEST, ENOUGH = 1e-8, 1e-6  # errors drawn, and the one from which a check objects


def explore_mistakes(network, X, Y, name, *, loss=half_squared_error):
    """Pick a known mistake; see the error of each gradient, and the loss curve."""
    controls = {
        "mistake": choice("mistake", {key: key for key in MISTAKES}),
        "lr": slider("learning rate", (0.1, 0.2, 0.5, 1, 2, 5, 10, 20), 1),
        "steps": slider("training", (5, 10, 20, 50, 100, 200), 20, "{} steps"),
    }

    def draw(values):
        mistake = MISTAKES[values["mistake"]]
        options = {"steps": values["steps"], "lr": values["lr"], "loss": loss}
        right = train(network, X, Y, **options)[1].loss
        wrong = train(network, X, Y, backward=mistake, **options)[1].loss
        yield _plot_mistake(
            mistake, _errors(network, X, Y, loss, mistake), right, wrong
        )

    return Explorer(draw, controls, name)


def _errors(network, X, Y, loss, mistake):
    """The error of each gradient, W1, b1, W2, ..., by the ruler of `compare`."""
    _, right = loss_and_gradients(network, X, Y, loss)
    _, wrong = loss_and_gradients(network, X, Y, loss, mistake)
    pairs = {
        f"d{letter}{layer}": (getattr(mine, letter), getattr(true, letter))
        for layer, (mine, true) in enumerate(zip(wrong, right), start=1)
        for letter in ("W", "b")
        if getattr(true, letter) is not None
    }
    return {name: compare(name, *pair).error for name, pair in pairs.items()}


@styled(figsize=(9.6, 3.6))
def _plot_mistake(mistake, errors, right, wrong, *, ax=None):
    ax, curves = beside(ax, 1, 1)
    found = np.maximum(list(errors.values()), SMALLEST)
    ax.barh(list(errors), found - SMALLEST, left=SMALLEST, height=0.4, color="C1")
    ax.set(xscale="log", xlim=(SMALLEST, 10), xlabel="error (1 is the wrong sign)")
    ax.axvline(ENOUGH, color="0.4", linestyle=":")
    for row, error in enumerate(errors.values()):
        words = "right" if error < ENOUGH else f"{error:.3g}"
        ax.text(2 * SMALLEST, row - 0.3, words)
    ax.set_ylim(len(errors) - 0.5, -0.7)
    plain_logarithmic(ax.xaxis)
    ax.set_title(mistake.name)
    steps = np.arange(len(right))
    lines = {"right": (steps, right), "with the mistake": (steps, wrong)}
    title = f"loss {right[-1]:.6f}, mistaken {wrong[-1]:.6f}"
    plot_lines(lines, xlabel="step", ylabel="loss", title=title, ax=curves)
    curves.locator_params(axis="x", integer=True)
    found = ", ".join(f"{name} {error:.3g}" for name, error in errors.items())
    describe(
        ax,
        f"Mistake: {mistake.name}. Errors of the gradients: {found}. "
        f"{ax.figure.get_label()}",
    )
    return ax
