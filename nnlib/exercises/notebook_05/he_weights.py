"""Exercise 5.3: weights that keep signals the same size through ReLU."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips

PCG64_MULTIPLIER = 47026247687942121848144207491837523525  # as in NumPy's source
DRAW = 0x0000_0002_0000_0002  # small in both halves; with 0, rng.integers never ends


def he_weights(rng, shape):
    """Normal weights of the width sqrt(2 / inputs)."""
    inputs = shape[1]  # the number of inputs
    width = np.sqrt(2 / inputs)  # the width
    draws = rng.standard_normal(shape)  # the array of draws
    W = width * draws  # the array of weights
    return W


def cases(rng):
    """Layers of several shapes, and a generator that is stuck."""
    shapes = {
        "more inputs than outputs": (80, 500),
        "more outputs than inputs": (500, 80),
        "as many inputs as outputs": (200, 200),
        "2 inputs": (20_000, 2),
        "1 output": (1, 40_000),
    }
    for name, (outputs, inputs) in shapes.items():
        seed, more = rng.integers(1, 2**31), rng.integers(1, 9)
        shape = [outputs + int(more) * (outputs > 1), inputs]
        yield name, (np.random.default_rng(seed), shape)
    yield "an rng that is stuck", (stuck(), [300, 100])


def stuck():
    """A generator that draws nearly 0 for ever: it shows whether it is used at all.

    Its state is a fixed point, state * multiplier + inc = state.
    """
    rng = np.random.Generator(np.random.PCG64(0))
    inc = DRAW * (1 - PCG64_MULTIPLIER) % 2**128
    fixed = {"state": {"state": DRAW, "inc": inc}}
    rng.bit_generator.state = rng.bit_generator.state | fixed
    return rng


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

You make a generator of your own. Draw from the rng that is passed: then who calls you
decides on the draws, and can repeat them.
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
    rtol=0.04,
    mistakes=slips(he_weights, MISTAKES),
    hints=(
        "The factor per layer is s·√(inputs·½). Which s makes it 1? And which number "
        "in the shape is that of the inputs?",
        "`rng.standard_normal(shape)` has the width 1. What do you multiply it with?",
    ),
    right="It can be passed to `mlp` as it is: init=he_weights.",
)
