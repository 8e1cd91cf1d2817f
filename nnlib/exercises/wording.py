"""Wrong numbers and wrong truth values in words.

What is said holds no right answer.
"""

import numpy as np

from nnlib.exercises.values import in_words


def shown(got):
    """The numbers themselves, if they are few."""
    if got.size > 6:
        return in_words(got)
    return np.array2string(got, formatter={"float_kind": lambda x: f"{x:.4g}"})


def distance(got, right):
    """How far off an answer is; not for whole numbers, which it would give away."""
    if (right == right.round()).all():
        return ""
    scale = (abs(got).max() + abs(right).max()) or 1
    return (
        f" Its relative error is {abs(got - right).max() / scale:.2g}: 0 is equal, 1 "
        "could not be further off."
    )


def wrong_truths(found, reference):
    """Count the truth values that are wrong; None if `reference` is none."""
    if not isinstance(reference, (bool, np.bool_, np.ndarray)):
        return None
    right = np.asarray(reference)
    if right.dtype.kind != "b":
        return None
    (got,) = found
    if not np.isin(got, (0, 1)).all():
        return "Numbers came in place of True and False."
    accepted, refused = np.sum(got > right), np.sum(got < right)
    counts = {"True in place of False": accepted, "False in place of True": refused}
    return " and ".join(f"{n} {words}" for words, n in counts.items() if n) + "."
