"""Right backward passes in other words: loops, einsum, PyTorch, float32."""

import numpy as np
import torch

from nnlib import Gradient, Network
from tests.support.helpers import torch_activation


def sample_by_sample(network, caches, dA):
    sums = [[0.0, 0.0] for _ in network.layers]
    for sample in range(len(dA)):
        back = dA[sample]
        for k in reversed(range(len(network.layers))):
            layer, cache = network.layers[k], caches[k]
            delta = back * layer.activation.derivative(cache.Z[sample])
            sums[k][0] = sums[k][0] + np.outer(delta, cache.X[sample])
            sums[k][1] = sums[k][1] + delta
            back = layer.W.T @ delta
    return _gradients(network, sums)


def with_einsum(network, caches, dA):
    pairs = []
    for layer, cache in zip(network.layers[::-1], caches[::-1]):
        delta = dA * layer.activation.derivative(cache.Z)
        pairs.insert(0, (np.einsum("nj,nk->jk", delta, cache.X), delta.sum(axis=0)))
        dA = np.einsum("nj,jk->nk", delta, layer.W)
    return _gradients(network, pairs)


def in_columns(network, caches, dA):
    """A sample per column, as many courses have it."""
    pairs, back = [], dA.T
    for layer, cache in zip(network.layers[::-1], caches[::-1]):
        delta = back * layer.activation.derivative(cache.Z.T)
        pairs.insert(0, (delta @ cache.X, delta @ np.ones(len(dA))))
        back = layer.W.T @ delta
    return _gradients(network, pairs)


def single(network, caches, dA):
    caches = [
        c._replace(**{n: getattr(c, n).astype("f4") for n in "XZA"}) for c in caches
    ]
    gradients = Network.backward(network.astype("f4"), caches, dA.astype("f4"))
    return [g._replace(X=None, delta=None) for g in gradients]


def by_torch(dtype):
    def backward(network, caches, dA):
        A, parameters = torch.tensor(caches[0].X, dtype=dtype), []
        for layer in network.layers:
            W = torch.tensor(layer.W, dtype=dtype, requires_grad=True)
            b = np.zeros(len(layer.W)) if layer.b is None else layer.b
            b = torch.tensor(b, dtype=dtype, requires_grad=True)
            A = torch_activation(layer.activation)(A @ W.T + b)
            parameters.append((W, b))
        (A * torch.tensor(dA, dtype=dtype)).sum().backward()
        return _gradients(network, [(W.grad, b.grad) for W, b in parameters])

    return backward


def _gradients(network, pairs):
    return [
        Gradient(W, None if layer.b is None else b, None, None)
        for layer, (W, b) in zip(network.layers, pairs)
    ]


RIGHT = {
    "nnlib": Network.backward,
    "loops": sample_by_sample,
    "einsum": with_einsum,
    "columns": in_columns,
    "float32": single,
    "torch": by_torch(torch.float64),
    "torch in float32": by_torch(torch.float32),
}
