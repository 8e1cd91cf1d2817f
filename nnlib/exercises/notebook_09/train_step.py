"""Exercise 9.1: one step of the program, with its bug repaired, for any depth."""

import numpy as np

from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.slips import slips
from nnlib.mistakes.known import MISTAKES as KNOWN


def train_step(weights, X, Y, lr):
    """The new weights: each layer passes the error back through its old ones."""
    outputs = [X]  # the output of a layer
    for W in weights:
        outputs.append(1 / (1 + np.exp(-outputs[-1] @ W.T)))
    dA = 2 * (outputs[-1] - Y)
    new = []
    for layer in reversed(range(len(weights))):
        W = weights[layer]
        A = outputs[layer + 1]
        slope = A * (1 - A)
        delta = dA * slope
        dW = delta.T @ outputs[layer]
        new_W = W - lr * dW
        new = [new_W, *new]
        dA = delta @ W
    return new


def cases(rng):
    """Nets of one to four layers, with a usual lr, a large one and none."""
    X, Y, *weights = homework()
    yield "the homework", (weights, X, Y, 1.0)
    yield "the program's net", (*source_net(rng), 0.3)
    yield "one layer", (*drawn_net(rng, 4, 3, 2), 0.5)
    yield "two layers, one sample", (*drawn_net(rng, 1, 2, 3, 2), 0.5)
    yield "three layers", (*drawn_net(rng, 5, 2, 4, 3, 2), 0.5)
    yield "four layers of two units", (*drawn_net(rng, 3, 2, 2, 2, 2, 2), 0.5)
    yield "a large lr", (*drawn_net(rng, 6, 2, 3, 3, 1), 4.0)
    yield "lr 0", (*drawn_net(rng, 2, 2, 2, 1), 0.0)


def drawn_net(rng, n, *sizes):
    """Draw the weights of a net without biases, and its data: weights, X, Y."""
    shapes = zip(sizes[1:], sizes)
    weights = [rng.normal(size=shape) for shape in shapes]
    X, Y = rng.uniform(-1, 1, (n, sizes[0])), rng.uniform(0.1, 0.9, (n, sizes[-1]))
    return weights, X, Y


def source_net(rng):
    """The program's 1-4-2-2-1 and its curve of 41 points, without the biases."""
    sizes = [1, 4, 2, 2, 1]
    weights = [rng.random(shape) for shape in zip(sizes[1:], sizes)]
    X = np.linspace(0, 2, 41)[:, None]
    return weights, X, np.sin(2 * np.pi * X) / 4 + 0.5


def one_by_one(weights, X, Y, lr):
    """One step per sample, each from where the one before ended."""
    for row in range(len(X)):
        weights = train_step(weights, X[[row]], Y[[row]], lr)
    return weights


MISTAKES = f"""
This is the program's own bug: the error goes back through weights that have already
moved. Pass it back through the weights of the forward pass.
    delta @ W -> delta @ new_W

This is the program's own bug: the error goes back through weights that have already
moved. Besides, you write them into the arrays that you were given.
    new_W = W - lr * dW -> W -= lr * dW; new_W = W

You repaired the last layer only. The layers before it still pass the error back through
weights that have already moved.
    delta @ W -> delta @ (W if layer + 1 == len(weights) else new_W)

The last layer still passes the error back through weights that have already moved. The
layers before it are repaired.
    delta @ W -> delta @ (new_W if layer + 1 == len(weights) else W)

The order is repaired, and the new numbers are right. But you write them over the
weights that you were given. Put new arrays into a new list.
    new = [new_W, *new] -> weights[layer] = new_W
    return new -> return weights

The new weights are right, but they stand in the order in which you computed them, from
the back. The first layer comes first.
    [new_W, *new] -> [*new, new_W]

The step is half as long as it should be. This loss has no ½: its gradient is 2·(o − y).
    2 * (outputs[-1] - Y) -> outputs[-1] - Y

You divide by the number of samples. The program adds them up; that was the secret of
section 3.
    2 * (outputs[-1] - Y) -> 2 * (outputs[-1] - Y) / len(Y)

You take the mean over all samples and outputs. The program adds up.
    2 * (outputs[-1] - Y) -> 2 * (outputs[-1] - Y) / Y.size

You go uphill. Each weight moves against its derivative.
    W - lr * dW -> W + lr * dW

lr is not used. The step is lr times the derivative.
    lr * dW -> dW

You return the steps. The new weights are the old ones minus the steps.
    W - lr * dW -> lr * dW

σ′ is missing in every layer. What comes back is ∂L/∂a; times a(1 − a) it is δ.
    dA * slope -> dA

{KNOWN["slope forgotten at output"].message}
    dA * slope -> dA if layer + 1 == len(weights) else dA * slope

{KNOWN["slope forgotten at hidden"].message}
    dA * slope -> dA * slope if layer + 1 == len(weights) else dA

{KNOWN["slope taken at h"].message}
    slope = A * (1 - A) -> S = 1 / (1 + np.exp(-A)); slope = S * (1 - S)

{KNOWN["dW passed back"].message}
    delta @ W -> dW.sum(axis=0)

W stands the wrong way round on the way back. W has one row per unit, and so δ has one
column per row of W.
    delta @ W -> delta @ W.T
"""

EXERCISE = Exercise(
    id="9.1",
    title="Repair the program",
    points=3,
    minutes=10,
    reference=train_step,
    cases=cases,
    mistakes=(
        *slips(train_step, MISTAKES),
        WrongAnswer(
            "You take one step per sample. The program takes one step for all: the "
            "samples stand in the rows of X, and δᵀ times its input adds them up.",
            one_by_one,
        ),
    ),
    hints=(
        "Forward, keep the output of every layer: the way back needs them all. Then go "
        "through the layers from the last to the first.",
        "Each layer gets ∂L/∂a, and times a(1 − a) that is δ. Now two things are due: "
        "its new weights, and what the layer in front gets. Both need the old W.",
        "The step of W is lr times δᵀ times what came into the layer. What goes back "
        "is δ times W. Keep the new W under another name until all is done.",
    ),
    right="This change of order turns 100 trees of 100 starts into none.",
)
