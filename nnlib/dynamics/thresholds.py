"""Learning rates at which the course of gradient descent changes, in closed form.

The homework's ReLU network, and networks whose last hidden layer is saturated, come
down to one number; the forks of their maps are known exactly.
"""

from math import atanh, log, sqrt
from typing import NamedTuple

import numpy as np

from nnlib.validation.arguments import check_count, check_positive
from nnlib.validation.networks import checked_data

SIGMOID_FLIP = 32.0
"""c where σ(z) = 0.5 turns unstable: from here on z and -z in turn, of one loss."""

SIGMOID_FORK = 48 * sqrt(3) * atanh(1 / sqrt(3))
"""c where the loss forks: at 1/12, z hopping between its two points of inflection."""


class ReluThresholds(NamedTuple):
    """Learning rates at which the losses of the homework's ReLU network change.

    fork         below it training settles on one loss, above it two losses alternate
    second_fork  above it four losses take turns
    death        above it the hidden unit dies, and the loss stays where it is
    """

    fork: float
    second_fork: float
    death: float


class SaturatedThresholds(NamedTuple):
    """Learning rates at which the losses of a saturated network change.

    flip  below it the loss rests on its floor, above it no longer does
    fork  above it two losses alternate
    """

    flip: float
    fork: float


def relu_thresholds(network, X, Y):
    """The thresholds r/(|x| y) of a two-layer ReLU network with one living path.

    For one sample and the half squared error: y is the target of the living output.
    With u = w |x| sqrt(lr), where w is the weight of the output, training is
    `cubic_map` with r = lr |x| y, as soon as the two weights in a row are balanced. It
    forks at r = 1 and r = √5 - 1; beyond r = 3√3/2 - 1 the path is cut.

    network  one `Network` of two ReLU layers without biases, of whose units one hidden
             unit and one output are above zero
    X, Y     one sample, (1, inputs) and (1, outputs)

    Returns `ReluThresholds`. Raises ValueError where the network is of another kind.
    """
    X, Y = checked_data(network, X, Y)
    one = 1 / (np.linalg.norm(X) * _living_target(network, X, Y))
    rs = 1.0, sqrt(5) - 1, 1.5 * sqrt(3) - 1
    return ReluThresholds(*(float(r * one) for r in rs))


def saturated_thresholds(n, s):
    """The thresholds c/(2 n s) of a network whose last hidden layer is saturated.

    For the sum of squared errors, a sigmoid output and targets with the mean 0.5.
    Training is then `sigmoid_map` with c = 2 n lr s.

    n  the number of samples
    s  1 + |a|², where a is the output of the last hidden layer

    Returns `SaturatedThresholds`. Raises ValueError where one of them is not above
    zero.

    >>> round(saturated_thresholds(41, 3.0).fork, 12)
    0.2225402916
    """
    check_count("n", n, 1)
    check_positive("s", s)
    return SaturatedThresholds(SIGMOID_FLIP / (2 * n * s), SIGMOID_FORK / (2 * n * s))


def steps_until(lr, start, factor, every=1):
    """After how many steps a `step_decay` schedule comes down to a learning rate.

    The steps of the schedule are smoothed: every log(start/lr) / log(1/factor).

    lr      the learning rate to reach, one number
    start   the learning rate at step 0
    factor  what lr is multiplied by
    every   how many steps lie between two such products

    Raises ValueError where a number is not above zero or `factor` is 1.

    >>> steps_until(0.0375, start=0.3, factor=0.5, every=100)
    300.0
    """
    check_positive("lr", lr)
    check_positive("start", start)
    check_positive("factor", factor)
    if factor == 1:
        raise ValueError(f"factor needs a number other than 1; got {factor}.")
    check_count("every", every, 1)
    return every * log(start / lr) / log(1 / factor)


def _living_target(network, X, Y):
    """The target of the only output above zero; refuse a network of another kind."""
    relus = [str(layer.activation) == "relu" for layer in network.layers]
    biased = any(layer.b is not None for layer in network.layers)
    if network.stacked or relus != [True, True] or biased:
        raise ValueError(
            "network needs to be one network of two ReLU layers without biases; "
            f"got {network}."
        )
    hidden, output = (cache.A for cache in network.forward(X))
    if len(X) != 1:
        raise ValueError(f"X needs to be one sample; got {len(X)}.")
    if (hidden > 0).sum() != 1 or (output > 0).sum() != 1:
        raise ValueError(
            "network needs one hidden unit and one output above zero at X; "
            f"got {(hidden > 0).sum()} and {(output > 0).sum()}."
        )
    (target,) = Y[output > 0]
    if not target > 0:
        raise ValueError(
            f"Y needs a target above zero for the living output; got {target}."
        )
    return target
