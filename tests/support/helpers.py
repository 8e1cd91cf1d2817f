"""What several test files share: networks, targets, PyTorch, reference numbers.

PyTorch's side is written with torch alone, so that it can judge nnlib.
"""

import json

import numpy as np
import torch
from hypothesis import settings
from hypothesis import strategies as st

from nnlib import (
    Activation,
    Dense,
    Network,
    activations,
    half_squared_error,
    identity,
    mse,
    sigmoid,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    sum_squared_error,
    tanh,
)
from tests.support.places import DATA

ACTIVATIONS = [one for one in vars(activations).values() if isinstance(one, Activation)]
LOSSES = [
    mse,
    half_squared_error,
    sum_squared_error,
    softmax_cross_entropy,
    sigmoid_cross_entropy,
]
SMOOTH = [identity, sigmoid, tanh]

# The same examples on every run, however slow the machine.
steady = settings(derandomize=True, deadline=None, max_examples=25, database=None)

seeds = st.integers(0, 2**32 - 1)
dtypes = st.sampled_from([np.float64, np.float32])
sizes = st.lists(st.integers(1, 4), min_size=2, max_size=4)

TORCH_ACTIVATIONS = {
    "identity": lambda Z: Z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
}


def torch_activation(activation):
    """The same function of PyTorch's."""
    if activation.name not in TORCH_ACTIVATIONS:
        raise AssertionError(
            f"TORCH_ACTIVATIONS in tests/support/helpers.py needs {activation.name!r} "
            "and PyTorch's function"
        )
    return TORCH_ACTIVATIONS[activation.name]


TORCH_LOSSES = {
    "mse": torch.nn.MSELoss(),
    "half_squared_error": lambda Z, Y: (
        torch.nn.MSELoss(reduction="sum")(Z, Y) / (2 * len(Z))
    ),
    "sum_squared_error": torch.nn.MSELoss(reduction="sum"),
    "softmax_cross_entropy": torch.nn.CrossEntropyLoss(),
    "sigmoid_cross_entropy": lambda Z, Y: (
        torch.nn.BCEWithLogitsLoss(reduction="sum")(Z, Y) / len(Z)
    ),
}


def random_network(sizes, activations, rng, *, bias=True):
    """A network of given sizes; no bias is zero."""
    layers = []
    for inputs, outputs, activation in zip(sizes, sizes[1:], activations):
        W = rng.standard_normal((outputs, inputs))
        b = rng.choice([-1, 1], outputs) * rng.uniform(0.1, 0.6, outputs)
        layers.append(Dense(W, b if bias else None, activation))
    return Network(layers)


def random_targets(loss, shape, rng):
    """Targets that the loss accepts."""
    if loss is softmax_cross_entropy:
        return rng.dirichlet(np.ones(shape[-1]), shape[:-1])
    if loss is sigmoid_cross_entropy:
        return rng.uniform(0, 1, shape)
    return rng.standard_normal(shape)


def torch_gradients(network, X, Y, loss):
    """The loss and the gradients [(W, b), ...] of one network, by autograd alone."""
    weights = [
        [torch.tensor(array, requires_grad=True) for array in (layer.W, layer.b)]
        for layer in network.layers
    ]
    A = torch.tensor(X)
    for (W, b), layer in zip(weights, network.layers):
        A = torch_activation(layer.activation)(A @ W.T + b)
    value = TORCH_LOSSES[loss.name](A, torch.tensor(Y))
    value.backward()
    return value.item(), [[array.grad.numpy() for array in pair] for pair in weights]


def assert_same(network, other):
    """Both networks hold exactly the same numbers, of the same type."""
    assert len(network.layers) == len(other.layers)
    for a, b in zip(network.layers, other.layers):
        assert a.activation == b.activation
        for one, two in ((a.W, b.W), (a.b, b.b)):
            assert (one is None) == (two is None)
            if one is not None:
                assert one.dtype == two.dtype
                np.testing.assert_array_equal(one, two)


def reference(key):
    """The stored numbers of one program, and the relative tolerance they hold to."""
    entry = stored("reference_numbers.json")[key]
    return entry["values"], entry["suggested_rtol"]


def stored(name):
    """A file of numbers."""
    path = DATA / name
    return json.loads(path.read_text(encoding="utf-8"))


def torch_hessian(network, X, Y, loss):
    """The second derivatives of the loss of one network, by autograd alone.

    Rows and columns in the order W1, row by row, b1, W2, b2, ...
    """
    arrays = [
        [a for a in (layer.W, layer.b) if a is not None] for layer in network.layers
    ]
    start = np.concatenate([a.ravel() for pair in arrays for a in pair])

    def value(vector):
        A = torch.tensor(X)
        for pair, layer in zip(arrays, network.layers):
            count = sum(array.size for array in pair)
            part, vector = vector[:count], vector[count:]
            W = part[: layer.W.size].reshape(layer.W.shape)
            b = part[layer.W.size :] if layer.b is not None else 0
            A = torch_activation(layer.activation)(A @ W.T + b)
        return TORCH_LOSSES[loss.name](A, torch.tensor(Y))

    return torch.autograd.functional.hessian(value, torch.tensor(start)).numpy()
