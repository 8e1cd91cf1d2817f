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
from nnlib.initializers import glorot
from nnlib.validation import arguments, arrays
from nnlib.validation import networks as validation


class Cache(NamedTuple):
    """What a layer's forward pass leaves for its backward pass."""

    X: np.ndarray  # what came in
    Z: np.ndarray  # pre-activation: X Wᵀ + b
    A: np.ndarray  # what goes out: activation(Z)


class Gradient(NamedTuple):
    """Derivatives of the loss L at one layer."""

    W: np.ndarray  # dL/dW, shaped like W
    b: np.ndarray | None  # dL/db, shaped like b; None where the layer has no b
    delta: np.ndarray  # dL/dZ, the error signal of the textbook
    X: np.ndarray  # dL/dX, handed to the layer before


@dataclass(eq=False, repr=False)
class Dense:
    """One layer, every unit connected to every input: A = activation(X Wᵀ + b).

    Built from given arrays, which it copies; `b=None` makes a layer without bias.

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
        validation.check_bias(self.W, self.b)
        arguments.check_activation(self.activation)

    def __repr__(self):
        outputs, inputs = self.W.shape[-2:]
        bias = ", no bias" if self.b is None else ""
        return f"Dense({inputs} -> {outputs}, {self.activation}{bias})"

    def forward(self, X):
        """Apply the layer to a batch `X`; return the `Cache`."""
        arrays.check_rows(X, self.W)
        Z = X @ self.W.mT
        if self.b is not None:
            Z = Z + self.b[..., None, :]
        return Cache(X, Z, self.activation(Z))

    def backward(self, cache, dA):
        """Apply the chain rule at one layer: from dL/dA to this layer's `Gradient`."""
        validation.check_slopes(dA, cache.Z)
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
    """Dense layers, one after another."""

    layers: list[Dense]

    def __post_init__(self):
        validation.check_chain(self.layers)

    def __call__(self, X):
        """Predict: the output of the last layer."""
        return self.forward(X)[-1].A

    def forward(self, X):
        """Carry `X` through the layers; return one `Cache` per layer, first to last."""
        caches = []
        for layer in self.layers:
            caches.append(layer.forward(X))
            X = caches[-1].A
        return caches

    def backward(self, caches, dA):
        """Carry dL/dA back; return one `Gradient` per layer, first to last."""
        validation.check_caches(self.layers, caches)
        gradients = []
        for layer, cache in zip(reversed(self.layers), reversed(caches), strict=True):
            gradients.append(layer.backward(cache, dA))
            dA = gradients[-1].X
        return gradients[::-1]

    def step(self, gradients, lr):
        """One step downhill, in place. `lr` is a number, or one number per network."""
        validation.check_gradients_fit(self.layers, gradients)
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
        """A copy whose numbers are of another type: `network.astype(np.float32)`."""
        arrays.check_float_type(dtype)
        return self.map(lambda array: array.astype(dtype))


def mlp(sizes, hidden, output, *, rng, init=glorot):
    """Build a multilayer perceptron: `mlp([2, 3, 1], tanh, identity, rng=rng)`.

    Weights come from `init(rng, (outputs, inputs))`, biases are zero.
    """
    arguments.check_sizes(sizes)
    draw = arguments.checked_init(init, rng)
    activations = [hidden] * (len(sizes) - 2) + [output]
    return Network(
        [
            Dense(draw((outputs, inputs)), np.zeros(outputs), activation)
            for inputs, outputs, activation in zip(sizes, sizes[1:], activations)
        ]
    )


def stack(networks):
    """Many networks of one form as a single `Network` with a leading axis."""
    networks = validation.checked_alike(networks)
    layers = zip(*(network.layers for network in networks))
    return Network([_side_by_side(alike) for alike in layers])


def unstack(network):
    """Undo `stack`: a list of ordinary networks."""
    validation.check_side_by_side(network)
    (m,) = network.stacked
    return [network.map(lambda array, i=i: array[i].copy()) for i in range(m)]


def _side_by_side(layers):
    b = None if layers[0].b is None else np.stack([layer.b for layer in layers])
    return _trusted(np.stack([layer.W for layer in layers]), b, layers[0].activation)


def _trusted(W, b, activation):
    """Build a layer without the checks of the constructor: diverged runs hold nan."""
    layer = object.__new__(Dense)
    layer.W, layer.b, layer.activation = W, b, activation
    return layer
