"""The course's data: the worked 2-2-2 example, a second one, XOR, and a curve.

Everything comes as rows, one per sample, ready for `train`.
"""

from typing import NamedTuple

import numpy as np

from nnlib.validation.arguments import check_count
from nnlib.validation.arrays import as_floats


class WorkedExample(NamedTuple):
    """One sample and the weights to start from, as given on paper.

    X   the inputs, (1, inputs)
    Y   the targets, (1, outputs)
    W1  the weights of the hidden layer, (hidden, inputs)
    W2  the weights of the output layer, (outputs, hidden)
    """

    X: np.ndarray
    Y: np.ndarray
    W1: np.ndarray
    W2: np.ndarray


class ExampleWithBiases(NamedTuple):
    """One sample and the weights and biases to start from.

    X   the inputs, (1, inputs)
    Y   the targets, (1, outputs)
    W1  the weights of the hidden layer, (hidden, inputs)
    b1  its biases, (hidden,)
    W2  the weights of the output layer, (outputs, hidden)
    b2  its biases, (outputs,)
    """

    X: np.ndarray
    Y: np.ndarray
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


HOMEWORK_NAMES = (
    (("w1", "w3"), ("w2", "w4")),
    (("w5", "w7"), ("w6", "w8")),
)


def homework():
    """The homework's 2-2-2 example: x, y and w1 ... w8, no biases.

    Returns X and Y, (1, 2), and W1 and W2, (2, 2). The homework numbers its weights
    column by column: W1 = [[w1, w3], [w2, w4]] and W2 = [[w5, w7], [w6, w8]];
    `HOMEWORK_NAMES` holds these names in the same places.
    """
    return WorkedExample(
        X=np.array([[0.5, 0.3]]),
        Y=np.array([[0.23, -0.07]]),
        W1=np.array([[0.2, 0.5], [-0.4, 0.6]]),
        W2=np.array([[0.1, -0.3], [-0.5, 0.8]]),
    )


def mazur():
    """The 2-2-2 example of Mazur 2015, with biases.

    Returns X and Y, (1, 2), W1 and W2, (2, 2), and b1 and b2, (2,). Source: M. Mazur,
    "A Step by Step Backpropagation Example", 2015.
    """
    return ExampleWithBiases(
        X=np.array([[0.05, 0.10]]),
        Y=np.array([[0.01, 0.99]]),
        W1=np.array([[0.15, 0.20], [0.25, 0.30]]),
        b1=np.array([0.35, 0.35]),
        W2=np.array([[0.40, 0.45], [0.50, 0.55]]),
        b2=np.array([0.60, 0.60]),
    )


def xor():
    """The four samples of "one or the other, but not both".

    Returns X, (4, 2), and Y, (4, 1).

    >>> X, Y = xor()
    >>> Y[:, 0]
    array([0., 1., 1., 0.])
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    Y = np.array([[0.0], [1.0], [1.0], [0.0]])
    return X, Y


def wavy_curve(n):
    """The curve `wavy` at evenly spaced points of [0, 1], as data to train on.

    `n` is the number of points. Returns X and Y, both (n, 1). Raises ValueError where
    n is no whole number of at least 1.
    """
    check_count("n", n, 1)
    X = np.linspace(0, 1, n)[:, None]
    return X, wavy(X)


def wavy(X):
    """The curve 0.4x² + 0.3x sin 15x + 0.01 cos 50x - 0.3.

    `X` is an array of any shape; the result has the same. It is rounded to 12 digits,
    since sines differ between processors in the last bit. Source: the curve-fitting
    case of the ai-edu course.
    """
    X = as_floats("X", X)
    Y = 0.4 * X**2 + 0.3 * X * np.sin(15 * X) + 0.01 * np.cos(50 * X) - 0.3
    return np.round(Y, 12)
