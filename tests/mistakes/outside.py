"""Wrong backward passes that no rule of the grammar makes, to see that none is named.

Each is a function of an rng that returns a pass; what it draws stays the same in all
calls, unless the mistake is that it does not.
"""

import numpy as np

from nnlib import Gradient


def with_delta(delta_of):
    """Each delta is what is made of the layer, its cache and what comes back."""

    def backward(network, caches, dA):
        gradients = []
        for layer, cache in zip(network.layers[::-1], caches[::-1]):
            delta = delta_of(layer, cache, dA)
            b = None if layer.b is None else delta.sum(axis=0)
            gradients.insert(0, Gradient(delta.T @ cache.X, b, None, None))
            dA = delta @ layer.W
        return gradients

    return backward


def of_delta(change):
    """The change is made to each delta, for its own gradients and what goes back."""
    return with_delta(
        lambda layer, cache, dA: change(
            dA * layer.activation.derivative(cache.Z), cache
        )
    )


def of_way(change):
    """The change is made to W on the way back."""

    def backward(network, caches, dA):
        gradients = []
        for layer, cache in zip(network.layers[::-1], caches[::-1]):
            gradient = layer.backward(cache, dA)
            gradients.insert(0, gradient)
            dA = gradient.delta @ change(layer.W)
        return gradients

    return backward


def of_slope(slope):
    return lambda rng: with_delta(lambda layer, cache, dA: dA * slope(cache.Z))


def of_gradients(change):
    """The change is made to each dL/dW and dL/db in the end."""

    def backward(network, caches, dA):
        return [
            g._replace(W=change(g.W), b=None if g.b is None else change(g.b))
            for g in network.backward(caches, dA)
        ]

    return backward


def noise(rng):
    return of_gradients(lambda G: G + 0.01 * rng.normal(size=G.shape))


def dropout(rng):
    return of_delta(lambda d, cache: d * (rng.random(d.shape) < 0.7) + 0.01 * d)


def momentum(rng):
    last = {}

    def backward(network, caches, dA):
        gradients = network.backward(caches, dA)
        for k, g in enumerate(gradients):
            kept = last.get((k, g.W.shape), np.full(g.W.shape, 0.1))
            last[k, g.W.shape] = 0.9 * kept + g.W
            gradients[k] = g._replace(W=last[k, g.W.shape])
        return gradients

    return backward


def permuted(rng):
    seed = int(rng.integers(1000))

    def shuffled(G):
        return np.random.default_rng(seed).permutation(G.ravel()).reshape(G.shape)

    return of_gradients(lambda G: shuffled(G) if G.size > 3 else G + 0.1)


def most_of_samples(rng):
    def backward(network, caches, dA):
        return [
            g._replace(
                W=np.max(g.delta[:, :, None] * c.X[:, None, :], axis=0) + 0.003,
                b=None if g.b is None else g.delta.max(axis=0) + 0.003,
            )
            for g, c in zip(network.backward(caches, dA), caches)
        ]

    return backward


def most_in_b(rng):
    def backward(network, caches, dA):
        return [
            g if g.b is None else g._replace(b=abs(g.delta).max(axis=0) + 0.01)
            for g in network.backward(caches, dA)
        ]

    return backward


def shifted(rng):
    return of_delta(lambda d, cache: np.roll(d, 1, axis=0) + d**2)


OUTSIDE = {
    "sign of delta": lambda rng: of_delta(lambda d, c: np.sign(d)),
    "|delta|": lambda rng: of_delta(lambda d, c: abs(d) + 0.01),
    "delta cubed": lambda rng: of_delta(lambda d, c: 100 * d**3),
    "delta clipped": lambda rng: of_delta(lambda d, c: np.clip(d, -0.02, 0.05)),
    "delta + 0.1": lambda rng: of_delta(lambda d, c: d + 0.1),
    "delta without its mean": lambda rng: of_delta(
        lambda d, c: d - 0.5 * d.mean(axis=1, keepdims=True)
    ),
    "sin of delta": lambda rng: of_delta(lambda d, c: np.sin(20 * d)),
    "largest of the samples": most_of_samples,
    "largest of the samples in b": most_in_b,
    "samples shifted": shifted,
    "entries permuted": permuted,
    "noise": noise,
    "dropout": dropout,
    "momentum": momentum,
    "gradient + 0.1": lambda rng: of_gradients(lambda G: G + 0.1),
    "gradient rounded": lambda rng: of_gradients(lambda G: np.round(G, 2) + 1e-3),
    "gradient normalized": lambda rng: of_gradients(
        lambda G: G / (1e-9 + np.linalg.norm(G)) + 0.01
    ),
    "root of the gradient": lambda rng: of_gradients(
        lambda G: np.sign(G) * np.sqrt(abs(G))
    ),
    "slope cos z": of_slope(np.cos),
    "slope 1/(1 + z²)": of_slope(lambda Z: 1 / (1 + Z**2)),
    "slope z³": of_slope(lambda Z: Z**3),
    "slope at z + 0.1": of_slope(lambda Z: 1 / np.cosh(Z + 0.1) ** 2),
    "slope exp(−z²)": of_slope(lambda Z: np.exp(-(Z**2))),
    "W³ on the way": lambda rng: of_way(lambda W: W**3),
    "W rounded on the way": lambda rng: of_way(lambda W: np.round(W) + 0.3),
    "W + 0.1 on the way": lambda rng: of_way(lambda W: W + 0.1),
}
