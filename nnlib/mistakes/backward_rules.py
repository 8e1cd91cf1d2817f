"""The three rules of a layer's backward pass, and what people write in their place.

With the right ones, `Rules()` computes what `Dense.backward` does; a known mistake has
one of them wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.network import Gradient


def slope_at_Z(layer, cache):
    """The right slope: σ′(z), the derivative at the pre-activation."""
    return layer.activation.derivative(cache.Z)


def no_slope(layer, cache):
    """The slope 1 in place of σ′(z)."""
    return np.ones_like(cache.Z)


def slope_at_A(layer, cache):
    """The derivative at h = σ(z) in place of z."""
    return layer.activation.derivative(cache.A)


def minus_slope(layer, cache):
    """The right slope with its sign flipped."""
    return -slope_at_Z(layer, cache)


def double_slope(layer, cache):
    """Twice the right slope."""
    return 2 * slope_at_Z(layer, cache)


def outer_product(delta, X):
    """The right outer product: δ xᵀ, summed over the samples."""
    return delta.mT @ X


def swapped_product(delta, X):
    """The outer product x δᵀ, brought into the shape of W."""
    product = X.mT @ delta
    return product.reshape(*product.shape[:-2], *product.shape[:-3:-1])


def through_W(delta, W, dW, lr):
    """The right way back: Wᵀ δ."""
    return delta @ W


def through_dW(delta, W, dW, lr):
    """The rows of dL/dW added up in place of Wᵀ δ, the same for all samples."""
    rows = dW.sum(axis=-2, keepdims=True)
    return np.broadcast_to(rows, (*delta.shape[:-1], W.shape[-1]))


def through_updated_W(delta, W, dW, lr):
    """The way back through the weights after their step."""
    return delta @ (W - lr * dW)


def through_untransposed_W(delta, W, dW, lr):
    """W in place of Wᵀ; where W is not square, reshaped until it fits."""
    reshaped = W.reshape(*W.shape[:-2], W.shape[-1], W.shape[-2])
    return delta @ reshaped.mT


@dataclass(frozen=True)
class Rules:
    """The three rules of a layer's backward pass, by default the right ones.

    slope  a function of (layer, cache); dL/dA times its value is delta
    outer  a function of (delta, X) that returns dL/dW
    back   a function of (delta, W, dW, lr) that returns dL/dX
    """

    slope: Callable = slope_at_Z
    outer: Callable = outer_product
    back: Callable = through_W

    def gradient(self, layer, cache, dA, lr=1.0):
        """Apply the rules to one layer; return its `Gradient`.

        layer  a `Dense`
        cache  the `Cache` of its forward pass
        dA     dL/dA, (..., n, outputs)
        lr     the learning rate of weights that are updated too early, one number
        """
        delta = dA * self.slope(layer, cache)
        dW = self.outer(delta, cache.X)
        b = None if layer.b is None else delta.sum(axis=-2)
        return Gradient(dW, b, delta, self.back(delta, layer.W, dW, lr))
