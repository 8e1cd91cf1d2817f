"""The maps that gradient descent comes down to, one for each value of a parameter.

Each is found by hand from a loss that depends on one number only.
"""

import numpy as np

from nnlib.dynamics.maps import Map


def sigmoid_map(c, y=0.5):
    """Gradient descent on (σ(z) - y)²: z <- z - c (σ(z) - y) σ(z) (1 - σ(z)).

    With y = 0.5 it is z <- z - (c/8) tanh(z/2) sech²(z/2), which is all that is left of
    a network whose last hidden layer is saturated.

    c  a number, or one per orbit, (m,); of such a network c = 2 n lr s for n samples,
       the sum of squared errors and s = 1 + |a|², where a is the hidden layer's output
    y  the target, a number

    Returns a `Map`.
    """
    middle = 2 * y - 1  # where tanh(z/2) is when σ(z) is y

    def function(z):
        t = _tanh(z / 2)
        return z - c / 8 * (t - middle) * (1 - t * t)

    def derivative(z):
        t = _tanh(z / 2)
        return 1 - c / 16 * (1 - t * t) * (1 - t * t - 2 * t * (t - middle))

    return Map("sigmoid_map", function, derivative)


def cubic_map(r):
    """Gradient descent on two equal weights in a row: u <- u (1 + r - u²).

    For the loss (w w |x| - y)²/2, where each w takes its own step, u = w |x| sqrt(lr)
    and r = lr |x| y. The first forks are at r = 1 and r = √5 - 1; beyond r = 2 it
    escapes. Source: Chen et al. 2023, "From Stability to Chaos", arXiv 2310.01687.

    `r` is a number, or one per orbit, (m,). Returns a `Map`.
    """
    return Map("cubic_map", lambda u: u * (1 + r - u * u), lambda u: 1 + r - 3 * u * u)


def alternating(map):
    """Turn an odd map f into -f, which (-1)ᵗ x follows where x follows f.

    A loss that cannot tell x from -x sees only -f. `map` is the `Map` of f; returns
    another `Map`.
    """
    return Map(f"alternating({map})", lambda x: -map(x), lambda x: -map.derivative(x))


def _tanh(x):
    return x.context.tanh(x) if hasattr(x, "context") else np.tanh(x)
