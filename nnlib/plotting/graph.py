"""A calculation drawn as a graph: a box for each number, a line to what is made of it.

What is given stands on the left and the result on the right, as in the formula.
"""

from collections import defaultdict

from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Rectangle

from nnlib.autograd import Value
from nnlib.paper.notation import number, with_subscripts
from nnlib.plotting.figures import describe, styled

MOST = 60  # boxes: more of them cannot be read
LONGEST = 9  # letters in a box
COLUMN, ROW = 76, 62  # from box to box, in points, 72 to the inch
WIDTH, HEIGHT = 56, 40  # of a box
LINE = 12  # from one line of text to the next
VALUE, DERIVATIVE = "C0", "C1"
PLAIN = {"facecolor": "white", "edgecolor": "0.5", "linewidth": 1, "linestyle": "-"}


def users_of(nodes):
    """From each node to the nodes that are made of it, twice to one that uses it twice.

    nodes  what `Value.nodes` of the result lists
    """
    users = defaultdict(list)
    for node in nodes:
        for parent in node.parents:
            users[parent].append(node)
    return users


def labels_of(nodes):
    """What each node is called: its name, or what it is made of, or its operation.

    nodes  what `Value.nodes` of the result lists
    """
    labels = {}
    for node in nodes:
        made = _formula(node, [labels[parent] for parent in node.parents])
        short = made if len(made) <= LONGEST else node.op
        labels[node] = with_subscripts(node.name) if node.name else short
    return labels


def _formula(node, labels):
    """What a node is made of, from the labels of its parents."""
    if not labels:
        return "constant"
    if set(labels) & {"+", "×", "σ"}:
        return node.op
    if node.op == "σ":
        return f"σ({labels[0]})"
    if node.op == "+":
        return "+".join(labels)
    factors = [
        f"({label})" if parent.op == "+" and not parent.name else label
        for parent, label in zip(node.parents, labels)
    ]
    squared = node.parents[0] is node.parents[1]
    return f"{factors[0]}²" if squared else "·".join(factors)


def _layers(nodes):
    """The boxes of each column, from left to right, those that belong together near."""
    users, column = users_of(nodes), {}
    for node in nodes:
        if node.parents:
            column[node] = 1 + max(column.get(parent, 0) for parent in node.parents)
    for node in nodes:
        if not node.parents:
            column[node] = min([column[user] for user in users[node]], default=1) - 1
    heights, layers = {}, [[] for _ in range(max(column.values()) + 1)]
    for node in reversed(nodes):
        layers[column[node]].insert(0, node)
    for layer in reversed(layers):
        layer.sort(key=lambda node: _mean([heights[user] for user in users[node]]))
        heights |= {node: (k + 0.5) / len(layer) for k, node in enumerate(layer)}
    return layers


def _mean(numbers):
    return sum(numbers) / max(1, len(numbers))


def _extent(loss):
    layers = _layers(_checked(loss))
    rows = max(len(layer) for layer in layers)
    return COLUMN * len(layers), ROW * max(2, rows)


def graph_size(loss):
    """The size of the figure of a graph in inches, with room for a title."""
    width, height = _extent(loss)
    return width / 72, (height + 2 * LINE) / 72


@styled(figsize=graph_size)
def plot_graph(loss, *, title="", ax=None):
    """Draw what a number was made of: in each box a name, the value, the gradient.

    loss   a `Value` of `nnlib.autograd` that was made of at most 59 others
    title  the title of the figure
    ax     the axes to draw on; new ones by default

    Returns the axes. Raises TypeError where `loss` is no `Value`, and ValueError where
    there are too many boxes.
    """
    nodes = _checked(loss)
    gradients = {node: f"∂ {number(node.grad, 4)}" for node in nodes}
    words = draw_graph(loss, gradients, {}, ax=ax)
    ax.set_title(title)
    describe(ax, f"{words}.", title)
    return ax


def draw_graph(loss, gradients, frames, *, ax):
    """Draw the graph of `loss` on `ax`; return it in words.

    gradients  from each node to the text below its value
    frames     from a node to how its box is drawn where it is not drawn as usual
    """
    layers, (width, height) = _layers(loss.nodes()), _extent(loss)
    places = {
        node: (COLUMN * (column + 0.5), height * (1 - (row + 0.5) / len(layer)))
        for column, layer in enumerate(layers)
        for row, node in enumerate(layer)
    }
    edges = [edge for node in places for edge in _edges(node, places)]
    ax.add_collection(LineCollection(edges, colors="0.7", linewidths=1, zorder=1))
    corners = {n: (x - WIDTH / 2, y - HEIGHT / 2) for n, (x, y) in places.items()}
    styles = [PLAIN | frames.get(node, {}) for node in places]
    boxes = [Rectangle(corner, WIDTH, HEIGHT) for corner in corners.values()]
    looks = {f"{key}s": [style[key] for style in styles] for key in PLAIN}
    ax.add_collection(PatchCollection(boxes, zorder=2, **looks))
    words, labels = [], labels_of(loss.nodes())
    for node, (x, y) in places.items():
        value, label = number(node.data, 4), labels[node]
        texts = (label, "0.1"), (value, VALUE), (gradients[node], DERIVATIVE)
        for row, (text, color) in zip((1, 0, -1), texts):
            at = x, y + LINE * row - 1
            ax.text(*at, text, fontsize=8, color=color, ha="center", va="center")
        words.append(f"{label} = {value}, {gradients[node]}".removesuffix(", "))
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    return f"Graph of {len(places)} nodes and {len(edges)} edges. {'; '.join(words)}"


def _edges(node, places):
    """The lines to a node: two from a parent used twice, bent where they are long."""
    x, y = places[node]
    for k, parent in enumerate(node.parents):
        beside = 3 * node.parents[:k].count(parent)
        start_x, start_y = places[parent]
        bend = 0.6 * ROW if x - start_x > 1.5 * COLUMN else 0
        middle = (start_x + x) / 2, (start_y + y) / 2 + bend + beside
        yield (start_x, start_y + beside), middle, (x, y + beside)


def _checked(loss):
    if not isinstance(loss, Value):
        raise TypeError(
            f"loss needs to be a Value of nnlib.autograd; got {loss!r:.60}."
        )
    nodes = loss.nodes()
    if len(nodes) > MOST:
        raise ValueError(f"plot_graph draws at most {MOST} nodes; got {len(nodes)}.")
    return nodes
