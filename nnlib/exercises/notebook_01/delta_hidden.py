"""Exercise 1.3: the error signal of the hidden units, one row per sample."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_01.delta_output import delta_output
from nnlib.exercises.notebook_01.forward import forward
from nnlib.exercises.notebook_01.nets import nets
from nnlib.exercises.slips import slips


def delta_hidden(delta2, W2, H):
    """The error signal δ of the hidden units."""
    back = delta2 @ W2
    slope1 = H * (1 - H)
    delta1 = back * slope1
    return delta1


def cases(rng):
    """Error signals in nets of several shapes, and no error at all."""
    for name, (X, Y, W1, W2) in nets(rng):
        H, Y_hat = forward(X, W1, W2)
        delta2 = delta_output(Y_hat, Y)
        yield name, (delta2, W2, H)
    yield "no error", (np.zeros_like(delta2), W2, H)


MISTAKES = """
σ′ is forgotten: δ·W2 is ∂L/∂h, the slope behind the activation. On the way back through
σ it is multiplied by h(1 − h).
    back * slope1 -> back

You took σ′ at the output h. It belongs to the sum z: σ′(z), and in terms of the output
that is h(1 − h).
    slope1 = H * (1 - H) -> S = 1 / (1 + np.exp(-H)); slope1 = S * (1 - S)

You multiply by h where h(1 − h) belongs.
    H * (1 - H) -> H

You multiply by 1 − h where h(1 − h) belongs.
    H * (1 - H) -> 1 - H

W2 stands the wrong way round. Forward, W2.T leads from h to o; back, the error of each
output goes along its own row of W2.
    delta2 @ W2 -> delta2 @ W2.T

You send the derivatives of W2 back where δ times W2 belongs, as the program of section
6 does.
    delta2 @ W2 -> (delta2.T @ H).sum(axis=0)

You used W2 after its update. Backpropagation uses the weights of the forward pass.
    delta2 @ W2 -> delta2 @ (W2 - delta2.T @ H)

The sign is wrong. The minus comes later, in the update.
    delta2 @ W2 -> -delta2 @ W2

Every hidden unit gets the sum of all δ. Each path back has its weight.
    delta2 @ W2 -> delta2.sum(axis=1, keepdims=True)
"""

EXERCISE = Exercise(
    id="1.3",
    title="Delta of the hidden units",
    points=3,
    minutes=8,
    reference=delta_hidden,
    cases=cases,
    mistakes=slips(delta_hidden, MISTAKES),
    hints=(
        "A hidden unit reaches the loss by as many paths as there are outputs. What "
        "does the chain rule do with paths?",
        "∂L/∂h is `delta2 @ W2`: for each hidden unit the sum of δ times weight, over "
        "the outputs.",
        "Then back through σ: times h(1 − h).",
    ),
    right="This is the line that both programs of section 6 get wrong.",
)
