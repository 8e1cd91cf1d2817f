"""Exercise 3.2: how many units of each layer of a ReLU net live."""

import numpy as np

from nnlib.activations import leaky_relu, relu
from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise, WrongAnswer


def living_units(X, weights):
    """The number of living units in each layer."""
    return counted(X, weights, living)


def living(Z):
    """How many columns of Z have a number above 0."""
    return (Z > 0).any(axis=0).sum()


def counted(X, weights, count, activation=relu):
    """What `count` makes of the sums Z of each layer."""
    counts, A = [], X
    for W in weights:
        Z = A @ W.T
        counts.append(count(Z))
        A = activation(Z)
    return np.array(counts)


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


def count_with(count):
    """The same walk through the layers, with another count."""
    return lambda X, weights: counted(X, weights, count)


EXERCISE = Exercise(
    id="3.2",
    title="Count living units",
    points=2,
    minutes=6,
    reference=living_units,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You count a unit with z = 0 as alive. Its slope is 0, so nothing that "
            "leads into it can learn.",
            count_with(lambda Z: (Z >= 0).any(axis=0).sum()),
        ),
        WrongAnswer(
            "You count a unit only if z is positive for every sample. One sample is "
            "enough to keep it alive.",
            count_with(lambda Z: (Z > 0).all(axis=0).sum()),
        ),
        WrongAnswer(
            "You count samples in place of units: the samples are the rows of Z, the "
            "units its columns.",
            count_with(lambda Z: (Z > 0).any(axis=1).sum()),
        ),
        WrongAnswer(
            "You count a unit once for every sample on which it lives. Count it once.",
            count_with(lambda Z: (Z > 0).sum()),
        ),
        WrongAnswer(
            "You count every unit: what leaves ReLU is never below 0. Ask where z is "
            "greater than 0.",
            count_with(lambda Z: Z.shape[1]),
        ),
        WrongAnswer(
            "You look at the first sample alone. A unit lives if z is positive for at "
            "least one of all samples.",
            count_with(lambda Z: (Z[0] > 0).sum()),
        ),
        WrongAnswer(
            "You look at the last sample alone. A unit lives if z is positive for at "
            "least one of all samples.",
            count_with(lambda Z: (Z[-1] > 0).sum()),
        ),
        WrongAnswer(
            "You look at the weights. A unit lives by its sums z: compute them, layer "
            "by layer.",
            lambda X, weights: np.array([(W > 0).any(axis=1).sum() for W in weights]),
        ),
        WrongAnswer(
            "You count the dead units.",
            count_with(lambda Z: (Z <= 0).all(axis=0).sum()),
        ),
        WrongAnswer(
            "You return the share of the living units. Return their number.",
            count_with(lambda Z: (Z > 0).any(axis=0).mean()),
        ),
        WrongAnswer(
            "You return the share of the positive z. Return the number of units that "
            "have at least one.",
            count_with(lambda Z: (Z > 0).mean()),
        ),
        WrongAnswer(
            "The sums z go into the next layer without ReLU.",
            lambda X, weights: counted(X, weights, living, lambda Z: Z),
        ),
        WrongAnswer(
            "The next layer gets leaky ReLU. Here the net has ReLU: a negative z "
            "becomes 0.",
            lambda X, weights: counted(X, weights, living, leaky_relu),
        ),
        WrongAnswer(
            "You look at the mean of z over the samples. A unit lives if z is positive "
            "for at least one of them.",
            count_with(lambda Z: (Z.mean(axis=0) > 0).sum()),
        ),
        WrongAnswer(
            "You add up the layers. Return one number for each layer.",
            lambda X, weights: living_units(X, weights).sum(),
        ),
    ),
    hints=(
        "Go through the layers as the forward pass does. What goes into the second "
        "layer is ReLU of the first one's z.",
        "`Z > 0` has a row per sample and a column per unit. Along which axis must "
        "`any` look, so that one truth value per unit is left?",
    ),
    right="Only the sums z were needed: the forward pass alone tells who can learn.",
)
