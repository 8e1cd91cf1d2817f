"""Other right ways to write the functions of notebook 10."""

import math

import numpy as np


def delta_before(W_next, delta_next, z):
    """Path by path, with the slope by tanh."""
    delta = []
    for k, at in enumerate(z):
        paths = sum(row[k] * d for row, d in zip(W_next, delta_next))
        delta.append(paths * (1 - math.tanh(at / 2) ** 2) / 4)
    return delta


def delta_before_by_rows(W_next, delta_next, z):
    """As nnlib does it: one sample in a row."""
    h = 1 / (1 + np.exp(-z[None, :]))
    return ((delta_next[None, :] @ W_next) * h * (1 - h))[0]


def all_gradients(weights, x, y):
    """The derivative of the loss measured by complex steps."""

    def loss(weights):
        a = x
        for W in weights:
            a = 1 / (1 + np.exp(-W @ a))
        return ((a - y) ** 2).sum() / 2

    gradients = []
    for place, W in enumerate(weights):
        gradients.append(np.zeros(W.shape))
        for index in np.ndindex(W.shape):
            shifted = [one.astype(complex) for one in weights]
            shifted[place][index] += 1e-30j
            gradients[-1][index] = loss(shifted).imag / 1e-30
    return tuple(gradients)


def all_gradients_by_recursion(weights, x, y):
    """Each layer calls the rest of the net and gets ∂L/∂a back."""
    gradients = [None] * len(weights)

    def through(layer, a):
        if layer == len(weights):
            return a - y
        out = 1 / (1 + np.exp(-weights[layer].dot(a)))
        delta = through(layer + 1, out) * (out - out**2)
        gradients[layer] = delta[:, None] * a
        return delta @ weights[layer]

    through(0, x)
    return gradients


def backward(parents, slopes, root):
    """Each node asks what is made of it; what it is told is kept."""
    users = {k: [] for k in range(len(parents))}
    for node in range(len(parents)):
        for parent, slope in zip(parents[node], slopes[node]):
            users[parent].append((node, slope))
    known = {root: 1.0}

    def grad(node):
        if node not in known:
            known[node] = sum(slope * grad(user) for user, slope in users[node])
        return known[node]

    return [grad(node) for node in range(len(parents))]


def backward_by_counting(parents, slopes, root):
    """A node hands on when the last of its users has: without any recursion."""
    uses, todo = dict.fromkeys(range(len(parents)), 0), [root]
    for node in todo:
        for parent in parents[node]:
            uses[parent] += 1
            if uses[parent] == 1:
                todo.append(parent)
    grads, ready = np.zeros(len(parents)), [root]
    grads[root] = 1
    while ready:
        node = ready.pop()
        for parent, slope in zip(parents[node], slopes[node]):
            grads[parent] += slope * grads[node]
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    return grads


def backward_by_a_matrix(parents, slopes, root):
    """All paths at once: the slopes in a matrix, and its powers added up."""
    n = len(parents)
    M = np.zeros((n, n))
    for node in range(n):
        for parent, slope in zip(parents[node], slopes[node]):
            M[node, parent] += slope
    return np.linalg.solve((np.eye(n) - M).T, np.eye(n)[root])


def backward_by_all_paths(parents, slopes, root):
    """Along every path, which takes long in a large graph."""
    grads = [0.0] * len(parents)

    def walk(node, product):
        grads[node] += product
        for parent, slope in zip(parents[node], slopes[node]):
            walk(parent, product * slope)

    walk(root, 1.0)
    return grads


def multiplications(sizes):
    """Layer by layer, in arrays."""
    sizes = np.array(sizes)
    weights = sizes[:-1] * sizes[1:]
    forward = weights.sum()
    both = 3 * forward - weights[0]
    return [forward, both, 2 * (weights + sizes[1:]).sum() * forward]
