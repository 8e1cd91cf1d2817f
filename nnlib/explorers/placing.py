"""Steps placed by hand so that they draw a curve, and what training makes of them.

A step is a sigmoid unit; one slider says where it is.
"""

from functools import lru_cache

import numpy as np

from nnlib.activations import identity, sigmoid
from nnlib.explorers.controls import slider
from nnlib.explorers.explorer import Explorer
from nnlib.losses import mse
from nnlib.network import Dense, Network
from nnlib.plotting.figures import describe, styled
from nnlib.training import train

LR = 0.1
TRAINING = (0, 10, 100, 1000, 10_000)


def explore_placing(curve, X, name, *, count=6):
    """Place sigmoid units on [0, 1], then train from there at lr 0.1.

    On each piece between two units the net answers with the height that the curve has
    in its middle.

    curve  the function to fit, which keeps the shape of its argument
    X      the points to train and measure at, (n, 1)
    name   the file of the figure at the start, as for `save_figure`
    count  the number of units

    Returns an `Explorer`.
    """
    X, Y = np.asarray(X), curve(X)
    even = np.linspace(0, 1, count + 2)[1:-1].round(2)
    places = np.linspace(0.01, 0.99, 99).round(2)
    controls = {
        f"unit {k}": slider(f"unit {k} at x", places, float(place), "{:.2f}")
        for k, place in enumerate(even, start=1)
    }
    controls["w"] = slider("steepness w", (5, 10, 20, 30, 50, 100, 300, 1000), 50)
    controls["steps"] = slider("training", TRAINING, 0, "{:,} steps")

    @lru_cache(maxsize=16)
    def trained(positions, w, steps):
        network = _staircase(curve, np.array(positions), w)
        options = {"steps": steps, "lr": LR, "loss": mse, "engine": "compiled"}
        return network, train(network, X, Y, **options)[0]

    def draw(values):
        *positions, w, steps = values.values()
        options = tuple(sorted(positions)), w
        if steps > TRAINING[-2]:
            yield _plot_nets(X, Y, *trained(*options, TRAINING[-2]), TRAINING[-2])
        yield _plot_nets(X, Y, *trained(*options, steps), steps)

    return Explorer(draw, controls, name)


def _staircase(curve, positions, w):
    """The net with a unit of steepness w at each position, and the heights between."""
    edges = np.array([0, *positions, 1])
    heights = curve((edges[:-1] + edges[1:]) / 2)
    w = np.full(len(positions), float(w))
    hidden = Dense(w[:, None], -w * positions, sigmoid)
    return Network([hidden, Dense([np.diff(heights)], heights[:1], identity)])


@styled(figsize=(8, 4.2))
def _plot_nets(X, Y, network, trained, steps, *, ax=None):
    ax.plot(X, Y, "o", color="0.6", markersize=3, label="target")
    bottom, words = Y.min() - 0.1, []
    nets = {"by hand": network} | ({f"after {steps:,} steps": trained} if steps else {})
    for row, (label, net) in enumerate(nets.items()):
        Y_hat, first = net(X), net.layers[0]
        error = f"{label}: MSE {mse(Y_hat, Y):.6f}"
        positions = -first.b / first.W[:, 0]
        ax.plot(X, Y_hat, color=f"C{row}", linestyle=["-", "--"][row], label=error)
        height = np.full(positions.size, bottom - 0.07 * row)
        ax.plot(positions, height, "^s"[row], color=f"C{row}", markersize=7)
        spots = ", ".join(f"{position:.2f}" for position in positions)
        words.append(f"{error}, units at {spots}")
    ax.set(xlabel="x", ylabel="y", xlim=(-0.02, 1.02))
    ax.set(ylim=(bottom - 0.14, Y.max() + 0.35), title="Below: where the units are")
    ax.legend(loc="upper left")
    describe(ax, f"{len(X)} points of the curve. {'; '.join(words)}.")
    return ax
