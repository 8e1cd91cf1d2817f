"""Probes: what else a program is asked, to see why it is wrong.

Other weights, other samples and, where the program can do that, other numbers of
inputs, hidden units and outputs.
"""

import contextlib
import io
import warnings
from itertools import count

import numpy as np

from nnlib.network import Dense, Network

ENOUGH = 4  # probes
FEW, ONE = 5, 1  # samples of a probe
TRIES = 4  # until all layers have a gradient


@contextlib.contextmanager
def quietly():
    """Throw away what a program prints, and its warnings."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def probes(program, network, X, Y, lr):
    """List the cases with other numbers that the program can do."""
    n, other = X.shape[-2], _other_sizes(network)
    few = FEW + 2 * (n == FEW)
    tries = (few, other), (few, None), (ONE, other), (ONE, None), (n, None)
    found = []
    for seed, (samples, sizes) in enumerate(tries):
        if len(found) < ENOUGH:
            found += drawn(program, network, X, Y, lr, (samples, sizes), (), seed)
    return found


def drawn(program, network, X, Y, lr, form, held, seed):
    """List one case with other numbers; none where the program fails.

    form  how many samples, and how many inputs and units; None for those given
    held  what stays as it is given: "W", "X", "Y"
    """
    samples, sizes = form
    for attempt in range(TRIES):
        rng = np.random.default_rng([seed, attempt])
        one = network if "W" in held else _drawn_network(network, sizes, rng)
        inputs, outputs = one.layers[0].W.shape[-1], one.layers[-1].W.shape[-2]
        drawn_X = rng.normal(size=(*X.shape[:-2], samples, inputs))
        data = (
            X if "X" in held else drawn_X,
            Y if "Y" in held else _drawn_targets(Y, samples, outputs, rng),
        )
        try:
            with quietly():
                case = program.asked(one, *data, 0.7 * lr)
        except Exception:  # what a program cannot do, it is not asked
            return []
        if all(abs(gradient.W).max() > 1e-6 for gradient in case.right):
            break
    return [case]


def held(program, given):
    """Tell what the program ignores of its arguments: it has its own W, X or Y."""
    others = {
        "W": (given.network.map(lambda array: array + 1), given.caches, given.dA),
        "X": (given.network, _moved(given.caches), given.dA),
        "Y": (given.network, given.caches, -2 * given.dA - 0.1),
    }
    return [name for name, other in others.items() if _ignores(program, given, *other)]


def _ignores(program, given, network, caches, dA):
    first = 1 if caches is not given.caches else None  # all that X leads to
    try:
        with quietly():
            mine, _ = program.called(network, caches, dA, given.Y, given.lr)
    except Exception:
        return False
    pairs = list(zip(mine, given.mine))[:first]
    return all(np.array_equal(one.W, two.W) for one, two in pairs)


def _moved(caches):
    first, *others = caches
    return [first._replace(X=first.X + 1), *others]


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
