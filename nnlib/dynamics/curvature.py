"""Gradient descent as a map: how curved the loss is, and whether training is chaotic.

One step takes the weights w to w - lr dL/dw. Where the loss curves more than 2/lr the
step overshoots; where steps drive neighbouring weights apart, training is chaos.
"""

import numpy as np

from nnlib.losses import half_squared_error
from nnlib.network import Network
from nnlib.training import loss_and_gradients
from nnlib.validation.arguments import check_count, check_loss, check_lr
from nnlib.validation.arrays import check_dtype, float_array
from nnlib.validation.networks import check_gradients_fit, check_network

STEP = 3e-6  # of central differences, in units of the largest weight or of 1
CONVERGED = 1e-7  # of the sharpness: how far the eigenvector may be off


def parameters(network):
    """All weights and biases as one long vector: W1 row by row, b1, W2, b2, ..."""
    check_network(network)
    return _long(network.layers)


def with_parameters(network, vector):
    """The same network with the weights and biases of a long vector.

    >>> from nnlib import mlp, sigmoid
    >>> network = mlp([2, 2, 1], sigmoid, sigmoid, rng=np.random.default_rng(0))
    >>> parameters(with_parameters(network, np.arange(9.0)))
    array([0., 1., 2., 3., 4., 5., 6., 7., 8.])
    """
    check_network(network)
    check_dtype("vector", vector, network.dtype)
    _check_length("vector", vector, parameters(network).size)
    network, rest = network.copy(), vector.copy()
    for layer in network.layers:
        for name, array in _arrays(layer):
            part, rest = rest[: array.size], rest[array.size :]
            setattr(layer, name, part.reshape(array.shape))
    return network


def hessian_vector(network, X, Y, direction, loss=half_squared_error):
    """How the gradient changes along `direction`: the Hessian of the loss times it.

    `direction` and the result are long vectors, in the order of `parameters`. Central
    differences of the backward pass, always in float64: off by about 1e-9 of the size
    of gradient and Hessian, unless a kink of ReLU lies between the two points, which
    are 6e-6 apart, or 6e-6 of the largest weight.
    """
    gradient, w = _gradient_of(network, X, Y, loss)
    direction = float_array("direction", direction).astype(float)
    _check_length("direction", direction, w.size)
    return _slope_along(gradient, w, direction)


def sharpness(network, X, Y, loss=half_squared_error, *, steps=200):
    """The largest curvature of the loss: the largest eigenvalue of its Hessian.

    Gradient descent is stable where it is below 2/lr. By Lanczos' method on products
    of Hessian and vector, right to 1e-7 of the largest eigenvalue in size; refused,
    with the best value so far, where `steps` products are too few for that. Source:
    Golub and Van Loan, "Matrix Computations", chapter 10.
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

    The mean of log (distance after / distance before) over `steps` steps of two runs
    that start next to each other, after `burn` steps; positive in chaos, nan where
    training diverges, -inf where one step undoes every difference. A network that can
    move without a change of its loss shows 0 where it comes to rest. `backward` may be
    your own, as in `train`. The method is that of Benettin et al. 1980, "Lyapunov
    characteristic exponents", with the derivative of the step in place of a second run.
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
    check_network(network)
    check_loss(loss)
    if network.stacked:
        raise ValueError(
            f"network needs to be one network; got {network.stacked[0]} side by side. "
            "Take them one by one with unstack."
        )
    network = network.astype(float)
    X, Y = float_array("X", X).astype(float), float_array("Y", Y).astype(float)

    def gradient(w):
        moved = with_parameters(network, w)
        _, gradients = loss_and_gradients(moved, X, Y, loss, backward)
        check_gradients_fit(moved.layers, gradients)
        return _long(gradients)

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
    """Length 1 and a part along everything: multiples of the golden mean, modulo 1."""
    direction = np.arange(1, size + 1) * 0.6180339887498949 % 1 - 0.5
    return direction / np.linalg.norm(direction)


def _long(layers):
    return np.concatenate(
        [array.ravel() for layer in layers for _, array in _arrays(layer)]
    )


def _arrays(layer):
    pairs = ("W", layer.W), ("b", layer.b)
    return [(name, array) for name, array in pairs if array is not None]


def _check_length(name, vector, size):
    if np.shape(vector) != (size,):
        raise ValueError(
            f"{name} needs one number per weight and bias, shape {(size,)}; "
            f"got {np.shape(vector)}."
        )
