"""The cases: networks with data, and the gradients that a program gives for them.

The given data come first. Probes have other weights, other samples and, where the
program can do that, other numbers of inputs, hidden units and outputs.
"""

import contextlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np

from nnlib.gradcheck import compare
from nnlib.losses import Loss
from nnlib.network import Dense, Gradient, Network

ENOUGH = 4  # probes
FEW, ONE = 5, 1  # samples of a probe
TRIES = 4  # until all layers have a gradient
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

    def probes(self, network, X, Y, lr):
        """List the cases with other numbers that the program can do."""
        n, other = X.shape[-2], _other_sizes(network)
        few = FEW + 2 * (n == FEW)
        tries = (few, other), (few, None), (ONE, other), (ONE, None), (n, None)
        found = []
        for seed, (samples, sizes) in enumerate(tries):
            if len(found) < ENOUGH:
                found += self.drawn(network, X, Y, lr, (samples, sizes), (), seed)
        return found

    def drawn(self, network, X, Y, lr, form, held, seed):
        """List one case with other numbers; none where the program fails.

        form  how many samples, and how many inputs and units; None for those given
        held  what stays as it is given: "W", "X", "Y"
        """
        samples, sizes = form
        for attempt in range(TRIES):
            rng = np.random.default_rng([seed, attempt])
            one = network if "W" in held else _drawn_network(network, sizes, rng)
            inputs, outputs = one.layers[0].W.shape[-1], one.layers[-1].W.shape[-2]
            drawn = rng.normal(size=(*X.shape[:-2], samples, inputs))
            data = (
                X if "X" in held else drawn,
                Y if "Y" in held else _drawn_targets(Y, samples, outputs, rng),
            )
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        case = self.asked(one, *data, 0.7 * lr)
            except Exception:  # what a program cannot do, it is not asked
                return []
            if all(abs(gradient.W).max() > 1e-6 for gradient in case.right):
                break
        return [case]

    def held(self, given):
        """Tell what the program ignores of its arguments: it has its own W, X or Y."""
        others = {
            "W": (given.network.map(lambda array: array + 1), given.caches, given.dA),
            "X": (given.network, _moved(given.caches), given.dA),
            "Y": (given.network, given.caches, -2 * given.dA - 0.1),
        }
        return [name for name, other in others.items() if self._ignores(given, *other)]

    def _ignores(self, given, network, caches, dA):
        first = 1 if caches is not given.caches else None  # all that X leads to
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                mine, _ = self.called(network, caches, dA, given.Y, given.lr)
        except Exception:
            return False
        pairs = list(zip(mine, given.mine))[:first]
        return all(np.array_equal(one.W, two.W) for one, two in pairs)


def _moved(caches):
    first, *others = caches
    return [first._replace(X=first.X + 1), *others]


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


def _other_sizes(network):
    """Small numbers in place of the numbers of inputs and units, equal where they are.

    All of them differ from those given, and the order stays.
    """
    sizes = [network.shapes[0][1], *(outputs for outputs, _ in network.shapes)]
    distinct = sorted(set(sizes))
    for least in count(2):
        others = dict(zip(distinct, count(least)))
        if all(size != other for size, other in others.items()):
            return [others[size] for size in sizes]


def _drawn_network(network, sizes, rng):
    sizes = sizes or [network.shapes[0][1], *(outputs for outputs, _ in network.shapes)]
    layers = []
    for layer, inputs, units in zip(network.layers, sizes, sizes[1:]):
        W = rng.normal(size=(*network.stacked, units, inputs)) / inputs**0.5
        b = None if layer.b is None else rng.normal(size=W.shape[:-1]) / 2
        layers.append(Dense(W, b, layer.activation))
    return Network(layers)


def _drawn_targets(Y, samples, outputs, rng):
    """Targets of the same kind: classes, probabilities, or any numbers."""
    shape = (*Y.shape[:-2], samples, outputs)
    if not ((Y >= 0) & (Y <= 1)).all():
        return rng.normal(size=shape)
    classes = ((Y == 0) | (Y == 1)).all()
    drawn = rng.random(shape)
    if np.allclose(Y.sum(axis=-1), 1):
        rows = drawn / drawn.sum(axis=-1, keepdims=True)
        return np.eye(outputs)[rows.argmax(axis=-1)] if classes else rows
    return drawn.round() if classes else drawn
