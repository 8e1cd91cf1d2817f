"""What stands in place of dL/db = δ, summed over the samples.

Something else may be added up, and over other samples or units.
"""

import numpy as np

from nnlib.mistakes.products import LEFTS, SAMPLES, all_of, broadcast, gradient_of
from nnlib.mistakes.variants import combined, right, wrong

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
    *(
        wrong(
            f"{which} column of dW",
            f"You took the {which} column of dL/dW for dL/db; a bias has 1 for input.",
            lambda d, at, k=k: d * at.X[..., k, None],
        )
        for which, k in (("first", 0), ("last", -1))
    ),
]
UNITS = [
    right(lambda db, at: db),
    wrong(
        "one sum for all units",
        "You added delta over the units too; each unit has its own dL/db.",
        lambda db, at: all_of(db, -1),
    ),
    wrong(
        "db of the first unit for all",
        "You took dL/db of the first unit for all; each unit has its own.",
        lambda db, at: broadcast(db, db[..., :1]),
    ),
]


def _reduction(left, factor, samples, units):
    def rule(d, at):
        counted = samples.rule(factor.rule(left.rule(d, at), at), at)
        return units.rule(counted.sum(axis=-2), at)

    return rule


REDUCTIONS = combined(_reduction, LEFTS, FACTORS, SAMPLES, UNITS)
REDUCTIONS.append(
    wrong(
        "b over the wrong axis",
        "You added delta over the units in dL/db, which only fits as there are as many "
        "samples as units; add over the samples.",
        lambda d, at: (
            d.sum(-1 if d.shape[-2] == at.units else -2)
            + (0 if d.shape[-2] == at.units else np.nan)
        ),
    )
)


def reductions_at(network, index):
    """The choices for dL/db of a layer, with those that this network has alone."""
    others = [k for k in range(len(network.layers)) if k != index]
    return [*REDUCTIONS, *(gradient_of(k, "b") for k in others)]
