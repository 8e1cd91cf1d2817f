"""The operations of worked solutions, and what is done in their place by mistake.

The table has, for each operation, lines of words and of what is computed instead; `?`
behind it is made less often, `??` seldom; `~` gives another shape, which a second
mistake may make up for. {a} and {b} are the words for the operands.
"""

import ast
import re
from itertools import islice
from typing import NamedTuple

import numpy as np

from nnlib.activations import sigmoid

MOST_PASSES = 1000  # of a loop: more than any worked solution needs


class Variant(NamedTuple):
    """One way to do an operation differently."""

    words: str
    entry: object  # what stands in the table in place of the usual entry
    rank: int = 0  # the larger, the less often it is made
    shapes: bool = False  # whether another mistake may make up for the shape it gives
    named: bool = False  # whether its words name an operand


TABLE = """
a @ b
    {b} stands the wrong way round -> a @ turned(b) ~
    {a} stands the wrong way round -> turned(a) @ b ~
    the factors of a matrix product change places -> b @ a ~?
    `*` stands where `@` belongs -> a * b ~?
    {b} is left out -> a ?
    {a} is left out -> b ?
a * b
    {b} is left out -> a
    {a} is left out -> b
    `@` stands where `*` belongs -> a @ turned(b) ~?
    `@` stands where `*` belongs -> turned(a) @ b ~?
    there is a division by {b} where it should multiply -> a / b ?
    {b} is added where it should multiply -> a + b ??
a / b
    the division by {b} is left out -> a
    there is a factor 2 too many -> 2 * a / b
    there is a factor ½ too many -> a / b / 2
    a fraction stands upside down -> b / a ?
    {b} multiplies where it should divide -> a * b ?
    the division by {b} is made twice -> a / b / b ?
    a difference stands where a ratio belongs -> a - b ?
    `//` stands where `/` belongs -> a // b ??
a - b
    a difference is taken the wrong way round -> b - a
    there is a plus where a minus belongs -> a + b
    there is a factor 2 too many -> 2 * (a - b)
    there is a factor ½ too many -> (a - b) / 2 ?
    a difference is squared -> (a - b) ** 2 ?
    a difference loses its sign -> abs(a - b) ?
    {b} is left out -> a
    {a} is left out -> b
a + b
    there is a minus where a plus belongs -> a - b
    {b} is left out -> a
    {a} is left out -> b
    there is a product where a sum belongs -> a * b ??
a**b
    a power is left out -> a
    absolute values stand where a square belongs -> abs(a) ?
    an exponent has the wrong sign -> a**-b ?
    a product stands where a power belongs -> a * b ?
    an exponent is one too large -> a ** (b + 1) ?
    an exponent is one too small -> a ** (b - 1) ?
a // b
    `/` stands where `//` belongs -> a / b
    a quotient is one too large -> a // b + 1 ?
    a quotient is one too small -> a // b - 1 ?
a & b
    one of two conditions is left out -> a
    one of two conditions is left out -> b
    “or” stands where “and” belongs -> a | b ?
a | b
    one of two conditions is left out -> a
    one of two conditions is left out -> b
    “and” stands where “or” belongs -> a & b ?
a == b
    a condition is left out -> np.ones_like(a == b) ?
-a
    a minus is missing -> a
not a
    a `not` is missing -> bool(a) ?
turned(a)
    {a} stands the wrong way round -> a ~
truth(a)
    one of several conditions is left out -> True ?
slope(a, b)
    the slope is left out -> np.ones_like(a)
    the slope is that of tanh -> 1 - a**2
    σ′ is taken at an output, which is no sum z -> sigma(a) * sigma(-a)
    the slope is that of ReLU -> (a > 0) * 1.0 ?
    there is a plus in the slope where a minus belongs -> a * (2 - b) ?
sigmoid(a, b)
    σ is left out -> b
    tanh stands where σ belongs -> np.tanh(b)
    ReLU stands where σ belongs -> np.maximum(b, 0)
    the sign in σ is wrong -> 1 - a
    σ is taken twice -> sigma(a)
passes(a)
    the loop runs backwards -> list(a)[::-1] ?
    the first pass of the loop is left out -> list(a)[1:] ?
    the last pass of the loop is left out -> list(a)[:-1] ?
    only the first pass of the loop is made -> list(a)[:1] ?
    only the last pass of the loop is made -> list(a)[-1:] ?
returned(a)
    the sign is wrong -> -a ?
    there is a factor 2 too many -> 2 * a ?
    there is a factor ½ too many -> a / 2 ?
    there is a division by the number of rows too many -> a / len(a) ?
    there is a factor too many, the number of rows -> a * len(a) ?
    the rows are added up -> a.sum(axis=0) ~?
    the mean is taken over the rows -> a.mean(axis=0) ~?
    an axis of length 1 is lost -> np.squeeze(a, -1) ~?
"""

COMPARISON = """
a {test} b
    a comparison goes the other way where both are equal -> a {edge} b
    a comparison is the wrong way round -> np.logical_not(a {test} b) ?
    a condition is left out -> np.ones_like(a {test} b) ?
"""
EDGES = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}


def turned(a):
    """The transpose of a matrix; other arrays as they are."""
    return a.T if np.ndim(a) == 2 else a


def passes(loop):
    """The passes of a loop, which cannot run for ever."""
    return islice(loop, MOST_PASSES)


def read(table, names):
    """The operations of a table: {the usual expression: (its function, *variants)}."""
    found = {}
    for line in filter(None, table.splitlines()):
        words, _, instead = line.strip().partition(" -> ")
        if not instead:
            usual = words
            found[usual] = [_function(usual, words, names)]
            continue
        marks = re.search(r"[~?]*$", instead).group()
        function = _function(usual, instead.removesuffix(marks), names)
        variant = Variant(words, function, marks.count("?"), "~" in marks)
        found[usual].append(variant)
    return found


def _function(usual, expression, names):
    given = dict.fromkeys(re.findall(r"\b[abc]\b", usual))
    how = ", **how" if "how" in usual else ""
    return eval(f"lambda {', '.join(given)}{how}: {expression}", names)


def key(node):
    """The key of an operation in the table: its expression with a and b."""
    a, b = (ast.Name(name, ast.Load()) for name in "ab")
    if isinstance(node, ast.BinOp):
        return ast.unparse(ast.BinOp(a, node.op, b))
    if isinstance(node, ast.UnaryOp):
        return ast.unparse(ast.UnaryOp(node.op, a))
    return ast.unparse(ast.Compare(a, node.ops, [b]))


OPERATIONS = read(
    TABLE + "".join(COMPARISON.format(test=one, edge=EDGES[one]) for one in EDGES),
    {
        **{
            "np": np,
            "turned": turned,
            "sigma": sigmoid,
            "passes": passes,
            "truth": bool,
        },
        **{"slope": lambda a, b: a * b, "sigmoid": lambda a, b: a},
        "returned": lambda a: a,
    },
)
