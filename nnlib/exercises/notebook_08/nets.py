"""A net's loss as a plain function of one long vector, and the gradient there.

The vector holds W1 row by row, then b1 if there is one, then W2, and so on.
"""

from itertools import pairwise

import numpy as np

from nnlib.activations import sigmoid
from nnlib.losses import half_squared_error
from nnlib.network import Dense, Network
from nnlib.training import loss_and_gradients


def drawn(rng, sizes, hidden, output):
    """A net with weights and biases from the normal distribution."""
    pairs = list(pairwise(sizes))
    activations = [hidden] * (len(pairs) - 1) + [output]
    return Network(
        [
            Dense(rng.normal(size=(outputs, inputs)), rng.normal(size=outputs), f)
            for (inputs, outputs), f in zip(pairs, activations)
        ]
    )


def samples(rng, net, n):
    """Draw X from the normal distribution and Y between 0 and 1."""
    inputs, outputs = net.shapes[0][1], net.shapes[-1][0]
    return rng.normal(size=(n, inputs)), rng.random((n, outputs))


def chain(rng, depth):
    """A deep net of small σ layers without biases, whose gradient vanishes."""
    sizes = [5] + [3] * depth + [2]
    weights = [0.8 * rng.normal(size=pair) for pair in zip(sizes[1:], sizes)]
    return Network([Dense(W, None, sigmoid) for W in weights])


def vector(arrays):
    """The entries of all arrays, one after another."""
    return np.concatenate([np.ravel(array) for array in arrays if array is not None])


def weights(net):
    """All W and b of the net as one vector."""
    return vector(array for layer in net.layers for array in (layer.W, layer.b))


def gradient(net, X, Y, backward=Network.backward):
    """What a backward pass says of the half squared error, as one vector."""
    _, gradients = loss_and_gradients(net, X, Y, half_squared_error, backward)
    return vector(array for g in gradients for array in (g.W, g.b))


def loss_of(net, X, Y):
    """The half squared error as a function of the weights alone."""
    forms = [
        (layer.W.shape, layer.b is not None, layer.activation) for layer in net.layers
    ]

    def loss(w):
        A, start = X, 0
        for (outputs, inputs), has_bias, activation in forms:
            end = start + outputs * inputs
            Z = A @ w[start:end].reshape(outputs, inputs).T
            start = end + outputs * has_bias
            A = activation(Z + w[end:start] if has_bias else Z)
        return ((A - Y) ** 2).sum() / (2 * len(X))

    return loss
