"""Learning rate and number of steps: one run, and where it stands among all.

On the left the loss after so many steps for every learning rate, on the right the run
with the chosen one.
"""

from functools import lru_cache

import numpy as np

from nnlib.dynamics.thresholds import relu_thresholds
from nnlib.engine.sweep import sweep
from nnlib.explorers.controls import choice, slider
from nnlib.explorers.explorer import Explorer
from nnlib.paper.notation import powers_of_ten
from nnlib.plotting import plot_loss_against_lr, plot_losses
from nnlib.plotting.axes import beside
from nnlib.plotting.figures import describe, styled
from nnlib.training import train

RATES = np.geomspace(1e-4, 1e3, 421).round(12)
CHOSEN = (0.001, 0.01, 0.1, 0.3, 1, 2, 3, 3.73, 5, 6, 7, 7.44, 7.47, 8, 9, 9.2, 9.23)
CHOSEN += (9.7, 10, 11, 11.5, 12, 20, 50, 70, 100, 300, 1000)
STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def explore_steps(networks, X, Y, name):
    """Choose a network, the learning rate and the number of steps.

    Where a network is the homework's kind of ReLU net, its own fork is marked.

    networks  a dictionary from name to `Network`
    X, Y      inputs (n, inputs) and targets (n, outputs)
    name      the file of the figure at the start, as for `save_figure`

    Returns an `Explorer`.
    """
    controls = {
        "network": choice("network", {key: key for key in networks}),
        "lr": slider("learning rate", CHOSEN, 1),
        "steps": slider("training", STEPS, 100, "{:,} steps"),
    }

    @lru_cache(maxsize=64)
    def left_after(key, steps):
        return sweep(networks[key], X, Y, lr=RATES, steps=steps)[1][0]

    def draw(values):
        network, steps = networks[values["network"]], values["steps"]
        _, history = train(
            network, X, Y, steps=steps, lr=values["lr"], engine="compiled"
        )
        losses = left_after(values["network"], steps)
        yield _plot_steps(values, losses, history.loss, _marks(network, X, Y))

    return Explorer(draw, controls, name)


def _marks(network, X, Y):
    """The thresholds of a network that has them in closed form."""
    try:
        at = relu_thresholds(network, X, Y)
    except ValueError:
        return {}
    return {f"own fork {at.fork:.3f}": at.fork}


@styled(figsize=(9.6, 4))
def _plot_steps(values, losses, run, marks, *, ax=None):
    left, right = beside(ax, 3, 2)
    steps, lr = values["steps"], values["lr"]
    title = f"{values['network']}: after {steps:,} steps"
    plot_loss_against_lr(RATES, {"every lr": losses}, marks=marks, title=title, ax=left)
    left.legend().remove()
    words = left.figure.get_label()
    seen = np.where(run <= 1000 * run[0], run, np.nan)  # what blows up leaves the axes
    fine = np.isfinite(run[-1])
    digits = ".6f" if 1e-6 <= run[-1] < 1e6 else ".2g"
    end = f"loss {powers_of_ten(f'{run[-1]:{digits}}')}" if fine else "not finite"
    bottom, top = left.get_ylim()
    height = np.clip(run[-1], bottom, top) if fine else top
    left.plot([lr], [height], "oX"[not fine], ms=9, c="C1", clip_on=False)
    left.set_ylim(bottom, top)
    plot_losses({"run": seen}, title=f"lr = {lr:g}: {end}", ax=right)
    right.set_xlim(-0.02 * steps, 1.02 * steps)
    describe(left, f"{words} The run with lr {lr:g} ends at {end} after {steps} steps.")
    return left
