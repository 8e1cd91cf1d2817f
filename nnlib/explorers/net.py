"""The drawn network with a slider per weight: each number of both passes follows."""

import numpy as np

from nnlib.explorers.controls import slider
from nnlib.explorers.explorer import Explorer
from nnlib.losses import half_squared_error
from nnlib.paper.notation import Symbols, number
from nnlib.plotting import plot_network
from nnlib.plotting.figures import describe
from nnlib.training import loss_and_gradients

GRID = np.linspace(-2, 2, 41).round(1) + 0.0  # no -0


def explore_net(network, X, Y, name, *, names=None, loss=half_squared_error):
    """Move the weights of a small network and see both passes change; biases stay.

    network  one `Network` of at most 15 weights between two layers
    X, Y     one sample, (1, inputs) and (1, outputs)
    name     the file of the figure at the start, as for `save_figure`
    names    the names of the weights, a matrix per layer, as in `HOMEWORK_NAMES`
    loss     a `Loss`

    Returns an `Explorer`. Raises ValueError where `names` do not fit the weights.
    """
    symbols, controls = Symbols(network.shapes, names), {}
    for layer, dense in enumerate(network.layers, start=1):
        for j, k in np.ndindex(dense.W.shape):
            start = float(dense.W[j, k])
            values = sorted({*GRID.tolist(), start})
            label = symbols.w(layer, j, k)
            controls[layer, j, k] = slider(label, values, start)

    def draw(values):
        moved = network.copy()
        for (layer, j, k), w in values.items():
            moved.layers[layer - 1].W[j, k] = w
        caches = moved.forward(X)
        value, gradients = loss_and_gradients(moved, X, Y, loss)
        ax = plot_network(moved, caches, gradients, names=names)
        targets = ", ".join(
            f"{symbols.y(j)} = {number(y, 4)}" for j, y in enumerate(Y[0])
        )
        title = f"loss {number(value, 4)}; targets {targets}"
        ax.set_title(title, loc="left")
        describe(ax, f"{ax.figure.get_label()} {title[0].upper()}{title[1:]}.")
        yield ax

    return Explorer(draw, controls, name)
