"""Graphs to walk back through: for each node the numbers of its parents, and slopes.

The root is the number of the node whose changes are asked for.
"""

import numpy as np

from nnlib.autograd import Value
from nnlib.datasets import homework


def graphs(rng):
    """Pairs of a name and (parents, slopes, root)."""
    yield "b = 3a, d = b + b²", ([(), (), (0, 1), (2, 2), (2, 3)], SQUARE, 4)
    yield "the homework's net", in_numbers(homework_loss())
    yield "a chain of six", (CHAIN, [(), *((s,) for s in rng.normal(size=5))], 5)
    yield "a value doubled ten times", doubled(10)
    yield "a graph with other numbers", mixed(rng, *doubled(4))
    for count in (6, 9, 14):
        yield f"a drawn graph of {count} nodes", mixed(rng, *drawn(rng, count))
    parents, slopes, root = drawn(rng, 9)
    yield "a root that is not last", mixed(rng, parents, slopes, root - 3)
    yield "a root without parents", (parents, slopes, 1)


SQUARE = [(), (), (3.0, 2.0), (6.0, 6.0), (1.0, 1.0)]
CHAIN = [(), *((k,) for k in range(5))]


def doubled(times):
    """A value added to itself, again and again: twice as many paths each time."""
    parents = [(), *((k, k) for k in range(times))]
    return parents, [(), *[(1.0, 1.0)] * times], times


def drawn(rng, count):
    """Three given values, and nodes made of two before them each."""
    parents, slopes = [()] * 3, [()] * 3
    while len(parents) < count - 1:
        near = rng.integers(max(0, len(parents) - 4), len(parents), 2)
        parents.append(tuple(near.tolist()))
        slopes.append(tuple(rng.normal(size=2).tolist()))
    last = len(parents) - 1
    parents.append((last, last - 1, last - 2))
    return parents, [*slopes, (1.0, 0.5, -2.0)], count - 1


def mixed(rng, parents, slopes, root):
    """The same graph with its nodes numbered in another order."""
    new = rng.permutation(len(parents)).tolist()
    order = np.argsort(new)
    others = [tuple(new[parent] for parent in parents[old]) for old in order]
    return others, [slopes[old] for old in order], new[root]


def homework_loss():
    """The loss of the homework's net, a `Value`."""
    X, Y, W1, W2 = homework()
    values = [Value(x) for x in X[0]]
    for W in (W1, W2):
        sums = [Value(row[0]) * values[0] + Value(row[1]) * values[1] for row in W]
        values = [z.sigmoid() for z in sums]
    first, second = (o + -y for o, y in zip(values, Y[0]))
    return (first * first + second * second) * 0.5


def in_numbers(loss):
    """The graph of a `Value`, with the parents of each node as numbers."""
    nodes = loss.nodes()
    places = {node: k for k, node in enumerate(nodes)}
    parents = [tuple(places[parent] for parent in node.parents) for node in nodes]
    return parents, [node.slopes for node in nodes], places[loss]
