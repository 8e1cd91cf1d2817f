"""Exercise 4.1: the softmax of each row, for z of any size."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_04.batches import FOUR_DIGITS, batches
from nnlib.losses import log_sum_exp, softmax


def cases(rng):
    """Batches of several shapes, with usual, large and very negative z."""
    for name, Z in batches(rng):
        yield name, (Z,)


def softmax_on_paper(Z):
    """exp(Z) / Σ exp(Z) as it stands: exp overflows, or all of a row become 0."""
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def shares(A, axis=1):
    """Divide by the sum."""
    return A / A.sum(axis=axis, keepdims=True)


EXERCISE = Exercise(
    id="4.1",
    title="A softmax that does not overflow",
    points=2,
    minutes=5,
    reference=softmax,
    cases=cases,
    rtol=FOUR_DIGITS,
    mistakes=(
        WrongAnswer(
            "This is the formula of the blackboard. For large z exp gives inf, and "
            "for very negative z a whole row becomes 0 and you divide 0 by 0. Only "
            "differences of z count: what can you subtract first?",
            softmax_on_paper,
        ),
        WrongAnswer(
            "You subtract the largest z of the whole batch. A row that lies far below "
            "it becomes 0 divided by 0. Each row needs its own largest z.",
            lambda Z: shares(np.exp(Z - Z.max())),
        ),
        WrongAnswer(
            "You subtract the largest z of each column, so the numbers in a row move "
            "by different amounts and p changes. Move all z of a row alike.",
            lambda Z: shares(np.exp(Z - Z.max(axis=0))),
        ),
        WrongAnswer(
            "Your columns add up to 1. A row is a sample: its probabilities have to "
            "add up to 1, over the classes.",
            lambda Z: shares(np.exp(Z - Z.max(axis=0)), axis=0),
        ),
        WrongAnswer(
            "The largest z is that of the row, but the sum goes down the column. Both "
            "belong to the row: one sample, all its classes.",
            lambda Z: shares(np.exp(Z - Z.max(axis=1, keepdims=True)), axis=0),
        ),
        WrongAnswer(
            "You divide by the sum over the whole batch. Each row has a sum of its "
            "own, and adds up to 1.",
            lambda Z: shares(np.exp(Z - Z.max()), axis=None),
        ),
        WrongAnswer(
            "You subtract the mean or the smallest z of the row. The largest may lie "
            "far above it, and its exp overflows. Subtract the largest.",
            lambda Z: softmax_on_paper(Z - Z.mean(axis=1, keepdims=True)),
        ),
        WrongAnswer(
            "Two things: your columns add up to 1, but a row is a sample; and exp "
            "overflows for large z.",
            lambda Z: shares(np.exp(Z), axis=0),
        ),
        WrongAnswer(
            "Two things: you divide by the sum over the whole batch, but each row has "
            "to add up to 1; and exp overflows for large z.",
            lambda Z: shares(np.exp(Z), axis=None),
        ),
        WrongAnswer(
            "Two things: your columns add up to 1, but a row is a sample; and the "
            "largest z is that of the whole batch.",
            lambda Z: shares(np.exp(Z - Z.max()), axis=0),
        ),
        WrongAnswer(
            "You put a number in the place of nan. That hides the overflow: the "
            "probabilities of such a row are lost. Avoid it.",
            lambda Z: np.nan_to_num(softmax_on_paper(Z)),
        ),
        WrongAnswer(
            "You apply σ to each z on its own. The classes share one sum.",
            sigmoid,
        ),
        WrongAnswer(
            "Large z are cut off by a bound. That hides their differences, and those "
            "are all that softmax sees. Move the row instead.",
            lambda Z: softmax(np.clip(Z, -500, 500)),
        ),
        WrongAnswer(
            "You divide z by the largest one. That changes the differences; "
            "subtracting it does not.",
            lambda Z: shares(np.exp(Z / Z.max(axis=1, keepdims=True))),
        ),
        WrongAnswer(
            "You return exp(z − m). Divide it by its sum over the row.",
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
        ),
        WrongAnswer(
            "The logarithm of p comes out. Softmax is p itself: numbers between 0 and "
            "1.",
            lambda Z: Z - log_sum_exp(Z),
        ),
        WrongAnswer(
            "You divide z by the sum of z; exp is missing. Probabilities have to be "
            "positive, and z need not be.",
            shares,
        ),
        WrongAnswer(
            "The sign of z is wrong: your largest z gets the smallest p.",
            lambda Z: softmax(-Z),
        ),
    ),
    hints=(
        "Add the same number to all z of a row: numerator and denominator get the "
        "same factor, and p stays. Which number makes the largest exponent 0?",
        "`Z.max(axis=1, keepdims=True)` is the largest z of each row, as a column that "
        "can be subtracted. The sum of a row is taken in the same way.",
    ),
    right="Nothing can overflow: after the subtraction the largest exponent is 0.",
)
