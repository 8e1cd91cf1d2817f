"""The gradients of each layer, beside the right ones and those by every known rule.

A difference counts if it is larger than rounding can make it.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnlib.gradcheck import compare
from nnlib.mistakes.backward_rules import Rules
from nnlib.mistakes.kinks import every_slope
from nnlib.mistakes.known import MISTAKES
from nnlib.network import Cache, Dense, Gradient

RIGHT = Rules()
KNOWN = [RIGHT, *(mistake.rules for mistake in MISTAKES.values())]
SLOPES = list(dict.fromkeys(rules.slope for rules in KNOWN))
OUTERS = list(dict.fromkeys(rules.outer for rules in KNOWN))
ROUNDING = 64 * np.finfo(float).eps


class LayerGradients(NamedTuple):
    """The gradients of one layer, to be explained, beside the right ones.

    `slopes` has a pair for each derivative that the activation may have on a kink: the
    layer with this derivative, and σ′(z) by each of `SLOPES`, (slopes, ..., n, units).
    """

    number: int  # from 1
    place: str  # "output" or "hidden"
    layer: Dense
    cache: Cache
    slopes: list
    mine: Gradient  # to be explained
    right: Gradient
    noise: float  # a difference up to here is rounding

    def same(self, mine, other):
        """Whether two arrays agree as well as rounding allows."""
        return compare("", mine, other, noise=self.noise).ok


def layer_gradients(network, caches, mine, dA):
    """List the `LayerGradients` of a network, first to last."""
    right = network.backward(caches, dA)
    found, slack = [], 0.0
    for index in reversed(range(len(network.layers))):
        layer, cache = network.layers[index], caches[index]
        slope = abs(layer.activation.derivative(cache.Z))
        # slopes such as 1 - h² are off by about ROUNDING, however small they are
        slack = slack * slope + ROUNDING * abs(dA) * (1 + slope)
        noise = float(np.max(slack.mT @ np.maximum(abs(cache.X), 1)))
        place = "hidden" if found else "output"
        facts = index + 1, place, layer, cache, _slopes(layer, cache)
        found.append(LayerGradients(*facts, mine[index], right[index], noise))
        slack, dA = slack @ abs(layer.W), right[index].X
    return found[::-1]


def _slopes(layer, cache):
    activations = every_slope(layer.activation, cache.Z)
    layers = [replace(layer, activation=activation) for activation in activations]
    return [
        (layer, np.stack([slope(layer, cache) for slope in SLOPES])) for layer in layers
    ]


def every_dW(slopes, cache, dA):
    """dL/dW by every slope and every outer product, along a new first axis."""
    deltas = dA * slopes
    every = np.stack([outer(deltas, cache.X) for outer in OUTERS], axis=1)
    return every.reshape(-1, *every.shape[2:])
