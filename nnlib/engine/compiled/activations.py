"""The activations that the engine knows, each with its slope: one row of a table each.

To add one, write both functions and a row of `KNOWN`; its code is its place there.
`activation(code, z)` are the activations of the pre-activations in the lanes of z, and
`slope(code, a)` are their slopes, in terms of the activations.
"""

from nnlib.activations import identity, leaky_relu, relu, sigmoid, tanh
from nnlib.engine.compiled.exponential import fraction
from nnlib.engine.compiled.lanes import like, where
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


def _either(code, function, others):
    """Compile what calls `function` where its code is asked for, else `others`."""

    @inlined
    def choose(asked, lanes):
        if asked == code:
            return function(lanes)
        return others(asked, lanes)

    return choose


@inlined
def _none_of_them(asked, lanes):
    return lanes


activation = slope = _none_of_them
for _code, (_function, _slope) in enumerate(KNOWN.values()):
    activation = _either(_code, _function, activation)
    slope = _either(_code, _slope, slope)
