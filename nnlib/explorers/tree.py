"""The bifurcation tree of a loss curve, with all that decides whether it grows.

Beside it stands the loss of one step against the loss of the next, as a cobweb.
"""

import numpy as np

from nnlib.activations import leaky_relu, relu, sigmoid, tanh
from nnlib.builders import stack
from nnlib.engine.sweep import sweep
from nnlib.explorers.controls import choice, choice_of, slider
from nnlib.explorers.explorer import Explorer
from nnlib.losses import sum_squared_error
from nnlib.network import Dense, Network
from nnlib.plotting import plot_bifurcation
from nnlib.plotting.axes import beside
from nnlib.plotting.figures import describe, styled
from nnlib.training import step_decay

STEPS, STAIR = 40_000, 100  # in all, and with one learning rate
HURRIED = 25  # steps with one learning rate, drawn at once
SHOWN = 20  # of the last losses of a stair
USUAL = 0.2  # the highest loss of most trees: so they share their axes
SIZES = (1, 4, 2, 2, 1)
TARGETS = {"sine": 0.25, "½ everywhere": 0.0}  # how far it swings about ½
DECAYS = (0.998, 0.9985, 0.999, 0.9995, 1)
ORDERS = {"before the error passes": "before", "after the backward pass": "after"}


def explore_tree(name, *, seed=0):
    """Move what the bifurcation tree of the 1-4-2-2-1 net depends on.

    n samples between 0 and 2, the sum of squared errors for the gradient and their mean
    as loss; the learning rate falls once every 100 steps.

    name  the file of the figure at the start, as for `save_figure`
    seed  the seed of the starting weights, a whole number

    Returns an `Explorer`.
    """
    controls = {
        "activation": choice_of("layers 2 and 3", [sigmoid, tanh, relu]),
        "order": choice("weights move", ORDERS),
        "target": choice("target", TARGETS),
        "n": slider("n", range(6, 82, 5), 41, "{} samples"),
        "lr": slider("learning rate", np.arange(1, 31).round(2) / 20, 0.3, "{:.2f}"),
        "factor": slider("lr per 100 steps", DECAYS, 0.999, "× {}"),
        "step": slider("cobweb at", range(2000, STEPS, 1000), 25_000, "step {:,}"),
    }

    known = {}

    def draw(values):
        run = tuple(value for key, value in values.items() if key != "step")
        if run not in known:
            yield _plot_tree(_losses(HURRIED, seed, *run), values)
            known.clear()
            known[run] = _losses(STAIR, seed, *run)
        yield _plot_tree(known[run], values)

    return Explorer(draw, controls, name)


def _losses(stair, seed, activation, order, target, n, lr, factor):
    """The mean loss before each step, a row of `stair` steps per learning rate."""
    rng = np.random.default_rng(seed)
    kinds = zip(SIZES[1:], SIZES, [leaky_relu, activation, activation, sigmoid])
    layers = [Dense(rng.random((o, i)), rng.random(o), f) for o, i, f in kinds]
    X = (2 * np.arange(n) / (n - 1))[:, None]
    Y = (target * np.sin(2 * np.pi * X) + 0.5).round(12)
    options = {"loss": sum_squared_error, "order": order}
    steps, lr = STEPS // STAIR * stair, step_decay(lr, factor, every=stair)
    _, losses = sweep(
        stack([Network(layers)]), X, Y, lr=lr, steps=steps, keep=steps, **options
    )
    return losses.reshape(-1, stair) / n


@styled(figsize=(9.6, 4.0))
def _plot_tree(stairs, values, *, ax=None):
    left, right = beside(ax, 3, 2)
    title = f"n·lr = {values['n'] * values['lr']:.4g} at the start"
    step, finite = values["step"], np.isfinite(stairs)
    top = 1.25 * np.max(stairs, initial=USUAL, where=finite)
    labels = {"xlabel": "step", "ylabel": "loss", "title": title}
    begins, late = STAIR * np.arange(len(stairs)), np.where(finite, stairs, np.nan)
    marks = {"cobweb": step}
    plot_bifurcation(begins, late[:, -SHOWN:].T, marks=marks, **labels, ax=left)
    left.set(xlim=(0, STEPS), ylim=(0, top), xticks=range(0, STEPS + 1, STEPS // 4))
    left.locator_params(axis="y", nbins=6)
    here = late[step // STAIR, -2 * SHOWN :]
    _plot_pairs(here, top, right)
    right.set_title(f"Cobweb at step {step:,}")
    last = ", ".join(f"{loss:.4g}" for loss in here[-4:])
    words = f"Beside it a cobweb of the losses near step {step}; the last are {last}."
    describe(left, f"{left.figure.get_label()} {words}")
    return left


def _plot_pairs(losses, top, ax):
    """Draw each loss against the one before, joined as a cobweb."""
    corners = np.repeat(losses, 2)
    ax.plot(corners[:-2], corners[1:-1], "-", color="C1", linewidth=0.8)
    ax.plot(losses[:-1], losses[1:], "o", color="C0", markersize=5)
    ax.plot([0, top], [0, top], ":", color="0.4", linewidth=1.2)
    ax.set(xlim=(0, top), ylim=(0, top))
    ax.set(xlabel="loss now", ylabel="loss one step later")
    ax.locator_params(nbins=4)
