"""The activations that the engine knows, each with its slope: one row of a table each.

To add one, write both functions and a row of `KNOWN`; its code is its place there.
`activate(code, A)` turns the pre-activations in the vector A into activations, and
`multiply_by_slope(code, D, A)` turns dL/dA in the vector D into dL/dZ.
"""

from nnlib.activations import identity, leaky_relu, relu, sigmoid, tanh
from nnlib.engine.compiled.exponential import fraction
from nnlib.engine.compiled.numba_setup import inlined


@inlined
def _nothing(A):
    """What identity does with pre-activations."""


@inlined
def _nothing_to_slopes(D, A):
    """What its slope, 1, does with dL/dA."""


@inlined
def _sigmoid(A):
    for k in range(A.size):
        above, below = fraction(-A[k])
        A[k] = below / (below + above)


@inlined
def _sigmoid_slope(D, A):
    one = A.dtype.type(1.0)
    for k in range(D.size):
        D[k] *= A[k] * (one - A[k])


@inlined
def _tanh(A):
    number = A.dtype.type
    two, most = number(2.0), number(20.0)  # tanh(20) is 1
    for k in range(A.size):
        z = -most if A[k] < -most else A[k]
        above, below = fraction(-two * (most if z > most else z))
        A[k] = (below - above) / (below + above)


@inlined
def _tanh_slope(D, A):
    one = A.dtype.type(1.0)
    for k in range(D.size):
        D[k] *= one - A[k] * A[k]


@inlined
def _relu(A):
    zero = A.dtype.type(0.0)
    for k in range(A.size):
        A[k] = zero if A[k] < zero else A[k]


@inlined
def _relu_slope(D, A):
    number = A.dtype.type
    zero, one = number(0.0), number(1.0)
    for k in range(D.size):
        D[k] *= one if A[k] > zero else zero


@inlined
def _leaky_relu(A):
    number = A.dtype.type
    zero, leak = number(0.0), number(0.01)
    for k in range(A.size):
        A[k] = A[k] if A[k] > zero else leak * A[k]


@inlined
def _leaky_relu_slope(D, A):
    number = A.dtype.type
    zero, one, leak = number(0.0), number(1.0), number(0.01)
    for k in range(D.size):
        D[k] *= one if A[k] > zero else leak


# what each does with pre-activations A, and its slope, in terms of A, with dL/dA
KNOWN = {
    identity: (_nothing, _nothing_to_slopes),
    sigmoid: (_sigmoid, _sigmoid_slope),
    tanh: (_tanh, _tanh_slope),
    relu: (_relu, _relu_slope),
    leaky_relu: (_leaky_relu, _leaky_relu_slope),
}


def _either(code, function, others):
    """Compile what calls `function` where its code is asked for, else `others`."""

    @inlined
    def choose(asked, *arrays):
        if asked == code:
            function(*arrays)
        else:
            others(asked, *arrays)

    return choose


@inlined
def _none_of_them(asked, *arrays):
    """Where the table ends."""


activate = multiply_by_slope = _none_of_them
for _code, (_function, _slope) in enumerate(KNOWN.values()):
    activate = _either(_code, _function, activate)
    multiply_by_slope = _either(_code, _slope, multiply_by_slope)
