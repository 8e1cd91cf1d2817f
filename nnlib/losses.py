"""Losses: each one a function of output and target together with its gradient.

`loss(Y_hat, Y)` is one number per network, `loss.gradient(Y_hat, Y)` has the shape of
Y_hat. The average over samples is taken here, in value and gradient, and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.validation.arguments import (
    check_loss_gradient,
    check_loss_value,
    check_named_functions,
)
from nnlib.validation.arrays import as_floats, check_targets


@dataclass(frozen=True)
class Loss:
    """A loss and its gradient with respect to the network's output.

    name      what it is called in figures and messages
    function  a function of (Y_hat, Y), both (..., n, outputs); returns one number per
              network
    gradient  a function of the same two; returns dL/dY_hat, (..., n, outputs)

    Raises TypeError where `name` is no text or one of the two is no function.

    >>> half_squared_error(np.array([[0.5]]), np.array([[0.25]]))
    np.float64(0.03125)
    """

    name: str
    function: Callable
    gradient: Callable

    def __post_init__(self):
        function, gradient = self.function, self.gradient
        check_named_functions("Loss", self.name, function=function, gradient=gradient)
        object.__setattr__(self, "gradient", _CheckedGradient(self.name, gradient))

    def __call__(self, Y_hat, Y):
        """Measure the loss of each network: one number, or (m,) of them.

        Y_hat  the network's output, (..., n, outputs)
        Y      the targets, (..., n, outputs), or (n, outputs) for all networks

        Raises ValueError where Y has another shape than Y_hat or the function returns
        an array of another shape, TypeError where it returns no number.
        """
        Y_hat, Y = _checked_pair(Y_hat, Y)
        value = self.function(Y_hat, Y)
        check_loss_value(self, value, Y_hat.shape[:-2])
        return value

    def __repr__(self):
        return self.name


@dataclass(frozen=True)
class _CheckedGradient:
    """The gradient of a loss, checked not to need NumPy's broadcasting."""

    name: str
    function: Callable

    def __call__(self, Y_hat, Y):
        Y_hat, Y = _checked_pair(Y_hat, Y)
        dA = self.function(Y_hat, Y)
        check_loss_gradient(self.name, dA, Y_hat.shape)
        return dA


def _checked_pair(Y_hat, Y):
    Y_hat = as_floats("Y_hat", Y_hat)
    check_targets(Y, np.shape(Y_hat))
    return Y_hat, as_floats("Y", Y)


def _total(A):
    return A.sum(axis=(-2, -1))


def _samples(Y_hat):
    return Y_hat.shape[-2]


mse = Loss(
    "mse",
    lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=(-2, -1)),
    lambda Y_hat, Y: 2 * (Y_hat - Y) / (_samples(Y_hat) * Y_hat.shape[-1]),
)
"""PyTorch's `MSELoss`: the mean of the squared errors over samples and outputs."""

half_squared_error = Loss(
    "half_squared_error",
    lambda Y_hat, Y: _total((Y_hat - Y) ** 2) / (2 * _samples(Y_hat)),
    lambda Y_hat, Y: (Y_hat - Y) / _samples(Y_hat),
)
"""The blackboard's loss: half the squared errors summed over outputs, mean over n."""

sum_squared_error = Loss(
    "sum_squared_error",
    lambda Y_hat, Y: _total((Y_hat - Y) ** 2),
    lambda Y_hat, Y: 2 * (Y_hat - Y),
)
"""All squared errors added up: the gradient grows with the number of samples."""


def log_sum_exp(Z):
    """Compute log(Σ exp(z)) of each row, without overflow for any finite z.

    `Z` is (..., n, outputs); the result is a column, (..., n, 1).

    >>> log_sum_exp(np.array([[1000.0, 1000.0]])).round(4)
    array([[1000.6931]])
    """
    Z = np.asarray(as_floats("Z", Z))
    largest = Z.max(axis=-1, keepdims=True)
    return largest + np.log(np.exp(Z - largest).sum(axis=-1, keepdims=True))


def softmax(Z):
    """Turn each row of pre-activations into probabilities: exp(z) / Σ exp(z).

    `Z` is (..., n, outputs), and so is the result; each of its rows adds up to 1.

    >>> softmax(np.array([[0.0, np.log(3)]])).round(4)
    array([[0.25, 0.75]])
    """
    Z = as_floats("Z", Z)
    return np.exp(Z - log_sum_exp(Z))


def _softmax_cross_entropy(Z, Y):
    _check_probabilities(Y, rows_sum_to_one=True)
    return _total(Y * (log_sum_exp(Z) - Z)) / _samples(Z)


def _softmax_cross_entropy_gradient(Z, Y):
    _check_probabilities(Y, rows_sum_to_one=True)
    return (softmax(Z) - Y) / _samples(Z)


softmax_cross_entropy = Loss(
    "softmax_cross_entropy", _softmax_cross_entropy, _softmax_cross_entropy_gradient
)
"""-Σ y log softmax(z), mean over samples; on the pre-activations of an identity layer.

The rows of Y are probabilities: none negative, each row adding up to one."""


def _sigmoid_cross_entropy(Z, Y):
    _check_probabilities(Y, rows_sum_to_one=False)
    return _total(np.logaddexp(0, Z) - Y * Z) / _samples(Z)


def _sigmoid_cross_entropy_gradient(Z, Y):
    _check_probabilities(Y, rows_sum_to_one=False)
    Y_hat = np.exp(-np.logaddexp(0, -Z))  # σ(Z), as the value above computes it
    return (Y_hat - Y) / _samples(Z)


sigmoid_cross_entropy = Loss(
    "sigmoid_cross_entropy", _sigmoid_cross_entropy, _sigmoid_cross_entropy_gradient
)
"""-Σ (y log σ(z) + (1 - y) log(1 - σ(z))), summed over outputs, mean over samples.

On the pre-activations of an identity layer. Each entry of Y lies between 0 and 1."""


def _check_probabilities(Y, *, rows_sum_to_one):
    bad = ~((Y >= 0) & (Y <= 1)).all(axis=-1)  # nan is bad as well
    if rows_sum_to_one:
        bad = bad | (abs(Y.sum(axis=-1) - 1) > 1e-6)
    if bad.any():
        row = tuple(np.argwhere(bad)[0])
        rule = ", each row adding up to 1" if rows_sum_to_one else ""
        raise ValueError(
            f"Y needs probabilities, numbers from 0 to 1{rule}; "
            f"row {int(row[-1])} is {Y[row].tolist()}."
        )
