"""Starting weights: functions that turn a random generator and a shape into an array.

The shape is that of a weight matrix, (outputs, inputs). Any function `(rng, shape)`
of your own can be used in their place.
"""

import numpy as np


def zeros(rng, shape):
    """All weights zero: every hidden unit is the same as every other.

    rng    a random generator, not used
    shape  the shape of W, (outputs, inputs)
    """
    return np.zeros(shape)


def constant(value):
    """An initializer that sets all weights to one number, `value`.

    Returns a function of (rng, shape).

    >>> constant(0.5)(np.random.default_rng(0), (1, 2))
    array([[0.5, 0.5]])
    """
    return lambda rng, shape: np.full(shape, float(value))


def normal(scale):
    """An initializer that draws from a normal distribution around 0.

    `scale` is its standard deviation. Returns a function of (rng, shape).

    >>> normal(0.1)(np.random.default_rng(0), (1, 2)).round(4)
    array([[ 0.0126, -0.0132]])
    """
    return lambda rng, shape: scale * rng.standard_normal(shape)


def glorot(rng, shape):
    """Uniform weights that keep signals and gradients the same size through tanh.

    Between -r and r with r = sqrt(6 / (inputs + outputs)). Source: Glorot and Bengio
    2010, equation 16.

    rng    the random generator that draws them
    shape  the shape of W, (outputs, inputs)
    """
    bound = np.sqrt(6 / (shape[-1] + shape[-2]))
    return rng.uniform(-bound, bound, shape)


def he(rng, shape):
    """Normal weights that keep signals the same size through ReLU.

    Their standard deviation is sqrt(2 / inputs), since ReLU lets half of the signal
    through. Source: He, Zhang, Ren and Sun 2015, equation 10.

    rng    the random generator that draws them
    shape  the shape of W, (outputs, inputs)
    """
    return np.sqrt(2 / shape[-1]) * rng.standard_normal(shape)
