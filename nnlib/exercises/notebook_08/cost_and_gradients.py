"""Exercise 8.3: patient one repaired: no activation at the output, decay in both."""

import numpy as np

from nnlib.activations import leaky_relu
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def cost_and_gradients(X, Y, W1, b1, W2, b2, decay):
    """The cost with its decay, and its derivatives by W1, b1, W2 and b2."""
    n = len(X)  # the number of samples
    Z1 = X @ W1.T + b1
    H = np.where(Z1 > 0, Z1, 0.01 * Z1)
    Y_hat = H @ W2.T + b2
    error = Y_hat - Y
    fit = np.mean(error**2)  # the first term of the cost
    squares = np.sum(W1**2) + np.sum(W2**2)  # the sum of the squares
    penalty = decay / (2 * n) * squares  # the decay term of the cost
    cost = fit + penalty  # the cost
    delta2 = 2 * error / n
    pull2 = decay / n * W2  # the decay in the gradient of `W2`
    dW2 = delta2.T @ H + pull2
    db2 = delta2.sum(axis=0)
    back = delta2 @ W2
    slope1 = np.where(Z1 > 0, 1.0, 0.01)
    delta1 = back * slope1
    pull1 = decay / n * W1  # the decay in the gradient of `W1`
    dW1 = delta1.T @ X + pull1
    db1 = delta1.sum(axis=0)
    return cost, dW1, db1, dW2, db2


def cases(rng):
    """Nets of the patient's form, away from kinks, with outputs on both sides of 0."""
    for name, (n, units, decay) in {
        "one sample, decay 0.5": (1, 3, 0.5),
        "two samples, decay 1": (2, 3, 1.0),
        "12 samples, decay 0.1": (12, 5, 0.1),
        "12 samples, decay 3": (12, 5, 3.0),
        "no decay": (6, 4, 0.0),
        "one hidden unit": (6, 1, 0.7),
    }.items():
        X, (W1, W2) = rng.random((n, 1)), rng.normal(size=(2, units))
        b1 = rng.normal(size=units)
        middle = np.median(leaky_relu(X * W1 + b1) @ W2)
        b2 = np.array([-middle - 0.3])
        yield name, (X, X**2, W1[:, None], b1, W2[None], b2, decay)


MISTAKES = """
The output still goes through leaky ReLU. With it, luck decides whether the net learns:
make the output linear.
    Y_hat = H @ W2.T + b2 -> Z2 = H @ W2.T + b2; Y_hat = np.where(Z2 > 0, Z2, 0.01 * Z2)
    2 * error / n -> 2 * error / n * np.where(Y_hat > 0, 1.0, 0.01)

You took leaky ReLU off the forward pass, and its slope is still in δ of the output. A
linear output has slope 1.
    2 * error / n -> 2 * error / n * np.where(Y_hat > 0, 1.0, 0.01)

The slope of the hidden layer is missing in its δ.
    back * slope1 -> back

Your hidden layer is ReLU. The patient's is leaky: slope 0.01 on the left, in both
passes.
    0.01 * Z1 -> 0 * Z1
    1.0, 0.01 -> 1.0, 0.0

You took leaky ReLU off the hidden layer as well. Without it the whole net is a straight
line.
    np.where(Z1 > 0, Z1, 0.01 * Z1) -> Z1
    back * slope1 -> back

The derivative of the squared error is 2·(o − y): in your δ the 2 is missing.
    2 * error / n -> error / n

The decay is still a sum of W in the cost, and absent from the gradients. Square the
weights, and take the derivative into dW.
    W1**2 -> W1
    W2**2 -> W2
    + pull1 ->
    + pull2 ->

The cost still sums W itself, and a sum of W has no minimum. Square the weights.
    W1**2 -> W1
    W2**2 -> W2

You took the derivative of the posted decay term, so cost and gradient agree. But a sum
of W has no minimum: the term needs squares.
    W1**2 -> W1
    W2**2 -> W2
    decay / n * W1 -> decay / (2 * n)
    decay / n * W2 -> decay / (2 * n)

The decay is in the cost and not in the gradients: a gradient check would fail. Add its
derivative to dW1 and dW2.
    + pull1 ->
    + pull2 ->

The decay is in the gradients and not in the cost. It belongs in both.
    fit + penalty -> fit

You left the decay out. That runs, but here it belongs in cost and gradients.
    fit + penalty -> fit
    + pull1 ->
    + pull2 ->

You square the sum of the weights. Sum their squares.
    np.sum(W1**2) -> np.sum(W1) ** 2
    np.sum(W2**2) -> np.sum(W2) ** 2

Cost and gradient do not fit: the ½ of the cost takes away the 2 of the derivative of
W².
    decay / n -> 2 * decay / n

The ½ of the decay term is missing in the cost.
    decay / (2 * n) -> decay / n

The derivative of ½W² is W, without the ½.
    decay / n -> decay / (2 * n)

The decay is not divided by n, the number of samples.
    decay / (2 * n) -> decay / 2
    decay / n -> decay

In the gradients the decay is not divided by n. In the cost it is, so a gradient check
would fail.
    decay / n -> decay

In the cost the decay is not divided by n. In the gradients it is, so a gradient check
would fail.
    decay / (2 * n) -> decay / 2

You let the biases decay. Only the weights do, as in the posted program.
    np.sum(W2**2) -> np.sum(W2**2) + np.sum(b1**2) + np.sum(b2**2)
    delta1.sum(axis=0) -> delta1.sum(axis=0) + decay / n * b1
    delta2.sum(axis=0) -> delta2.sum(axis=0) + decay / n * b2

You sum the squared errors. The cost takes their mean over the samples.
    np.mean(error**2) -> np.sum(error**2)
    2 * error / n -> 2 * error

You halve the squared errors. This cost is their mean, so its derivative keeps a factor
2.
    np.mean(error**2) -> np.mean(error**2) / 2
    2 * error / n -> error / n
"""

EXERCISE = Exercise(
    id="8.3",
    title="Repair patient one",
    points=4,
    minutes=15,
    reference=cost_and_gradients,
    cases=cases,
    mistakes=slips(cost_and_gradients, MISTAKES),
    hints=(
        "Without decay first: a forward pass as posted, but for the last line, and δ "
        "of the output is the derivative of the cost by the output.",
        "The slope of leaky ReLU is 1 where z > 0 and 0.01 where z < 0: `np.where`.",
        "What is the derivative of decay/(2n) times the sum of all W²? Add it to dW1 "
        "and dW2 alone.",
    ),
    right="With lr = 10⁻² this program learns x²; with the posted 10⁻⁶ it does not.",
)
