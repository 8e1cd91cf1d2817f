"""Activation functions: each one a scalar function together with its derivative.

They are applied entry by entry, to arrays of any shape, and keep float32 as float32;
whole numbers and lists become float64. Adding one takes one line; your own works
everywhere the given ones do.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.validation.arguments import check_named_functions
from nnlib.validation.arrays import as_floats


@dataclass(frozen=True)
class Activation:
    """A scalar function applied entry by entry, and its derivative.

    Calling it with the pre-activation Z applies the function.

    name        what it is called in figures and messages
    function    a function of Z, an array of any shape, that returns the same shape
    derivative  the same for the derivative, which is also taken at Z

    Raises TypeError where `name` is no text or one of the two is no function.

    >>> square = Activation("square", lambda Z: Z**2, lambda Z: 2 * Z)
    >>> square(3.0), square.derivative(3.0)
    (9.0, 6.0)
    """

    name: str
    function: Callable
    derivative: Callable

    def __post_init__(self):
        function, derivative = self.function, self.derivative
        check_named_functions(
            "Activation", self.name, function=function, derivative=derivative
        )
        object.__setattr__(self, "derivative", _OfFloats(derivative))

    def __call__(self, Z):
        """Apply the function to `Z`, a number or an array of any shape."""
        return self.function(as_floats("Z", Z))

    def __repr__(self):
        return self.name


@dataclass(frozen=True)
class _OfFloats:
    """A derivative that gets floats even for lists and whole numbers."""

    function: Callable

    def __call__(self, Z):
        return self.function(as_floats("Z", Z))


def _sigmoid(Z):
    with np.errstate(over="ignore"):  # exp(-Z) = inf gives 0, the right limit
        return 1 / (1 + np.exp(-Z))


def _sigmoid_derivative(Z):
    A = _sigmoid(Z)
    return A * (1 - A)


def _tanh_derivative(Z):
    return 1 - np.tanh(Z) ** 2


def _identity(Z):
    return Z


def _relu(Z):
    return np.maximum(Z, 0)


def _relu_derivative(Z):
    return np.where(Z > 0, 1, 0).astype(np.asarray(Z).dtype)


def _leaky_relu(Z):
    return np.maximum(Z, 0.01 * Z)


def _leaky_relu_derivative(Z):
    return np.where(Z > 0, 1, 0.01).astype(np.asarray(Z).dtype)


# named functions and no lambdas, so that networks can be pickled
identity = Activation("identity", _identity, np.ones_like)
"""z itself, with slope 1."""

sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_derivative)
"""1 / (1 + exp(-z)), between 0 and 1; its slope is at most 1/4."""

tanh = Activation("tanh", np.tanh, _tanh_derivative)
"""The hyperbolic tangent, between -1 and 1; its slope is at most 1."""

# At the kink, Z = 0, the derivatives below take the left-hand slope, as PyTorch does.
relu = Activation("relu", _relu, _relu_derivative)
"""z where it is positive, else 0."""

leaky_relu = Activation("leaky_relu", _leaky_relu, _leaky_relu_derivative)
"""z where it is positive, else 0.01 z."""
