"""Exercise 2.3: a training program in PyTorch whose zero_grad stands in a wrong place.

The right answer is computed in NumPy: this module needs no PyTorch.
"""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_01.nets import drawn_nets
from nnlib.exercises.notebook_02.autograd_step import SHARED_MEMORY
from nnlib.exercises.slips import slips

CASES = {  # the shape of the net, lr and the number of passes
    "one sample, 4 passes": ((1, 2, 2, 2), 0.5, 4),
    "3 samples, one pass": ((3, 2, 2, 1), 1.0, 1),
    "3 samples, 3 passes": ((3, 2, 4, 2), 1.0, 3),
    "2 samples, 4 passes": ((2, 3, 4, 1), 0.5, 4),
    "5 samples, 2 passes": ((5, 4, 3, 3), 0.5, 2),
    "a small lr": ((4, 3, 2, 3), 0.05, 3),
    "a large lr": ((6, 2, 3, 3), 4.0, 2),
    "8 samples, one pass": ((8, 2, 2, 1), 0.5, 1),
}


def torch_train(X, Y, W1, W2, lr, epochs):
    """The weights after training sample by sample, and the losses on the way.

    As in PyTorch, each sample's derivatives are added to dW1 and dW2.
    """
    losses = []
    dW1 = np.zeros_like(W1)
    dW2 = np.zeros_like(W2)
    for _ in range(epochs):
        for row in range(len(X)):
            x = X[row]
            y = Y[row]
            z1 = W1 @ x
            h = 1 / (1 + np.exp(-z1))
            z2 = W2 @ h
            o = 1 / (1 + np.exp(-z2))
            error = o - y
            loss = error @ error / 2  # the loss
            losses.append(loss)
            dW1 = 0 * W1
            dW2 = 0 * W2
            slope2 = o * (1 - o)
            delta2 = error * slope2
            dW2 = dW2 + np.outer(delta2, h)
            back = delta2 @ W2
            slope1 = h * (1 - h)
            delta1 = back * slope1
            dW1 = dW1 + np.outer(delta1, x)
            W1 = W1 - lr * dW1
            W2 = W2 - lr * dW2
    return W1, W2, np.array(losses)


def cases(rng):
    """Nets of several shapes; one sample, where the friend's program is right."""
    for name, (shape, lr, epochs) in CASES.items():
        yield name, (*drawn_nets(rng, *shape), lr, epochs)


MISTAKES = f"""
This does what your friend's program does. The gradients are emptied once in each pass,
but `backward` runs once for each sample and adds.
    dW1 = 0 * W1 ->
    dW2 = 0 * W2 ->
    for row in range(len(X)): -> dW1, dW2 = 0 * W1, 0 * W2\\nfor row in range(len(X)):

The gradients are never emptied during training. `backward` adds to grad, so each step
uses the sum of all gradients so far.
    dW1 = 0 * W1 ->
    dW2 = 0 * W2 ->

Nothing moves: you empty the gradients after `backward` and before the step, which then
finds zeros.
    dW1 = 0 * W1 ->
    dW2 = 0 * W2 ->
    np.outer(delta1, x) -> np.outer(delta1, x); dW1, dW2 = 0 * W1, 0 * W2

Each gradient is twice as large as it should be. Does `backward` run twice before the
step, or is the ½ of the loss gone?
    error * slope2 -> 2 * error * slope2

There is only one step in each pass, with the sum of the gradients. Here every sample
has a step of its own.
    dW1 = 0 * W1 ->
    dW2 = 0 * W2 ->
    for row in range(len(X)): -> dW1, dW2 = 0 * W1, 0 * W2\\nfor row in range(len(X)):
    W1 = W1 - lr * dW1 -> if row == len(X) - 1: W1 = W1 - lr * dW1
    W2 = W2 - lr * dW2 -> if row == len(X) - 1: W2 = W2 - lr * dW2

There is only one step in each pass, and only the gradient of the last sample survives
until then. Every sample has a step of its own.
    W1 = W1 - lr * dW1 -> if row == len(X) - 1: W1 = W1 - lr * dW1
    W2 = W2 - lr * dW2 -> if row == len(X) - 1: W2 = W2 - lr * dW2

The gradient of W1 is emptied before each `backward`, that of W2 is not.
    dW2 = 0 * W2 ->

The gradient of W2 is emptied before each `backward`, that of W1 is not.
    dW1 = 0 * W1 ->

The weights are right, but you write the losses down after the step. They belong before
it, where `backward` starts.
    losses.append(loss) ->
    lr * dW1 -> lr * dW1; h = 1 / (1 + np.exp(-W1 @ x))
    lr * dW2 -> lr * dW2; e = 1 / (1 + np.exp(-W2 @ h)) - y; losses.append(e @ e / 2)

lr does not reach the optimizer: without it SGD takes 0.001.
    lr -> 0.001

Your loss is the mean of the squared errors over the outputs. Here it is half of their
sum, which is the same for two outputs only.
    error @ error / 2 -> error @ error / len(y)
    error * slope2 -> 2 / len(y) * error * slope2

{SHARED_MEMORY}
    W1 = W1 - lr * dW1 -> W1 -= lr * dW1
    W2 = W2 - lr * dW2 -> W2 -= lr * dW2
"""

EXERCISE = Exercise(
    id="2.3",
    title="Find the forgotten zero_grad",
    points=3,
    minutes=10,
    reference=torch_train,
    cases=cases,
    mistakes=slips(torch_train, MISTAKES),
    hints=(
        "With one sample your friend's program is right. What happens twice between "
        "two calls of `zero_grad` as soon as there are two samples?",
        "Write down what happens for two samples in one pass, line by line. Between "
        "two steps `grad` must be emptied once, and then `backward` be called once.",
    ),
    right="The line was there, in the wrong loop: with one sample nobody can see it.",
    imports=("numpy", "torch"),
)
