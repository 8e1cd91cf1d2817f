"""Exercise 7.4: online training, one pass over the samples in their order.

The loss of a sample is ½(o − y)².
"""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def online_pass(X, Y, W1, b1, W2, b2, lr):
    """The four parameters after one update per sample, in the order of the rows."""
    for row in range(len(X)):
        x = X[[row]]
        y = Y[[row]]
        Z1 = x @ W1.T + b1
        H = 1 / (1 + np.exp(-Z1))
        Y_hat = H @ W2.T + b2
        delta2 = Y_hat - y
        dW2 = delta2.T @ H
        db2 = delta2.sum(axis=0)
        back = delta2 @ W2
        slope1 = H * (1 - H)
        delta1 = back * slope1
        dW1 = delta1.T @ x
        db1 = delta1.sum(axis=0)
        W1 = W1 - lr * dW1
        b1 = b1 - lr * db1
        W2 = W2 - lr * dW2
        b2 = b2 - lr * db2
    return W1, b1, W2, b2


def cases(rng):
    """Nets of several sizes, one sample and many, a large lr and none."""
    for name, (n, units, lr) in {
        "one sample": (1, 3, 0.5),
        "two samples": (2, 3, 0.5),
        "12 samples, 6 units": (12, 6, 0.2),
        "12 samples, one unit": (12, 1, 0.2),
        "a large lr": (4, 3, 1.5),
        "lr 0": (5, 3, 0.0),
    }.items():
        W1, b1 = 2 * rng.normal(size=(units, 1)), rng.normal(size=units)
        W2, b2 = rng.normal(size=(1, units)), rng.normal(size=1)
        yield name, (rng.random((n, 1)), rng.random((n, 1)), W1, b1, W2, b2, lr)


MISTAKES = r"""
You make one update with the mean over all samples. Online, every sample has an update
of its own.
    for row in range(len(X)): -> for epoch in range(1):
    X[[row]] -> X
    Y[[row]] -> Y
    Y_hat - y -> (Y_hat - y) / len(X)

All your derivatives are taken at the weights of the start. Online, each sample meets
the weights that the sample before has left.
    for row in range(len(X)): -> for epoch in range(1):
    X[[row]] -> X
    Y[[row]] -> Y

You used W2 after its update. Backpropagation uses the weights of the forward pass.
    delta2 @ W2 -> delta2 @ (W2 - lr * dW2)

σ′ is forgotten at the hidden units: times h(1 − h).
    back * slope1 -> back

The biases stay as they were. They are updated too, with δ itself.
    b1 = b1 - lr * db1 ->
    b2 = b2 - lr * db2 ->

b1 stays as it was. It is updated too, with δ of the hidden units.
    b1 = b1 - lr * db1 ->

b2 stays as it was. It is updated too, with δ of the output.
    b2 = b2 - lr * db2 ->

The output goes through σ in your net. Here it is linear: o is the sum itself, and δ is
o − y.
    Y_hat = H @ W2.T + b2 -> Z2 = H @ W2.T + b2; Y_hat = 1 / (1 + np.exp(-Z2))
    Y_hat - y -> (Y_hat - y) * Y_hat * (1 - Y_hat)

You go uphill. Each parameter moves against its derivative.
    - lr -> + lr

There is a factor 2 too many. The ½ of the loss takes it away.
    Y_hat - y -> 2 * (Y_hat - y)

Only the first sample is used. Does `return` stand inside the loop?
    b2 - lr * db2 -> b2 - lr * db2\nreturn W1, b1, W2, b2

Only the last sample counts. Each update begins where the last one ended.
    W1 = W1 - lr -> new_W1 = W1 - lr
    b1 = b1 - lr -> new_b1 = b1 - lr
    W2 = W2 - lr -> new_W2 = W2 - lr
    b2 = b2 - lr -> new_b2 = b2 - lr
    return W1, b1, W2, b2 -> return new_W1, new_b1, new_W2, new_b2

The last sample is left out.
    range(len(X)) -> range(len(X) - 1)

You take the samples from the last to the first. Keep the order of the rows.
    range(len(X)) -> reversed(range(len(X)))
"""

EXERCISE = Exercise(
    id="7.4",
    title="One pass of online training",
    points=4,
    minutes=12,
    reference=online_pass,
    cases=cases,
    mistakes=slips(online_pass, MISTAKES),
    hints=(
        "Write the update for one sample first; then a loop over the rows around it.",
        "`X[[row]]` keeps the shape (1, 1) of a sample. The output is linear, so its δ "
        "is o − y.",
        "Compute all four derivatives of a sample before you change a parameter, and "
        "return after the loop.",
    ),
    right="The same loop with 1500 samples and 1000 epochs is row 5 of the table.",
)
