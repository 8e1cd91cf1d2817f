"""Exercise 5.3: weights that keep signals the same size through ReLU."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def he_weights(rng, shape):
    """Normal weights of the width sqrt(2 / inputs)."""
    inputs = shape[1]  # the number of inputs
    width = np.sqrt(2 / inputs)  # the width
    draws = rng.standard_normal(shape)  # the array of draws
    W = width * draws  # the array of weights
    return W


def cases(rng):
    """Layers of several shapes, of 16,000 weights or more; inputs by inputs is small.

    So few numbers that they can be drawn one by one, and so many that it shows.
    """
    for name, (outputs, inputs) in {
        "more inputs than outputs": (40, 500),
        "more outputs than inputs": (500, 40),
        "as many inputs as outputs": (140, 140),
        "few outputs": (28, 600),
        "2 inputs": (10_000, 2),
        "1 input": (18_000, 1),
    }.items():
        seed, more = rng.integers(1, 2**31), int(rng.integers(1, 9))
        yield name, (np.random.default_rng(seed), [outputs + more, inputs])


def spread(W):
    """What counts of weights: shape, mean, width and tails, share of different ones."""
    W = np.asarray(W, dtype=np.float64)
    sizes = np.array([W.mean(), W.std(), (W**4).mean() ** 0.25])
    return np.zeros(W.shape), sizes, np.unique(W).size / W.size


MISTAKES = """
You divide by the number of outputs. A sum z has one term per *input*, and the shape is
(outputs, inputs).
    2 / inputs -> 2 / shape[0]

The 2 is missing. ReLU passes on half of the mean square, and the 2 makes up for it.
    2 / inputs -> 1 / inputs

You use s² as the width. The standard deviation is its root.
    np.sqrt(2 / inputs) -> 2 / inputs

The 2 stands outside the root.
    np.sqrt(2 / inputs) -> 2 / np.sqrt(inputs)

This is Glorot's width, with the mean of inputs and outputs. He's rule looks at the
inputs only.
    2 / inputs -> 2 / (inputs + shape[0])

You divide by the number of all weights. A sum z has one term per input.
    2 / inputs -> 2 / (inputs * shape[0])

The width is not used: these are standard normal weights.
    width * draws -> draws

You draw evenly between −s and s. The standard deviation of that is s/√3; draw from a
normal distribution.
    rng.standard_normal(shape) -> rng.uniform(-1, 1, shape)

Mean and width are right, but the draws are even. A normal distribution is asked for
here.
    2 / inputs -> 6 / inputs
    rng.standard_normal(shape) -> rng.uniform(-1, 1, shape)

None of your weights is negative: rng.random draws between 0 and 1. Draw from a normal
distribution with mean 0.
    rng.standard_normal(shape) -> rng.random(shape)

None of your weights is negative. Do not take the absolute value: half of the weights
belong below 0.
    width * draws -> width * np.abs(draws)

This is Glorot's initialiser. He's is normal, by inputs alone.
    2 / inputs -> 6 / (inputs + shape[0])
    rng.standard_normal(shape) -> rng.uniform(-1, 1, shape)

Only the 2 is under the root. The number of inputs belongs there too.
    np.sqrt(2 / inputs) -> np.sqrt(2) / inputs

All weights are equal. Units that start equal stay equal: draw each weight.
    rng.standard_normal(shape) -> np.ones(shape)

You do not draw from the rng that is passed, or not from it alone. Who calls you decides
on the draws by it, and can repeat them.
    rng -> np.random.default_rng(0)
"""

EXERCISE = Exercise(
    id="5.3",
    title="He's initialiser",
    points=3,
    minutes=6,
    reference=he_weights,
    cases=cases,
    measure=spread,
    measured=(
        "The array",
        "The spread of your weights (mean, standard deviation, tails)",
        "The share of different numbers among your weights",
    ),
    rtol=0.05,
    mistakes=slips(he_weights, MISTAKES),
    hints=(
        "The factor per layer is s·√(inputs·½). Which s makes it 1? And which number "
        "in the shape is that of the inputs?",
        "`rng.standard_normal(shape)` has the width 1. What do you multiply it by?",
    ),
    right="It can be passed to `mlp` as it is: init=he_weights.",
)
