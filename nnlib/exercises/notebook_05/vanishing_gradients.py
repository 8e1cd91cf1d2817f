"""Exercise 5.2: which gradients vanish when the first layer starts at zero.

W1 and b1 are zero, so all hidden values are f(0) and all slopes are f′(0).
"""

import numpy as np

from nnlib.datasets import homework, xor
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def vanishing_gradients(X, W2, delta2, f0, slope0):
    """Whether the gradients of W1, b1, W2 and b2 vanish, in this order."""
    H = np.full((len(X), W2.shape[1]), f0)
    dW2 = delta2.T @ H
    db2 = delta2.sum(axis=0)
    back = delta2 @ W2
    delta1 = back * slope0
    dW1 = delta1.T @ X
    db1 = delta1.sum(axis=0)
    gradients = dW1, db1, dW2, db2
    vanish = [not gradient.any() for gradient in gradients]  # the list of truth values
    return vanish


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


MISTAKES = """
Your answer says which gradients are *not* zero. True has to mean that they all vanish.
    not gradient.any() -> gradient.any()

f′(0) is forgotten. On its way to W1 and b1 the error passes through the slope of the
hidden units.
    back * slope0 -> back

f(0) is forgotten. The gradient of W2 is δ times h, and every h is f(0).
    f0 -> 1.0

f(0) and f′(0) have changed places. h is f(0) and belongs to W2; the slope f′(0) is on
the way back to W1.
    f0 -> slope0
    slope0 -> f0

You judge W1 like its bias. The gradient of W1 has a factor more, x, and the samples
have different x.
    delta1.T @ X -> delta1.sum(axis=0)

You judge each bias like the weights beside it. A bias has no input as a factor: its
gradient is the sum of δ alone.
    delta1.sum(axis=0) -> delta1.T @ X
    delta2.sum(axis=0) -> delta2.T @ H

You judge b2 like W2. The gradient of b2 is the sum of δ, without h.
    delta2.sum(axis=0) -> delta2.T @ H

You ask whether there is any error at all. A gradient is a *sum* over the samples:
errors that pull up and down can cancel, as in XOR.
    delta1.T @ X -> delta1
    delta1.sum(axis=0) -> delta1
    delta2.T @ H -> delta2 * f0
    delta2.sum(axis=0) -> delta2

You look at W2 to judge W1 and b1. A W2 of zeros stops the error, but so may others:
what arrives is δ @ W2, summed over the samples.
    delta1.T @ X -> W2 * slope0
    delta1.sum(axis=0) -> W2 * slope0

f(0), f′(0) and W2 say much, but not all: δ may be 0, or its sum over the samples, and
so may the inputs.
    delta1.T @ X -> W2 * slope0
    delta1.sum(axis=0) -> W2 * slope0
    delta2.T @ H -> H
    delta2.sum(axis=0) -> np.ones(1)

You ask whether all entries differ from 0. One entry that does is enough for a gradient
that does not vanish.
    gradient.any() -> gradient.all()

You add up the entries of a gradient. 1 and −1 add up to 0, and neither vanishes.
    not gradient.any() -> gradient.sum() == 0

You let f(0) decide about everything. It decides about W2 only.
    not gradient.any() -> f0 == 0

You say that biases always move. They have gradients too, and these vanish where the sum
of δ does.
    return vanish -> vanish[1] = vanish[3] = False; return vanish

The order is another one: W1, b1, W2, b2.
    dW1, db1, dW2, db2 -> dW1, dW2, db1, db2
"""

EXERCISE = Exercise(
    id="5.2",
    title="Which gradients vanish?",
    points=4,
    minutes=10,
    reference=vanishing_gradients,
    cases=cases,
    mistakes=slips(vanishing_gradients, MISTAKES),
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
