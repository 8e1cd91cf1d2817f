"""Exercise 4.1: the softmax of each row, for z of any size."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_04.batches import FOUR_DIGITS, batches
from nnlib.exercises.slips import slips


def softmax(Z):
    """Turn each row of pre-activations into probabilities: exp(Z) / Σ exp(Z)."""
    m = Z.max(axis=1, keepdims=True)  # what is subtracted
    E = np.exp(Z - m)  # the exponential
    total = E.sum(axis=1, keepdims=True)  # the sum of the exponentials
    P = E / total  # p
    return P


def cases(rng):
    """Batches of several shapes, with usual, large and very negative z."""
    for name, Z in batches(rng):
        yield name, (Z,)


MISTAKES = """
As with the formula of the blackboard, exp gives inf for large z, and for very negative
z a whole row becomes 0 and you divide 0 by 0. Only differences of z count: what can you
subtract first?
    np.exp(Z - m) -> np.exp(Z)

You subtract the largest z of the whole batch. A row that lies far below it becomes 0
divided by 0. Each row needs its own largest z.
    Z.max(axis=1, keepdims=True) -> Z.max()

You subtract the largest z of each column, so the numbers in a row move by different
amounts and p changes. Move all z of a row alike.
    Z.max(axis=1, keepdims=True) -> Z.max(axis=0)

Your columns add up to 1. A row is a sample: its probabilities have to add up to 1, over
the classes.
    axis=1 -> axis=0

The largest z is that of the row, but the sum goes down the column. Both belong to the
row: one sample, all its classes.
    E.sum(axis=1, keepdims=True) -> E.sum(axis=0)

You divide by the sum over the whole batch. Each row has a sum of its own, and adds up
to 1.
    axis=1, keepdims=True ->

You subtract the mean or the smallest z of the row. The largest may lie far above it,
and its exp overflows. Subtract the largest.
    Z.max -> Z.mean

Two things: your columns add up to 1, but a row is a sample; and exp overflows for large
z.
    np.exp(Z - m) -> np.exp(Z)
    E.sum(axis=1, keepdims=True) -> E.sum(axis=0)

Two things: you divide by the sum over the whole batch, but each row has to add up to 1;
and exp overflows for large z.
    np.exp(Z - m) -> np.exp(Z)
    E.sum(axis=1, keepdims=True) -> E.sum()

Two things: your columns add up to 1, but a row is a sample; and the largest z is that
of the whole batch.
    Z.max(axis=1, keepdims=True) -> Z.max()
    E.sum(axis=1, keepdims=True) -> E.sum(axis=0)

You put a number in the place of nan. That hides the overflow: the probabilities of such
a row are lost. Avoid it.
    np.exp(Z - m) -> np.exp(Z)
    E / total -> np.nan_to_num(E / total)

You apply σ to each z on its own. The classes share one sum.
    E / total -> 1 / (1 + np.exp(-Z))

Large z are cut off by a bound. That hides their differences, and those are all that
softmax sees. Move the row instead.
    np.exp(Z - m) -> np.exp(np.clip(Z, -500, 500))

You divide z by the largest one. That changes the differences; subtracting it does not.
    Z - m -> Z / m

You return exp(z − m). Divide it by its sum over the row.
    return P -> return E

The logarithm of p comes out. Softmax is p itself: numbers between 0 and 1.
    E / total -> Z - m - np.log(total)

You divide z by the sum of z; exp is missing. Probabilities have to be positive, and z
need not be.
    np.exp(Z - m) -> Z

The sign of z is wrong: your largest z gets the smallest p.
    Z.max -> (-Z).max
    Z - m -> -Z - m
"""

EXERCISE = Exercise(
    id="4.1",
    title="A softmax that does not overflow",
    points=2,
    minutes=5,
    reference=softmax,
    cases=cases,
    rtol=FOUR_DIGITS,
    mistakes=slips(softmax, MISTAKES),
    hints=(
        "Add the same number to all z of a row: numerator and denominator get the "
        "same factor, and p stays the same. Which number makes the largest exponent 0?",
        "`Z.max(axis=1, keepdims=True)` is the largest z of each row, as a column that "
        "can be subtracted. The sum of a row is taken in the same way.",
    ),
    right="Nothing can overflow: after the subtraction the largest exponent is 0.",
)
