"""The exponential and the activations, with the same bits on every processor.

Made of + - * / alone, each rounded as IEEE 754 says: no library function, no fused
multiply-add, no reordered sum, so a vector unit of any width gives the same numbers.
"""

from hashlib import sha256
from pathlib import Path

try:
    import numba
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "The compiled engine needs the package numba, which is not installed. Type "
        'python -m pip install "numba>=0.68,<0.69". Without it, train and '
        'check_gradients run with engine="numpy".'
    ) from error
from numba.core import types
from numba.extending import intrinsic, overload

IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU = range(5)

# Numba compiles a file again when that file has changed, but not when another file
# that it calls has: so each state of all files has a cache of its own.
HERE = Path(__file__).parent
STATE = sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py"))))
CACHE = Path(numba.config.CACHE_DIR or HERE / "__pycache__") / STATE.hexdigest()[:16]


def compiled(function):
    """Compile on the first call; keep the result on disk.

    NumPy's error model divides without a test for zero, which vector units need. With
    `_nrt` off, Numba's memory management, no array can be made in compiled code and
    none is counted: counting would take longer than the arithmetic.
    """
    usual, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(CACHE)
    try:
        compiler = numba.njit(error_model="numpy", nogil=True, cache=True, _nrt=False)
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


# Both write x = n ln 2 + r with |r| <= ln 2 / 2, and e^x = 2ⁿ times a polynomial in r.
# Adding 1.5·2^52 (float64) or 1.5·2^23 (float32) rounds to a whole number; ln 2 comes
# in two parts, the first short enough to make its product with n exact. The bounds
# are where 2ⁿ becomes 0 and inf; nan passes them, since it compares as False.


@compiled
def exp_float64(x):
    """e^x to 4e-16; 0 below -708.4 and inf above 709.4."""
    x = -709.0 if x < -709.0 else x
    x = 710.0 if x > 710.0 else x
    shifted = x * 1.4426950408889634 + 6755399441056767.0
    n = shifted - 6755399441056767.0
    r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    r2 = r * r
    r4 = r2 * r2
    high = 2.5110049204818659793e-8 * r + 2.763265472252779189e-7
    high = high * r2 + (2.7557240887228868596e-6 * r + 2.4801485441561312966e-5)
    middle = 1.9841269890076402829e-4 * r + 1.3888888952352862866e-3
    middle = middle * r2 + (8.3333333333195896163e-3 * r + 4.166666666648795252e-2)
    low = (0.1666666666666668082 * r + 0.50000000000000184039) * r2 + (r + 1.0)
    return ((high * r4 + middle) * r4 + low) * power_of_two(shifted)


f4 = types.float32


@compiled
def exp_float32(x):
    """e^x to 2e-7; 0 below -87.3 and inf above 88.4."""
    x = f4(-88.0) if x < f4(-88.0) else x
    x = f4(89.0) if x > f4(89.0) else x
    shifted = x * f4(1.44269504) + f4(12583039.0)
    n = shifted - f4(12583039.0)
    r = (x - n * f4(0.693145752)) - n * f4(1.42860677e-6)
    p = f4(0.0013941118895837) * r + f4(0.0083751347746243)
    p = p * r + f4(0.0416663527711122)
    p = p * r + f4(0.1666641541404118)
    p = p * r + f4(0.5000000047146046)
    p = (p * r + f4(1.0)) * r + f4(1.0)
    return p * power_of_two(shifted)


def exp(x):
    """e^x for either type of float, inside compiled code."""
    raise NotImplementedError


@overload(exp, jit_options={"error_model": "numpy", "_nrt": False})
def _exp(x):
    return (lambda x: exp_float32(x)) if x == f4 else (lambda x: exp_float64(x))


@compiled
def part_of(inputs, outputs):
    """How many products to add up at a stretch: all, or in a long, flat W a quarter.

    The four sums, of which the last takes what is left over, are then added in order:
    an addition waits for the one before, and four can wait at the same time.
    """
    return inputs // 4 if inputs >= max(32, outputs) else inputs


@compiled
def activate(A, code):
    """Replace each pre-activation in the vector `A` by its activation."""
    number = A.dtype.type
    one, two, leak = number(1.0), number(2.0), number(0.01)
    if code == SIGMOID:
        for k in range(A.size):
            A[k] = one / (one + exp(-A[k]))
    elif code == TANH:
        for k in range(A.size):
            A[k] = two / (one + exp(-two * A[k])) - one
    elif code == RELU:
        for k in range(A.size):
            A[k] = number(0.0) if A[k] < number(0.0) else A[k]
    elif code == LEAKY_RELU:
        for k in range(A.size):
            A[k] = A[k] if A[k] > number(0.0) else leak * A[k]


@compiled
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
