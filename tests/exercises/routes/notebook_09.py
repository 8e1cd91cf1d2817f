"""Other right ways to write the functions of notebook 09."""

import itertools
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


def lyapunov_by_orbit(r, u, steps, burn):
    """With a generator of the whole orbit."""

    def orbit(u):
        while True:
            yield u
            u += u * (r - u * u)

    points = itertools.islice(orbit(u), burn, burn + steps)
    return np.mean([np.log(np.abs(1 + r - 3 * u * u)) for u in points])


def lyapunov_by_recursion(r, u, steps, burn):
    """By a function that calls itself, as an array without axes."""

    def total(u, left):
        if left == 0:
            return 0.0
        here = math.log(abs(1 + r - 3 * u**2)) if left <= steps else 0.0
        return here + total(u * (1 + r - u**2), left - 1)

    return np.array(total(u, steps + burn) / steps)


def lyapunov_by_product(r, u, steps, burn):
    """The logarithm of the product of all slopes."""
    product = 1.0
    for step in range(burn + steps):
        product *= abs(1 + r - 3 * u * u) if step >= burn else 1
        u = u * (1 + r - u * u)
    return np.float64(np.log(product) / steps)
