"""Which known mistake does a backward pass make? Asked of every W and b of a network.

A gradient check says that something is wrong; a diagnosis says what, and where.
"""

import numpy as np

from nnlib.losses import half_squared_error
from nnlib.mistakes.explanations import Story, collected, continued
from nnlib.network import Cache, Gradient
from nnlib.validation.arguments import check_function, check_loss
from nnlib.validation.networks import (
    check_unchanged,
    check_weights,
    checked_data,
    checked_gradients,
)

MOST = 30  # stories that are followed at a time


class Diagnosis(list):
    """One `Finding` per gradient: W1, b1, W2 ...; shown with what was forgotten."""

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

    `backward` is a function of (network, caches, dA). It is right if its gradients are
    those of `Network.backward`, whatever slope it takes on a kink. A mistake is seen
    if it changes a gradient by more than a millionth.
    """
    check_weights(network)
    check_loss(loss)
    check_function("backward", backward, "(network, caches, dA)")
    X, Y = (array.astype(float) for array in checked_data(network, X, Y))
    network = network.astype(float)
    caches = network.forward(X)
    dA = loss.gradient(caches[-1].A, Y)
    mine = _asked(backward, network, caches, dA)
    layers, stories = collected(network, caches, mine, dA), [Story(dA)]
    with np.errstate(over="ignore", invalid="ignore"):  # a wild guess may overflow
        for before, here in reversed(list(zip([None, *layers], layers))):
            longer = [new for old in stories for new in continued(old, here, before)]
            stories = _cheapest(longer)
    return Diagnosis(stories[0].findings[::-1])


def _cheapest(stories):
    """Keep the cheapest stories, one of those that hand on the same dL/dA."""
    ways = {}
    for story in sorted(stories, key=Story.cost):
        ways.setdefault(story.dA.tobytes(), story)
    return list(ways.values())[:MOST]


def _asked(backward, network, caches, dA):
    given = network.copy(), [Cache(*map(np.copy, c)) for c in caches], dA.copy()
    gradients = backward(*given)
    check_unchanged(given, (network, caches, dA))
    pairs = checked_gradients(network.layers, gradients)
    return [Gradient(W, b, delta=None, X=None) for W, b in pairs]
