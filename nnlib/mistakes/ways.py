"""What stands in place of dL/dX = Wᵀ δ, the way back to the layer before.

Something goes back through something: either may be wrong, or both. At the output the
way starts with dL/da.
"""

import numpy as np

from nnlib.mistakes.backward_rules import through_dW, through_untransposed_W
from nnlib.mistakes.products import LEFTS, TOO_EARLY, combined
from nnlib.mistakes.slopes import SMALL
from nnlib.mistakes.variants import alone, right, wrong

_ALL_PATHS = "the paths through all of them are added."
GOING = [
    *LEFTS,
    wrong(
        "only the last unit's path",
        "Only the last unit of the next layer counts, as = does in place of +=; "
        + _ALL_PATHS,
        lambda d, at: d * (np.arange(at.units) == at.units - 1),
    ),
    wrong(
        "only the first unit's path",
        f"Only the first unit of the next layer counts; {_ALL_PATHS}",
        lambda d, at: d * (np.arange(at.units) == 0),
    ),
    wrong(
        "values passed back",
        "You passed the outputs of the next layer back; its deltas go back.",
        lambda d, at: np.broadcast_to(at.A, d.shape),
    ),
    wrong(
        "samples added on the way",
        "You added delta over the samples on the way back; each sample goes back by "
        "itself.",
        lambda d, at: np.broadcast_to(TOO_EARLY.rule(d, at), d.shape),
    ),
]
BACK = "You went back through {}; what goes back is Wᵀ δ."


def _through(name, text, matrix, cost=1):
    return wrong(name, BACK.format(text), lambda d, at: d @ matrix(at), cost)


def _left_out(matrix):
    message = "You left W out on the way back; what goes back is Wᵀ δ."
    return wrong("W left out", message, lambda d, at: d @ matrix(at))


THROUGH = [
    right(lambda d, at: d @ at.W),
    wrong("dW passed back", None, lambda d, at: through_dW(d, at.W, at.mine.W, 1)),
    wrong(
        "W not transposed", None, lambda d, at: through_untransposed_W(d, at.W, None, 1)
    ),
    _left_out(lambda at: np.ones_like(at.W)),
    _left_out(lambda at: np.arange(at.units)[:, None] == 0 * np.arange(at.inputs)),
    _left_out(
        lambda at: np.arange(at.units)[:, None] == np.arange(at.inputs) % at.units
    ),
    _through("dW in place of W", "dL/dW", lambda at: at.mine.W),
    _through(
        "W divided by its sums",
        "the share of each weight, w / Σ w",
        lambda at: at.W / at.W.sum(axis=-1, keepdims=True),
    ),
    _through(
        "W divided by its sums",
        "the share of each weight, w / Σ w",
        lambda at: at.W / at.W.sum(axis=-2, keepdims=True),
    ),
    _through("W without signs", "|W|", lambda at: abs(at.W)),
    _through("signs of W", "the signs of W", lambda at: np.sign(at.W)),
    _through("W squared", "W²", lambda at: at.W**2),
    _through(
        "W upside down",
        "W with its rows in the wrong order",
        lambda at: at.W[..., ::-1, :],
    ),
]
BESIDE = [
    right(lambda a, at: a),
    wrong(
        "inputs multiplied",
        "You multiplied by h once more on the way back; what goes back is Wᵀ δ.",
        lambda a, at: a * at.X,
    ),
    wrong(
        "units added up",
        "You added what goes back over the units; each unit gets its own.",
        lambda a, at: np.broadcast_to(a.sum(axis=-1, keepdims=True), a.shape),
    ),
]


def _way(going, through, beside):
    return lambda d, at: beside.rule(through.rule(going.rule(d, at), at), at)


WAYS = combined(_way, GOING, THROUGH, BESIDE)


def ways_at(network, index):
    """The choices for the way back from a layer to the one before."""
    shape = network.layers[index].W.shape
    others = [k for k, layer in enumerate(network.layers) if layer.W.shape == shape]
    found = [*WAYS, *(_other(k, index) for k in others if k != index)]
    if shape[-1] <= SMALL:
        found += [one for j in range(shape[-1]) for one in alone(WAYS, j, -1)]
    return found


def _other(k, index):
    message = f"You went back through W{k + 1}; W{index + 1} leads there."

    def rule(d, at):
        W = at.case.network.layers[k].W
        return (
            d @ W
            if W.shape == at.W.shape
            else np.full((*d.shape[:-1], at.inputs), np.nan)
        )

    return wrong(f"W{k + 1} in place of W{index + 1}", message, rule)


STARTS_WITH = "You started with {}; dL/da comes from output minus target."
STARTS = [
    right(lambda a, at: a),
    wrong(
        "output in place of error",
        STARTS_WITH.format("the output"),
        lambda a, at: np.broadcast_to(at.A, a.shape),
    ),
    wrong(
        "target in place of error",
        STARTS_WITH.format("the target"),
        lambda a, at: np.broadcast_to(at.case.Y, a.shape),
    ),
    wrong(
        "errors added up",
        "You added dL/da up over the outputs; each output has its own.",
        lambda a, at: np.broadcast_to(a.sum(axis=-1, keepdims=True), a.shape),
    ),
    wrong(
        "errors of all samples added up",
        "You added dL/da up over the samples; each sample has its own.",
        lambda a, at: np.broadcast_to(a.sum(axis=-2, keepdims=True), a.shape),
    ),
    wrong(
        "all errors added up",
        "You made one number of all errors; each output of each sample has its own.",
        lambda a, at: np.broadcast_to(a.sum(axis=(-2, -1), keepdims=True), a.shape),
    ),
]
