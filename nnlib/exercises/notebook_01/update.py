"""Exercise 1.4: one full update of both weight matrices, for any number of samples."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_01.nets import drawn_nets, nets
from nnlib.exercises.slips import slips
from nnlib.mistakes.known import MISTAKES as KNOWN


def update(X, Y, W1, W2, lr):
    """Both weight matrices after one step downhill."""
    Z1 = X @ W1.T
    H = 1 / (1 + np.exp(-Z1))
    Z2 = H @ W2.T
    Y_hat = 1 / (1 + np.exp(-Z2))
    error = Y_hat - Y
    slope2 = Y_hat * (1 - Y_hat)
    delta2 = error * slope2
    dW2 = delta2.T @ H / len(X)
    back = delta2 @ W2
    slope1 = H * (1 - H)
    delta1 = back * slope1
    dW1 = delta1.T @ X / len(X)
    new_W1 = W1 - lr * dW1
    new_W2 = W2 - lr * dW2
    return new_W1, new_W2


def cases(rng):
    """Nets of several shapes, with a usual lr, a large one and none."""
    for name, net in nets(rng):
        yield name, (*net, 1.0 if name == "the homework" else 1.5)
    yield "a large lr", (*drawn_nets(rng, 4, 3, 2, 2), 5.0)
    yield "lr 0", (*drawn_nets(rng, 2, 2, 3, 1), 0.0)


MISTAKES = f"""
{KNOWN["updated W used"].message}
    delta2 @ W2 -> delta2 @ (W2 - lr * dW2)

{KNOWN["dW passed back"].message}
    delta2 @ W2 -> len(X) * dW2.sum(axis=0)

{KNOWN["slope forgotten at output"].message}
    error * slope2 -> error

{KNOWN["slope forgotten at output"].message} It is missing in the step of W2 alone.
    delta2.T @ H -> error.T @ H

Two things. {KNOWN["slope forgotten at output"].message}
{KNOWN["updated W used"].message}
    error * slope2 -> error
    delta2 @ W2 -> delta2 @ (W2 - lr * dW2)

{KNOWN["slope forgotten at hidden"].message}
    back * slope1 -> back

{KNOWN["W not transposed"].message}
    delta2 @ W2 -> delta2 @ W2.reshape(W2.T.shape).T

{KNOWN["slope taken at h"].message}
    slope1 = H * (1 - H) -> S = 1 / (1 + np.exp(-H)); slope1 = S * (1 - S)

{KNOWN["factor 2"].message}
    error * slope2 -> 2 * error * slope2

{KNOWN["outer product swapped"].message}
    delta1.T @ X -> (X.T @ delta1).reshape(W1.shape)

You go uphill. Each weight moves against its derivative: minus lr times derivative.
    - lr -> + lr

You add up the samples. The loss is their mean: divide by their number.
    / len(X) ->

W1 gets the sum over the samples and W2 the mean. Divide both by their number.
    delta1.T @ X / len(X) -> delta1.T @ X

W2 gets the sum over the samples and W1 the mean. Divide both by their number.
    delta2.T @ H / len(X) -> delta2.T @ H

You divide by n twice in W1. If delta2 is already divided by n, delta1 has its share
from there.
    delta1.T @ X / len(X) -> delta1.T @ X / len(X) ** 2

You take the mean over the outputs too. The squares of a sample's outputs are added up;
only over the samples there is a mean.
    / len(X) -> / Y.size

You return W2 first. The order is W1, W2.
    return new_W1, new_W2 -> return new_W2, new_W1

You return the derivatives. The new weights are W − lr · dW.
    return new_W1, new_W2 -> return dW1, dW2

lr is not used. The step is lr times the derivative.
    lr * ->
"""


def one_by_one(X, Y, W1, W2, lr):
    """One step per sample, each from where the one before ended."""
    for row in range(len(X)):
        W1, W2 = update(X[[row]], Y[[row]], W1, W2, lr)
    return W1, W2


EXERCISE = Exercise(
    id="1.4",
    title="One full update",
    points=3,
    minutes=10,
    reference=update,
    cases=cases,
    mistakes=(
        *slips(update, MISTAKES),
        WrongAnswer(
            "You take one step per sample. Here one step serves all samples, down the "
            "mean of their losses: `delta1.T @ X` adds them up.",
            one_by_one,
        ),
    ),
    hints=(
        "Put the three functions above together: forward, delta of the output, delta "
        "of the hidden units. Compute both before you change a weight.",
        "∂L/∂W2 is `delta2.T @ H`, ∂L/∂W1 is `delta1.T @ X`. With n samples the loss "
        "is their mean: divide both by `len(X)`.",
    ),
    right="This is all of backpropagation; everything else in the course builds on it.",
)
