"""Which mistakes does a backward pass make, in which W and b of a network?

A gradient check says that something is wrong; a diagnosis says what, and where.
"""

import numpy as np

from nnlib.losses import half_squared_error
from nnlib.mistakes.cases import Program
from nnlib.mistakes.explanations import explained
from nnlib.mistakes.findings import Finding
from nnlib.mistakes.known import MISTAKES
from nnlib.mistakes.probes import drawn, held, probes
from nnlib.network import Cache, Gradient
from nnlib.validation.arguments import check_function, check_loss
from nnlib.validation.networks import check_weights, checked_data
from nnlib.validation.passes import check_unchanged, checked_gradients

SAME = 3  # cases in which a program keeps what it has of its own


class Diagnosis(list):
    """One `Finding` for each of W1, b1, W2, ..., and the mistakes below.

    calls  how often the program was called for it
    read   how a step's new parameters were read
    """

    calls, read = 0, ""

    def __repr__(self):
        return "\n".join(map(repr, [*self, *self.mistakes]))

    @property
    def ok(self):
        """Whether every gradient is right."""
        return all(finding.verdict == "right" for finding in self)

    @property
    def mistakes(self):
        """The mistakes that explain the gradients, each once, output first."""
        found = [mistake for finding in self[::-1] for mistake in finding.mistakes]
        return list({m.name: MISTAKES.get(m.name, m) for m in found}.values())


def diagnose(network, X, Y, backward, loss=half_squared_error, *, probe=True):
    """Say which mistakes a backward pass makes, for each W and b of the network.

    It is right if its gradients are those of `Network.backward`, whatever slope it
    takes at a kink. A mistake is seen if it changes a gradient by more than a
    millionth. What is wrong is looked for in a grammar of backward passes: other
    factors, slopes, products and ways back, up to two of them in a layer. To tell them
    apart the pass is asked about other numbers and sizes too; `calls` of the diagnosis
    counts how often.

    network   one `Network`, or many stacked
    X, Y      inputs (..., n, inputs) and targets (..., n, outputs)
    backward  the backward pass: a function of (network, caches, dA)
    loss      a `Loss`
    probe     False to ask about the given data alone, once

    Returns a `Diagnosis`. Raises ValueError or TypeError where the data or the
    gradients do not fit, and where `backward` changes its arguments.
    """
    check_weights(network)
    check_loss(loss)
    check_function("backward", backward, "(network, caches, dA)")
    X, Y = (array.astype(float) for array in checked_data(network, X, Y))

    def gradients(network, caches, dA, Y, lr):
        given = network.copy(), [Cache(*map(np.copy, c)) for c in caches], dA.copy()
        pairs = backward(*given)
        check_unchanged(given, (network, caches, dA))
        pairs = checked_gradients(network.layers, pairs)
        return [Gradient(W, b, delta=None, X=None) for W, b in pairs], 0.0

    return diagnosed(Program(gradients, loss), network.astype(float), X, Y, probe=probe)


def diagnosed(program, network, X, Y, lr=1.0, *, probe=True):
    """Diagnose a `Program` on a network and data."""
    with np.errstate(all="ignore"):  # a wild guess may overflow
        given = program.asked(network, X, Y, lr)
        if given.is_right:
            diagnosis = Diagnosis(_all_right(network))
        else:
            diagnosis = Diagnosis(_findings(program, given, X, lr, probe))
    diagnosis.calls = program.calls
    return diagnosis


def _all_right(network):
    for number, layer in enumerate(network.layers, start=1):
        for name in "Wb":
            if getattr(layer, name) is not None:
                yield Finding(f"{name}{number}", "right", (), "right")


def _findings(program, given, X, lr, probe):
    network, Y = given.network, given.Y
    others = probes(program, network, X, Y, lr) if probe else []
    best = explained(network, given, others, deepest=2 if others else 1)
    own = held(program, given) if probe and not best.is_known else []
    if own:
        form, same = (X.shape[-2], None), []
        for seed in range(SAME if own != ["W", "X", "Y"] else 0):
            same += drawn(program, network, X, Y, lr, form, own, seed)
        other = explained(network, given, same, deepest=1)
        best = min(best, other, key=lambda story: story.cost())
    return best.findings[::-1]
