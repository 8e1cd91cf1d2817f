"""Exercise 6.1: the learning rate at which a living path of ReLU stops settling."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_06.paths import living_paths
from nnlib.exercises.slips import slips


def first_fork(X, Y, W1, W2):
    """The first fork, 1/(|x| y), where y is the target of the living output."""
    Z1 = X @ W1.T
    H = np.maximum(0, Z1)
    Z2 = H @ W2.T
    Y_hat = np.maximum(0, Z2)
    living = Y_hat.argmax()  # the living output
    target = Y[0, living]  # the target
    length = np.linalg.norm(X)  # |x|
    fork = 1 / (length * target)  # the fork
    return fork


MISTAKES = """
You always take the first target. In the homework the first output lives; in another net
it may be another one. Only the target of the output that lives counts.
    Y[0, living] -> Y[0, 0]

You take the largest target. A dead output has a target too, and it may be larger:
compute the outputs to see which one lives.
    Y[0, living] -> Y.max()

ReLU is missing between the layers. A hidden unit below zero is dead, and must not have
a say in which output lives.
    np.maximum(0, Z1) -> Z1
    np.maximum(0, Z2) -> Z2

You ask σ which output is the largest. The net here has ReLU in both layers.
    np.maximum(0, Z1) -> 1 / (1 + np.exp(-Z1))
    np.maximum(0, Z2) -> 1 / (1 + np.exp(-Z2))

You take the target at the place of the hidden unit that lives. The target belongs to an
output: go on to the next layer.
    Y_hat.argmax() -> H.argmax() % Y.size

You put the output o of the start where the target y belongs. The fork happens around
the place where the net would come to rest.
    Y[0, living] -> Y_hat[0, living]

All targets are in your answer. A dead output has no gradient, so its target does
nothing.
    Y[0, living] -> np.linalg.norm(Y)

You return one number for each output. The dead ones have no fork: pick the one that
lives.
    Y[0, living] -> Y

You have |x|² where |x| belongs: the root is missing.
    np.linalg.norm(X) -> np.sum(X**2)

You add up the sizes of the inputs. |x| is the length of x: the root of the sum of their
squares.
    np.linalg.norm(X) -> np.sum(np.abs(X))

x is missing. A longer x moves h farther in one step.
    length * target -> target

Your number is the sharpness, up to a factor of 2. The longest stable step is large
where the curvature is small: 1 divided by it.
    1 / (length * target) -> length * target

There is a factor 2 too many. The rule is 2/sharpness, and at a balanced minimum the
sharpness is already twice |x|·y.
    1 / (length * target) -> 2 / (length * target)

This is the second fork, from two values to four. Asked is the first.
    1 / (length * target) -> (np.sqrt(5) - 1) / (length * target)

Here the path dies. The first fork comes much earlier.
    1 / (length * target) -> (1.5 * np.sqrt(3) - 1) / (length * target)

You put the weights of the start into 2/(h² + |x|²w²). The fork belongs to the minimum
that large steps lead to: output on target, path balanced.
    target = Y[0, living] -> h, w = H.max(), W2[living, H.argmax()]
    1 / (length * target) -> 2 / (h**2 + length**2 * w**2)
"""

EXERCISE = Exercise(
    id="6.1",
    title="Your own first fork",
    points=3,
    minutes=8,
    reference=first_fork,
    cases=living_paths,
    mistakes=slips(first_fork, MISTAKES),
    hints=(
        "Section 3 has the formula for the homework, where the first output lives. "
        "Which of its parts must change if another one does?",
        "Do the forward pass with ReLU (`np.maximum(0, ...)`) in both layers. One "
        "output is above 0, and its column is the column of the target that counts.",
        "The length |x| is `np.linalg.norm(X)`.",
    ),
    right="No weight is in this number: they only decide which output lives.",
)
