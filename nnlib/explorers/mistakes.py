"""A mistake of backpropagation: the errors of its gradients, and its loss curve.

On the left the error of each gradient that a check finds, on the right the training
with the mistake beside the training without it.
"""

from dataclasses import replace

import numpy as np

from nnlib.explorers.controls import choice, slider
from nnlib.explorers.explorer import Explorer
from nnlib.gradcheck import compare
from nnlib.losses import half_squared_error
from nnlib.mistakes.known import MISTAKES
from nnlib.plotting import plot_lines
from nnlib.plotting.axes import beside
from nnlib.plotting.figures import describe, styled
from nnlib.training import loss_and_gradients, train

ENOUGH = 1e-6  # the error from which a check objects
PRINTS = {0: "0", 1 / 3: "⅓\nfactor 2", 0.6: "0.6\nσ′ forgotten", 1: "1\nwrong sign"}


def explore_mistakes(network, X, Y, name, *, loss=half_squared_error):
    """Pick a known mistake; see the error of each gradient, and the loss curve.

    network  one `Network`
    X, Y     inputs (n, inputs) and targets (n, outputs)
    name     the file of the figure at the start, as for `save_figure`
    loss     a `Loss`

    Returns an `Explorer`.
    """
    controls = {
        "mistake": choice("mistake", {key: key for key in MISTAKES}),
        "lr": slider("learning rate", (0.1, 0.2, 0.5, 1, 2, 5, 10, 20), 1),
        "steps": slider("training", (5, 10, 20, 50, 100, 200), 20, "{} steps"),
    }

    def draw(values):
        mistake = replace(MISTAKES[values["mistake"]], lr=values["lr"])
        options = {"steps": values["steps"], "lr": values["lr"], "loss": loss}
        right = train(network, X, Y, **options)[1].loss
        wrong = train(network, X, Y, backward=mistake, **options)[1].loss
        errors = _errors(network, X, Y, loss, mistake)
        yield _plot_mistake(mistake, errors, right, wrong)

    return Explorer(draw, controls, name)


def _errors(network, X, Y, loss, mistake):
    """What `compare` says of each gradient, dW1, db1, dW2, ..."""
    _, right = loss_and_gradients(network, X, Y, loss)
    _, wrong = loss_and_gradients(network, X, Y, loss, mistake)
    pairs = {
        f"d{letter}{layer}": (getattr(mine, letter), getattr(true, letter))
        for layer, (mine, true) in enumerate(zip(wrong, right), start=1)
        for letter in ("W", "b")
        if getattr(true, letter) is not None
    }
    return [compare(name, *pair) for name, pair in pairs.items()]


@styled(figsize=(9.6, 3.6))
def _plot_mistake(mistake, errors, right, wrong, *, ax=None):
    ax, curves = beside(ax, 1, 1)
    sizes = [line.error for line in errors]
    ax.barh([line.name for line in errors], sizes, height=0.4, color="C1")
    for row, line in enumerate(errors):
        said = "right" if line.error < ENOUGH else f"{line.error:.3g}"
        ax.text(line.error + 0.02, row, "zeros" if line.zeros else said, va="center")
    ax.set_xticks(list(PRINTS), PRINTS.values())
    ax.set(xlim=(0, 1.2), ylim=(len(errors) - 0.5, -0.5), xlabel="error")
    ax.set_title(mistake.name)
    steps = np.arange(len(right))
    ends = [f"right: {right[-1]:.6f}", f"mistaken: {wrong[-1]:.6f}"]
    lines = {ends[0]: (steps, right), ends[1]: (steps, wrong)}
    plot_lines(lines, xlabel="step", ylabel="loss", ax=curves)
    curves.set_ylim(bottom=0)
    curves.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    found = ", ".join(
        f"{line.name} {line.error:.3g}{' (zeros)' * line.zeros}" for line in errors
    )
    describe(
        ax,
        f"Mistake: {mistake.name}. Errors of the gradients: {found}. Loss "
        f"{right[0]:.4g} at the start; after {steps[-1]} steps {', '.join(ends)}.",
    )
    return ax
