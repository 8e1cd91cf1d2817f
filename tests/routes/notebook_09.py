"""Other right ways to write the functions of notebook 09."""

import math

import numpy as np


def train_step(weights, X, Y, lr):
    """With the derivative of the loss measured by complex steps."""

    def loss(weights):
        A = X
        for W in weights:
            A = 1 / (1 + np.exp(-A @ W.T))
        return ((A - Y) ** 2).sum()

    moved = []
    for place, W in enumerate(weights):
        new = W.copy()
        for index in np.ndindex(W.shape):
            shifted = [one.astype(complex) for one in weights]
            shifted[place][index] += 1e-30j
            new[index] -= lr * loss(shifted).imag / 1e-30
        moved.append(new)
    return tuple(moved)


def fork_steps(X, y, lr, factor, every):
    """By the learning rates of the forks, with logarithms to the base of the factor."""
    one = 1 / (math.hypot(*X[0]) * y)
    second, first = (
        every * math.log(max(1, lr / at), 1 / factor)
        for at in (one * (math.sqrt(5) - 1), one)
    )
    return np.float32(second), np.float32(first)


def lyapunov(r, u, steps, burn):
    """The slope of all steps at once, by one complex step."""
    for _ in range(burn):
        u = (1 + r) * u - u**3
    u = u + 1e-30j
    for _ in range(steps):
        u = (1 + r) * u - u * u * u
    return math.log(abs(u.imag) / 1e-30) / steps


def deltas(forks):
    """Ratio by ratio, as a list."""
    return [(b - a) / (c - b) for a, b, c in zip(forks, forks[1:], forks[2:])]
