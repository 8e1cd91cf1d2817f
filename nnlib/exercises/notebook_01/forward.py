"""Exercise 1.1: the forward pass of a 2-layer net, for any number of samples."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_01.nets import nets
from nnlib.exercises.slips import slips


def forward(X, W1, W2):
    """The outputs of the hidden layer and of the net."""
    Z1 = X @ W1.T
    H = 1 / (1 + np.exp(-Z1))
    Z2 = H @ W2.T
    Y_hat = 1 / (1 + np.exp(-Z2))
    return H, Y_hat


def cases(rng):
    """Nets of several shapes, the homework, all weights zero, and large sums z."""
    for name, (X, _, W1, W2) in nets(rng):
        yield name, (X, W1, W2)
    yield "all weights zero", (X, 0 * W1, 0 * W2)
    yield "large z", (X, 40 * W1, 40 * W2)


MISTAKES = """
W1 and W2 are not transposed. Their rows are the units, and X has one sample per row:
the sums z are X @ W1.T.
    W1.T -> W1
    W2.T -> W2

The hidden layer sends its sums z on without σ. Each layer ends with σ.
    1 / (1 + np.exp(-Z1)) -> Z1

The output layer ends without σ. Each layer ends with σ.
    1 / (1 + np.exp(-Z2)) -> Z2

The minus in σ(z) = 1/(1 + e⁻ᶻ) is missing: your σ falls where it should rise.
    -Z1 -> Z1
    -Z2 -> Z2

You return the outputs first. H comes first, then Y_hat.
    return H, Y_hat -> return Y_hat, H
"""

EXERCISE = Exercise(
    id="1.1",
    title="The forward pass",
    points=2,
    minutes=5,
    reference=forward,
    cases=cases,
    mistakes=slips(forward, MISTAKES),
    hints=(
        "Section 1 has the forward pass in four lines. Which of them need X and which "
        "need H?",
        "The sums of the hidden layer are `X @ W1.T`: one row per sample, one column "
        "per unit. σ of it is 1 divided by 1 + e⁻ᶻ, and eˣ is `np.exp(x)`.",
    ),
    right="The same lines serve one sample and a thousand: a sample is a row.",
)
