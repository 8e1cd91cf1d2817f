"""One step of gradient descent by rules that may differ from layer to layer.

So a net of any depth can make the program's mistake in all of its layers or in some.
"""

from dataclasses import replace

import numpy as np

from nnlib.activations import sigmoid
from nnlib.losses import sum_squared_error
from nnlib.mistakes.backward_rules import Rules
from nnlib.network import Dense, Network


def step_by(hidden, output=None, *, loss_gradient=sum_squared_error.gradient):
    """The step by the rules of the `hidden` layers and of the `output` layer."""

    def train_step(weights, X, Y, lr):
        network = Network([Dense(W, None, sigmoid) for W in weights])
        caches = network.forward(X)
        dA, moved, rules = loss_gradient(caches[-1].A, Y), [], output or hidden
        for layer, cache in zip(network.layers[::-1], caches[::-1]):
            gradient = rules.gradient(layer, cache, dA, lr)
            moved.insert(0, layer.W - lr * gradient.W)
            dA, rules = gradient.X, hidden
        return moved

    return train_step


def in_place(step):
    """The same step, with the new numbers written into the given arrays."""

    def train_step(weights, X, Y, lr):
        for W, new in zip(weights, step(weights, X, Y, lr)):
            W[...] = new
        return weights

    return train_step


def times(factor):
    """The right step, but for a gradient `factor(Y)` times as large."""

    def loss_gradient(Y_hat, Y):
        return factor(Y) * sum_squared_error.gradient(Y_hat, Y)

    return step_by(Rules(), loss_gradient=loss_gradient)


def with_back(back):
    """The right step, but for what each layer passes back."""
    return step_by(replace(Rules(), back=back))


def drawn_net(rng, n, *sizes):
    """Draw the weights of a net without biases, and its data: weights, X, Y."""
    shapes = zip(sizes[1:], sizes)
    weights = [rng.normal(size=shape) for shape in shapes]
    X, Y = rng.uniform(-1, 1, (n, sizes[0])), rng.uniform(0.1, 0.9, (n, sizes[-1]))
    return weights, X, Y


def source_net(rng):
    """The program's 1-4-2-2-1 and its curve of 41 points, without the biases."""
    sizes = [1, 4, 2, 2, 1]
    weights = [rng.random(shape) for shape in zip(sizes[1:], sizes)]
    X = np.linspace(0, 2, 41)[:, None]
    return weights, X, np.sin(2 * np.pi * X) / 4 + 0.5
