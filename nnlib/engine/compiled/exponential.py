"""An exponential of our own, lane by lane, with the same bits on every processor.

Made of + - * / alone, each rounded as IEEE 754 says: no library function and no fused
multiply-add.
"""

from nnlib.engine.compiled.lanes import LANES, where
from nnlib.engine.compiled.numba_setup import (
    OPTIONS,
    inlined,
    intrinsic,
    ir,
    overload,
    types,
)


@intrinsic
def power_of_two(context, shifted):
    """2ⁿ, from floats that hold n + bias in the lowest bits of their mantissas."""
    size, bits = (64, 52) if shifted.dtype == types.float64 else (32, 23)

    def codegen(context, builder, signature, arguments):
        whole = ir.VectorType(ir.IntType(size), LANES)
        moved = builder.bitcast(arguments[0], whole)
        moved = builder.shl(moved, ir.Constant(whole, [bits] * LANES))
        return builder.bitcast(moved, arguments[0].type)

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
    x = where(x < -709.0, -709.0, x)
    x = where(x > 710.0, 710.0, x)
    shifted = x * 1.4426950408889634 + 6755399441056767.0
    n = shifted - 6755399441056767.0
    r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    r2 = r * r
    p = (6.3088596537405295e-5 * r2 + 1.5149720385372098e-2) * r2 + 0.5
    q = (1.5009925256933223e-6 * r2 + 1.2622417017484205e-3) * r2
    p, q = p * r, (q + 0.11363277410407751) * r2 + 1.0
    return (q + p) * power_of_two(shifted), q - p


@inlined
def fraction_float32(x):
    """The same in float32: 0 below -87.3 and inf above 88.4."""
    x = where(x < -88.0, -88.0, x)
    x = where(x > 89.0, 89.0, x)
    shifted = x * 1.44269504 + 12583039.0
    n = shifted - 12583039.0
    r = (x - n * 0.693145752) - n * 1.42860677e-6
    r2 = r * r
    p, q = (1.0 / 120.0 * r2 + 0.5) * r, 0.1 * r2 + 1.0
    return (q + p) * power_of_two(shifted), q - p


def fraction(x):
    """e^x as numerator and denominator for either type of float, in compiled code."""
    raise NotImplementedError


@overload(fraction, jit_options=OPTIONS | {"forceinline": True})
def _fraction(x):
    if x.dtype == types.float32:
        return lambda x: fraction_float32(x)
    return lambda x: fraction_float64(x)
