"""A calculation written out as on paper: formula, numbers put in, value.

Forward, loss, backward and update of any small dense network for one sample. Every
line is one template, filled in twice: with names and with numbers.
"""

import re
from functools import partial
from typing import NamedTuple

import numpy as np

from nnlib.losses import half_squared_error
from nnlib.paper.formulas import applied, loss_formula, slope, step_down, weighted_sum
from nnlib.paper.notation import Symbols, number
from nnlib.paper.tables import Line, Worksheet
from nnlib.validation.arguments import check_count, check_loss, check_lr
from nnlib.validation.arrays import float_array
from nnlib.validation.networks import check_weights, checked_data

DOUBLE_BRACKETS = re.compile(r"\((\([^()]*\))\)")
LARGEST = 200  # weights: more than this nobody reads


class Quantity(NamedTuple):
    """A number of the calculation and what the paper calls it.

    symbol  its name, such as "z⁽¹⁾₁"
    value   the number
    """

    symbol: str
    value: float


def worksheet(network, X, Y, *, lr=1.0, loss=half_squared_error, digits=6, names=None):
    """Write out one training step of a network for a single sample.

    network  one `Network` of at most 200 weights
    X, Y     one sample, (1, inputs) and (1, outputs)
    lr       the learning rate, one number
    loss     a `Loss`
    digits   how many significant digits the numbers have
    names    the names of the weights, a matrix per layer, as in `HOMEWORK_NAMES`

    Returns a `Worksheet`. Raises ValueError where there is more than one network or
    sample, or too many weights.
    """
    check_weights(network)
    _check_size(network, float_array("X", X))
    X, Y = checked_data(network, X, Y)
    check_loss(loss)
    check_lr(lr, ())
    check_count("digits", digits, 1)
    caches = network.forward(X)
    slopes = loss.gradient(caches[-1].A, Y)
    gradients = network.backward(caches, slopes)
    write = _Writer(Symbols(network.shapes, names), digits)
    passes = list(enumerate(zip(network.layers, caches, gradients), start=1))
    for at, (layer, cache, _) in passes:
        write.forward(at, layer, cache)
    write.loss(loss, caches[-1].A, Y, slopes)
    dA = slopes
    for at, (layer, cache, gradient) in reversed(passes):
        write.backward(at, layer, cache, gradient, dA)
        dA = gradient.X
    for at, (layer, _, gradient) in passes:
        write.update(at, layer, gradient, lr)
    return Worksheet(write.lines)


class _Writer:
    """Collects the lines, part by part."""

    def __init__(self, symbols, digits):
        self.symbols, self.digits, self.lines = symbols, digits, []

    def line(self, part, layer, symbol, template, inputs, value):
        """Fill `template` with the names of `inputs`, then with their numbers."""
        texts = [number(quantity.value, self.digits) for quantity in inputs]
        inside = [f"({text})" if text.startswith("−") else text for text in texts]
        formula = template(*(quantity.symbol for quantity in inputs))
        numbers = template(*texts[:1], *inside[1:])
        numbers = DOUBLE_BRACKETS.sub(r"\1", numbers)  # as in f((-0.5))
        value = number(value, self.digits)
        self.lines.append(Line(part, layer, symbol, formula, numbers, value))

    def forward(self, at, layer, cache):
        """Z and A of each unit of a layer."""
        s = self.symbols
        for j, row in enumerate(layer.W):
            terms = []
            for k, weight in enumerate(row):
                terms.append(Quantity(s.w(at, j, k), weight))
                terms.append(Quantity(s.unit(at - 1, k), cache.X[0, k]))
            if layer.b is not None:
                terms.append(Quantity(s.b(at, j), layer.b[j]))
            z = Quantity(s.z(at, j), cache.Z[0, j])
            self.line("forward", at, z.symbol, weighted_sum, terms, z.value)
            template, a = applied(layer.activation), cache.A[0, j]
            self.line("forward", at, s.unit(at, j), template, [z], a)

    def loss(self, loss, output, Y, slopes):
        """Probabilities, where the loss has them, the loss and its slopes."""
        s, formula, n = self.symbols, loss_formula(loss), str(output.shape[-1])
        outs = [Quantity(s.unit(s.last, j), o) for j, o in enumerate(output[0])]
        targets = [Quantity(s.y(j), y) for j, y in enumerate(Y[0])]
        judged = outs
        if formula.link is not None:
            link = enumerate(formula.link(output)[0])
            judged = [Quantity(s.p(j), p) for j, p in link]
            for j, p in enumerate(judged):
                linked = partial(formula.linked, j)
                self.line("loss", None, p.symbol, linked, outs, p.value)
        inputs = [*judged, *targets]
        self.line("loss", None, "L", formula.value, inputs, loss(output, Y))
        for o, a, y, value in zip(outs, judged, targets, slopes[0]):
            template = partial(formula.slope, n)
            self.line("loss", None, _slope_of(o.symbol), template, [a, y], value)

    def backward(self, at, layer, cache, gradient, dA):
        """Deltas, the slopes of the weights, and dL/dA of the layer before."""
        s, add = self.symbols, partial(self.line, "backward", at)
        deltas = [Quantity(s.delta(at, j), d) for j, d in enumerate(gradient.delta[0])]
        for j, delta in enumerate(deltas):
            unit = s.unit(at, j)
            inputs = [
                Quantity(_slope_of(unit), dA[0, j]),
                Quantity(unit, cache.A[0, j]),
                Quantity(s.z(at, j), cache.Z[0, j]),
            ]
            add(delta.symbol, slope(layer.activation), inputs, delta.value)
        for j, delta in enumerate(deltas):
            for k, x in enumerate(cache.X[0]):
                inputs = [delta, Quantity(s.unit(at - 1, k), x)]
                symbol = _slope_of(s.w(at, j, k))
                add(symbol, weighted_sum, inputs, gradient.W[j, k])
            if layer.b is not None:
                add(_slope_of(s.b(at, j)), weighted_sum, [delta], gradient.b[j])
        for k in range(len(layer.W[0]) if at > 1 else 0):
            weights = [Quantity(s.w(at, j, k), w) for j, w in enumerate(layer.W[:, k])]
            inputs = [q for pair in zip(deltas, weights) for q in pair]
            symbol, value = _slope_of(s.unit(at - 1, k)), gradient.X[0, k]
            self.line("backward", at - 1, symbol, weighted_sum, inputs, value)

    def update(self, at, layer, gradient, lr):
        """One step downhill for each weight and bias."""
        s = self.symbols
        weights = [
            (s.w(at, j, k), layer.W[j, k], gradient.W[j, k])
            for j, k in np.ndindex(layer.W.shape)
        ]
        biases = [] if layer.b is None else enumerate(zip(layer.b, gradient.b))
        weights += [(s.b(at, j), b, slope) for j, (b, slope) in biases]
        for symbol, value, slope_ in weights:
            inputs = [
                Quantity(symbol, value),
                Quantity("lr", lr),
                Quantity(_slope_of(symbol), slope_),
            ]
            self.line("update", at, symbol, step_down, inputs, value - lr * slope_)


def _slope_of(symbol):
    return f"∂L/∂{symbol}"


def _check_size(network, X):
    if network.stacked or X.shape[:-1] != (1,):
        m = network.stacked
        got = f"{m[0]} side by side" if m else "one"
        raise ValueError(
            "worksheet takes one network and one sample, X of shape (1, inputs); "
            f"got {got} and X of shape {X.shape}."
        )
    weights = sum(layer.W.size for layer in network.layers)
    if weights > LARGEST:
        raise ValueError(
            f"worksheet writes out at most {LARGEST} weights; got {weights}."
        )
