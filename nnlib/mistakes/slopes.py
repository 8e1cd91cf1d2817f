"""What stands in place of σ′(z): other functions, at other numbers, or nothing at all.

Every formula may be taken at every argument, and beside the right slope.
"""

import numpy as np

from nnlib.activations import leaky_relu, relu, sigmoid, tanh
from nnlib.losses import softmax
from nnlib.mistakes.variants import SMALL, alone, right, wrong

FORMULAS = {
    "σ′({0})": lambda at, u: at.activation.derivative(u),
    "{0}(1 − {0})": lambda at, u: u * (1 - u),
    "1 − {0}²": lambda at, u: 1 - u**2,
    "{0}": lambda at, u: u,
    "1 − {0}": lambda at, u: 1 - u,
    "{0}²": lambda at, u: u**2,
    "{0}(1 + {0})": lambda at, u: u * (1 + u),
    "√σ′({0})": lambda at, u: np.sqrt(abs(at.activation.derivative(u))),
    "1/σ′({0})": lambda at, u: 1 / at.activation.derivative(u),
    "σ({0})": lambda at, u: at.activation.function(u),
    "1 − σ({0})": lambda at, u: 1 - at.activation.function(u),
    "exp(−{0})": lambda at, u: np.exp(-u),
    "sigmoid({0})": lambda at, u: sigmoid(u),
    "tanh({0})": lambda at, u: tanh(u),
    "sigmoid′({0})": lambda at, u: sigmoid.derivative(u),
    "tanh′({0})": lambda at, u: tanh.derivative(u),
    "relu′({0})": lambda at, u: relu.derivative(u),
    "leaky_relu′({0})": lambda at, u: leaky_relu.derivative(u),
    **{
        f"(1 or {low:g} by the sign of {{0}})": lambda at, u, low=low: np.where(
            u > 0, 1.0, low
        )
        for low in (-1, 0.05, 0.1, 0.2, 0.3)
    },
}
ARGUMENTS = {
    "z": lambda at, a: at.Z,
    "h": lambda at, a: at.A,
    "x": lambda at, a: at.X,
    "e": lambda at, a: at.error if at.last else a,
    "y": lambda at, a: at.case.Y,
    "(z − b)": lambda at, a: at.Z if at.b is None else at.Z - at.b[..., None, :],
    "softmax(z)": lambda at, a: softmax(at.Z),
}
USUAL = tuple(FORMULAS)[:2]  # what is taken at other numbers than z and h as well
SAME = "σ′({0})", "σ({0})", "1 − σ({0})"  # at z: the right slope, h and 1 − h


def _times(slope, beside=False):
    def rule(a, at):
        factor = _fitted(slope(at, a), at.units)
        return a * factor * at.slope if beside else a * factor

    return rule


def _fitted(u, units):
    """As many columns as units: cut off, or filled up with nan."""
    missing = units - u.shape[-1]
    if u.shape[-1] == 1 or missing <= 0:
        return u[..., :units]
    return np.pad(u, [(0, 0)] * (u.ndim - 1) + [(0, missing)], constant_values=np.nan)


def _instead(text, slope, cost=1):
    message = f"You took {text} for the slope; σ′(z) of this layer belongs there."
    return wrong(f"slope {text}", message, _times(slope), cost)


def _grid():
    yield wrong(
        "slope taken at h", None, _times(lambda at, a: at.activation.derivative(at.A))
    )
    for what, formula in FORMULAS.items():
        for where, argument in ARGUMENTS.items():
            text, usual = what.format(where), what in USUAL
            if where == "z" and what in SAME:
                continue

            def slope(at, a, argument=argument, formula=formula):
                return formula(at, argument(at, a))

            cost = 1 if where in "zh" or usual else 2
            yield _instead(text, slope, cost)
            if cost == 1:
                message = f"You multiplied by {text} beside σ′(z), which is enough."
                rule = _times(slope, beside=True)
                yield wrong(f"slope σ′(z) times {text}", message, rule, 2)


def _added(name, text, axis, slope):
    message = f"You added {text}; each unit has its own σ′(z) for each sample."
    total = _times(lambda at, a: slope(at).sum(axis=axis, keepdims=True))
    return wrong(name, message, total)


SLOPES = [
    right(lambda a, at: a * at.slope),
    wrong("slope forgotten", "", lambda a, at: a),
    *_grid(),
    wrong(
        "slope applied twice",
        "You multiplied by σ′ twice; once is enough.",
        _times(lambda at, a: at.slope, beside=True),
    ),
    _added("slopes added up", "σ′ up over the units", -1, lambda at: at.slope),
    _added(
        "h(1 − h) added up",
        "h(1 − h) up over the units, as a dot product does",
        -1,
        lambda at: at.A * (1 - at.A),
    ),
    _added("slopes of samples added up", "σ′ up over samples", -2, lambda at: at.slope),
    wrong(
        "slope not multiplied",
        "Where z ≤ 0 you put the slope itself; it is to be multiplied by what comes "
        "back.",
        lambda a, at: np.where(at.Z > 0, a, at.slope),
    ),
    wrong(
        "slope in place of delta",
        "You took the slope itself for delta; it is to be multiplied by what comes "
        "back.",
        lambda a, at: np.broadcast_to(at.slope, a.shape),
    ),
]


def slopes_at(network, index):
    """The choices for the slope of a layer, with those that this network has alone."""
    units = network.layers[index].W.shape[-2]
    found = [*SLOPES, *alone(SLOPES, units)]
    for k, layer in enumerate(network.layers):
        if k != index and layer.W.shape[-2] == units:
            found += [_of_layer(k, "σ′(z)", 1), _of_layer(k, "σ′(h)", 2)]
    found += [_delta_of(k) for k in range(index + 1, len(network.layers))]
    for to in range(units if units <= SMALL else 0):
        found += [_of_unit(to, by) for by in range(units) if by != to]
    return found


def _of_layer(k, text, cost):
    def slope(at, a):
        cache = at.case.caches[k]
        u = cache.Z if text == "σ′(z)" else cache.A
        return at.case.network.layers[k].activation.derivative(u)

    return _instead(f"{text} of layer {k + 1}", slope, cost)


def _delta_of(k):
    message = f"You took delta of layer {k + 1}; each layer has its own."

    def rule(a, at):
        return np.broadcast_to(_fitted(at.case.right[k].delta, at.units), a.shape)

    return wrong(f"delta of layer {k + 1}", message, rule)


def _of_unit(to, by):
    def slope(at, a):
        changed = at.slope.copy()
        if max(to, by) < at.units:
            changed[..., to] = changed[..., by]
        return changed

    return _instead(f"σ′(z) of unit {by + 1} in unit {to + 1}", slope)
