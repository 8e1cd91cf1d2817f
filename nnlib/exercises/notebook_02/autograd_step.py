"""Exercise 2.1: one training step of a net with biases, by PyTorch's autograd.

The right answer is computed in NumPy: this module needs no PyTorch.
"""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_02.nets import steps
from nnlib.exercises.slips import slips

SHARED_MEMORY = (
    "Your function changes the arrays it is called with. An update in place reaches "
    "them through torch.from_numpy too, which shares their memory; torch.tensor makes "
    "a copy."
)


def autograd_step(X, Y, W1, b1, W2, b2, lr):
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
You add up the samples. The loss is their mean: divide by their number.
    / len(X) ->

The step is twice as large as it should be: the ½ of the loss is missing.
    Y_hat - Y -> 2 * (Y_hat - Y)

Your loss is PyTorch's MSELoss, the mean over samples and outputs. Here the squares of a
sample's outputs are added up, times ½; only over the samples there is a mean.
    (Y_hat - Y) / len(X) -> 2 * (Y_hat - Y) / Y.size

You take the mean over the outputs too. The squares of a sample's outputs are added up;
only over the samples there is a mean.
    / len(X) -> / Y.size

Your loss is the sum of all squares: the ½ and the mean over the samples are missing.
    (Y_hat - Y) / len(X) -> 2 * (Y_hat - Y)

You go uphill. Each number moves against its derivative: minus lr times grad.
    - lr -> + lr

{SHARED_MEMORY}
    new_W1 = W1 - lr * dW1 -> W1 -= lr * dW1; new_W1 = W1
    new_b1 = b1 - lr * db1 -> b1 -= lr * db1; new_b1 = b1
    new_W2 = W2 - lr * dW2 -> W2 -= lr * dW2; new_W2 = W2
    new_b2 = b2 - lr * db2 -> b2 -= lr * db2; new_b2 = b2

You return the derivatives. The new weights are W − lr · grad.
    return new_W1, new_b1, new_W2, new_b2 -> return dW1, db1, dW2, db2

lr is not used. The step is lr times the derivative.
    lr * ->

Nothing moves. `backward` only fills grad; the update is a line of its own.
    return new_W1, new_b1, new_W2, new_b2 -> return W1, b1, W2, b2

The hidden layer sends its sums z on without σ. Each layer ends with σ.
    1 / (1 + np.exp(-Z1)) -> Z1
    back * slope1 -> back

The output layer ends without σ. Each layer ends with σ.
    1 / (1 + np.exp(-Z2)) -> Z2
    error * slope2 -> error

The biases do not move. They have a grad too.
    b1 - lr * db1 -> b1
    b2 - lr * db2 -> b2
"""

EXERCISE = Exercise(
    id="2.1",
    title="A training step with autograd",
    points=2,
    minutes=8,
    reference=autograd_step,
    cases=steps,
    mistakes=slips(autograd_step, MISTAKES),
    hints=(
        "Make tensors of the arrays first. What must PyTorch know about W1, b1, W2 and "
        "b2 that it need not know about X and Y?",
        "`torch.tensor(W1, requires_grad=True)` starts the record. The forward pass is "
        "that of NumPy with `torch.sigmoid`; `X @ W1.T + b1` is the same in both.",
        "The loss must be one number: half of all squared errors added up, divided by "
        "the number of samples. After `backward` the derivative of W1 is in `W1.grad`.",
    ),
    right="Autograd needed the forward pass alone. Exercise 2.2 is its other half.",
    imports=("numpy", "torch"),
)
