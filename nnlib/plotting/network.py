"""A network drawn as on the blackboard: units as circles, weights on the lines.

With the caches of a forward pass each unit shows its value; with the gradients of a
backward pass each unit and each line shows its derivative as well.
"""

import numpy as np

from nnlib.paper.notation import Symbols, number
from nnlib.plotting.figures import describe, styled
from nnlib.validation.arguments import check_count
from nnlib.validation.arrays import check_rows, check_targets
from nnlib.validation.networks import check_single
from nnlib.validation.passes import check_caches, check_gradients_fit

LARGEST = 15  # weights between two layers: more of them cannot be read
VALUE, DERIVATIVE = "C0", "C1"

# All lengths are in points, 72 to the inch, as are the sizes of letters.
RADIUS = 25  # of a unit
COLUMN, ROW = 250, 125  # from layer to layer, from unit to unit
MARGIN = 60
LINE = 13  # from one line of text to the next
ALONG = (0.33, 0.67, 0.5, 0.42, 0.58, 0.37, 0.63, 0.46, 0.54)  # where labels may stand


def _sizes(network):
    _check_size(network)
    return [network.shapes[0][1], *(outputs for outputs, _ in network.shapes)]


def _extent(network):
    sizes = _sizes(network)
    return COLUMN * (len(sizes) - 1) + 2 * MARGIN, ROW * (max(sizes) - 1) + 2 * MARGIN


def _figsize(network):
    return [length / 72 for length in _extent(network)]


@styled(figsize=_figsize)
def plot_network(
    network,
    caches=None,
    gradients=None,
    *,
    X=None,
    Y=None,
    names=None,
    digits=4,
    ax=None,
):
    """Draw one network, with the numbers of a single sample where they are known.

    network    one `Network` of at most 15 weights between two layers
    caches     what `network.forward` returned, to show each unit's value
    gradients  what `network.backward` returned, to show each derivative
    X          the sample, (1, inputs), where there are no caches yet
    Y          its targets, (1, outputs), to show each below its output
    names      the names of the weights, a matrix per layer, as in `HOMEWORK_NAMES`
    digits     how many significant digits the numbers have
    ax         the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where there is more than one network or sample,
    or too many weights.
    """
    check_count("digits", digits, 1)
    _check_sample(network, caches, gradients)
    _check_inputs(network, X, Y)
    drawing = _Drawing(network, Symbols(network.shapes, names), digits, ax)
    layers, none = len(network.layers), [None] * (len(network.layers) + 1)
    values = [caches[0].X[0], *(cache.A[0] for cache in caches)] if caches else none
    if X is not None and not caches:
        values = [X[0], *none[1:]]
    slopes = [None, *gradients] if gradients else none
    targets = none if Y is None else [*none[1:], Y[0]]
    for layer in range(layers + 1):
        b = network.layers[layer - 1].b if layer else None
        drawing.units(layer, values[layer], b, slopes[layer], targets[layer])
    for layer in range(1, layers + 1):
        drawing.lines(layer, network.layers[layer - 1].W, slopes[layer])
    width, height = _extent(network)
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    sizes = "-".join(str(size) for size in drawing.sizes)
    describe(ax, f"Network {sizes}. {'; '.join(drawing.words)}.")
    return ax


class _Drawing:
    """Places units and lines, and keeps in words what it writes beside them."""

    def __init__(self, network, symbols, digits, ax):
        self.symbols, self.digits, self.ax = symbols, digits, ax
        self.sizes = _sizes(network)
        self.words, self.labels = [], []

    def place(self, layer, unit):
        """Where a unit stands: the first at the top, each layer centred."""
        above = (max(self.sizes) - self.sizes[layer]) / 2 + unit
        height = ROW * (max(self.sizes) - 1 - above)
        return np.array([MARGIN + COLUMN * layer, MARGIN + height + LINE / 2])

    def units(self, layer, values, b, gradient, targets):
        """Draw the units of a layer; below each its bias, its delta and its target."""
        for j in range(self.sizes[layer]):
            x, y = self.place(layer, j)
            name = self.symbols.unit(layer, j)
            self.ax.plot(
                x, y, "o", ms=2 * RADIUS, mfc="white", mec="0.2", mew=1.5, zorder=2
            )
            value = "" if values is None else f"\n{self.number(values[j])}"
            self.ax.text(
                x, y, name + value, fontsize=10, ha="center", va="center", zorder=4
            )
            text = name + value.replace("\n", " = ")
            y -= RADIUS
            if b is not None:
                y -= LINE
                text += f", bias {self.write((x, y), 'b', b[j], VALUE)}"
            if gradient:
                y -= LINE
                delta = gradient.delta[0, j]
                text += f", delta {self.write((x, y), 'δ', delta, DERIVATIVE)}"
            if targets is not None:
                y -= LINE
                name = self.symbols.y(j)
                text += f", target {self.write((x, y), name, targets[j], VALUE)}"
            self.words.append(text)

    def lines(self, layer, W, gradient):
        """Draw the weights that lead into a layer, labels spread so as not to meet."""
        rows = 2 if gradient else 1
        for j, k in np.ndindex(W.shape):
            start, end = self.place(layer - 1, k), self.place(layer, j)
            self.ax.plot(*zip(start, end), "-", color="0.75", linewidth=1.2, zorder=1)
            x, y = self.free_place(start, end, rows)
            name = self.symbols.w(layer, j, k)
            y += LINE * (rows - 1) / 2
            text = f"{name} = {self.write((x, y), name, W[j, k], VALUE)}"
            if gradient:
                at, slope = (x, y - LINE), gradient.W[j, k]
                text += f", derivative {self.write(at, '∂', slope, DERIVATIVE)}"
            self.words.append(text)

    def free_place(self, start, end, rows):
        """The first point along a line where a label meets no other; else the best."""
        points = [start + t * (end - start) for t in ALONG]
        room = np.array([COLUMN / 3, LINE * rows])

        def distance(point):
            return min((max(abs(point - q) / room) for q in self.labels), default=9)

        free = (point for point in points if distance(point) >= 1)
        self.labels.append(next(free, max(points, key=distance)))
        return self.labels[-1]

    def number(self, value):
        return number(value, self.digits)

    def write(self, at, name, value, color):
        """Write `name = value` on a white ground; return the value as written."""
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        style = {"fontsize": 9, "ha": "center", "va": "center", "zorder": 3}
        text = f"{name} = {self.number(value)}"
        self.ax.text(*at, text, color=color, bbox=ground, **style)
        return self.number(value)


def _check_size(network):
    check_single(network)
    most = max(layer.W.size for layer in network.layers)
    if most > LARGEST:
        raise ValueError(
            f"plot_network draws at most {LARGEST} weights between two layers; "
            f"got {most}."
        )


def _check_sample(network, caches, gradients):
    if caches:
        check_caches(network.layers, caches)
    if gradients:
        check_gradients_fit(network.layers, gradients)
    if caches and len(caches[0].X) != 1:
        raise ValueError(
            f"caches needs the forward pass of one sample; got {len(caches[0].X)}."
        )


def _check_inputs(network, X, Y):
    if Y is not None:
        check_targets(Y, (1, network.shapes[-1][0]))
    if X is not None:
        check_rows(X, network.layers[0].W)
        if len(X) != 1:
            raise ValueError(f"X needs to be one sample; got {len(X)}.")
