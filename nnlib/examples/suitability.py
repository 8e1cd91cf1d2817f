"""Whether the numbers of a 2-2-2 example suit the exercises of the course.

One rule per function, the quick ones first; `is_suitable` applies them all.
"""

from itertools import combinations

import numpy as np

from nnlib.activations import relu, sigmoid
from nnlib.builders import stack
from nnlib.dynamics.thresholds import relu_thresholds
from nnlib.gradcheck import compare
from nnlib.losses import half_squared_error
from nnlib.mistakes.known import MISTAKES
from nnlib.network import Dense, Network
from nnlib.training import train

KINK = 0.05  # a pre-activation nearer to 0 sits near ReLU's kink
ALIKE = 0.01  # derivatives coincide if they differ by a smaller part of the larger one
VISIBLE = 1e-3  # an error from here on shows in numbers worked out by hand
TOLD_APART = (  # never to be changed: another one would change numbers handed out
    "dW passed back",
    "slope forgotten at output",
    "slope forgotten at hidden",
    "updated W used",
    "W not transposed",
    "sign flipped",
    "slope taken at h",
    "factor 2",
    "outer product swapped",
)


def is_suitable(example):
    """Whether the example, as a sigmoid and as a ReLU network, suits all exercises."""
    return (
        is_off_the_kink(example)
        and has_one_living_path(example)
        and derivatives_differ(example)
        and mistakes_show(example)
        and path_survives(example)
    )


def is_off_the_kink(example):
    """Whether |z| >= 0.05 in each unit, sigmoid or ReLU."""
    Z1 = example.X @ example.W1.T
    Z2, relu_Z2 = (f(Z1) @ example.W2.T for f in (sigmoid, relu))
    return all((abs(Z) >= KINK).all() for Z in (Z1, Z2, relu_Z2))


def has_one_living_path(example):
    """Whether ReLU leaves one hidden unit and one output above zero."""
    H = relu(example.X @ example.W1.T)
    return bool((H > 0).sum() == (H @ example.W2.T > 0).sum() == 1)


def derivatives_differ(example):
    """Whether no two of the eight derivatives are within 1 % of each other."""
    pairs = combinations(_derivatives(example, Network.backward), 2)
    return all(abs(a - b) >= ALIKE * max(abs(a), abs(b)) for a, b in pairs)


def mistakes_show(example):
    """Whether the known mistakes can be told from the right pass and from each other.

    Each pair of results has to differ by an error of at least 0.001.
    """
    passes = Network.backward, *(MISTAKES[name] for name in TOLD_APART)
    results = [_derivatives(example, backward) for backward in passes]
    pairs = combinations(results, 2)
    return all(compare("all", a, b).error >= VISIBLE for a, b in pairs)


def path_survives(example):
    """Whether that path stays alive in training, up to just above the second fork."""
    X, Y, *_ = example
    network = _network(example, relu)
    rates = np.linspace(0.1, 1.02, 24) * relu_thresholds(network, X, Y).second_fork
    trained, _ = train(stack([network] * len(rates)), X, Y, steps=100, lr=rates)
    return bool((trained(X) > 0).any(axis=-1).all())


def _derivatives(example, backward):
    """The derivatives of the sigmoid network's eight weights, by a backward pass."""
    network = _network(example, sigmoid)
    caches = network.forward(example.X)
    dA = half_squared_error.gradient(caches[-1].A, example.Y)
    return np.concatenate([g.W.ravel() for g in backward(network, caches, dA)])


def _network(example, activation):
    return Network([Dense(W, None, activation) for W in (example.W1, example.W2)])
