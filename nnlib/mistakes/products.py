"""What stands in place of dL/dW = δ xᵀ and of dL/db = δ, summed over the samples.

A product has a left side, a right side, samples that count and a shape; any two of
them may be wrong at once.
"""

from itertools import product

import numpy as np

from nnlib.mistakes.backward_rules import swapped_product
from nnlib.mistakes.slopes import SMALL
from nnlib.mistakes.variants import Choice, alone, right, wrong

LEFTS = [
    right(lambda d, at: d),
    wrong(
        "deltas added up",
        "You used the sum of all deltas of the layer for each unit; each unit has its "
        "own delta.",
        lambda d, at: np.broadcast_to(d.sum(axis=-1, keepdims=True), d.shape),
    ),
    wrong(
        "delta left out",
        "You left delta out of the gradient; it is δ times what comes in.",
        lambda d, at: np.ones_like(d),
    ),
]
SAMPLES = [
    right(lambda u, at: u),
    wrong(
        "only the last sample",
        "Only the last sample counts, as = does in place of +=; the gradients of all "
        "samples are added.",
        lambda u, at: u[..., -1:, :],
    ),
    wrong(
        "only the first sample",
        "Only the first sample counts; the gradients of all samples are added.",
        lambda u, at: u[..., :1, :],
    ),
]
TOO_EARLY = wrong(
    "samples added too early",
    "You added delta and x over the samples before you multiplied them; multiply "
    "sample by sample, then add.",
    lambda u, at: u.sum(axis=-2, keepdims=True),
)
ENTERS = "You multiplied delta by {}; what the layer gets as its input belongs there."
INPUTS = [
    right(lambda at: at.X),
    wrong(
        "own output as input", ENTERS.format("the layer's own output"), lambda at: at.A
    ),
    wrong(
        "own output as input",
        ENTERS.format("the layer's own first output"),
        lambda at: np.broadcast_to(at.A[..., :1], at.X.shape),
    ),
    wrong("own z as input", ENTERS.format("the layer's own z"), lambda at: at.Z),
    wrong(
        "input before its activation",
        ENTERS.format("z of the layer before"),
        lambda at: at.case.caches[at.index - 1].Z if at.index else at.X,
    ),
    wrong(
        "network input as input",
        ENTERS.format("the network's input"),
        lambda at: at.case.caches[0].X,
    ),
    wrong(
        "input left out",
        "You left the input out of dL/dW; it is δ times x.",
        lambda at: np.ones_like(at.X),
    ),
    wrong(
        "W as input",
        ENTERS.format("the weights"),
        lambda at: np.broadcast_to(at.W.sum(axis=-2)[..., None, :], at.X.shape),
    ),
    wrong(
        "slope of the input",
        ENTERS.format("h(1 − h) of the layer before"),
        lambda at: at.X * (1 - at.X),
    ),
    wrong(
        "square of the input",
        ENTERS.format("the square of the input"),
        lambda at: at.X**2,
    ),
]
SHAPES = [
    right(lambda left, entering, at: left.mT @ entering),
    wrong(
        "outer product swapped",
        None,
        lambda left, entering, at: swapped_product(left, entering),
    ),
    wrong(
        "one number per unit",
        "You added dL/dW over the inputs; each weight has its own.",
        lambda left, entering, at: _all(left.mT @ entering, axis=-1),
    ),
    wrong(
        "one number for all weights",
        "You added dL/dW over all weights; each weight has its own.",
        lambda left, entering, at: _all(left.mT @ entering, axis=(-2, -1)),
    ),
    wrong(
        "dW times W",
        "You multiplied dL/dW by W; it is δ times x.",
        lambda left, entering, at: (
            (left.mT @ entering) * at.W
            if entering.shape[-1] == at.inputs
            else left.mT @ entering
        ),
    ),
]
OWN = wrong(
    "own output as input",
    ENTERS.format("the unit's own output"),
    lambda d, at: (d * at.A).mT @ np.ones_like(at.X),
)


def _all(G, axis):
    return np.broadcast_to(G.sum(axis=axis, keepdims=True), G.shape)


def _product(left, entering, samples, shape):
    def rule(d, at):
        sides = left.rule(d, at), entering.rule(at)
        G = shape.rule(*(samples.rule(side, at) for side in sides), at)
        return _resized(G, at)

    return rule


def _resized(G, at):
    """As `numpy.resize` brings a matrix into the shape of W."""
    if G.shape[-2:] == (at.units, at.inputs):
        return G
    flat = G.reshape(*G.shape[:-2], -1)
    picked = flat[..., np.arange(at.units * at.inputs) % flat.shape[-1]]
    return picked.reshape(*G.shape[:-2], at.units, at.inputs)


def combined(rule, *places, most=2):
    """Every way to choose in each place that costs at most so much, cheapest first."""
    found = []
    for chosen in product(*places):
        cost = sum(choice.cost for choice in chosen)
        if cost <= most:
            variants = sum((choice.variants for choice in chosen), ())
            found.append(Choice(variants, rule(*chosen), cost))
    return sorted(found, key=lambda choice: choice.cost)


PRODUCTS = [
    *combined(_product, LEFTS, INPUTS, [*SAMPLES, TOO_EARLY], SHAPES),
    OWN,
]


def products_at(network, index):
    """The choices for dL/dW of a layer."""
    units = network.layers[index].W.shape[-2]
    rows = range(units) if units <= SMALL else ()
    return [*PRODUCTS, *(one for j in rows for one in alone(PRODUCTS, j, -2))]


BIAS = "You multiplied {} in dL/db; what a bias gets as its input is 1."
FACTORS = [
    right(lambda d, at: d),
    wrong(
        "b times the inputs",
        "You took the rows of dL/dW for dL/db; that is delta times the inputs, and the "
        "input of a bias is 1.",
        lambda d, at: d * at.X.sum(axis=-1, keepdims=True),
    ),
    wrong("b times itself", BIAS.format("by b"), lambda d, at: d * at.b[..., None, :]),
    wrong("b times h", BIAS.format("by the layer's output"), lambda d, at: d * at.A),
    wrong("b times z", BIAS.format("by z"), lambda d, at: d * at.Z),
    wrong(
        "first column of dW",
        "You took the first column of dL/dW for dL/db; the input of a bias is 1.",
        lambda d, at: d * at.X[..., :1],
    ),
    wrong(
        "last column of dW",
        "You took the last column of dL/dW for dL/db; the input of a bias is 1.",
        lambda d, at: d * at.X[..., -1:],
    ),
]
UNITS = [
    right(lambda db, at: db),
    wrong(
        "one sum for all units",
        "You added delta over the units too; each unit has its own dL/db.",
        lambda db, at: np.broadcast_to(db.sum(axis=-1, keepdims=True), db.shape),
    ),
]


def _reduction(left, factor, samples, units):
    def rule(d, at):
        counted = samples.rule(factor.rule(left.rule(d, at), at), at)
        return units.rule(counted.sum(axis=-2), at)

    return rule


REDUCTIONS = combined(_reduction, [LEFTS[0], LEFTS[2]], FACTORS, SAMPLES, UNITS)
