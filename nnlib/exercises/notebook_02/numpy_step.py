"""Exercise 2.2: the training step of a net with biases, by hand, for a batch."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_02.nets import steps
from nnlib.exercises.slips import slips
from nnlib.mistakes.known import MISTAKES as KNOWN


def numpy_step(X, Y, W1, b1, W2, b2, lr):
    """The new weights and biases after one step downhill."""
    Z1 = X @ W1.T + b1
    H = 1 / (1 + np.exp(-Z1))
    Z2 = H @ W2.T + b2
    Y_hat = 1 / (1 + np.exp(-Z2))
    error = (Y_hat - Y) / len(X)
    slope2 = Y_hat * (1 - Y_hat)
    delta2 = error * slope2
    dW2 = delta2.T @ H
    db2 = delta2.sum(axis=0)
    back = delta2 @ W2
    slope1 = H * (1 - H)
    delta1 = back * slope1
    dW1 = delta1.T @ X
    db1 = delta1.sum(axis=0)
    new_W1 = W1 - lr * dW1
    new_b1 = b1 - lr * db1
    new_W2 = W2 - lr * dW2
    new_b2 = b2 - lr * db2
    return new_W1, new_b1, new_W2, new_b2


MISTAKES = f"""
The biases get one row of derivatives per sample. A bias acts on every sample, so the
chain rule adds up over the samples.
    .sum(axis=0) ->

Your biases have become tables with one row. Sum over the samples without keepdims: a
bias is one number per unit.
    axis=0 -> axis=0, keepdims=True

All biases of a layer get the same derivative, the sum of all δ. Sum over the samples
only, the axis 0.
    axis=0 ->

You divide by n twice in the biases. If δ is already divided by n, they need the sum of
δ over the samples and not the mean.
    .sum(axis=0) -> .mean(axis=0)

The weights get a mean over the samples and the biases a sum. Divide both by n.
    (Y_hat - Y) / len(X) -> Y_hat - Y
    delta2.T @ H -> delta2.T @ H / len(X)
    delta1.T @ X -> delta1.T @ X / len(X)

The biases do not move. They have a derivative too: that of a weight whose input is
always 1.
    b1 - lr * db1 -> b1
    b2 - lr * db2 -> b2

The forward pass leaves the biases out. They belong into z, before σ.
    + b1 ->
    + b2 ->

You add up the samples. The loss is their mean: divide by their number.
    / len(X) ->

{KNOWN["updated W used"].message}
    delta2 @ W2 -> delta2 @ (W2 - lr * dW2)

{KNOWN["slope forgotten at output"].message}
    error * slope2 -> error

{KNOWN["slope forgotten at hidden"].message}
    back * slope1 -> back

{KNOWN["slope taken at h"].message}
    slope1 = H * (1 - H) -> S = 1 / (1 + np.exp(-H)); slope1 = S * (1 - S)

{KNOWN["sign flipped"].message}
    Y_hat - Y -> Y - Y_hat

{KNOWN["factor 2"].message}
    error * slope2 -> 2 * error * slope2

You return the derivatives. The new weights are W − lr · dW.
    return new_W1, new_b1, new_W2, new_b2 -> return dW1, db1, dW2, db2

The order is W1, b1, W2, b2; yours is W1, W2, b1, b2.
    return new_W1, new_b1, new_W2, new_b2 -> return new_W1, new_W2, new_b1, new_b2
"""

EXERCISE = Exercise(
    id="2.2",
    title="The same step by hand",
    points=3,
    minutes=10,
    reference=numpy_step,
    cases=steps,
    mistakes=slips(numpy_step, MISTAKES),
    hints=(
        "Your update from exercise 1.4 is nearly all of it. Only the biases are new: "
        "they are added to the sums z, and they need derivatives of their own.",
        "Think of a bias as a weight whose input is always 1. What is left of δ times "
        "input? And what happens over the samples?",
        "Divide the δ of the outputs by n once; all other derivatives follow from it.",
    ),
    right="You wrote what `loss.backward()` does for this net, bias by bias.",
)
