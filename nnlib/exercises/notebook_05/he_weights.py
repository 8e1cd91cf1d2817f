"""Exercise 5.3: weights that keep signals the same size through ReLU."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.initializers import glorot, he

PCG64_MULTIPLIER = 47026247687942121848144207491837523525  # as in NumPy's source
DRAW = 0x0000_0002_0000_0002  # small in both halves; with 0, rng.integers never ends


def he_weights(rng, shape):
    """Normal weights of the width sqrt(2 / inputs)."""
    return he(rng, shape)


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


def normal(width):
    """The mistake of another width: `width` is a function of outputs and inputs."""
    return lambda rng, shape: width(*shape) * rng.standard_normal(shape)


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
    mistakes=(
        WrongAnswer(
            "You divide by the number of outputs. A sum z has one term per *input*, "
            "and the shape is (outputs, inputs).",
            normal(lambda outputs, inputs: np.sqrt(2 / outputs)),
        ),
        WrongAnswer(
            "The 2 is missing. ReLU passes on half of the mean square, and the 2 makes "
            "up for it.",
            normal(lambda outputs, inputs: np.sqrt(1 / inputs)),
        ),
        WrongAnswer(
            "You use s² as the width. The standard deviation is its root.",
            normal(lambda outputs, inputs: 2 / inputs),
        ),
        WrongAnswer(
            "The 2 stands outside the root.",
            normal(lambda outputs, inputs: 2 / np.sqrt(inputs)),
        ),
        WrongAnswer(
            "This is Glorot's width, with the mean of inputs and outputs. He's rule "
            "looks at the inputs only.",
            normal(lambda outputs, inputs: np.sqrt(2 / (inputs + outputs))),
        ),
        WrongAnswer(
            "You divide by the number of all weights. A sum z has one term per input.",
            normal(lambda outputs, inputs: np.sqrt(2 / (inputs * outputs))),
        ),
        WrongAnswer(
            "The width is not used: these are standard normal weights.",
            normal(lambda outputs, inputs: 1.0),
        ),
        WrongAnswer(
            "You draw evenly between −s and s. The standard deviation of that is s/√3; "
            "draw from a normal distribution.",
            lambda rng, shape: np.sqrt(2 / shape[1]) * (2 * rng.random(shape) - 1),
        ),
        WrongAnswer(
            "Mean and width are right, but the draws are even. A normal distribution "
            "is asked for here.",
            lambda rng, shape: np.sqrt(6 / shape[1]) * (2 * rng.random(shape) - 1),
        ),
        WrongAnswer(
            "None of your weights is negative: rng.random draws between 0 and 1. Draw "
            "from a normal distribution with mean 0.",
            lambda rng, shape: np.sqrt(2 / shape[1]) * rng.random(shape),
        ),
        WrongAnswer(
            "None of your weights is negative. Do not take the absolute value: half of "
            "the weights belong below 0.",
            lambda rng, shape: abs(he(rng, shape)),
        ),
        WrongAnswer(
            "This is Glorot's initialiser. He's is normal, by inputs alone.",
            glorot,
        ),
        WrongAnswer(
            "Only the 2 is under the root. The number of inputs belongs there too.",
            normal(lambda outputs, inputs: np.sqrt(2) / inputs),
        ),
        WrongAnswer(
            "All weights are equal. Units that start equal stay equal: draw each "
            "weight.",
            lambda rng, shape: np.full(shape, np.sqrt(2 / shape[1])),
        ),
        WrongAnswer(
            "You make a generator of your own. Draw from the rng that is passed: then "
            "who calls you decides on the draws, and can repeat them.",
            lambda rng, shape: he(np.random.default_rng(0), shape),
        ),
    ),
    hints=(
        "The factor per layer is s·√(inputs·½). Which s makes it 1? And which number "
        "in the shape is that of the inputs?",
        "`rng.standard_normal(shape)` has the width 1. What do you multiply it with?",
    ),
    right="It can be passed to `mlp` as it is: init=he_weights.",
)
