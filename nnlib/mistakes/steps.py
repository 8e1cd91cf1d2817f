"""The diagnosis of a training step: a program that returns new parameters.

That is the form in which programs are posted. What it returns may be a dictionary, a
list or a tuple, with matrices either way round.
"""

import numpy as np

from nnlib.losses import half_squared_error
from nnlib.mistakes.cases import Program
from nnlib.mistakes.diagnosis import diagnosed
from nnlib.mistakes.probes import quietly
from nnlib.network import Gradient, Network
from nnlib.validation.arguments import check_function, check_loss, check_positive
from nnlib.validation.networks import check_single, check_weights, checked_data
from nnlib.validation.parameters import read_parameters

ROUNDING = 8
ROWS = 3  # samples that show whether a step goes through them one by one


def diagnose_step(step, network, X, Y, lr, loss=half_squared_error, *, probe=True):
    """Say which mistakes a training step makes, for each W and b of the network.

    It is right if it moves all parameters by minus lr times the gradient of the loss.
    A step that goes through the samples one by one is diagnosed on the first of them.

    step     a function of (W, b, X, Y, lr), with lists of matrices, (outputs, inputs)
             each, and of biases, that returns the new ones: (W, b), [W1, b1, ...], a
             dictionary of "W1", "b1", ...; with None it has changed W and b in place
    network  one `Network`
    X, Y     inputs (n, inputs) and targets (n, outputs)
    lr       the learning rate, one number
    loss     a `Loss`
    probe    False to ask about the given data alone, once

    Returns a `Diagnosis`, whose `read` says how the parameters were read. Raises
    ValueError or TypeError where the data or what is returned do not fit.
    """
    check_weights(network)
    check_single(network)
    check_loss(loss)
    check_function("step", step, "(W, b, X, Y, lr)")
    check_positive("lr", lr)
    X, Y = (array.astype(float) for array in checked_data(network, X, Y))
    network, read, note = network.astype(float), [], ""
    moved = _moved_by(step, read)
    if probe and len(X) > 1 and _is_one_by_one(moved, network, X[:ROWS], Y[:ROWS], lr):
        X, Y = X[:1], Y[:1]
        note = "one step per sample; what is said is about the first sample"

    def gradients(network, caches, dA, Y, lr):
        new = moved(network, caches[0].X, Y, lr)
        return [*_down(network, new, lr)], _rounding(network, new) / lr

    program = Program(gradients, loss, calls=len(read))
    diagnosis = diagnosed(program, network, X, Y, lr, probe=probe)
    diagnosis.read = "; ".join(filter(None, [*dict.fromkeys(read), note]))
    return diagnosis


def _moved_by(step, read):
    """A function of (network, X, Y, lr) that returns the network after the step."""

    def moved(network, X, Y, lr):
        old = network.copy()
        W, b = ([getattr(layer, name) for layer in old.layers] for name in "Wb")
        new = step(W, b, X.copy(), Y.copy(), lr)
        words, layers = read_parameters((W, b) if new is None else new, network.layers)
        read.append(words)
        return Network(
            [
                type(layer)(W, b, layer.activation)
                for layer, (W, b) in zip(network.layers, layers)
            ]
        )

    return moved


def _down(old, new, lr):
    """The gradients that lead from the old parameters to the new ones."""
    for one, two in zip(old.layers, new.layers):
        b = None if one.b is None else (one.b - two.b) / lr
        yield Gradient((one.W - two.W) / lr, b, None, None)


def _rounding(old, new):
    """How far rounding may move a parameter; further in float32."""
    arrays = [a for layer in new.layers for a in (layer.W, layer.b) if a is not None]
    single = all((array == array.astype(np.float32)).all() for array in arrays)
    largest = max(abs(layer.W).max() for layer in (*old.layers, *new.layers))
    return ROUNDING * largest * np.finfo(np.float32 if single else float).eps


def _is_one_by_one(moved, network, X, Y, lr):
    """Whether the step does the same as one step after another, sample by sample."""
    try:
        with quietly():
            together = moved(network, X, Y, lr)
            one_by_one = network
            for k in range(len(X)):
                one_by_one = moved(one_by_one, X[k : k + 1], Y[k : k + 1], lr)
    except Exception:  # what a program cannot do, it is not asked
        return False
    pairs = zip(together.layers, one_by_one.layers)
    return all(np.allclose(one.W, two.W, rtol=1e-12, atol=1e-14) for one, two in pairs)
