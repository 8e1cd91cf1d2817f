"""What happens to a signal on its way up through 20 layers, and to an error down again.

One slider is the width of the starting weights, in units of 1/√(units of a layer).
"""

import numpy as np

from nnlib.activations import relu, sigmoid, tanh
from nnlib.builders import mlp
from nnlib.explorers.controls import choice_of, slider
from nnlib.explorers.explorer import Explorer
from nnlib.initializers import normal
from nnlib.network import Dense, Network
from nnlib.paper.notation import spelled
from nnlib.plotting import plot_lines
from nnlib.plotting.axes import beside, plain_logarithmic
from nnlib.plotting.figures import describe, styled

LAYERS, UNITS, SAMPLES = 20, 100, 50
SCALES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.414)
SCALES += (1.5, 1.6, 1.8, 2, 2.5, 3, 4, 5)


def explore_signal(name):
    """Choose activation and width of the weights; see a and δ, layer by layer.

    `name` is the file of the figure at the start, as for `save_figure`. Returns an
    `Explorer`.
    """
    controls = {
        "activation": choice_of("activation", [relu, tanh, sigmoid]),
        "scale": slider("width s", SCALES, 1.0, "{:g}/√100"),
        "layer": slider("look at", range(1, LAYERS + 1), LAYERS, "layer {}"),
    }

    rng = np.random.default_rng(0)
    layers = mlp([UNITS] * (LAYERS + 1), relu, relu, rng=rng, init=normal(1)).layers
    X, error = rng.standard_normal((2, SAMPLES, UNITS))

    def draw(values):
        s = values["scale"] / np.sqrt(UNITS)
        network = Network(
            [Dense(s * layer.W, layer.b, values["activation"]) for layer in layers]
        )
        caches = network.forward(X)
        yield _plot_signal(values, caches, network.backward(caches, error))

    return Explorer(draw, controls, name)


@styled(figsize=(9.6, 3.8))
def _plot_signal(values, caches, gradients, *, ax=None):
    left, right = beside(ax, 3, 2)
    layers, chosen = np.arange(1, LAYERS + 1), values["layer"]
    lines = {
        "a, on the way up": (layers, np.array([c.A.std() for c in caches])),
        "δ, on the way down": (layers, np.array([g.delta.std() for g in gradients])),
    }
    s = f"{values['scale'] / np.sqrt(UNITS):.3g}"
    title = f"{spelled(values['activation'])}, s = {s}"
    labels = {"xlabel": "layer", "ylabel": "standard deviation", "log": "y"}
    plot_lines(lines, **labels, title=title, markers=True, ax=left)
    low, high = left.get_ylim()
    left.set_ylim(min(low, 0.1), max(high, 10))
    left.set_xticks([1, 5, 10, 15, 20])
    A = caches[chosen - 1].A.ravel()
    right.hist(A, bins=40, color="C0", histtype="stepfilled")
    right.set(xlabel=f"a in layer {chosen}", ylabel="how many", yscale="log")
    right.set_title(f"standard deviation {A.std():.3g}")
    plain_logarithmic(right.yaxis)
    describe(
        left,
        f"{left.figure.get_label()} In layer {chosen} a goes from {A.min():.3g} to "
        f"{A.max():.3g}, with standard deviation {A.std():.3g}.",
    )
    return left
