"""Patterns in wrong numbers: a factor, a sign, another order, digits cut off.

A pattern is named only if it explains every case in which the numbers are wrong. If it
does not hold in the others as well, it is said of one case.
"""

from typing import NamedTuple

import numpy as np

from nnlib.exercises.calls.values import agree


class Pattern(NamedTuple):
    """What is said of wrong numbers: "has the wrong sign."; "" without a pattern."""

    words: str
    everywhere: bool = True  # it holds in all cases, also where they are right


def pattern_of(triples, rtol, atol):
    """Find the pattern of `triples` (what came, what is right, number of samples).

    Returns None if all is right, and a pattern without words if none is known.
    """

    def equal(got, right):
        return agree([got], [right], rtol, atol)

    wrong = [triple for triple in triples if not equal(*triple[:2])]
    if not wrong:
        return None
    numbers = np.concatenate([right.ravel() for _, right, _ in wrong])
    if numbers.size == 1 and numbers[0].is_integer():
        return Pattern("")  # a count that is wrong once is no pattern
    for words, holds, is_proven in PATTERNS:
        if all(holds(*triple, equal) for triple in wrong) and is_proven(wrong, triples):
            return Pattern(words, all(holds(*triple, equal) for triple in triples))
    return Pattern(_constant_factor(wrong, triples, equal, rtol))


def _always(wrong, triples):
    return True


def _by_two_numbers(wrong, triples):
    """Whether more than one number other than 0 came where it is wrong."""
    return sum(np.count_nonzero(got) for got, _, _ in wrong) > 1


def _by_two_counts(wrong, triples):
    """Whether the cases have several numbers of samples: else n is a number as any."""
    return len({n for _, right, n in triples if right.any()}) > 1


def _zero(got, right, n, equal):
    return not got.any()


def _times(factor):
    return lambda got, right, n, equal: equal(got, factor * right)


def _times_samples(got, right, n, equal):
    return n is not None and equal(got, n * right)


def _over_samples(got, right, n, equal):
    return n is not None and equal(n * got, right)


def _transposed(got, right, n, equal):
    return got.ndim == 2 and got.shape == got.T.shape and equal(got.T, right)


def _entries(got, right, n, equal):
    return got.ndim == 1 and _permuted(got, right, equal)


def _rows(got, right, n, equal):
    return got.ndim > 1 and _permuted(got, right, equal)


def _columns(got, right, n, equal):
    return got.ndim == 2 and _permuted(got.T, right.T, equal)


def _permuted(got, right, equal):
    """Whether each row of `got` is a row of `right`, each one once."""
    free = list(range(len(right)))
    for row in got:
        match = next((i for i in free if equal(row, right[i])), None)
        if match is None:
            return False
        free.remove(match)
    return True


def _cut(got, right, n, equal):
    whole = (got == np.floor(got)).all()
    cut = (got == np.floor(right)) | (got == np.trunc(right))
    return bool(whole and cut.all())


def _rounded(digits):
    return lambda got, right, n, equal: bool((got == right.round(digits)).all())


def _is_off(got, right, n, equal):
    return got.size > 1 and equal(got, right + np.mean(got - right))


ROUNDED = "is rounded. Return all digits: rounding is for print."
PATTERNS = [  # what is said, of which numbers, and when there are enough of them
    (
        "is 0 everywhere: is it made and never filled, or cut to whole numbers?",
        _zero,
        _always,
    ),
    ("has the wrong sign.", _times(-1.0), _always),
    ("is twice as large as it should be.", _times(2.0), _always),
    ("is half as large as it should be.", _times(0.5), _always),
    (
        "is too large by a factor of n, the number of samples: a sum where the mean "
        "belongs?",
        _times_samples,
        _by_two_counts,
    ),
    (
        "is too small by a factor of n, the number of samples: a mean where the sum "
        "belongs?",
        _over_samples,
        _by_two_counts,
    ),
    ("is transposed.", _transposed, _always),
    ("has the right numbers in another order.", _entries, _always),
    ("has the right rows in another order.", _rows, _always),
    ("has the right columns in another order.", _columns, _always),
    (
        "is cut to whole numbers: does // or int() stand where / belongs, or is the "
        "array one of whole numbers?",
        _cut,
        _by_two_numbers,
    ),
    *((ROUNDED, _rounded(digits), _by_two_numbers) for digits in range(8)),
    ("is off by the same number in all its entries.", _is_off, _by_two_numbers),
]


def _constant_factor(wrong, triples, equal, rtol):
    telling = [(got, right) for got, right, _ in wrong if got.any() and right.any()]
    if len(telling) < 2:
        return ""
    got, right = (
        np.concatenate([np.ravel(pair[i]) for pair in telling]) for i in (0, 1)
    )
    factor = got @ right / (right @ right)
    digits = 4 if rtol < 1e-3 else 2
    if not factor or not np.isfinite(factor) or f"{factor:.{digits}g}" == "1":
        return ""
    if not all(equal(got, factor * right) for got, right, _ in triples):
        return ""
    return f"is {factor:.{digits}g} times what it should be, in all cases alike."
