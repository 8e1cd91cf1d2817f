"""The activations, by an exponential of our own: the same bits on every processor.

Made of + - * / alone, each rounded as IEEE 754 says: no library function, no fused
multiply-add, no reordered sum, so a vector unit of any width gives the same numbers.
"""

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

try:
    import numba
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "The compiled engine needs the package numba, which is not installed. Type "
        f'{sys.executable} -m pip install "numba>=0.68,<0.69". Without it, train and '
        'check_gradients run with engine="numpy".'
    ) from error
from numba.core import types
from numba.extending import intrinsic, overload

# As arguments of compiled functions: 0 and 1 would be types of their own, and the
# function would be compiled once more for each.
ZERO, ONE = np.int64(0), np.int64(1)

IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU = range(5)

# Numba compiles a file again when that file has changed, but not when another file
# that it calls has: so each state of all files has a cache of its own.
HERE = Path(__file__).parent
STATE = sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py"))))
CACHE = Path(numba.config.CACHE_DIR or HERE / "__pycache__") / STATE.hexdigest()[:16]


# NumPy's error model divides without a test for zero, which vector units need. With
# `_nrt` off, Numba's memory management, no array can be made in compiled code and none
# is counted: counting would take longer than the arithmetic.
OPTIONS = {"error_model": "numpy", "_nrt": False}


def compiled(function, **options):
    """Compile on the first call, by compiled code alone: called by Python, it crashes.

    What Python needs to call a function takes as long to compile as the function.
    """
    options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(**OPTIONS, **options)(function)


def inlined(function):
    """Compile into the functions that call it, where a call would take too long."""
    return compiled(function, forceinline=True)


def kernel(function):
    """Compile on the first call from Python; keep the result on disk."""
    usual, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(CACHE)
    try:
        compiler = numba.njit(nogil=True, cache=True, no_cfunc_wrapper=True, **OPTIONS)
        return compiler(function)
    finally:
        numba.config.CACHE_DIR = usual


@intrinsic
def power_of_two(context, shifted):
    """2ⁿ, from a float that holds n + bias in the lowest bits of its mantissa."""
    integer, bits = (types.int64, 52) if shifted == types.float64 else (types.int32, 23)

    def codegen(context, builder, signature, arguments):
        whole = context.get_value_type(integer)
        shifted = builder.shl(builder.bitcast(arguments[0], whole), whole(bits))
        return builder.bitcast(shifted, arguments[0].type)

    return shifted(shifted), codegen


# Both write x = n ln 2 + r with |r| <= ln 2 / 2, and e^r = (q + p) / (q - p), p odd and
# q even in r: fewer terms than a polynomial needs, and a sigmoid divides anyway (the
# numbers for float64 are those of Cephes, halved; those for float32 are Padé's). Adding
# 1.5·2^52 (float64) or 1.5·2^23 (float32) rounds to a whole number; ln 2 comes in two
# parts, the first short enough to make its product with n exact. The bounds are where
# 2ⁿ becomes 0 and inf; nan passes them, since it compares as False.


@inlined
def fraction_float64(x):
    """e^x as a numerator, 0 below -708.4 and inf above 709.4, and a denominator."""
    x = -709.0 if x < -709.0 else x
    x = 710.0 if x > 710.0 else x
    shifted = x * 1.4426950408889634 + 6755399441056767.0
    n = shifted - 6755399441056767.0
    r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    r2 = r * r
    p = (6.3088596537405295e-5 * r2 + 1.5149720385372098e-2) * r2 + 0.5
    q = (1.5009925256933223e-6 * r2 + 1.2622417017484205e-3) * r2
    p, q = p * r, (q + 0.11363277410407751) * r2 + 1.0
    return (q + p) * power_of_two(shifted), q - p


f4 = types.float32


@inlined
def fraction_float32(x):
    """The same in float32: 0 below -87.3 and inf above 88.4."""
    x = f4(-88.0) if x < f4(-88.0) else x
    x = f4(89.0) if x > f4(89.0) else x
    shifted = x * f4(1.44269504) + f4(12583039.0)
    n = shifted - f4(12583039.0)
    r = (x - n * f4(0.693145752)) - n * f4(1.42860677e-6)
    r2 = r * r
    p, q = (f4(1.0 / 120.0) * r2 + f4(0.5)) * r, f4(0.1) * r2 + f4(1.0)
    return (q + p) * power_of_two(shifted), q - p


def fraction(x):
    """e^x as numerator and denominator for either type of float, in compiled code."""
    raise NotImplementedError


@overload(fraction, jit_options=OPTIONS)
def _fraction(x):
    if x == f4:
        return lambda x: fraction_float32(x)
    return lambda x: fraction_float64(x)


@inlined
def part_of(inputs, outputs):
    """How many products to add up at a stretch: all, or in a long, flat W a quarter.

    The four sums, of which the last takes what is left over, are then added in order:
    an addition waits for the one before, and four can wait at the same time.
    """
    return inputs // 4 if inputs >= max(32, outputs) else inputs


@inlined
def activate(A, code):
    """Replace each pre-activation in the vector `A` by its activation."""
    number = A.dtype.type
    two, leak, most = number(2.0), number(0.01), number(20.0)  # tanh(20) is 1
    if code == SIGMOID:
        for k in range(A.size):
            above, below = fraction(-A[k])
            A[k] = below / (below + above)
    elif code == TANH:
        for k in range(A.size):
            z = -most if A[k] < -most else A[k]
            above, below = fraction(-two * (most if z > most else z))
            A[k] = (below - above) / (below + above)
    elif code == RELU:
        for k in range(A.size):
            A[k] = number(0.0) if A[k] < number(0.0) else A[k]
    elif code == LEAKY_RELU:
        for k in range(A.size):
            A[k] = A[k] if A[k] > number(0.0) else leak * A[k]


@inlined
def multiply_by_slope(D, A, code):
    """Turn dL/dA in the vector `D` into dL/dZ; all five slopes follow from A."""
    number = A.dtype.type
    zero, one, leak = number(0.0), number(1.0), number(0.01)
    if code == SIGMOID:
        for k in range(D.size):
            D[k] *= A[k] * (one - A[k])
    elif code == TANH:
        for k in range(D.size):
            D[k] *= one - A[k] * A[k]
    elif code == RELU:
        for k in range(D.size):
            D[k] *= one if A[k] > zero else zero
    elif code == LEAKY_RELU:
        for k in range(D.size):
            D[k] *= one if A[k] > zero else leak
