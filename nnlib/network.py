"""A dense feed-forward network: forward pass, backward pass, nothing hidden.

Shapes, everywhere in nnlib:

    X, Z, A    (..., n, features)        one row per sample
    W          (..., outputs, inputs)    W[j, k] leads from input k to unit j
    b          (..., outputs)

`...` is empty for one network and (m,) for m networks trained side by side:
broadcasting runs the very same lines for both.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnlib.activations import Activation
from nnlib.validation import arguments, arrays, passes
from nnlib.validation.networks import check_bias, check_chain


class Cache(NamedTuple):
    """What a layer's forward pass leaves for its backward pass.

    X  what came in, (..., n, inputs)
    Z  the pre-activation X Wᵀ + b, (..., n, outputs)
    A  what goes out, activation(Z), (..., n, outputs)
    """

    X: np.ndarray
    Z: np.ndarray
    A: np.ndarray


class Gradient(NamedTuple):
    """Derivatives of the loss L at one layer.

    W      dL/dW, (..., outputs, inputs)
    b      dL/db, (..., outputs), or None where the layer has no b
    delta  dL/dZ, the error signal of the textbook, (..., n, outputs)
    X      dL/dX, (..., n, inputs): the dL/dA of the layer before
    """

    W: np.ndarray
    b: np.ndarray | None
    delta: np.ndarray
    X: np.ndarray


@dataclass(eq=False, repr=False)
class Dense:
    """One layer, every unit connected to every input: A = activation(X Wᵀ + b).

    W           the weights, (..., outputs, inputs), copied
    b           the biases, (..., outputs), copied; None for a layer without bias
    activation  an `Activation`, such as `sigmoid`

    Raises ValueError where b does not fit W or a number is nan or inf, TypeError where
    the numbers are no floats or the activation lacks its derivative.

    >>> from nnlib import identity
    >>> layer = Dense(W=[[2, -1]], b=[0.5], activation=identity)
    >>> layer.forward(np.array([[3.0, 4.0]])).A
    array([[2.5]])
    """

    W: np.ndarray
    b: np.ndarray | None
    activation: Activation

    def __post_init__(self):
        self.W = arrays.float_array("W", self.W)
        self.b = None if self.b is None else arrays.float_array("b", self.b)
        check_bias(self.W, self.b)
        arguments.check_activation(self.activation)

    def __repr__(self):
        outputs, inputs = self.W.shape[-2:]
        bias = ", no bias" if self.b is None else ""
        return f"Dense({inputs} -> {outputs}, {self.activation}{bias})"

    def forward(self, X):
        """Apply the layer to the batch `X`, (..., n, inputs); return the `Cache`.

        Raises ValueError for another shape, TypeError for another type than that of W.
        """
        arrays.check_rows(X, self.W)
        Z = X @ self.W.mT
        if self.b is not None:
            Z = Z + self.b[..., None, :]
        return Cache(X, Z, self.activation(Z))

    def backward(self, cache, dA):
        """Apply the chain rule at one layer: from dL/dA to this layer's `Gradient`.

        cache  what `forward` returned
        dA     dL/dA, (..., n, outputs); raises ValueError where it has another shape
        """
        passes.check_slopes(dA, cache.Z)
        delta = dA * self.activation.derivative(cache.Z)
        return Gradient(
            W=delta.mT @ cache.X,
            b=None if self.b is None else delta.sum(axis=-2),
            delta=delta,
            X=delta @ self.W,
        )

    def map(self, function):
        """The same layer with `function` applied to its arrays, W and b."""
        b = None if self.b is None else function(self.b)
        return _trusted(function(self.W), b, self.activation)


@dataclass(eq=False)
class Network:
    """Dense layers, one after another.

    `layers` is a list of `Dense`. Raises ValueError where two of them do not fit
    together, TypeError where it is no list.
    """

    layers: list[Dense]

    def __post_init__(self):
        check_chain(self.layers)

    def __call__(self, X):
        """Predict from the inputs `X`, (..., n, inputs): return (..., n, outputs)."""
        return self.forward(X)[-1].A

    def forward(self, X):
        """Carry `X`, (..., n, inputs), through the layers; return a `Cache` of each."""
        caches = []
        for layer in self.layers:
            caches.append(layer.forward(X))
            X = caches[-1].A
        return caches

    def backward(self, caches, dA):
        """Carry dL/dA back; return one `Gradient` per layer, first to last.

        `caches` is what `forward` returned, `dA` is (..., n, outputs). Raises
        ValueError where one of them does not fit.
        """
        passes.check_caches(self.layers, caches)
        gradients = []
        for layer, cache in zip(reversed(self.layers), reversed(caches), strict=True):
            gradients.append(layer.backward(cache, dA))
            dA = gradients[-1].X
        return gradients[::-1]

    def step(self, gradients, lr):
        """Take one step downhill, in place: W <- W - lr dL/dW, and b likewise.

        gradients  one `Gradient` per layer; raises ValueError where they do not fit
        lr         the learning rate: a number, or one per network, (m,)
        """
        passes.check_gradients_fit(self.layers, gradients)
        lr = arguments.check_lr(lr, self.stacked).astype(self.dtype)
        for layer, gradient in zip(self.layers, gradients, strict=True):
            layer.W -= lr[..., None, None] * gradient.W
            if layer.b is not None:
                layer.b -= lr[..., None] * gradient.b

    @property
    def dtype(self):
        """The type of all its numbers, float64 or float32."""
        return self.layers[0].W.dtype

    @property
    def shapes(self):
        """The shapes (outputs, inputs) of its weight matrices."""
        return [layer.W.shape[-2:] for layer in self.layers]

    @property
    def stacked(self):
        """The leading axes: () for one network, (m,) for m networks side by side."""
        return self.layers[0].W.shape[:-2]

    def map(self, function):
        """The same network with `function` applied to every array."""
        return Network([layer.map(function) for layer in self.layers])

    def copy(self):
        """An independent network with the same weights."""
        return self.map(np.copy)

    def astype(self, dtype):
        """A copy with numbers of `dtype`; raises TypeError if that is no float type."""
        arrays.check_float_type(dtype)
        return self.map(lambda array: array.astype(dtype))


def _trusted(W, b, activation):
    """Build a layer without the checks of the constructor: diverged runs hold nan."""
    layer = object.__new__(Dense)
    layer.W, layer.b, layer.activation = W, b, activation
    return layer
