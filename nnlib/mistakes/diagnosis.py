"""Which known mistake does a backward pass make, in which W and b of a network?

A gradient check says that something is wrong; a diagnosis says what, and where.
"""

import numpy as np

from nnlib.losses import half_squared_error
from nnlib.mistakes.explanations import Explanation, extended
from nnlib.mistakes.layer_gradients import layer_gradients
from nnlib.network import Cache, Gradient
from nnlib.validation.arguments import check_function, check_loss
from nnlib.validation.networks import check_weights, checked_data
from nnlib.validation.passes import check_unchanged, checked_gradients

MOST = 30  # explanations that are followed at a time


class Diagnosis(list):
    """One `Finding` for each of W1, b1, W2, ..., and the known mistakes below."""

    def __repr__(self):
        return "\n".join(map(repr, [*self, *self.mistakes]))

    @property
    def ok(self):
        """Whether every gradient is right."""
        return all(finding.verdict == "right" for finding in self)

    @property
    def mistakes(self):
        """The known mistakes that explain the gradients, each once, output first."""
        found = [mistake for finding in self[::-1] for mistake in finding.mistakes]
        return list({mistake.name: mistake for mistake in found}.values())


def diagnose(network, X, Y, backward, loss=half_squared_error):
    """Say which known mistake a backward pass makes, for each W and b of the network.

    It is right if its gradients are those of `Network.backward`, whatever slope it
    takes at a kink. A mistake is seen if it changes a gradient by more than a
    millionth.

    network   one `Network`, or many stacked
    X, Y      inputs (..., n, inputs) and targets (..., n, outputs)
    backward  the backward pass: a function of (network, caches, dA)
    loss      a `Loss`

    Returns a `Diagnosis`. Raises ValueError or TypeError where the data or the
    gradients do not fit, and where `backward` changes its arguments.
    """
    check_weights(network)
    check_loss(loss)
    check_function("backward", backward, "(network, caches, dA)")
    X, Y = (array.astype(float) for array in checked_data(network, X, Y))
    network = network.astype(float)
    caches = network.forward(X)
    dA = loss.gradient(caches[-1].A, Y)
    mine = _gradients_of(backward, network, caches, dA)
    layers, explanations = layer_gradients(network, caches, mine, dA), [Explanation(dA)]
    with np.errstate(over="ignore", invalid="ignore"):  # a wild guess may overflow
        for before, here in reversed(list(zip([None, *layers], layers))):
            longer = [
                new for old in explanations for new in extended(old, here, before)
            ]
            explanations = _simplest(longer)
    return Diagnosis(explanations[0].findings[::-1])


def _simplest(explanations):
    """Keep the simplest explanations, one for each dL/dA that is passed back."""
    ways = {}
    for explanation in sorted(explanations, key=Explanation.cost):
        ways.setdefault(explanation.dA.tobytes(), explanation)
    return list(ways.values())[:MOST]


def _gradients_of(backward, network, caches, dA):
    given = network.copy(), [Cache(*map(np.copy, c)) for c in caches], dA.copy()
    gradients = backward(*given)
    check_unchanged(given, (network, caches, dA))
    pairs = checked_gradients(network.layers, gradients)
    return [Gradient(W, b, delta=None, X=None) for W, b in pairs]
