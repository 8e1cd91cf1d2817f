"""What stands in place of σ′(z): other functions, at other numbers, or nothing at all.

Every formula may be taken at every argument, and beside the right slope.
"""

import numpy as np

from nnlib.activations import leaky_relu, relu, sigmoid, tanh
from nnlib.losses import softmax
from nnlib.mistakes.variants import alone, right, wrong

FORMULAS = {
    "σ′({0})": lambda at, u: at.activation.derivative(u),
    "{0}(1 − {0})": lambda at, u: u * (1 - u),
    "1 − {0}²": lambda at, u: 1 - u**2,
    "{0}": lambda at, u: u,
    "1 − {0}": lambda at, u: 1 - u,
    "{0}²": lambda at, u: u**2,
    "√σ′({0})": lambda at, u: np.sqrt(abs(at.activation.derivative(u))),
    "1/σ′({0})": lambda at, u: 1 / at.activation.derivative(u),
    "σ({0})": lambda at, u: at.activation.function(u),
    "1 − σ({0})": lambda at, u: 1 - at.activation.function(u),
    "exp(−{0})": lambda at, u: np.exp(-u),
    **{
        f"{own}′({{0}})": lambda at, u, own=own: own.derivative(u)
        for own in (sigmoid, tanh, relu, leaky_relu)
    },
}
ARGUMENTS = {
    "z": lambda at, a: at.Z,
    "h": lambda at, a: at.A,
    "x": lambda at, a: at.X,
    "e": lambda at, a: at.error if at.last else a,
    "softmax(z)": lambda at, a: softmax(at.Z),
}
USUAL = tuple(FORMULAS)[:2]  # what is taken at other numbers than z and h as well
SMALL = 4  # layers of so few units may be written out unit by unit


def _times(formula, argument, beside=False):
    def rule(a, at):
        slope = _fitted(formula(at, argument(at, a)), at.units)
        return a * slope * at.slope if beside else a * slope

    return rule


def _fitted(u, units):
    """As many columns as units: cut off, or filled up with nan."""
    missing = units - u.shape[-1]
    if u.shape[-1] == 1 or missing <= 0:
        return u[..., :units]
    return np.pad(u, [(0, 0)] * (u.ndim - 1) + [(0, missing)], constant_values=np.nan)


def _grid():
    for where, argument in ARGUMENTS.items():
        for what, formula in FORMULAS.items():
            text = what.format(where)
            if where == "z" and "σ" in what and "√" not in what and "/" not in what:
                continue  # the right slope, h and 1 − h
            cost = 1 if where in "zh" or what in USUAL else 2
            if text == "σ′(h)":
                yield wrong("slope taken at h", None, _times(formula, argument))
            else:
                message = f"You took {text} for the slope; σ′(z) belongs there."
                yield wrong(f"slope {text}", message, _times(formula, argument), cost)
            if cost == 1:
                message = f"You multiplied by {text} beside σ′(z), which is enough."
                rule = _times(formula, argument, beside=True)
                yield wrong(f"slope σ′(z) times {text}", message, rule, 2)


def _one_for_all(name, text, axis, formula):
    message = f"You added {text}; each unit has its own σ′(z) for each sample."
    return wrong(
        name, message, lambda a, at: a * formula(at).sum(axis=axis, keepdims=True)
    )


NO_SLOPE = wrong("slope forgotten", "", lambda a, at: a)
SLOPES = [
    right(lambda a, at: a * at.slope),
    NO_SLOPE,
    *_grid(),
    wrong(
        "slope applied twice",
        "You multiplied by σ′ twice; once is enough.",
        lambda a, at: a * at.slope**2,
    ),
    _one_for_all(
        "slopes added up", "the slopes of all units up", -1, lambda at: at.slope
    ),
    _one_for_all(
        "h(1 − h) added up",
        "h(1 − h) up over the units, as a dot product does",
        -1,
        lambda at: at.A * (1 - at.A),
    ),
    _one_for_all(
        "slopes added over samples",
        "the slopes of all samples up",
        -2,
        lambda at: at.slope,
    ),
    wrong(
        "slope not multiplied",
        "Where z ≤ 0 you put the slope itself; it is to be multiplied by what comes "
        "back.",
        lambda a, at: np.where(at.Z > 0, a, at.slope),
    ),
]


def slopes_at(network, index):
    """The choices for the slope of a layer, with those that this network has alone."""
    units = network.layers[index].W.shape[-2]
    found = [*SLOPES]
    for other, layer in enumerate(network.layers):
        if other != index and layer.W.shape[-2] == units:
            found += [_of_layer(other, "σ′(z)", 1), _of_layer(other, "σ′(h)", 2)]
    if units <= SMALL:
        found += [one for j in range(units) for one in alone(SLOPES, j, -1)]
    return found


def _of_layer(other, text, cost):
    def rule(a, at):
        cache = at.case.caches[other]
        activation = at.case.network.layers[other].activation
        u = cache.Z if text == "σ′(z)" else cache.A
        return a * _fitted(activation.derivative(u), at.units)

    name = f"slope {text} of layer {other + 1}"
    message = f"You took {text} of layer {other + 1}; each layer has its own σ′(z)."
    return wrong(name, message, rule, cost)
