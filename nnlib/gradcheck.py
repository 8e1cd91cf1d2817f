"""Is this backward pass right? Finite differences decide, by one measure of the error.

A falling loss proves nothing: most wrong backward passes lower it too. A gradient check
compares every derivative with the slope of the loss itself.
"""

from typing import NamedTuple

import numpy as np

from nnlib.engine.slopes import slopes_of
from nnlib.losses import half_squared_error
from nnlib.network import Network
from nnlib.training import loss_and_gradients
from nnlib.validation.arguments import (
    check_choice,
    check_difference_step,
    check_function,
    check_loss,
)
from nnlib.validation.arrays import as_array, check_value, checked_pair, float_array
from nnlib.validation.networks import check_weights, checked_data
from nnlib.validation.passes import check_gradients_fit

SMALLEST, LARGEST = 1e-10, 0.1  # the steps with which a check can tell right from wrong
TINY = 1e-16  # down to here a numerical gradient may be taken, to see it drown


class Comparison(NamedTuple):
    """How far two arrays are apart: |mine - reference| / (|mine| + |reference|).

    |...| is the length of the array read as one long vector.

    name   what was compared, such as "W1"
    error  0 for equal arrays, 1/3 for a factor of 2, 1 for the wrong sign or for zeros
    ok     whether the two agree
    zeros  whether one of the two, and not the other, is all zeros
    """

    name: str
    error: float
    ok: bool
    zeros: bool = False

    def __repr__(self):
        if not self.ok:
            why = ", one is all zeros" if self.zeros else ""
            return f"{self.name:7} differs   error {self.error:.4g}{why}"
        bound = next((b for b in (1e-12, 1e-9, 1e-6) if self.error < b), None)
        size = f"below {bound:g}" if bound else "within the noise"
        return f"{self.name:7} agrees    error {size}"


class Report(list):
    """Comparisons, one line each."""

    def __repr__(self):
        return "\n".join(repr(comparison) for comparison in self)

    @property
    def ok(self):
        """Whether all of them agree."""
        return all(comparison.ok for comparison in self)


def compare(name, mine, reference, *, tolerance=1e-6, noise=0.0):
    """Measure how far `mine` is from `reference`; return a `Comparison`.

    Right code stays below 1e-6 in float64, every classic mistake is above.

    name       what is compared, such as "W1"
    mine       numbers, an array of any shape
    reference  the right ones, an array of the same shape
    tolerance  the largest error with which the two agree
    noise      they also agree where no entry is further off than this

    Raises ValueError where the shapes differ, TypeError where `name` is no text.

    >>> compare("delta", [0.1, 0.2], [0.2, 0.4])
    delta   differs   error 0.3333
    """
    mine, reference = checked_pair(name, mine, reference)
    with np.errstate(invalid="ignore"):  # inf - inf is nan, which agrees with nothing
        difference = mine - reference
        lengths = [np.sqrt(np.vdot(a, a)) for a in (difference, mine, reference)]
        error = float(lengths[0] / sum(lengths[1:])) if difference.any() else 0.0
    ok = error <= tolerance or bool(np.max(abs(difference)) <= noise)
    return Comparison(name, error, ok, bool(mine.any() != reference.any()))


def numerical_gradient(f, x, *, step=1e-5):
    """Measure the derivatives of `f` at `x` by central differences.

    (f(x + step) - f(x - step)) / (2 step), entry by entry. In float32 rounding leaves
    about two digits with the usual step, and four with step=1e-2.

    f     a function of x that returns a number, or one number per network
    x     an array of any shape; where f returns one number per network, its leading
          axes belong to them, and an entry is moved in all networks at once
    step  how far an entry is moved, from 1e-16 to 0.1

    Returns an array of the same shape as x. Raises ValueError where f returns anything
    else or `step` is lost in rounding, TypeError where f is no function.

    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([3.0, 4.0])).round(6)
    array([6., 8.])
    """
    x = float_array("x", x)
    check_function("f", f, "x")
    check_difference_step(step, TINY, LARGEST)
    value = as_array("f(x)", f(x.copy()))
    leading = value.ndim
    check_value(value, x)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape[leading:]):
        entry = (..., *index)
        kept = x[entry].copy()
        x[entry] = kept + step
        if (x[entry] == kept).any():
            raise ValueError(
                f"step needs to move each entry of x; {step:g} is lost in the rounding "
                f"of {np.ravel(kept)[np.argmax(abs(kept))]:g}. Write a larger one."
            )
        above = f(x.copy())  # f may return a part of what it gets
        x[entry] = kept - step
        below = f(x.copy())
        x[entry] = kept
        gradient[entry] = (above - below) / (2 * step)
    return gradient


def check_gradients(
    network,
    X,
    Y,
    loss=half_squared_error,
    backward=Network.backward,
    *,
    step=1e-5,
    engine="numpy",
):
    """Compare a backward pass with finite differences, array by array, then all in one.

    Always in float64, since float32 is too coarse for differences. What rounding alone
    explains counts as agreement, so tiny gradients are judged fairly.

    network   one `Network`, or many stacked
    X, Y      inputs (..., n, inputs) and targets (..., n, outputs)
    loss      a `Loss`
    backward  the pass to check: a function of (network, caches, dA), by default nnlib's
    step      how far a weight is moved, from 1e-10 to 0.1
    engine    "numpy", or "compiled" for the differences: far faster after some seconds
              to compile, the same to rounding; `backward` is called either way

    Returns a `Report`, one `Comparison` for W1, b1, W2, ... and one for all of them.
    Raises ValueError or TypeError where the data or the gradients do not fit.
    """
    check_weights(network)
    check_loss(loss)
    check_difference_step(step, SMALLEST, LARGEST)
    check_choice("engine", engine, "numpy", "compiled")
    X, Y = (array.astype(float) for array in checked_data(network, X, Y))
    network = network.astype(float)
    value, gradients = loss_and_gradients(network.copy(), X, Y, loss, backward)
    check_gradients_fit(network.layers, gradients)
    noise = 10 * np.finfo(float).eps * max(1.0, float(np.max(abs(value)))) / step
    measure = slopes_of if engine == "compiled" else _slopes
    measured = measure(network, X, Y, loss, step)
    pairs = {}
    for number, (mine, slopes) in enumerate(zip(gradients, measured.layers), start=1):
        pairs[f"W{number}"] = mine.W, slopes.W
        if slopes.b is not None:
            pairs[f"b{number}"] = mine.b, slopes.b
    report = Report(compare(name, *pair, noise=noise) for name, pair in pairs.items())
    every = (
        np.concatenate([np.ravel(p) for p in side]) for side in zip(*pairs.values())
    )
    return Report([*report, compare("all", *every, noise=noise)])


def _slopes(network, X, Y, loss, step):
    """The slopes of the loss, as a network: its W are dL/dW."""
    slopes = network.copy()
    for number, layer in enumerate(slopes.layers):
        layer.W = _measured_gradient(network, number, "W", X, Y, loss, step)
        layer.b = _measured_gradient(network, number, "b", X, Y, loss, step)
    return slopes


def _measured_gradient(network, layer, name, X, Y, loss, step):
    network = network.copy()
    array = getattr(network.layers[layer], name)

    def value(moved):
        setattr(network.layers[layer], name, moved)
        return loss(network(X), Y)

    return None if array is None else numerical_gradient(value, array, step=step)
