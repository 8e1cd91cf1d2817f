"""The course's data: the worked 2-2-2 example, a second one, XOR, and a curve.

Everything comes as rows, one per sample, ready for `train`.
"""

from typing import NamedTuple

import numpy as np

from nnlib.validation.arguments import check_count
from nnlib.validation.arrays import as_floats


class WorkedExample(NamedTuple):
    """One sample and the weights to start from, as given on paper."""

    X: np.ndarray  # (1, inputs)
    Y: np.ndarray  # (1, outputs)
    W1: np.ndarray  # (hidden, inputs)
    W2: np.ndarray  # (outputs, hidden)


class ExampleWithBiases(NamedTuple):
    """The same with a bias for each unit."""

    X: np.ndarray
    Y: np.ndarray
    W1: np.ndarray
    b1: np.ndarray  # (hidden,)
    W2: np.ndarray
    b2: np.ndarray  # (outputs,)


HOMEWORK_NAMES = (
    (("w1", "w3"), ("w2", "w4")),
    (("w5", "w7"), ("w6", "w8")),
)


def homework():
    """The homework's 2-2-2 example: x, y and w1 ... w8, no biases.

    The homework numbers its weights column by column: W1 = [[w1, w3], [w2, w4]] and
    W2 = [[w5, w7], [w6, w8]]; `HOMEWORK_NAMES` holds these names in the same places.
    """
    return WorkedExample(
        X=np.array([[0.5, 0.3]]),
        Y=np.array([[0.23, -0.07]]),
        W1=np.array([[0.2, 0.5], [-0.4, 0.6]]),
        W2=np.array([[0.1, -0.3], [-0.5, 0.8]]),
    )


def mazur():
    """The 2-2-2 example of Mazur 2015, with biases.

    Source: M. Mazur, "A Step by Step Backpropagation Example", 2015.
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

    >>> X, Y = xor()
    >>> X.shape, Y.shape
    ((4, 2), (4, 1))
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    Y = np.array([[0.0], [1.0], [1.0], [0.0]])
    return X, Y


def wavy_curve(n):
    """The curve `wavy` at `n` evenly spaced points of [0, 1], as data (X, Y)."""
    check_count("n", n, 1)
    X = np.linspace(0, 1, n)[:, None]
    return X, wavy(X)


def wavy(X):
    """The curve 0.4x² + 0.3x sin 15x + 0.01 cos 50x - 0.3 at the points `X`.

    The values are rounded to 12 digits, since sines differ between processors in the
    last bit. Source: the curve-fitting case of the ai-edu course.
    """
    X = as_floats("X", X)
    Y = 0.4 * X**2 + 0.3 * X * np.sin(15 * X) + 0.01 * np.cos(50 * X) - 0.3
    return np.round(Y, 12)
