"""Exercise 4.4: the gradient of the cross-entropy with respect to z."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_04.batches import FOUR_DIGITS, pairs
from nnlib.exercises.slips import slips


def cross_entropy_gradient(Z, Y):
    """The derivative of the loss with respect to each z."""
    m = Z.max(axis=1, keepdims=True)  # what is subtracted
    E = np.exp(Z - m)  # the exponential
    total = E.sum(axis=1, keepdims=True)  # the sum of the exponentials
    P = E / total  # p
    error = P - Y
    dZ = error / len(Z)
    return dZ


MISTAKES = """
The mean is missing. The loss is a mean over samples, so each sample has 1/n of its
gradient.
    / len(Z) ->

You divide by samples times classes. The mean is over the samples only.
    / len(Z) -> / Z.size

The sign is wrong. A p that is too large needs a positive derivative, so that the step
down makes it smaller.
    P - Y -> Y - P

Two things: the sign is wrong, and the mean over the samples is missing.
    P - Y -> Y - P
    / len(Z) ->

You divide by the number of classes. The mean is over the samples.
    / len(Z) -> / Z.shape[1]

You subtract 1 at the class with the largest y. With soft targets every class has its
share: subtract Y.
    P - Y -> P - np.eye(Y.shape[1])[Y.argmax(axis=1)]

There is a factor p(1 − p) too many. It belongs to the squared error; here the logarithm
cancels it.
    error / len(Z) -> error * P * (1 - P) / len(Z)

You return the derivative with respect to p. The gradient goes one step further back,
through the softmax to z.
    P - Y -> -Y / P

You follow each z to its own p only. z also stands in the sum below the fraction, so it
moves all the other p as well.
    P - Y -> -Y * (1 - P)

Softmax is missing: Y is compared with p, not with z.
    P - Y -> Z - Y

You apply σ to each z on its own. Here the classes share one softmax.
    P - Y -> 1 / (1 + np.exp(-Z)) - Y

Your softmax overflows. Use the one that you wrote in exercise 4.1.
    Z - m -> Z

You return p. Where is the target?
    return dZ -> return P

Your softmax adds up to 1 down the columns. A row is a sample.
    axis=1 -> axis=0

You average over the samples. z has one row per sample, and so has its derivative; only
the factor 1/n comes from the mean.
    error / len(Z) -> error.mean(axis=0)
"""

EXERCISE = Exercise(
    id="4.4",
    title="The gradient of the cross-entropy",
    points=3,
    minutes=8,
    reference=cross_entropy_gradient,
    cases=pairs,
    rtol=FOUR_DIGITS,
    mistakes=slips(cross_entropy_gradient, MISTAKES),
    hints=(
        "Write the loss of one sample as log-sum-exp(z) − Σ y z. (Σ y is 1.) What is "
        "the derivative of each part with respect to one z?",
        "The derivative of log-sum-exp with respect to z is p: the softmax. That of "
        "Σ y z is y. The rest is the mean over samples.",
    ),
    right="δ = p − y: the table of section 4 has the same form for one σ output.",
)
