"""Other right ways to write the functions of notebook 07."""

import functools

import numpy as np


def bumps(left, right, heights, w):
    """With steps that fall at the right edges, and a bias that makes up for them."""
    W1, b1, W2, b2 = [], [], [], 0.0
    for start, end, height in zip(left, right, heights):
        W1 += [[-w], [w]]
        b1 += [w * end, -w * start]
        W2 += [height, height]
        b2 -= height
    return np.array(W1).reshape(-1, 1), b1, np.reshape(W2, (1, -1)), [b2]


def row_numbers(units, samples, epochs, lr):
    """Row by row, with the sum written out."""
    updates, products = [], []
    for k in range(len(units)):
        updates.append(int(samples[k]) * int(epochs[k]))
        products.append(lr[k] * (sum(0.5**2 for _ in range(units[k])) + 1))
    return updates, products


def largest_lr(X, W1, b1):
    """The smallest of the samples' own limits."""
    limits = []
    for x in X[:, 0]:
        h = 0.5 * (1 + np.tanh(0.5 * (W1[:, 0] * x + b1)))
        limits.append(2 / (1 + h @ h))
    return min(limits)


def online_pass(X, Y, W1, b1, W2, b2, lr):
    """With plain vectors, in place on copies."""
    w, b, v, c = W1[:, 0].copy(), b1.copy(), W2[0].copy(), float(b2[0])
    for x, y in zip(X[:, 0], Y[:, 0]):
        h = 1 / (1 + np.exp(-(w * x + b)))
        error = v @ h + c - y
        back = error * v * h * (1 - h)
        v -= lr * error * h
        c -= lr * error
        w -= lr * back * x
        b -= lr * back
    return w[:, None], b, v[None], np.array([c])


def online_pass_by_folding(X, Y, W1, b1, W2, b2, lr):
    """As a fold over the samples, in float32 at the end."""

    def step(parameters, sample):
        (W1, b1, W2, b2), (x, y) = parameters, sample
        h = 1 / (1 + np.exp(-(W1 @ x + b1)))
        error = W2 @ h + b2 - y
        back = W2.T @ error * h * (1 - h)
        moves = np.outer(back, x), back, np.outer(error, h), error
        return [p - lr * move for p, move in zip(parameters, moves)]

    last = functools.reduce(step, zip(X, Y), (W1, b1, W2, b2))
    return [parameter.astype(np.float32) for parameter in last]


def online_pass_by_name(X, Y, W1, b1, W2, b2, lr):
    """In place, on copies in a dictionary."""
    p = {"W1": W1.copy(), "b1": b1.copy(), "W2": W2.copy(), "b2": b2.copy()}
    for x, y in zip(X, Y):
        h = 1 / (1 + np.exp(-(p["W1"] @ x + p["b1"])))
        error = p["W2"] @ h + p["b2"] - y
        back = p["W2"].T @ error * h * (1 - h)
        p["W2"] -= lr * np.outer(error, h)
        p["b2"] -= lr * error
        p["W1"] -= lr * np.outer(back, x)
        p["b1"] -= lr * back
    return list(p.values())


def bumps_by_lists(left, right, heights, w):
    """In plain lists, bump by bump."""
    W1, b1, W2 = [], [], []
    for k in range(len(heights)):
        W1.append([w])
        W1.append([w])
        b1.extend([-w * left[k], -w * right[k]])
        W2.extend([heights[k], -heights[k]])
    return np.array(W1), np.array(b1), np.array([W2]), np.array([0.0])
