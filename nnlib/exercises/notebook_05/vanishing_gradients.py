"""Exercise 5.2: which gradients vanish when the first layer starts at zero.

W1 and b1 are zero, so all hidden values are f(0) and all slopes are f′(0).
"""

import numpy as np

from nnlib.datasets import homework, xor
from nnlib.exercises.exercise import Exercise, WrongAnswer


def vanishing_gradients(X, W2, delta2, f0, slope0):
    """Whether the gradients of W1, b1, W2 and b2 vanish, in this order."""
    return [not array.any() for array in gradients(X, W2, delta2, f0, slope0)]


def gradients(X, W2, delta2, f0, slope0):
    """The gradients of W1, b1, W2 (one column of it, all are equal) and b2."""
    delta1 = slope0 * (delta2 @ W2)
    total = delta2.sum(axis=0)
    return delta1.T @ X, delta1.sum(axis=0), f0 * total, total


def grid(rng, *shape):
    """Draw positive eighths: sums of them are exact, and cancel only if made to."""
    return rng.integers(1, 17, shape) / 8


def cases(rng):
    """Zero starts with several activations, and errors that cancel."""
    x = homework()[0]
    none, W2 = np.zeros((2, 2)), grid(rng, 2, 2)
    delta = grid(rng, 1, 2)
    yield "homework, W2 zero, σ", (x, none, delta, 0.5, 0.25)
    yield "homework, W2 zero, tanh", (x, none, delta, 0.0, 1.0)
    yield "homework, W2 zero, ReLU", (x, none, delta, 0.0, 0.0)
    yield "homework, W2 not zero, σ", (x, W2, delta, 0.5, 0.25)
    yield "homework, W2 not zero, tanh", (x, W2, delta, 0.0, 1.0)
    yield "homework, W2 not zero, ReLU", (x, W2, delta, 0.0, 0.0)
    yield "W2 not zero, cosine: f(0) = 1, f′(0) = 0", (x, W2, delta, 1.0, 0.0)
    yield "no input, W2 not zero, σ", (0 * x, W2, delta, 0.5, 0.25)
    first = np.array([[1.0, 0.0]])
    yield (
        "one input 0, one output on target, σ",
        (first, W2 * first, delta * first, 0.5, 0.25),
    )
    unlike, opposite = W2[:1] * [[3], [1]], delta[:, :1] * [[1, -1]]
    yield (
        "one output too high, one as much too low, σ",
        (x, unlike, opposite, 0.5, 0.25),
    )
    X, W2, delta = grid(rng, 4, 3), grid(rng, 2, 5), grid(rng, 4, 2)
    yield "a batch of 4, σ", (X, W2, delta, 0.5, 0.25)
    yield "no error at all, σ", (X, W2, 0 * delta, 0.5, 0.25)
    pulls = np.array([[1], [-1], [-1], [1]])
    yield "XOR, W2 zero, σ", (xor()[0], np.zeros((1, 2)), 0.125 * pulls, 0.5, 0.25)
    yield "XOR, W2 not zero, tanh", (xor()[0], W2[:1], 0.125 * pulls, 0.0, 1.0)
    X = np.sort(X, axis=0) + np.arange(4)[:, None]
    balance = delta[:1] * np.array([[-1], [-1], [1], [1]])
    yield "two samples pull up and two down, σ", (X, W2, balance, 0.5, 0.25)
    across = np.array([[1.0, -1.0], [-1.0, 1.0]])
    both = np.repeat(grid(rng, 1, 1), 2, axis=1)
    yield "two outputs pull against each other, σ", (x, across, both, 0.5, 0.25)


def each_error(X, W2, delta2, f0, slope0):
    """The answer of those who look for any δ and forget the sum over samples."""
    first = slope0 == 0 or not (delta2 @ W2).any()
    return [first, first, f0 == 0 or not delta2.any(), not delta2.any()]


def by_factors(X, W2, delta2, f0, slope0):
    """The answer of those who look at the factors and never at the errors."""
    first = slope0 == 0 or not W2.any()
    return [first, first, f0 == 0, False]


def W2_alone(X, W2, delta2, f0, slope0):
    """The answer of those who look at W2 where δ times W2 decides."""
    first = slope0 == 0 or not W2.any()
    return [first, first, *vanishing_gradients(X, W2, delta2, f0, slope0)[2:]]


def answered(choose):
    """Change the right answer: `choose` gets it as W1, b1, W2, b2."""
    return lambda *arguments: choose(*vanishing_gradients(*arguments))


EXERCISE = Exercise(
    id="5.2",
    title="Which gradients vanish?",
    points=4,
    minutes=10,
    reference=vanishing_gradients,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "Your answer says which gradients are *not* zero. True has to mean that "
            "they all vanish.",
            answered(lambda *vanish: [not value for value in vanish]),
        ),
        WrongAnswer(
            "f′(0) is forgotten. On its way to W1 and b1 the error passes through the "
            "slope of the hidden units.",
            lambda X, W2, delta2, f0, slope0: vanishing_gradients(
                X, W2, delta2, f0, 1.0
            ),
        ),
        WrongAnswer(
            "f(0) is forgotten. The gradient of W2 is δ times h, and every h is f(0).",
            lambda X, W2, delta2, f0, slope0: vanishing_gradients(
                X, W2, delta2, 1.0, slope0
            ),
        ),
        WrongAnswer(
            "f(0) and f′(0) have changed places. h is f(0) and belongs to W2; the "
            "slope f′(0) is on the way back to W1.",
            lambda X, W2, delta2, f0, slope0: vanishing_gradients(
                X, W2, delta2, slope0, f0
            ),
        ),
        WrongAnswer(
            "You judge W1 like its bias. The gradient of W1 has a factor more, x, and "
            "the samples have different x.",
            answered(lambda W1, b1, W2, b2: [b1, b1, W2, b2]),
        ),
        WrongAnswer(
            "You judge each bias like the weights beside it. A bias has no input as a "
            "factor: its gradient is the sum of δ alone.",
            answered(lambda W1, b1, W2, b2: [W1, W1, W2, W2]),
        ),
        WrongAnswer(
            "You judge b2 like W2. The gradient of b2 is the sum of δ, without h.",
            answered(lambda W1, b1, W2, b2: [W1, b1, W2, W2]),
        ),
        WrongAnswer(
            "You ask whether there is any error at all. A gradient is a *sum* over the "
            "samples: errors that pull up and down can cancel, as in XOR.",
            each_error,
        ),
        WrongAnswer(
            "You look at W2 to judge W1 and b1. A W2 of zeros stops the error, but so "
            "may others: what arrives is δ @ W2, summed over the samples.",
            W2_alone,
        ),
        WrongAnswer(
            "f(0), f′(0) and W2 say much, but not all: δ may be 0, or its sum over the "
            "samples, and so may the inputs.",
            by_factors,
        ),
        WrongAnswer(
            "You ask whether all entries differ from 0. One entry that does is enough "
            "for a gradient that does not vanish.",
            lambda *arguments: [not array.all() for array in gradients(*arguments)],
        ),
        WrongAnswer(
            "You add up the entries of a gradient. 1 and −1 add up to 0, and neither "
            "vanishes.",
            lambda *arguments: [array.sum() == 0 for array in gradients(*arguments)],
        ),
        WrongAnswer(
            "You let f(0) decide about everything. It decides about W2 only.",
            lambda X, W2, delta2, f0, slope0: [f0 == 0] * 4,
        ),
        WrongAnswer(
            "You say that biases always move. They have gradients too, and these "
            "vanish where the sum of δ does.",
            answered(lambda W1, b1, W2, b2: [W1, False, W2, False]),
        ),
        WrongAnswer(
            "The order is another one: W1, b1, W2, b2.",
            answered(lambda W1, b1, W2, b2: [W1, W2, b1, b2]),
        ),
    ),
    hints=(
        "Write down the four gradients of notebook 01's backward pass: two have δ of "
        "the outputs in them, two δ of the hidden units. Biases have no input.",
        "δ of the hidden units is `slope0 * (delta2 @ W2)`. Every hidden value is f0, "
        "so what remains of `delta2.T @ H`?",
        "Each gradient is a sum over the samples. `A.any()` says whether anything in "
        "an array differs from 0.",
    ),
    right="With XOR's four samples and errors + − − +, equally large, all four vanish, "
    "whatever f and W2 are.",
)
