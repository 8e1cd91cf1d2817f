"""Kinks of an activation: corners such as that of ReLU at 0, without a single slope.

Any slope between the two sides is accepted there.
"""

import numpy as np

from nnlib.activations import Activation

CHOICES = (
    lambda left, right: left,
    lambda left, right: right,
    lambda left, right: (left + right) / 2,
    lambda left, right: 0 * left,  # what (z > 0) + (z < 0) * 0.01 gives at 0
)


def on_kink(activation, Z):
    """Whether the activation has a kink at each entry of `Z`."""
    left, right = _sides(activation, Z)
    return abs(left - right) > 1e-6


def every_slope(activation, Z):
    """List the activation with each of the derivatives accepted at `Z`."""
    kinks = CHOICES if on_kink(activation, Z).any() else ()
    return [activation, *(_with_slope(activation, choice) for choice in kinks)]


def _with_slope(activation, choice):
    def derivative(Z):
        chosen = choice(*_sides(activation, Z))
        return np.where(on_kink(activation, Z), chosen, activation.derivative(Z))

    return Activation(activation.name, activation.function, derivative)


def _sides(activation, Z):
    """The slopes a little to the left and a little to the right of each entry."""
    step = 1e-9 * np.maximum(abs(Z), 1)
    return activation.derivative(Z - step), activation.derivative(Z + step)
