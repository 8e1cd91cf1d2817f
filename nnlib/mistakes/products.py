"""What stands in place of dL/dW = δ xᵀ, summed over the samples.

A product has a left side, a right side, samples that count and a shape; any two of
them may be wrong at once.
"""

import numpy as np

from nnlib.mistakes.backward_rules import swapped_product
from nnlib.mistakes.variants import alone, combined, right, swapped_entries, wrong

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
        "You left delta out; it belongs into the product.",
        lambda d, at: np.ones_like(d),
    ),
    wrong(
        "output in place of delta",
        "You multiplied the layer's output where its delta belongs.",
        lambda d, at: np.broadcast_to(at.A, d.shape),
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
    wrong(
        "last sample left out",
        "The last sample is left out; the gradients of all samples are added.",
        lambda u, at: u[..., :-1, :],
    ),
    wrong(
        "first sample left out",
        "The first sample is left out; the gradients of all samples are added.",
        lambda u, at: u[..., 1:, :],
    ),
]
TOO_EARLY = wrong(
    "samples added too early",
    "You added delta and x over the samples before you multiplied them; multiply "
    "sample by sample, then add.",
    lambda u, at: u.sum(axis=-2, keepdims=True),
)
OWN, BELOW = "own output as input", "input before its activation"
ENTERING = [
    (OWN, "the layer's own output", lambda at: at.A),
    (OWN, "the layer's own first output", lambda at: broadcast(at.X, at.A[..., :1])),
    ("own z as input", "the layer's own z", lambda at: at.Z),
    (BELOW, "z of the layer before", lambda at: at.case.caches[at.index - 1].Z),
    ("network input as input", "the network's input", lambda at: at.case.caches[0].X),
    ("input left out", "1", lambda at: np.ones_like(at.X)),
    (
        "W as input",
        "the weights",
        lambda at: broadcast(at.X, at.W.sum(-2)[..., None, :]),
    ),
    ("x(1 − x) as input", "x(1 − x)", lambda at: at.X * (1 - at.X)),
    ("σ(x) as input", "σ(x)", lambda at: at.activation(at.X)),
    ("σ′(x) as input", "σ′(x)", lambda at: at.activation.derivative(at.X)),
    ("x² as input", "x²", lambda at: at.X**2),
    ("inputs added up", "the sum of all inputs", lambda at: all_of(at.X, -1)),
    ("inputs upside down", "the inputs in the wrong order", lambda at: at.X[..., ::-1]),
]
ENTERS = "You multiplied delta by {} in dL/dW; the layer's input x belongs there."
INPUTS = [right(lambda at: at.X)]
INPUTS += [wrong(name, ENTERS.format(text), rule) for name, text, rule in ENTERING]
SHAPES = [
    right(lambda left, entering, at: left.mT @ entering),
    wrong("outer product swapped", None, lambda left, x, at: swapped_product(left, x)),
    wrong(
        "one number for all weights",
        "You added dL/dW over all weights; each weight has its own.",
        lambda left, entering, at: all_of(left.mT @ entering, (-2, -1)),
    ),
    wrong(
        "dW times W",
        "You multiplied dL/dW by W; it is δ times x.",
        lambda left, entering, at: _resized(left.mT @ entering, at) * at.W,
    ),
]
OWN_OF_UNIT = wrong(
    OWN,
    ENTERS.format("the unit's own output"),
    lambda d, at: (d * at.A).mT @ np.ones_like(at.X),
)
NOT_TRANSPOSED = wrong(
    "delta not transposed",
    "You did not transpose delta in dL/dW; it fits where there are as many samples "
    "as units alone.",
    lambda d, at: d @ at.X if d.shape[-2] == at.units else d.mT @ at.X * np.nan,
)


def broadcast(like, array):
    """The array in the shape of another one."""
    return np.broadcast_to(array, like.shape)


def all_of(array, axis):
    """The sum along an axis, in the place of each entry."""
    return broadcast(array, array.sum(axis=axis, keepdims=True))


def _product(left, entering, samples, shape):
    def rule(d, at):
        sides = left.rule(d, at), entering.rule(at)
        return _resized(shape.rule(*(samples.rule(s, at) for s in sides), at), at)

    return rule


def _resized(G, at):
    """As `numpy.resize` brings a matrix into the shape of W."""
    if G.shape[-2:] == (at.units, at.inputs):
        return G
    flat = G.reshape(*G.shape[:-2], -1)
    picked = flat[..., np.arange(at.units * at.inputs) % flat.shape[-1]]
    return picked.reshape(*G.shape[:-2], at.units, at.inputs)


EVERY_SAMPLE = [*SAMPLES, TOO_EARLY]
PRODUCTS = [*combined(_product, LEFTS, INPUTS, EVERY_SAMPLE, SHAPES)]
PRODUCTS += [OWN_OF_UNIT, NOT_TRANSPOSED]


def products_at(network, index):
    """The choices for dL/dW of a layer, with those that this network has alone."""
    shape = network.layers[index].W.shape[-2:]
    found = [*PRODUCTS, *alone(PRODUCTS, shape[0], -2)]
    found += [_entry(*words) for words in swapped_entries(shape)]
    for k in range(len(network.layers)):
        if k != index:
            found += [_input_of(k), gradient_of(k, "W")]
    return found


def _entry(by, to, change):
    message = f"You took dL/dW{by} for dL/dW{to}."
    rule = PRODUCTS[0].rule
    name = f"dW{by} in place of dW{to}"
    return wrong(name, message, lambda d, at: change(rule(d, at)))


def _input_of(k):
    rule = _product(
        LEFTS[0], right(lambda at: at.case.caches[k].X), SAMPLES[0], SHAPES[0]
    )
    name, text = f"input of layer {k + 1} as input", f"the input of layer {k + 1}"
    return wrong(name, ENTERS.format(text), rule)


def gradient_of(k, name):
    """The gradient of another layer, where it has the same shape."""

    def rule(d, at):
        mine, other = (getattr(at.case.right[j], name) for j in (at.index, k))
        fits = other is not None and other.shape == mine.shape
        return np.broadcast_to(other if fits else np.nan, (len(d), *mine.shape))

    text = f"d{name} of layer {k + 1}"
    return wrong(text, f"You took dL/d{name} of layer {k + 1}; it has its own.", rule)
