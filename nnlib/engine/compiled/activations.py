"""The activations that the engine knows, each with its slope: one row of a table each.

To add one, write both functions and a row of `KNOWN`; its code is its place there.
`activate(code, A, ...)` turns pre-activations in `A` into activations, `units` of them
from entry `at` on in each of the groups of samples; `slope(code, a)` are their slopes.
"""

from nnlib.activations import identity, leaky_relu, relu, sigmoid, tanh
from nnlib.engine.compiled.exponential import fraction
from nnlib.engine.compiled.lanes import like, load, store, where
from nnlib.engine.compiled.numba_setup import inlined


@inlined
def _identity(z):
    return z


@inlined
def _identity_slope(a):
    return like(a, 1.0)


@inlined
def _sigmoid(z):
    above, below = fraction(0.0 - z)
    return below / (below + above)


@inlined
def _sigmoid_slope(a):
    return a * (1.0 - a)


@inlined
def _tanh(z):
    z = where(z < -20.0, -20.0, z)  # tanh(20) is 1
    above, below = fraction(-2.0 * where(z > 20.0, 20.0, z))
    return (below - above) / (below + above)


@inlined
def _tanh_slope(a):
    return 1.0 - a * a


@inlined
def _relu(z):
    return where(z < 0.0, 0.0, z)


@inlined
def _relu_slope(a):
    return where(a > 0.0, like(a, 1.0), 0.0)


@inlined
def _leaky_relu(z):
    return where(z > 0.0, z, 0.01 * z)


@inlined
def _leaky_relu_slope(a):
    return where(a > 0.0, like(a, 1.0), 0.01)


# each, and its slope in terms of the activations
KNOWN = {
    identity: (_identity, _identity_slope),
    sigmoid: (_sigmoid, _sigmoid_slope),
    tanh: (_tanh, _tanh_slope),
    relu: (_relu, _relu_slope),
    leaky_relu: (_leaky_relu, _leaky_relu_slope),
}


def _activate_with(code, function, others):
    """Compile what activates with `function` where its code is asked for, else not."""

    @inlined
    def activate(asked, A, at, units, unit, group, groups):
        if asked == code:
            for _ in range(groups):
                for k in range(at, at + units * unit, unit):
                    store(A, k, function(load(A, k)))
                at += group
        else:
            others(asked, A, at, units, unit, group, groups)

    return activate


def _slope_of(code, function, others):
    """Compile what is `function` where its code is asked for, else `others`."""

    @inlined
    def slope(asked, a):
        return function(a) if asked == code else others(asked, a)

    return slope


@inlined
def _none(asked, A, at, units, unit, group, groups):
    """Where the table ends."""


@inlined
def _no_slope(asked, a):
    return a


activate, slope = _none, _no_slope
for _code, (_function, _slope) in enumerate(KNOWN.values()):
    activate = _activate_with(_code, _function, activate)
    slope = _slope_of(_code, _slope, slope)
