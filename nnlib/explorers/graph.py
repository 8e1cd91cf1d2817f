"""The graph of a calculation whose nodes hand their gradients on when they are told to.

A node may do so once everything that is made of it has: only then is its gradient
complete.
"""

import numpy as np

from nnlib.autograd import Value
from nnlib.explorers.controls import choice, slider, toggle
from nnlib.explorers.explorer import Explorer
from nnlib.paper.notation import number, with_subscripts
from nnlib.plotting.figures import describe, styled
from nnlib.plotting.graph import draw_graph, graph_size, labels_of, users_of

GRID = np.linspace(-1, 1, 21).round(1) + 0.0  # no -0
DONE = {"facecolor": "#dceefb", "edgecolor": "black", "linewidth": 2}
REFUSED = {"edgecolor": "#D55E00", "linewidth": 2.5, "linestyle": "--"}


def explore_graph(build, given, name, *, moved=()):
    """Choose the nodes that hand their gradient on; move some given numbers.

    build  a function of the given numbers, each a `Value`, that returns its variables
           as `nnlib.autograd.named` does; the loss among them is called L
    given  a dictionary from the names of its parameters to numbers
    name   the file of the figure at the start, as for `save_figure`
    moved  the names of the numbers that can be moved

    Returns an `Explorer`.
    """

    def loss_at(values):
        numbers = given | {one: values[one] for one in moved}
        return build(**{key: Value(x) for key, x in numbers.items()})["L"]

    everybody = {"the chosen nodes": False, "all nodes": True}
    controls = {"all": choice("who hands on", everybody)}
    for one in moved:
        values = sorted({*GRID.tolist(), given[one]})
        controls[one] = slider(with_subscripts(one), values, given[one])
    labels = labels_of(loss_at(given).nodes())
    made = [(k, node) for k, node in enumerate(labels) if node.parents]
    controls |= {k: toggle(labels[node]) for k, node in reversed(made)}

    def draw(values):
        loss = loss_at(values)
        chosen = {
            node
            for k, node in enumerate(loss.nodes())
            if node.parents and (values["all"] or values[k])
        }
        yield _plot_walk(loss, chosen)

    return Explorer(draw, controls, name)


def _walk(loss, chosen):
    """Let the `chosen` nodes hand on; return those that do."""
    nodes = loss.nodes()
    users, done = users_of(nodes), set()
    loss.grad = 1.0
    for node in reversed(nodes):
        if node in chosen and done.issuperset(users[node]):
            done.add(node)
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
    return users, done


@styled(figsize=graph_size)
def _plot_walk(loss, chosen, *, ax=None):
    users, done = _walk(loss, chosen)
    labels, gradients, complete = labels_of(loss.nodes()), {}, []
    for node, label in labels.items():
        whole = done.issuperset(users[node])
        gradients[node] = f"∂ {number(node.grad, 4)}" if whole else ""
        if not whole and not done.isdisjoint(users[node]):
            gradients[node] = f"{number(node.grad, 2)} + ?"
        if whole and node.name and not node.parents:
            complete.append(label)
    frames = dict.fromkeys(done, DONE) | dict.fromkeys(chosen - done, REFUSED)
    words = draw_graph(loss, gradients, frames, ax=ax)
    title = _title(labels, users, chosen, done)
    ax.set_title(title)
    told = f"Complete are the gradients of {', '.join(complete)}. " if complete else ""
    partly = "Without ∂: no gradient yet, or a part of it."
    describe(ax, f"{title}. {told}{words}. {partly}")
    return ax


def _title(labels, users, chosen, done):
    """How many have handed on; for whom the refused one nearest to the loss waits."""
    title = f"{len(done)} node{'s have' if len(done) != 1 else ' has'} handed on"
    refused = [node for node in labels if node in chosen - done]
    if not refused:
        return title
    waits_for = [user for user in dict.fromkeys(users[refused[-1]]) if user not in done]
    others = " and ".join(labels[user] for user in waits_for)
    return f"{title}; {labels[refused[-1]]} has to wait for {others}"
