"""Starting weights: functions that turn a random generator and a shape into an array.

The shape is that of a weight matrix, (outputs, inputs). Any function `(rng, shape)`
of your own can be used in their place.
"""

import numpy as np


def zeros(rng, shape):
    """All weights zero: every hidden unit is the same as every other."""
    return np.zeros(shape)


def constant(value):
    """An initializer that sets all weights to `value`.

    >>> constant(0.5)(np.random.default_rng(0), (1, 2))
    array([[0.5, 0.5]])
    """
    return lambda rng, shape: np.full(shape, float(value))


def normal(scale):
    """An initializer that draws weights from a normal distribution of width `scale`."""
    return lambda rng, shape: scale * rng.standard_normal(shape)


def glorot(rng, shape):
    """Uniform weights that keep signals and gradients the same size through tanh.

    Between -r and r with r = sqrt(6 / (inputs + outputs)). Source: Glorot and Bengio
    2010, equation 16.
    """
    bound = np.sqrt(6 / (shape[-1] + shape[-2]))
    return rng.uniform(-bound, bound, shape)


def he(rng, shape):
    """Normal weights that keep signals the same size through ReLU.

    Width sqrt(2 / inputs): ReLU lets half of them through. Source: He, Zhang, Ren
    and Sun 2015, equation 10.
    """
    return np.sqrt(2 / shape[-1]) * rng.standard_normal(shape)
