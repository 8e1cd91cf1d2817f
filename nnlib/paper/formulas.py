"""How activations and losses are written on paper.

Each formula is a template: filled with names it is the formula, filled with numbers
it is what goes into the calculator.
"""

from collections.abc import Callable
from typing import NamedTuple

from nnlib.activations import identity, sigmoid, tanh
from nnlib.losses import (
    half_squared_error,
    mse,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    sum_squared_error,
)


def weighted_sum(*terms):
    """Sum products w·x, and b where the number of terms is odd."""
    products = [f"{w}·{x}" for w, x in zip(terms[::2], terms[1::2])]
    return " + ".join([*products, *terms[2 * len(products) :]])


def applied(activation):
    """The template of an activation: z -> σ(z)."""
    if activation == identity:
        return lambda z: z
    sign = "σ" if activation == sigmoid else activation.name
    return lambda z: f"{sign}({z})"


def slope(activation):
    """The template of dL/da times the activation's derivative, of (dL/da, a, z)."""
    if activation == identity:
        return lambda dA, a, z: dA
    if activation == sigmoid:
        return lambda dA, a, z: f"{dA}·{a}·(1 − {a})"
    if activation == tanh:
        return lambda dA, a, z: f"{dA}·(1 − {a}²)"
    return lambda dA, a, z: f"{dA}·{activation.name}′({z})"


def step_down(w, lr, gradient):
    """Step downhill: w − lr·∂L/∂w."""
    return f"{w} − {lr}·{gradient}"


class LossFormula(NamedTuple):
    """How a loss is written.

    value   the loss, a function of all outputs and then all targets
    slope   its slope, a function of the number of outputs, one output and its target
    link    computes probabilities p, where the loss first turns outputs into them;
            value and slope are then written with p
    linked  writes the j-th of them, a function of j and all outputs
    """

    value: Callable
    slope: Callable
    link: Callable | None = None
    linked: Callable | None = None


def _squares(*v):
    n = len(v) // 2
    return " + ".join(f"({o} − {y})²" for o, y in zip(v[:n], v[n:]))


def _softmax_value(*v):
    n = len(v) // 2
    return "−(" + " + ".join(f"{y}·ln({p})" for p, y in zip(v[:n], v[n:])) + ")"


def _sigmoid_value(*v):
    n = len(v) // 2
    both = (f"{y}·ln({p}) + (1 − {y})·ln(1 − {p})" for p, y in zip(v[:n], v[n:]))
    return f"−({' + '.join(both)})"


def _softmax_linked(j, *outputs):
    powers = [f"exp({o})" for o in outputs]
    return f"{powers[j]}/({' + '.join(powers)})"


_LOSSES = {
    half_squared_error: LossFormula(
        lambda *v: f"½·({_squares(*v)})", lambda n, o, y: f"{o} − {y}"
    ),
    mse: LossFormula(
        lambda *v: f"({_squares(*v)})/{len(v) // 2}",
        lambda n, o, y: f"2·({o} − {y})/{n}",
    ),
    sum_squared_error: LossFormula(_squares, lambda n, o, y: f"2·({o} − {y})"),
    softmax_cross_entropy: LossFormula(
        _softmax_value, lambda n, p, y: f"{p} − {y}", softmax, _softmax_linked
    ),
    sigmoid_cross_entropy: LossFormula(
        _sigmoid_value,
        lambda n, p, y: f"{p} − {y}",
        sigmoid,
        lambda j, *outputs: f"σ({outputs[j]})",
    ),
}


def loss_formula(loss):
    """The `LossFormula` of a loss; your own is written by its name."""
    own = LossFormula(
        lambda *v: f"{loss.name}({', '.join(v)})",
        lambda n, o, y: f"{loss.name}′({o}, {y})",
    )
    return _LOSSES.get(loss, own)
