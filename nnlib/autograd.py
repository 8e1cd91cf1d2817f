"""Backpropagation for any formula of numbers: each number knows what it was made of.

It is written to be read, like `network.py`. PyTorch does the same with arrays.
"""

from math import exp


class Value:
    """A number that remembers where it came from.

    data     the number
    parents  the values that it was made of
    slopes   by how much it changes with each of them, one number per parent
    op       how it was made: "+", "×", "σ", or "" for a number that was given

    `grad` is what `backward` has found so far: how much the result changes with it.

    >>> a = Value(2)
    >>> b = a * 3
    >>> (b + b * b).backward()
    >>> a.grad
    39.0
    """

    def __init__(self, data, parents=(), slopes=(), op=""):
        self.data, self.grad = float(data), 0.0
        self.parents, self.slopes = parents, slopes
        self.op, self.name = op, ""

    def __add__(self, other):
        other = _as_value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0), "+")

    def __mul__(self, other):
        other = _as_value(other)
        slopes = other.data, self.data
        return Value(self.data * other.data, (self, other), slopes, "×")

    def sigmoid(self):
        """Return σ of the number."""
        s = 1 / (1 + exp(-self.data))
        return Value(s, (self,), (s * (1 - s),), "σ")

    def nodes(self):
        """List all values that this one was made of, itself last, parents first."""
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        return order

    def backward(self):
        """Add to the `grad` of each node how much this number changes with it."""
        self.grad = 1.0
        for node in reversed(self.nodes()):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


def _as_value(x):
    return x if isinstance(x, Value) else Value(x)


def named(variables):
    """Name each `Value` among `variables`, such as `locals()`, by its variable.

    Returns the dictionary itself.
    """
    for name, value in variables.items():
        if isinstance(value, Value):
            value.name = name
    return variables
