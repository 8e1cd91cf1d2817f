"""What is done in place of an operation: each kind of mistake, its words, its function.

In the words {left} and {right} stand for the two operands, {it} for a single one.
"""

import ast
import operator
from itertools import islice
from typing import NamedTuple

import numpy as np

OFTEN, SOMETIMES, SELDOM = range(3)
MOST_PASSES = 1000  # of a loop: more than any worked solution needs


class Variant(NamedTuple):
    """One way to do an operation differently."""

    words: str
    function: object  # what stands in the table in place of the usual entry
    rank: int = OFTEN
    shapes: bool = False  # whether another mistake may make up for the shape it gives


def turned(a):
    """The transpose of a matrix; other arrays as they are."""
    return a.T if np.ndim(a) == 2 else a


def sigma(z):
    """σ(z) for z of any size."""
    return 0.5 * (1 + np.tanh(z / 2))


FIRST = Variant("{right} is left out", lambda a, b: a)
SECOND = Variant("{left} is left out", lambda a, b: b)

BINARY = {
    ast.MatMult: (
        operator.matmul,
        Variant("{right} stands the wrong way round", lambda a, b: a @ turned(b), 0, True),
        Variant("{left} stands the wrong way round", lambda a, b: turned(a) @ b, 0, True),
        Variant("the factors of a matrix product change places", lambda a, b: b @ a, 1, True),
        Variant("`*` stands where `@` belongs", lambda a, b: a * b, SOMETIMES, True),
        FIRST._replace(rank=SOMETIMES),
        SECOND._replace(rank=SOMETIMES),
    ),
    ast.Mult: (
        operator.mul,
        Variant("`@` stands where `*` belongs", lambda a, b: a @ turned(b), SOMETIMES, True),
        Variant("`@` stands where `*` belongs", lambda a, b: turned(a) @ b, SOMETIMES, True),
        Variant("there is a division by {right} where it should multiply", operator.truediv, 1),
        Variant("{right} is added where it should multiply", operator.add, SELDOM),
        FIRST,
        SECOND,
    ),
    ast.Div: (
        operator.truediv,
        Variant("the division by {right} is left out", lambda a, b: a),
        Variant("a fraction stands upside down", lambda a, b: b / a, SOMETIMES),
        Variant("{right} multiplies where it should divide", operator.mul, SOMETIMES),
        Variant("there is a factor 2 too many", lambda a, b: 2 * a / b),
        Variant("there is a factor ½ too many", lambda a, b: a / b / 2),
        Variant("the division by {right} is made twice", lambda a, b: a / b / b, SOMETIMES),
        Variant("`//` stands where `/` belongs", operator.floordiv, SELDOM),
    ),
    ast.Sub: (
        operator.sub,
        Variant("a difference is taken the wrong way round", lambda a, b: b - a),
        Variant("there is a plus where a minus belongs", operator.add),
        Variant("there is a factor 2 too many", lambda a, b: 2 * (a - b)),
        Variant("there is a factor ½ too many", lambda a, b: (a - b) / 2, SOMETIMES),
        Variant("a difference is squared", lambda a, b: (a - b) ** 2, SOMETIMES),
        Variant("a difference loses its sign", lambda a, b: abs(a - b), SOMETIMES),
        FIRST,
        SECOND,
    ),
    ast.Add: (
        operator.add,
        Variant("there is a minus where a plus belongs", operator.sub),
        FIRST,
        SECOND,
        Variant("there is a product where a sum belongs", operator.mul, SELDOM),
    ),
    ast.Pow: (
        operator.pow,
        Variant("a power is left out", lambda a, b: a),
        Variant("another power is taken", lambda a, b: a ** (3 if np.all(b == 2) else 2), 1),
        Variant("an exponent has the wrong sign", lambda a, b: a**-b, SOMETIMES),
        Variant("absolute values stand where a square belongs", lambda a, b: abs(a), 1),
        Variant("a product stands where a power belongs", operator.mul, SOMETIMES),
        Variant("an exponent is one too large", lambda a, b: a ** (b + 1), SOMETIMES),
        Variant("an exponent is one too small", lambda a, b: a ** (b - 1), SOMETIMES),
    ),
    ast.FloorDiv: (
        operator.floordiv,
        Variant("`/` stands where `//` belongs", operator.truediv),
        Variant("a quotient is one too large", lambda a, b: a // b + 1, SOMETIMES),
        Variant("a quotient is one too small", lambda a, b: a // b - 1, SOMETIMES),
    ),
    ast.BitAnd: (
        operator.and_,
        Variant("one of two conditions is left out", lambda a, b: a),
        Variant("one of two conditions is left out", lambda a, b: b),
        Variant("“or” stands where “and” belongs", operator.or_, SOMETIMES),
    ),
    ast.BitOr: (
        operator.or_,
        Variant("one of two conditions is left out", lambda a, b: a),
        Variant("one of two conditions is left out", lambda a, b: b),
        Variant("“and” stands where “or” belongs", operator.and_, SOMETIMES),
    ),
}  # fmt: skip

SLOPE = (  # in place of the product a(1 − a)
    Variant("the slope is that of tanh", lambda a, b: 1 - a**2),
    Variant("σ′ is taken at an output, which is no sum z", lambda a, b: sigma(a) * sigma(-a)),
    Variant("the slope is that of ReLU", lambda a, b: (a > 0) * 1.0, SOMETIMES),
    Variant("there is a plus in the slope where a minus belongs", lambda a, b: a * (2 - b), 1),
)  # fmt: skip

SIGMOID = (  # in place of 1 / (1 + exp(-z)), of its value and of z
    lambda value, z: value,
    Variant("σ is left out", lambda value, z: z),
    Variant("tanh stands where σ belongs", lambda value, z: np.tanh(z)),
    Variant("ReLU stands where σ belongs", lambda value, z: np.maximum(z, 0)),
    Variant("the sign in σ is wrong", lambda value, z: 1 - value),
    Variant("σ is taken twice", lambda value, z: sigma(value)),
)


def _other_side(test):
    return lambda a, b: np.logical_not(test(a, b))


def _always(test):
    return lambda a, b: np.ones_like(test(a, b))


def _comparison(test, near):
    edge = Variant("a comparison goes the other way where both are equal", near)
    turn = Variant("a comparison is the wrong way round", _other_side(test), SOMETIMES)
    out = Variant("a condition is left out", _always(test), SOMETIMES)
    return test, edge, turn, out


COMPARE = {
    ast.Gt: _comparison(operator.gt, operator.ge),
    ast.GtE: _comparison(operator.ge, operator.gt),
    ast.Lt: _comparison(operator.lt, operator.le),
    ast.LtE: _comparison(operator.le, operator.lt),
    ast.Eq: (operator.eq, Variant("a condition is left out", _always(operator.eq), 1)),
    ast.NotEq: (operator.ne, Variant("a condition is left out", _always(operator.ne), 1)),
}  # fmt: skip

UNARY = {
    ast.USub: (operator.neg, Variant("a minus is missing", lambda a: a)),
    ast.Not: (operator.not_, Variant("a `not` is missing", bool, SOMETIMES)),
}
TRANSPOSE = Variant("{it} stands the wrong way round", lambda a: a, OFTEN, True)
CONDITION = Variant(
    "one of several conditions is left out", lambda test: True, SOMETIMES
)

LOOP = (
    lambda passes: islice(passes, MOST_PASSES),
    Variant("the loop runs backwards", lambda passes: list(passes)[::-1], SOMETIMES),
    Variant("the first pass of the loop is left out", lambda p: list(p)[1:], SOMETIMES),
    Variant("the last pass of the loop is left out", lambda p: list(p)[:-1], SOMETIMES),
    Variant(
        "only the first pass of the loop is made", lambda p: list(p)[:1], SOMETIMES
    ),
    Variant(
        "only the last pass of the loop is made", lambda p: list(p)[-1:], SOMETIMES
    ),
)

RETURNED = (
    lambda value: value,
    Variant("the sign is wrong", lambda value: -value, SOMETIMES),
    Variant("there is a factor 2 too many", lambda value: 2 * value, SOMETIMES),
    Variant("there is a factor ½ too many", lambda value: value / 2, SOMETIMES),
)


def numbers(number):
    """What stands in place of a number, as entries of the table."""
    found = [
        ("a number is one too large", number + 1, SOMETIMES),
        ("a number is one too small", number - 1, SOMETIMES),
        ("a number is twice as large as it should be", 2 * number, SOMETIMES),
        ("a number is half as large as it should be", number / 2, SOMETIMES),
        ("a number has the wrong sign", -number, SELDOM),
    ]
    if isinstance(number, float):
        found += [
            ("a number is 0", 0.0, SOMETIMES),
            ("a number is 1", 1.0, SOMETIMES),
            ("a number is ten times too large", 10 * number, SELDOM),
            ("a number is ten times too small", number / 10, SELDOM),
        ]
    return [Variant(*one) for one in found if one[1] != number]


def orders(count):
    """The values that are returned, in another order."""
    found = []
    for i in range(count):
        for j in range(i + 1, count):
            order = list(range(count))
            order[i], order[j] = j, i
            words = f"values {i + 1} and {j + 1} change places"
            found.append((words, order))
    first = count % 2
    if count > 3:
        order = [*range(first), *range(first, count, 2), *range(first + 1, count, 2)]
        found.append(("the values stand in another order", order))
    return [Variant(words, operator.itemgetter(*order)) for words, order in found]
