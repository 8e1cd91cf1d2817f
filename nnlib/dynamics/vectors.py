"""All weights and biases of a network as one long vector, and back.

W1 row by row, b1, W2, b2, ...: a point of the space in which gradient descent moves.
"""

import numpy as np

from nnlib.validation.arrays import check_dtype
from nnlib.validation.networks import check_network


def parameters(network):
    """All weights and biases of `network` as one long vector, (parameters,).

    W1 row by row, then b1, W2, b2, ... Raises TypeError where it is no `Network`.
    """
    check_network(network)
    return long_vector(network.layers)


def with_parameters(network, vector):
    """The same network with the weights and biases of a long vector.

    network  one `Network`, which stays as it is
    vector   the numbers in the order of `parameters`, (parameters,)

    Raises ValueError where the vector has another length, TypeError where its numbers
    are of another type than the network's.

    >>> from nnlib import mlp, sigmoid
    >>> network = mlp([2, 2, 1], sigmoid, sigmoid, rng=np.random.default_rng(0))
    >>> parameters(with_parameters(network, np.arange(9.0)))
    array([0., 1., 2., 3., 4., 5., 6., 7., 8.])
    """
    check_network(network)
    check_dtype("vector", vector, network.dtype)
    check_length("vector", vector, parameters(network).size)
    network, rest = network.copy(), vector.copy()
    for layer in network.layers:
        for name, array in _arrays(layer):
            part, rest = rest[: array.size], rest[array.size :]
            setattr(layer, name, part.reshape(array.shape))
    return network


def long_vector(layers):
    """Join W and b of `layers`, or of gradients, into one vector."""
    return np.concatenate(
        [array.ravel() for layer in layers for _, array in _arrays(layer)]
    )


def check_length(name, vector, size):
    """Raise ValueError unless `vector` has one number per weight and bias."""
    if np.shape(vector) != (size,):
        raise ValueError(
            f"{name} needs one number per weight and bias, shape {(size,)}; "
            f"got {np.shape(vector)}."
        )


def _arrays(layer):
    pairs = ("W", layer.W), ("b", layer.b)
    return [(name, array) for name, array in pairs if array is not None]
