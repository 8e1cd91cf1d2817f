"""Activation functions, the units of small random nets on them, and dead units.

Many random nets of the homework's kind are trained side by side on one sample.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from nnlib.activations import leaky_relu, relu, sigmoid, tanh
from nnlib.explorers.controls import choice_of, slider
from nnlib.explorers.explorer import Explorer
from nnlib.network import Dense, Network
from nnlib.paper.notation import spelled
from nnlib.plotting.axes import beside, plain_logarithmic
from nnlib.plotting.figures import describe, styled
from nnlib.training import train

NETS = 200
FLAT = 0.001  # a slope below it counts as none
PLACES = np.linspace(-6, 6, 241)


def explore_activations(X, Y, name, *, hidden=2):
    """Choose activation, width of the weights, lr and steps; count the dead outputs.

    200 nets without biases start from normal weights. A unit is dead here if its slope
    is below 0.001, so that hardly anything that leads into it can move.

    X, Y    one sample, (1, inputs) and (1, outputs)
    name    the file of the figure at the start, as for `save_figure`
    hidden  the number of hidden units

    Returns an `Explorer`.
    """
    controls = {
        "activation": choice_of("activation", [relu, leaky_relu, tanh, sigmoid]),
        "scale": slider("width of weights", np.arange(1, 31).round(1) / 10, 1.0),
        "lr": slider("learning rate", (0.01, 0.1, 0.5, 1, 2, 5, 10, 20, 50), 0.1),
        "steps": slider("training", (0, 10, 100, 1000), 0, "{:,} steps"),
    }

    @lru_cache(maxsize=16)
    def trained(activation, scale, lr, steps):
        rng = np.random.default_rng(0)
        sizes = [X.shape[-1], hidden, Y.shape[-1]]
        W1, W2 = (
            scale * rng.standard_normal((NETS, outputs, inputs)).round(12)
            for inputs, outputs in pairwise(sizes)
        )
        nets = Network([Dense(W1, None, activation), Dense(W2, None, activation)])
        nets, history = train(nets, X, Y, steps=steps, lr=lr, engine="compiled")
        with np.errstate(over="ignore", invalid="ignore"):  # a run may diverge
            caches = nets.forward(X)
        return [cache.Z[:, 0] for cache in caches], history.loss[-1]

    def draw(values):
        yield _plot_units(values, *trained(**values))

    return Explorer(draw, controls, name)


@styled(figsize=(9.6, 3.8))
def _plot_units(values, Z, losses, *, ax=None):
    left, right = beside(ax, 3, 2)
    activation = values["activation"]
    left.plot(PLACES, activation(PLACES), label=spelled(activation))
    left.plot(PLACES, activation.derivative(PLACES), ":", color="C0", label="its slope")
    height, words = left.get_ylim()[0], []
    for row, (layer, z) in enumerate(zip(("hidden", "output"), Z)):
        dead = activation.derivative(z) < FLAT
        height -= 0.7
        for marks, which, at in (("|", ~dead, height), ("x", dead, height - 0.22)):
            some = np.clip(z[which], PLACES[0], PLACES[-1])
            left.plot(some, np.full(some.size, at), marks, c=f"C{row + 1}", ms=6)
        words.append(f"{layer} units dead: {np.mean(dead):.0%}")
        left.text(PLACES[-1], height + 0.15, words[-1], ha="right", va="bottom")
    title = f"{spelled(activation)} after {values['steps']:,} steps"
    left.set(
        xlabel="z (|: alive, below × : dead)", ylim=(height - 0.5, 2.2), title=title
    )
    left.set_ylabel("activation, slope")
    left.legend(loc="upper left")
    fine = losses[np.isfinite(losses)]
    median = f"median loss {np.median(fine):.4f}" if fine.size else "no loss is finite"
    ends = np.clip(fine, 1e-4, 1)
    right.hist(ends, bins=np.geomspace(1e-4, 1, 25), histtype="stepfilled")
    right.set(xscale="log", xlabel="loss", ylabel=f"nets, of {NETS}")
    plain_logarithmic(right.xaxis)
    right.set_title(median)
    describe(
        left,
        f"{title}, {NETS} random nets. {'; '.join(words)}. "
        f"{median[0].upper()}{median[1:]}; {losses.size - fine.size} runs diverged.",
    )
    return left
