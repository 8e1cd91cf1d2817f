"""A network drawn as on the blackboard: units as circles, weights on the lines.

With the caches of a forward pass each unit shows its value, with the gradients of a
backward pass each unit and each line shows its derivative as well.
"""

import numpy as np

from nnlib.notation import Symbols, number
from nnlib.plotting import describe, styled

LARGEST = 60  # lines: a drawing of more is a grey cloud
VALUE, DERIVATIVE = "C0", "C1"


@styled(figsize=(8, 4.5))
def plot_network(
    network, caches=None, gradients=None, *, names=None, digits=4, ax=None
):
    """Draw one network; `caches` and `gradients` are those of a single sample.

    `names` replaces the names of the weights, as in `HOMEWORK_NAMES`; numbers have
    `digits` significant digits.
    """
    _check_size(network, caches)
    drawing = _Drawing(network, Symbols(network.shapes, names), digits, ax)
    for layer in range(1, len(network.layers) + 1):
        gradient = gradients[layer - 1] if gradients else None
        drawing.lines(layer, network.layers[layer - 1].W, gradient)
    values = [None] * (len(network.layers) + 1)
    if caches:
        values = [caches[0].X[0], *(cache.A[0] for cache in caches)]
    for layer, outputs in enumerate(values):
        gradient = gradients[layer - 1] if gradients and layer else None
        b = network.layers[layer - 1].b if layer else None
        drawing.units(layer, outputs, b, gradient)
    ax.set(xlim=(-0.35, len(network.layers) + 0.45), ylim=(-0.75, drawing.top + 0.55))
    ax.axis("off")
    sizes = "-".join(str(size) for size in drawing.sizes)
    describe(ax, f"Network {sizes}. {'; '.join(drawing.words)}.")
    return ax


class _Drawing:
    """Places units and lines, and keeps in words what it writes beside them."""

    def __init__(self, network, symbols, digits, ax):
        self.symbols, self.digits, self.ax = symbols, digits, ax
        first, *_ = network.shapes
        self.sizes = [first[1], *(outputs for outputs, _ in network.shapes)]
        self.top = 1.5 * (max(self.sizes) - 1)
        self.words, self.labels = [], []

    def place(self, layer, unit):
        """Where a unit stands: the first at the top, each layer centred."""
        height = 1.5 * (self.sizes[layer] - 1)
        return np.array([layer, (self.top + height) / 2 - 1.5 * unit])

    def lines(self, layer, W, gradient):
        """Draw the weights that lead into a layer, labels spread so as not to meet."""
        for j, k in np.ndindex(W.shape):
            start, end = self.place(layer - 1, k), self.place(layer, j)
            self.ax.plot(
                *zip(start, end), color="0.75", linewidth=1.2, zorder=1, ls="-"
            )
            at = self.free_place(start, end)
            name = self.symbols.w(layer, j, k)
            text = f"{name} = {number(W[j, k], self.digits)}"
            self.write(at, text, VALUE, dy=0.07 if gradient else 0)
            if gradient:
                slope = number(gradient.W[j, k], self.digits)
                self.write(at, f"∂ = {slope}", DERIVATIVE, dy=-0.07)
                text += f", derivative {slope}"
            self.words.append(text)

    def free_place(self, start, end):
        """The first point along a line where a label meets no other label."""
        points = [start + t * (end - start) for t in (0.3, 0.52, 0.72, 0.41, 0.62)]
        clear = (p for p in points if all(_apart(p, q) for q in self.labels))
        self.labels.append(next(clear, points[0]))
        return self.labels[-1]

    def units(self, layer, values, b, gradient):
        """Draw the units of a layer; below each its bias and its delta."""
        for j in range(self.sizes[layer]):
            x, y = self.place(layer, j)
            name = self.symbols.unit(layer, j)
            self.ax.plot(x, y, "o", ms=50, mfc="white", mec="0.2", mew=1.5, zorder=2)
            value = "" if values is None else f"\n{number(values[j], self.digits)}"
            self.ax.text(x, y, name + value, ha="center", va="center", zorder=4)
            text = name + value.replace("\n", " = ")
            below = y - 0.44
            if b is not None:
                bias = number(b[j], self.digits)
                self.write((x, below), f"b = {bias}", VALUE)
                text += f", bias {bias}"
                below -= 0.15
            if gradient:
                delta = number(gradient.delta[0, j], self.digits)
                self.write((x, below), f"δ = {delta}", DERIVATIVE)
                text += f", delta {delta}"
            self.words.append(text)

    def write(self, at, text, color, dy=0.0):
        """Write `text` on a white ground."""
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        x, y = at
        self.ax.text(
            x, y + dy, text, color=color, fontsize=9, zorder=3, bbox=ground,
            ha="center", va="center",
        )  # fmt: skip


def _apart(p, q):
    dx, dy = abs(p - q)
    return dx > 0.36 or dy > 0.2


def _check_size(network, caches):
    lines = sum(layer.W.size for layer in network.layers)
    if network.stacked or lines > LARGEST:
        m = network.stacked
        got = f"{m[0]} side by side" if m else f"one of {lines}"
        raise ValueError(
            f"plot_network draws one network of at most {LARGEST} weights; got {got}."
        )
    if caches and len(caches[0].X) != 1:
        raise ValueError(
            f"caches needs the forward pass of one sample; got {len(caches[0].X)}."
        )
