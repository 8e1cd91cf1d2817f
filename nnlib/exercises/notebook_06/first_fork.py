"""Exercise 6.1: the learning rate at which a living path of ReLU stops settling."""

import numpy as np

from nnlib.activations import relu, sigmoid
from nnlib.dynamics.thresholds import relu_thresholds
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_06.paths import living_paths
from nnlib.network import Dense, Network


def first_fork(X, Y, W1, W2):
    """The first fork, 1/(|x| y), where y is the target of the living output."""
    return at(X, Y, W1, W2).fork


def at(X, Y, W1, W2):
    """All thresholds of the net."""
    network = Network([Dense(W1, None, relu), Dense(W2, None, relu)])
    return relu_thresholds(network, X, Y)


def output(X, W1, W2):
    """The outputs of the net."""
    return relu(relu(X @ W1.T) @ W2.T)


def with_target(y_of):
    """The formula with another number in place of the living output's target."""
    return lambda X, Y, W1, W2: 1 / (np.linalg.norm(X) * y_of(X, Y, W1, W2))


def from_start(X, Y, W1, W2):
    """2/(h² + |x|² w²), with the path's weights of the start."""
    H = relu(X @ W1.T)
    path = W2[output(X, W1, W2)[0] > 0][0, H[0].argmax()]
    return 2 / (H.max() ** 2 + (X**2).sum() * path**2)


EXERCISE = Exercise(
    id="6.1",
    title="Your own first fork",
    points=3,
    minutes=8,
    reference=first_fork,
    cases=living_paths,
    mistakes=(
        WrongAnswer(
            "You always take the first target. In the homework the first output lives; "
            "in another net it may be another one. Only the target of the output that "
            "lives counts.",
            with_target(lambda X, Y, W1, W2: Y[0, 0]),
        ),
        WrongAnswer(
            "You take the largest target. A dead output has a target too, and it may "
            "be larger: compute the outputs to see which one lives.",
            with_target(lambda X, Y, W1, W2: Y.max()),
        ),
        WrongAnswer(
            "ReLU is missing between the layers. A hidden unit below zero is dead, and "
            "must not have a say in which output lives.",
            with_target(lambda X, Y, W1, W2: Y[0, (X @ W1.T @ W2.T).argmax()]),
        ),
        WrongAnswer(
            "You ask σ which output is the largest. The net here has ReLU in both "
            "layers.",
            with_target(
                lambda X, Y, W1, W2: Y[0, sigmoid(sigmoid(X @ W1.T) @ W2.T).argmax()]
            ),
        ),
        WrongAnswer(
            "You take the target at the place of the hidden unit that lives. The "
            "target belongs to an output: go on to the next layer.",
            with_target(lambda X, Y, W1, W2: Y[0, (X @ W1.T).argmax() % Y.size]),
        ),
        WrongAnswer(
            "You put the output o of the start where the target y belongs. The fork "
            "happens around the place where the net would come to rest.",
            with_target(lambda X, Y, W1, W2: output(X, W1, W2).max()),
        ),
        WrongAnswer(
            "All targets are in your answer. A dead output has no gradient, so its "
            "target does nothing.",
            with_target(lambda X, Y, W1, W2: np.linalg.norm(Y)),
        ),
        WrongAnswer(
            "You return one number for each output. The dead ones have no fork: pick "
            "the one that lives.",
            with_target(lambda X, Y, W1, W2: Y),
        ),
        WrongAnswer(
            "You have |x|² where |x| belongs: the root is missing.",
            lambda X, Y, W1, W2: first_fork(X, Y, W1, W2) / np.linalg.norm(X),
        ),
        WrongAnswer(
            "You add up the sizes of the inputs. |x| is the length of x: the root of "
            "the sum of their squares.",
            lambda X, Y, W1, W2: (
                first_fork(X, Y, W1, W2) * np.linalg.norm(X) / abs(X).sum()
            ),
        ),
        WrongAnswer(
            "x is missing. A longer x moves h farther in one step.",
            lambda X, Y, W1, W2: first_fork(X, Y, W1, W2) * np.linalg.norm(X),
        ),
        WrongAnswer(
            "Your number is the sharpness, up to a factor of 2. The longest stable "
            "step is large where the curvature is small: 1 divided by it.",
            lambda X, Y, W1, W2: 1 / first_fork(X, Y, W1, W2),
        ),
        WrongAnswer(
            "There is a factor 2 too many. The rule is 2/sharpness, and at a balanced "
            "minimum the sharpness is already twice |x|·y.",
            lambda X, Y, W1, W2: 2 * first_fork(X, Y, W1, W2),
        ),
        WrongAnswer(
            "This is the second fork, from two values to four. Asked is the first.",
            lambda X, Y, W1, W2: at(X, Y, W1, W2).second_fork,
        ),
        WrongAnswer(
            "Here the path dies. The first fork comes much earlier.",
            lambda X, Y, W1, W2: at(X, Y, W1, W2).death,
        ),
        WrongAnswer(
            "You put the weights of the start into 2/(h² + |x|²w²). The fork belongs "
            "to the minimum that large steps lead to: output on target, path balanced.",
            from_start,
        ),
    ),
    hints=(
        "Section 3 has the formula for the homework, where the first output lives. "
        "Which of its parts must change if another one does?",
        "Do the forward pass with ReLU (`np.maximum(0, ...)`) in both layers. One "
        "output is above 0, and its column is the column of the target that counts.",
        "The length |x| is `np.linalg.norm(X)`.",
    ),
    right="No weight is in this number: they only decide which output lives.",
)
