"""Losses to measure curvatures of, each as its gradient and a place to stand.

A gradient is a plain function of one long vector of weights.
"""

import numpy as np

from nnlib.datasets import homework


def landscapes(rng):
    """Pairs of a name and (gradient, w)."""
    lam = rng.permutation([0.5, 1.1, 2.5, 6]) * rng.uniform(0.9, 1.1, 4)
    yield "a parabola along the axes", (parabola(np.diag(lam)), rng.normal(size=4))
    yield "a parabola of one weight", (parabola(lam[:1, None]), rng.normal(size=1))
    turned = with_curvatures(rng, lam)
    yield "a turned parabola", (parabola(turned), rng.normal(size=4))
    yield "at its minimum", (parabola(turned), np.zeros(4))
    yield "far from its minimum", (parabola(turned), rng.uniform(50, 100, 4))
    saddle = with_curvatures(rng, np.array([-9, -1, 0, 2]) * rng.uniform(0.9, 1.1, 4))
    yield "a saddle, steeper downwards", (parabola(saddle), rng.normal(size=4))
    yield "a hilltop", (parabola(-turned), rng.normal(size=4))
    yield "a loss of the fourth degree", (quartic(turned), rng.normal(size=4))
    x, y = rng.uniform(0.2, 0.9, 2), rng.uniform(0.1, 0.9)
    w5 = np.sqrt(y / np.linalg.norm(x))
    balanced = np.append(x / np.linalg.norm(x), 1) * w5
    yield "a living path of ReLU, balanced", (relu_path(x, y), balanced)
    yield "a living path of ReLU, on its way", (relu_path(x, y), balanced * [3, 3, 0.5])
    X, Y, W1, W2 = homework()
    w = np.concatenate([W1.ravel(), W2.ravel()])
    yield "the homework with σ", (sigmoid_net(X, Y), w)
    yield "other weights with σ", (sigmoid_net(X, Y), rng.normal(size=8))


def with_curvatures(rng, curvatures):
    """Draw a symmetric matrix with these eigenvalues."""
    axes, _ = np.linalg.qr(rng.normal(size=(len(curvatures),) * 2))
    return axes * curvatures @ axes.T


def parabola(A):
    """The gradient of ½ w·Aw."""
    return lambda w: A @ w


def quartic(A):
    """The gradient of ½ w·Aw + ¼ Σ w⁴."""
    return lambda w: A @ w + w**3


def relu_path(x, y):
    """The gradient of ½ (w₅h - y)², with h = x·(w₁, w₃) and w = (w₁, w₃, w₅)."""

    def gradient(w):
        h = w[:-1] @ x
        e = w[-1] * h - y
        return np.append(e * w[-1] * x, e * h)

    return gradient


def sigmoid_net(X, Y):
    """The gradient of the 2-2-2 net with σ; w is W1 row by row, then W2."""

    def gradient(w):
        W1, W2 = w.reshape(2, 2, 2)
        H = 1 / (1 + np.exp(-X @ W1.T))
        Y_hat = 1 / (1 + np.exp(-H @ W2.T))
        delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat)
        delta1 = (delta2 @ W2) * H * (1 - H)
        return np.concatenate([(delta1.T @ X).ravel(), (delta2.T @ H).ravel()])

    return gradient
