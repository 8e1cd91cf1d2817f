"""Gradient descent as a map: how curved the loss is, and whether training is chaotic.

One step takes the weights w to w - lr dL/dw. Where the loss curves more than 2/lr the
step overshoots; where steps drive neighbouring weights apart, training is chaos.
"""

import numpy as np

from nnlib.dynamics.vectors import (
    check_length,
    long_vector,
    parameters,
    with_parameters,
)
from nnlib.losses import half_squared_error
from nnlib.network import Network
from nnlib.training import loss_and_gradients
from nnlib.validation.arguments import check_count, check_loss, check_lr
from nnlib.validation.arrays import float_array
from nnlib.validation.networks import check_single
from nnlib.validation.passes import check_gradients_fit

STEP = 3e-6  # of central differences, in units of the largest weight or of 1
CONVERGED = 1e-7  # of the sharpness: how far the eigenvector may be off


def hessian_vector(network, X, Y, direction, loss=half_squared_error):
    """How the gradient changes along a direction: the Hessian of the loss times it.

    By central differences of the backward pass, always in float64: off by about 1e-9 of
    the size of gradient and Hessian, unless a kink of ReLU lies between the two points,
    which are 6e-6 apart, or 6e-6 of the largest weight.

    network    one `Network`
    X, Y       inputs (n, inputs) and targets (n, outputs)
    direction  a long vector in the order of `parameters`, (parameters,)
    loss       a `Loss`

    Returns a vector of the same shape. Raises ValueError where the direction has
    another length or networks are stacked.
    """
    gradient, w = _gradient_of(network, X, Y, loss)
    direction = float_array("direction", direction).astype(float)
    check_length("direction", direction, w.size)
    return _slope_along(gradient, w, direction)


def sharpness(network, X, Y, loss=half_squared_error, *, steps=200):
    """The largest curvature of the loss: the largest eigenvalue of its Hessian.

    Gradient descent is stable where it is below 2/lr. Computed by Lanczos' method,
    right to 1e-7 of the eigenvalue that is largest in size. Source: Golub and Van Loan,
    "Matrix Computations", chapter 10.

    network  one `Network`
    X, Y     inputs (n, inputs) and targets (n, outputs)
    loss     a `Loss`
    steps    the largest number of products of Hessian and vector

    Returns a number. Raises ValueError, with the best value so far, where `steps`
    products are too few, and where networks are stacked.
    """
    check_count("steps", steps, 1)
    gradient, w = _gradient_of(network, X, Y, loss)
    basis = [_any_direction(w.size)]
    T = np.zeros((0, 0))
    for _ in range(min(steps, w.size)):
        after = _slope_along(gradient, w, basis[-1])
        T = np.pad(T, (0, 1))
        T[:, -1] = T[-1] = np.array(basis) @ after
        after = _orthogonal(after, basis)
        values, vectors = np.linalg.eigh(T)
        length = np.linalg.norm(after)
        doubt = length * abs(vectors[-1, -1])
        if doubt <= CONVERGED * max(abs(values)) or len(basis) == w.size:
            return float(values[-1])
        basis.append(after / length)
    raise ValueError(
        f"steps needs to be more than {steps} here: the sharpness is "
        f"{values[-1]:.6g} so far, give or take {doubt:.1g}."
    )


def training_lyapunov(
    network,
    X,
    Y,
    *,
    steps,
    lr,
    loss=half_squared_error,
    backward=Network.backward,
    burn=1000,
):
    """How fast two runs of gradient descent part: the Lyapunov exponent of training.

    The mean of log (distance after / distance before) over the steps of two runs that
    start next to each other: positive in chaos, nan where training diverges, -inf where
    one step undoes every difference. A network that can move without a change of its
    loss shows 0 where it comes to rest. The method is that of Benettin et al. 1980,
    "Lyapunov characteristic exponents", with the derivative of the step in place of a
    second run.

    network   one `Network`
    X, Y      inputs (n, inputs) and targets (n, outputs)
    steps     how many steps the mean is taken over
    lr        the learning rate, one number
    loss      a `Loss`
    backward  your own backward pass, a function of (network, caches, dA)
    burn      how many steps are taken first and not counted

    Returns a number per step. Raises ValueError where lr is negative or networks are
    stacked, and where `steps` or `burn` is no whole number.
    """
    check_count("steps", steps, 1)
    check_count("burn", burn, 0)
    check_lr(lr, ())
    gradient, w = _gradient_of(network, X, Y, loss, backward)
    direction, total = _any_direction(w.size), 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for step in range(burn + steps):
            direction = direction - lr * _slope_along(gradient, w, direction)
            growth = np.linalg.norm(direction)
            if growth == 0:
                return -np.inf
            if not np.isfinite(growth):
                return np.nan
            if step >= burn:
                total += np.log(growth)
            direction, w = direction / growth, w - lr * gradient(w)
    return float(total / steps)


def _gradient_of(network, X, Y, loss, backward=Network.backward):
    """The gradient as a function of the long vector, and where that vector is now."""
    check_single(network)
    check_loss(loss)
    network = network.astype(float)
    X, Y = float_array("X", X).astype(float), float_array("Y", Y).astype(float)

    def gradient(w):
        moved = with_parameters(network, w)
        _, gradients = loss_and_gradients(moved, X, Y, loss, backward)
        check_gradients_fit(moved.layers, gradients)
        return long_vector(gradients)

    return gradient, float_array("network", parameters(network))


def _slope_along(gradient, w, direction):
    """(g(w + step d) - g(w - step d)) / (2 step), d of length 1."""
    length = np.linalg.norm(direction)
    if length == 0:
        return np.zeros_like(w)
    step = STEP * max(1, np.max(abs(w))) / length
    return (gradient(w + step * direction) - gradient(w - step * direction)) / (
        2 * step
    )


def _orthogonal(vector, basis):
    """What is left of `vector` without its parts along `basis`; twice, for rounding."""
    basis = np.array(basis)
    for _ in range(2):
        vector = vector - basis.T @ (basis @ vector)
    return vector


def _any_direction(size):
    """A vector of length 1 with a part along every axis.

    Its entries are multiples of the golden mean, modulo 1.
    """
    direction = np.arange(1, size + 1) * 0.6180339887498949 % 1 - 0.5
    return direction / np.linalg.norm(direction)
