"""Exercise 3.3: one full update of a net with leaky ReLU, for any number of samples."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_01.nets import drawn_nets, nets
from nnlib.exercises.slips import slips
from nnlib.mistakes.known import MISTAKES as KNOWN


def leaky_update(X, Y, W1, W2, lr, slope):
    """Both weight matrices after one step downhill."""
    Z1 = X @ W1.T
    H = np.where(Z1 > 0, Z1, slope * Z1)
    Z2 = H @ W2.T
    Y_hat = np.where(Z2 > 0, Z2, slope * Z2)
    error = (Y_hat - Y) / len(X)
    slope2 = np.where(Z2 > 0, 1.0, slope)
    delta2 = error * slope2
    dW2 = delta2.T @ H
    back = delta2 @ W2
    slope1 = np.where(Z1 > 0, 1.0, slope)
    delta1 = back * slope1
    dW1 = delta1.T @ X
    new_W1 = W1 - lr * dW1
    new_W2 = W2 - lr * dW2
    return new_W1, new_W2


def cases(rng):
    """Several slopes, from ReLU's to a straight line's; sums z that are exactly 0."""
    for name, net in nets(rng):
        lr = 1.0 if name == "the homework" else 0.1
        yield f"{name}, slope 0.01", (*net, lr, 0.01)
    yield "slope 0.3", (*drawn_nets(rng, 5, 3, 4, 2), 0.2, 0.3)
    yield "slope 0, which is ReLU", (*drawn_nets(rng, 4, 3, 3, 2), 0.2, 0.0)
    yield "slope 1, a straight line", (*drawn_nets(rng, 3, 2, 3, 2), 0.1, 1.0)
    X, Y, W1, W2 = drawn_nets(rng, 3, 2, 4, 2)
    yield "W2 all zero", (X, Y, W1, 0 * W2, 0.5, 0.1)


MISTAKES = f"""
Forward you compute leaky ReLU, but on the way back you use the slope of ReLU: to the
left of 0 it is `slope` now, and not 0.
    1.0, slope -> 1.0, 0.0

On the way back you use the slope of leaky ReLU, but forward you compute ReLU: a
negative z becomes slope times z.
    slope * Z1 -> 0 * Z1
    slope * Z2 -> 0 * Z2

At z = 0 your slope is 1. There the course takes the slope on the left.
    > 0, 1.0 -> >= 0, 1.0

A negative z becomes positive in your leaky ReLU: slope times z is negative too.
    slope * Z1 -> -slope * Z1
    slope * Z2 -> -slope * Z2
    1.0, slope -> 1.0, -slope

Your leaky ReLU is the larger one of z and slope. To the left of 0 it is slope times z.
    np.where(Z1 > 0, Z1, slope * Z1) -> np.maximum(Z1, slope)
    np.where(Z2 > 0, Z2, slope * Z2) -> np.maximum(Z2, slope)

To the left of 0 your derivative is slope times z. That is the value; its derivative is
slope.
    Z1 > 0, 1.0, slope -> Z1 > 0, 1.0, slope * Z1
    Z2 > 0, 1.0, slope -> Z2 > 0, 1.0, slope * Z2

The factor a(1 − a) is the slope of sigmoid. Here the slope is 1 or `slope`, by the sign
of z.
    np.where(Z1 > 0, 1.0, slope) -> H * (1 - H)
    np.where(Z2 > 0, 1.0, slope) -> Y_hat * (1 - Y_hat)

The output layer has no activation in your net. It has leaky ReLU too.
    np.where(Z2 > 0, Z2, slope * Z2) -> Z2
    np.where(Z2 > 0, 1.0, slope) -> np.ones_like(Z2)

The output layer has plain ReLU in your net. It has leaky ReLU too.
    slope * Z2 -> 0 * Z2
    Z2 > 0, 1.0, slope -> Z2 > 0, 1.0, 0.0

This is the step of plain ReLU: `slope` is not used.
    slope * Z1 -> 0 * Z1
    slope * Z2 -> 0 * Z2
    1.0, slope -> 1.0, 0.0

{KNOWN["slope forgotten at output"].message}
    error * slope2 -> error

{KNOWN["slope forgotten at hidden"].message}
    back * slope1 -> back

{KNOWN["factor 2"].message}
    error * slope2 -> 2 * error * slope2

{KNOWN["updated W used"].message}
    delta2 @ W2 -> delta2 @ (W2 - lr * dW2)

The derivative of W2 is δ times what W2 receives. That is the hidden layer's output, and
not its sums z.
    delta2.T @ H -> delta2.T @ Z1

You return the derivatives. The new weights are W − lr · dW.
    return new_W1, new_W2 -> return dW1, dW2

You add up the samples. The loss is their mean: divide by their number.
    / len(X) ->

You go uphill. Each weight moves against its derivative: minus lr times derivative.
    - lr -> + lr

You use 0.01 where `slope` belongs: the caller says how leaky the net is.
    slope * Z1 -> 0.01 * Z1
    slope * Z2 -> 0.01 * Z2
    1.0, slope -> 1.0, 0.01
"""

EXERCISE = Exercise(
    id="3.3",
    title="Leaky ReLU plugged in",
    points=3,
    minutes=10,
    reference=leaky_update,
    cases=cases,
    mistakes=slips(leaky_update, MISTAKES),
    hints=(
        "It is the update of exercise 1.4 with two lines changed on the way forward "
        "and two on the way back. Keep the sums z: you need them twice.",
        "`np.where` takes a condition and two values: what to use where it holds and "
        "what elsewhere. The condition is the same for the value and for the slope.",
        "δ of the outputs is the error times the slope at z2, divided by the number of "
        "samples. δ of the hidden units is `delta2 @ W2` times the slope at z1.",
    ),
    right="To change the activation you changed it in two places, forward and back.",
)
