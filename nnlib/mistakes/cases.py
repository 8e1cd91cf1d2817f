"""The cases: networks with data, and the gradients that a program gives for them.

Each is told beside the right ones, with how far rounding may move them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.gradcheck import compare
from nnlib.losses import Loss
from nnlib.network import Network

ROUNDING = 64


@dataclass(eq=False)
class Case:
    """One network with data, and what a program says of it.

    noise      per layer: a difference up to here is rounding
    tolerance  a relative one up to here as well: more in float32
    """

    network: Network
    caches: list
    dA: np.ndarray
    Y: np.ndarray
    lr: float
    mine: list
    right: list
    noise: list
    tolerance: float

    def same(self, index, mine, other):
        """Whether two arrays agree as well as rounding allows."""
        options = {"tolerance": self.tolerance, "noise": self.noise[index]}
        return compare("", mine, other, **options).ok

    @property
    def is_right(self):
        """Whether all gradients are the right ones."""
        return all(
            getattr(right, name) is None
            or self.same(index, getattr(mine, name), getattr(right, name))
            for index, (mine, right) in enumerate(zip(self.mine, self.right))
            for name in "Wb"
        )

    def sizes(self, index):
        """What a factor of a layer's gradient may be made of."""
        units, inputs = self.network.layers[index].W.shape[-2:]
        last = index + 1 == len(self.caches)
        return {
            "samples": float(self.dA.shape[-2]),
            "outputs": float(self.dA.shape[-1]),
            "inputs": float(inputs),
            "units": 1.0 if last else float(units),
            "lr": self.lr,
        }


@dataclass(eq=False)
class Program:
    """A program that gives gradients, and how often it was called.

    gradients  a function of (network, caches, dA, Y, lr) that returns a list of
               `Gradient`, and how far rounding may have moved it
    loss       a `Loss`
    """

    gradients: Callable
    loss: Loss
    calls: int = 0

    def called(self, *arguments):
        """Call the program once more."""
        self.calls += 1
        return self.gradients(*arguments)

    def asked(self, network, X, Y, lr):
        """Ask for the gradients of a network with data; return the `Case`."""
        caches = network.forward(X)
        dA = self.loss.gradient(caches[-1].A, Y)
        mine, moved = self.called(network, caches, dA, Y, lr)
        right = network.backward(caches, dA)
        eps = float(np.finfo(np.float32 if _is_single(mine) else float).eps)
        noise = [one + moved for one in _noise(network, caches, dA, right, eps)]
        known = network, caches, dA, Y, lr, mine, right
        return Case(*known, noise, max(1e-6, 100 * eps))


def _is_single(gradients):
    arrays = [a for g in gradients for a in (g.W, g.b) if a is not None]
    return all((array == array.astype(np.float32)).all() for array in arrays)


def _noise(network, caches, dA, right, eps):
    found, slack = [], 0.0
    for layer, cache, gradient in list(zip(network.layers, caches, right))[::-1]:
        slope = abs(layer.activation.derivative(cache.Z))
        # slopes such as 1 - h² are off by about ROUNDING, however small they are
        slack = slack * slope + ROUNDING * eps * abs(dA) * (1 + slope)
        found.append(float(np.max(slack.mT @ np.maximum(abs(cache.X), 1))))
        slack, dA = slack @ abs(layer.W), gradient.X
    return found[::-1]
