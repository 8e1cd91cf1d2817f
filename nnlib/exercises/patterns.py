"""Patterns in wrong numbers: a factor, a sign, another order, digits cut off.

A pattern is named only if it explains every case in which the numbers are wrong.
"""

import numpy as np

from nnlib.exercises.calls.values import agree


def pattern_of(triples, rtol, atol):
    """Name the pattern of `triples` (what came, what is right, number of samples).

    Returns None if all is right, and "" if it is wrong by no known pattern.
    """

    def equal(got, right):
        return agree([got], [right], rtol, atol)

    wrong = [triple for triple in triples if not equal(*triple[:2])]
    if not wrong:
        return None
    if any(got.dtype.kind != "f" for got, _, _ in wrong):
        return ""
    numbers = np.concatenate([right.ravel() for _, right, _ in wrong])
    if numbers.size == 1 and numbers[0].is_integer():
        return ""  # a count that is wrong once is no pattern
    for words, holds in PATTERNS:
        if all(holds(*triple, equal) for triple in wrong):
            return words
    return _constant_factor(wrong, equal) or _constant_offset(wrong, equal)


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


def _rows(got, right, n, equal):
    return got.ndim > 0 and _permuted(got, right, equal)


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


def _rounded(got, right, n, equal):
    return any((got == right.round(digits)).all() for digits in range(8))


PATTERNS = [
    (
        "is 0 everywhere: is it made and never filled, or cut by // or int()?",
        _zero,
    ),
    ("has the wrong sign.", _times(-1.0)),
    ("is twice as large as it should be.", _times(2.0)),
    ("is half as large as it should be.", _times(0.5)),
    (
        "is too large by a factor of n, the number of samples: a sum where the mean "
        "belongs?",
        _times_samples,
    ),
    (
        "is too small by a factor of n, the number of samples: a mean where the sum "
        "belongs?",
        _over_samples,
    ),
    ("is transposed.", _transposed),
    ("has the right rows in another order.", _rows),
    ("has the right columns in another order.", _columns),
    ("is cut to whole numbers: does // or int() stand where / belongs?", _cut),
    ("is rounded. Return all digits: rounding is for print.", _rounded),
]


def _constant_factor(wrong, equal):
    got, right = (np.concatenate([np.ravel(t[i]) for t in wrong]) for i in (0, 1))
    size = right @ right
    factor = got @ right / size if size else 0.0
    if not factor or not np.isfinite(factor) or f"{factor:.4g}" == "1":
        return ""
    if not all(equal(got, factor * right) for got, right, _ in wrong):
        return ""
    return f"is {factor:.4g} times what it should be, in all cases alike."


def _constant_offset(wrong, equal):
    for got, right, _ in wrong:
        offset = np.mean(got - right)
        if got.size < 2 or not equal(got, right + offset):
            return ""
    return "is off by the same number in all its entries."
