"""What stands in place of dL/dX = Wᵀ δ, the way back to the layer before.

Something goes back through something: either may be wrong, or both. At the output the
way starts with dL/da.
"""

import numpy as np

from nnlib.losses import softmax
from nnlib.mistakes.backward_rules import through_dW, through_untransposed_W
from nnlib.mistakes.products import LEFTS, TOO_EARLY, broadcast
from nnlib.mistakes.variants import alone, combined, right, swapped_entries, wrong

ALL_PATHS = "the paths through all of them are added."
GOING = [
    *LEFTS[:3],
    wrong(
        "only the last unit's path",
        "Only the last unit of the next layer counts, as = does in place of +=; "
        + ALL_PATHS,
        lambda d, at: d * (np.arange(at.units) == at.units - 1),
    ),
    wrong(
        "only the first unit's path",
        f"Only the first unit of the next layer counts; {ALL_PATHS}",
        lambda d, at: d * (np.arange(at.units) == 0),
    ),
    wrong(
        "values passed back",
        "You passed the outputs of the next layer back; its deltas go back.",
        lambda d, at: np.broadcast_to(at.A, d.shape),
    ),
    wrong(
        "all samples passed back",
        "You added delta over the samples on the way back; each sample goes back by "
        "itself.",
        lambda d, at: np.broadcast_to(TOO_EARLY.rule(d, at), d.shape),
    ),
    wrong(
        "errors passed back",
        "You passed output minus target of the network back; delta goes back.",
        lambda d, at: broadcast(
            d, _fitting(at.case.caches[-1].A - at.case.Y, at.units)
        ),
    ),
]
BACK = "You went back through {}; what goes back is Wᵀ δ."


def _fitting(array, columns):
    fits = array.shape[-1] in (1, columns)
    return array if fits else np.full((*array.shape[:-1], columns), np.nan)


def _first_rows(at):
    return np.arange(at.units)[:, None] == 0 * np.arange(at.inputs)


def _one_to_one(at):
    return np.arange(at.units)[:, None] == np.arange(at.inputs) % at.units


MATRICES = [
    ("W left out", "no W at all", lambda at: np.ones_like(at.W)),
    ("W left out", "no W at all", _first_rows),
    ("W left out", "no W at all", _one_to_one),
    ("dW in place of W", "dL/dW", lambda at: at.mine.W),
    ("shares of W", "w / Σ w", lambda at: at.W / at.W.sum(-1, keepdims=True)),
    ("shares of W", "w / Σ w", lambda at: at.W / at.W.sum(-2, keepdims=True)),
    ("W without signs", "|W|", lambda at: abs(at.W)),
    ("signs of W", "the signs of W", lambda at: np.sign(at.W)),
    ("W squared", "W²", lambda at: at.W**2),
    ("rows of W upside down", "W upside down", lambda at: at.W[..., ::-1, :]),
    ("columns of W upside down", "Wᵀ upside down", lambda at: at.W[..., ::-1]),
    ("W and dW", "the product of W and dL/dW", lambda at: at.W * at.mine.W),
]
THROUGH = [
    right(lambda d, at: d @ at.W),
    wrong("dW passed back", None, lambda d, at: through_dW(d, at.W, at.mine.W, 1)),
    wrong(
        "W not transposed", None, lambda d, at: through_untransposed_W(d, at.W, None, 1)
    ),
    *(
        wrong(name, BACK.format(text), lambda d, at, matrix=matrix: d @ matrix(at))
        for name, text, matrix in MATRICES
    ),
]
MORE = "You multiplied by {} once more on the way back; what goes back is Wᵀ δ."
BESIDE = [
    right(lambda a, at: a),
    wrong("inputs multiplied", MORE.format("h"), lambda a, at: a * at.X),
    wrong(
        "units added up",
        "You added what goes back over the units; each unit gets its own.",
        lambda a, at: broadcast(a, a.sum(axis=-1, keepdims=True)),
    ),
]


def _way(going, through, beside):
    return lambda d, at: beside.rule(through.rule(going.rule(d, at), at), at)


WAYS = combined(_way, GOING, THROUGH, BESIDE)


def ways_at(network, index):
    """The choices for the way back from a layer to the one before."""
    shape = network.layers[index].W.shape[-2:]
    found = [*WAYS, *alone(WAYS, shape[1])]
    found += [_entry(*words) for words in swapped_entries(shape)]
    for k, layer in enumerate(network.layers):
        if k != index and layer.W.shape[-2:] in (shape, shape[::-1]):
            found.append(_other(k, layer.W.shape[-2:] != shape))
    return found


def _entry(by, to, change):
    name = f"W{by} in place of W{to}"
    return wrong(name, BACK.format(name), lambda d, at: d @ change(at.W))


def _other(k, transposed):
    def rule(d, at):
        W = at.case.network.layers[k].W
        W = W.mT if transposed else W
        return d @ (W if W.shape == at.W.shape else np.full_like(at.W, np.nan))

    text = f"W{k + 1}"
    return wrong(f"{text} in place of W", BACK.format(text), rule)


def _mean(Y):
    return Y.mean(axis=-2, keepdims=True)


STARTING = [
    ("output in place of error", "the output", lambda a, at: at.A),
    ("target in place of error", "the target", lambda a, at: at.case.Y),
    ("z minus target", "output minus target", lambda a, at: at.error),
    ("squared error", "the squared error", lambda a, at: at.error**2),
    ("softmax minus target", "softmax(z) − y", lambda a, at: softmax(at.Z) - at.case.Y),
    ("σ(h) minus target", "σ(h) − y", lambda a, at: at.activation(at.A) - at.case.Y),
    ("rounded error", "rounded outputs", lambda a, at: (at.A > 0.5) - at.case.Y),
    ("−y/p", "−y/p, which is dL/dp", lambda a, at: -at.case.Y / softmax(at.Z)),
    ("−y/h", "−y/h", lambda a, at: -at.case.Y / at.A),
    ("mean target", "h minus the mean y", lambda a, at: at.A - _mean(at.case.Y)),
    ("errors added up", "the sum over outputs", lambda a, at: a.sum(-1, keepdims=True)),
    ("samples added up", "the sum over n", lambda a, at: a.sum(-2, keepdims=True)),
    ("all added up", "one sum of all", lambda a, at: a.sum((-2, -1), keepdims=True)),
]
STARTS_WITH = "You started with {}; dL/da of each output and sample belongs there."
STARTS = [right(lambda a, at: a)]
STARTS += [
    wrong(name, STARTS_WITH.format(text), lambda a, at, r=rule: broadcast(a, r(a, at)))
    for name, text, rule in STARTING
]
