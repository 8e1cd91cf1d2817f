"""Eight numbers in one value, its lanes: a type of Numba's, made of a vector of LLVM's.

LLVM takes one register for it or several, as the processor has, rounds each lane as
IEEE 754 says and adds lanes in the order written here, so the bits are the same on all.
"""

import operator

from nnlib.engine.compiled.numba_setup import (
    AbstractTemplate,
    PrimitiveModel,
    infer_global,
    intrinsic,
    ir,
    lower_builtin,
    lower_cast,
    register_model,
    signature,
    types,
)

LANES = 8  # of float64 one register of 512 bits, two of 256, four of 128
WHICH = ir.VectorType(ir.IntType(32), LANES)


class Lanes(types.Type):
    """Eight numbers of `dtype`, or eight answers yes or no if it is boolean."""

    def __init__(self, dtype):
        self.dtype = dtype
        super().__init__(f"Lanes({dtype})")


@register_model(Lanes)
class LanesModel(PrimitiveModel):
    """A vector of LLVM."""

    def __init__(self, dmm, fe_type):
        element = dmm.lookup(fe_type.dtype).get_value_type()
        super().__init__(dmm, fe_type, ir.VectorType(element, LANES))


def _spread(builder, number):
    """Put a number into all lanes."""
    none = ir.Constant(ir.VectorType(number.type, LANES), ir.Undefined)
    one = builder.insert_element(none, number, ir.IntType(32)(0))
    return builder.shuffle_vector(one, none, ir.Constant(WHICH, [0] * LANES))


@lower_cast(types.Number, Lanes)
def _from_number(context, builder, given, lanes, number):
    return _spread(builder, context.cast(builder, number, given, lanes.dtype))


def _lanes_of(*given):
    """The one type of those that are Lanes, where all others are numbers, or None."""
    kinds = {one for one in given if isinstance(one, Lanes)}
    others = [one for one in given if not isinstance(one, Lanes)]
    fit = len(kinds) == 1 and all(isinstance(one, types.Number) for one in others)
    return kinds.pop() if fit else None


def _operator(symbol, emit, *arguments, result=None):
    """Teach Numba an operator between lanes, or lanes and a number."""

    @infer_global(symbol)
    class Template(AbstractTemplate):
        def generic(self, args, kws):
            lanes = _lanes_of(*args) if len(args) == 2 else None
            return lanes and signature(result or lanes, lanes, lanes)

    @lower_builtin(symbol, Lanes, Lanes)
    def lower(context, builder, sig, args):
        return getattr(builder, emit)(*arguments, *args)


for _name, _emit in {"add": "fadd", "sub": "fsub", "mul": "fmul"}.items():
    _operator(getattr(operator, _name), _emit)
    _operator(getattr(operator, f"i{_name}"), _emit)
_operator(operator.truediv, "fdiv")
_operator(operator.lt, "fcmp_ordered", "<", result=Lanes(types.boolean))
_operator(operator.gt, "fcmp_ordered", ">", result=Lanes(types.boolean))


def _address(context, builder, kinds, values, lanes):
    """Where row `at` of an array begins, or number `at` of a vector."""
    array, at = context.make_array(kinds[0])(context, builder, values[0]), values[1]
    if kinds[0].ndim == 2:
        at = builder.mul(at, at.type(LANES))
    pointer = builder.gep(array.data, [at])
    return builder.bitcast(pointer, context.get_value_type(lanes).as_pointer())


def _is_dense(array):
    return isinstance(array, types.Array) and array.ndim <= 2 and array.layout == "C"


@intrinsic
def load(context, array, at):
    """The eight numbers from array[at] on; rows of an array have eight."""
    lanes = Lanes(array.dtype)

    def codegen(context, builder, sig, args):
        pointer = _address(context, builder, sig.args, args, lanes)
        return builder.load(pointer, align=array.dtype.bitwidth // 8)

    return (lanes(array, types.int64), codegen) if _is_dense(array) else None


@intrinsic
def store(context, array, at, x):
    """Write the lanes of `x` from array[at] on."""
    lanes = Lanes(array.dtype)

    def codegen(context, builder, sig, args):
        pointer = _address(context, builder, sig.args, args, lanes)
        builder.store(args[2], pointer, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    signed = types.none(array, types.int64, lanes)
    return (signed, codegen) if _is_dense(array) else None


@intrinsic
def spread(context, number):
    """`number` in all lanes."""

    def codegen(context, builder, sig, args):
        return _spread(builder, args[0])

    return Lanes(number)(number), codegen


@intrinsic
def like(context, x, number):
    """`number` in all lanes of a value of the type of `x`."""
    return x(x, x), lambda context, builder, sig, args: args[1]


@intrinsic
def where(context, condition, yes, no):
    """The lanes of `yes` where the condition holds, those of `no` elsewhere."""
    lanes = _lanes_of(yes, no)

    def codegen(context, builder, sig, args):
        return builder.select(*args)

    return (lanes(condition, lanes, lanes), codegen) if lanes else None


@intrinsic
def first(context, count, yes, no):
    """The first `count` lanes of `yes`, the others of `no`."""

    def codegen(context, builder, sig, args):
        count = _spread(builder, builder.trunc(args[0], ir.IntType(32)))
        numbers = ir.Constant(WHICH, list(range(LANES)))
        return builder.select(builder.icmp_signed("<", numbers, count), *args[1:])

    return yes(types.int64, yes, yes), codegen


@intrinsic
def total(context, x):
    """The sum of the lanes: the upper half onto the lower, until one is left."""

    def codegen(context, builder, sig, args):
        (lanes,), left = args, LANES
        while left > 1:
            left //= 2
            half = ir.VectorType(ir.IntType(32), left)
            lower, upper = (
                builder.shuffle_vector(lanes, lanes, ir.Constant(half, list(part)))
                for part in (range(left), range(left, 2 * left))
            )
            lanes = builder.fadd(lower, upper)
        return builder.extract_element(lanes, ir.IntType(32)(0))

    return x.dtype(x), codegen
