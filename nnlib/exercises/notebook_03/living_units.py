"""Exercise 3.2: how many units of each layer of a ReLU net live."""

import numpy as np

from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def living_units(X, weights):
    """The number of living units in each layer."""
    living = []
    for W in weights:
        Z = X @ W.T
        positive = Z > 0  # the condition on z
        alive = np.any(positive, axis=0)  # the truth value of a unit
        count = np.sum(alive)  # the count
        living.append(count)
        X = np.maximum(Z, 0)
    return np.array(living)


def drawn_weights(rng, *sizes):
    """Draw the matrices of a net with layers of these sizes."""
    return [rng.normal(size=shape) for shape in zip(sizes[1:], sizes)]


def cases(rng):
    """Nets of several shapes: some die wholly, in one a unit lives by one sample."""
    X, _, W1, W2 = homework()
    yield "the homework", (X, [W1, W2])
    yield (
        "one sample, three layers",
        (rng.normal(size=(1, 3)), drawn_weights(rng, 3, 8, 8, 8)),
    )
    yield "one layer", (rng.normal(size=(2, 2)), drawn_weights(rng, 2, 9))
    for n in (3, 6):
        weights = drawn_weights(rng, 4, 10, 7, 5)
        yield f"{n} samples, three layers", (rng.normal(size=(n, 4)), weights)
    W1, W2, W3 = drawn_weights(rng, 2, 6, 5, 4)
    X = rng.uniform(1, 2, (5, 2))
    yield "the first layer dead", (X, [-abs(W1), abs(W2), -abs(W3)])
    yield "the last layer dead", (X, [abs(W1), abs(W2), -abs(W3)])
    yield "all units alive", (X, [abs(W1), abs(W2)])
    X = np.concatenate([X[:1], -X[1:]])
    yield "alive for one sample", (X, [abs(W1), abs(W2)])


MISTAKES = """
You count a unit with z = 0 as alive. Its slope is 0, so nothing that leads into it can
learn.
    Z > 0 -> Z >= 0

You count a unit only if z is positive for every sample. One sample is enough to keep it
alive.
    np.any -> np.all

You count samples in place of units: the samples are the rows of Z, the units its
columns.
    axis=0 -> axis=1

You count a unit once for every sample on which it lives. Count it once.
    np.sum(alive) -> np.sum(positive)

You count every unit: what leaves ReLU is never below 0. Ask where z is greater than 0.
    Z > 0 -> np.maximum(Z, 0) >= 0

You look at the first sample alone. A unit lives if z is positive for at least one of
all samples.
    np.any(positive, axis=0) -> positive[0]

You look at the last sample alone. A unit lives if z is positive for at least one of all
samples.
    np.any(positive, axis=0) -> positive[-1]

You look at the weights. A unit lives by its sums z: compute them, layer by layer.
    np.any(positive, axis=0) -> np.any(W > 0, axis=1)

You count the dead units.
    np.sum(alive) -> np.sum(~alive)

You return the share of the living units. Return their number.
    np.sum -> np.mean

You return the share of the positive z. Return the number of units that have at least
one.
    np.sum(alive) -> np.mean(positive)

The sums z go into the next layer without ReLU.
    np.maximum(Z, 0) -> Z

The next layer gets leaky ReLU. Here the net has ReLU: a negative z becomes 0.
    np.maximum(Z, 0) -> np.maximum(Z, 0.01 * Z)

You look at the mean of z over the samples. A unit lives if z is positive for at least
one of them.
    np.any(positive, axis=0) -> np.mean(Z, axis=0) > 0

You add up the layers. Return one number for each layer.
    np.array(living) -> sum(living)
"""

EXERCISE = Exercise(
    id="3.2",
    title="Count living units",
    points=2,
    minutes=6,
    reference=living_units,
    cases=cases,
    mistakes=slips(living_units, MISTAKES),
    hints=(
        "Go through the layers as the forward pass does. What goes into the second "
        "layer is ReLU of the first one's z.",
        "`Z > 0` has a row per sample and a column per unit. Along which axis must "
        "`any` look, so that one truth value per unit is left?",
    ),
    right="Only the sums z were needed: the forward pass alone tells who can learn.",
)
