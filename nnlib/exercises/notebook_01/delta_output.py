"""Exercise 1.2: the error signal of the output units, one row per sample."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_01.forward import forward
from nnlib.exercises.notebook_01.nets import nets
from nnlib.exercises.slips import slips


def delta_output(Y_hat, Y):
    """The error signal δ = ∂L/∂z of the output units."""
    error = Y_hat - Y
    slope2 = Y_hat * (1 - Y_hat)
    delta2 = error * slope2
    return delta2


def cases(rng):
    """Outputs of nets of several shapes, on target, and next to 0 and 1."""
    for name, (X, Y, W1, W2) in nets(rng):
        yield name, (forward(X, W1, W2)[1], Y)
    yield "outputs on target", (Y, Y)
    saturated = np.array([[1.0, 0.0, 1e-3]])
    yield "saturated outputs", (saturated, np.array([[0.0, 1.0, 1.0]]))


MISTAKES = """
σ′ is forgotten: o − y is ∂L/∂o, the slope behind the activation. On the way back
through σ it is multiplied by σ′(z) = o(1 − o).
    error * slope2 -> error

You took σ′ at the output o. It belongs to the sum z: σ′(z), and in terms of the output
that is o(1 − o).
    slope2 = Y_hat * (1 - Y_hat) -> S = 1 / (1 + np.exp(-Y_hat)); slope2 = S * (1 - S)

The sign is wrong: L is ½(o − y)², so ∂L/∂o is o − y. A positive δ says that the output
is too large.
    Y_hat - Y -> Y - Y_hat

There is a factor 2 too many. The ½ of the loss takes it away.
    error * slope2 -> 2 * error * slope2

You divide by n. Here every sample has a loss, and a δ, of its own.
    error * slope2 -> error * slope2 / len(Y)

You multiply by o where o(1 − o) belongs.
    Y_hat * (1 - Y_hat) -> Y_hat

You multiply by 1 − o where o(1 − o) belongs.
    Y_hat * (1 - Y_hat) -> 1 - Y_hat
"""

EXERCISE = Exercise(
    id="1.2",
    title="Delta of the output units",
    points=2,
    minutes=5,
    reference=delta_output,
    cases=cases,
    mistakes=slips(delta_output, MISTAKES),
    hints=(
        "δ has two factors here: how the loss changes with the output, and how the "
        "output changes with its sum z.",
        "The first factor is o − y. The second is σ′(z), and σ′(z) = o(1 − o).",
    ),
    right="Every weight into an output unit has this δ as a factor of its derivative.",
)
