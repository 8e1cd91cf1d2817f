"""Exercise 10.3: push gradients back through any graph."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_10.graphs import graphs
from nnlib.exercises.slips import slips


def backward(parents, slopes, root):
    """How much the root changes with each node of a graph."""
    grads = np.zeros(len(parents))  # a gradient
    grads[root] = 1.0
    order = parents_first(parents, root)
    for node in order[::-1]:
        for parent, slope in zip(parents[node], slopes[node]):
            part = slope * grads[node]
            grads[parent] = grads[parent] + part
    return grads


def parents_first(parents, root):
    """The nodes that lead to the root, each behind its parents."""
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    visit(root)
    return order


def again_and_again(parents, root):
    """The same without a note of what has been seen."""
    order = []

    def visit(node):
        for parent in parents[node]:
            visit(parent)
        order.append(node)

    visit(root)
    return order


def nearest_last(parents, root):
    """The nodes by their distance from the root, the root last."""
    order = [root]
    for node in order:
        order += [p for p in dict.fromkeys(parents[node]) if p not in order]
    return order[::-1]


def sums_so_far(parents, slopes, root):
    """By recursion: each arrival at a node hands on all that is there by then."""
    grads = np.zeros(len(parents))
    grads[root] = 1.0

    def hand_on(node):
        for parent, slope in zip(parents[node], slopes[node]):
            grads[parent] += slope * grads[node]
            hand_on(parent)

    hand_on(root)
    return grads


MISTAKES = """
A node that is used twice loses a part: with = the last one to hand back replaces what
came before. Its gradient is the sum, +=.
    grads[parent] + part -> part

Shared nodes hand back more than once. Note which nodes you have seen, and put each into
the order once.
    parents_first -> again_and_again

You go by the distance from the root. A node may hand back before all that is made of it
has: in the first case b is near the root by one way and farther off by the other.
    parents_first -> nearest_last

You go by the numbers of the nodes. These may be mixed: what has to come first is what
is made of a node.
    order[::-1] -> range(len(parents))[::-1]

The gradient of the root is missing: all others are multiples of it. It is 1.
    grads[root] = 1.0 -> grads[root] = 0.0

All gradients begin with 1. Only that of the root does; the others begin with 0.
    np.zeros(len(parents)) -> np.ones(len(parents))

You begin with the given values. Gradients come from the root: go through the order from
its end.
    order[::-1] -> order

The slopes are left out. What a parent gets is the gradient of the node times the slope.
    slope * grads[node] -> grads[node]

You hand back the slope alone. It is multiplied by the gradient of the node: that is the
chain rule.
    slope * grads[node] -> slope

You add slope and gradient. Along a path they are multiplied; paths are added.
    slope * grads[node] -> slope + grads[node]

Only the first parent of each node gets something.
    zip(parents[node], slopes[node]) -> zip(parents[node][:1], slopes[node])

You subtract what arrives. Paths are added; the minus comes later, in the update.
    grads[parent] + part -> grads[parent] - part
"""

EXERCISE = Exercise(
    id="10.3",
    title="Back through any graph",
    points=4,
    minutes=15,
    reference=backward,
    cases=graphs,
    mistakes=(
        *slips(backward, MISTAKES),
        WrongAnswer(
            "A node that is reached twice hands on its whole sum each time, so the "
            "first part goes on twice. Let it hand on once, when it is complete.",
            sums_so_far,
        ),
    ),
    hints=(
        "First the order: a node may hand back only when everything that is made of it "
        "has. `nodes` of `Value` lists parents first; read from its end, that is it.",
        "A function inside of yours can call itself: it visits the parents of a node, "
        "then puts the node on a list. A set says which nodes it has seen.",
        "Gradients: zeros, and 1 at the root. Each node of the order adds to each of "
        "its parents its own gradient times the slope.",
    ),
    right="You have written the heart of autograd; the rest is bookkeeping.",
)
