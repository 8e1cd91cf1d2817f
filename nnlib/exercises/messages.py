"""Sentences about wrong shapes, forms, numbers and truth values.

No message gives a right answer away.
"""

from collections import Counter

import numpy as np

from nnlib.exercises.calls.values import in_words

ONE_BY_ONE = ("map", "zip", "filter", "reversed", "list_reverseiterator", "dict_values")
FUNCTIONS = ("function", "method", "builtin_function_or_method", "ufunc")
NEAR = 1e-3  # the error below which it is said how much counts as right


def named_case(attempt):
    """A case by its name, as the beginning of a sentence."""
    return f"In the case “{attempt.case.name}”:"


def named_value(exercise, place, attempt):
    """One of the values of an answer, as the beginning of a sentence."""
    if exercise.measured:
        return exercise.measured[place]
    if len(attempt.wanted) == 1:
        return "The answer"
    return f"Value {place + 1} of {len(attempt.wanted)}"


def hint_on_form(words):
    """Why a function returns what nobody means to return; "" for other forms."""
    if words == "a generator":
        return (
            " It holds no values yet: write `return` in place of `yield`, or [...] in "
            "place of (...)."
        )
    if words.removeprefix("a ") in ONE_BY_ONE:
        return " It gives its values one by one: put list(...) around it."
    if words.removeprefix("a ") in FUNCTIONS:
        return " It is not called: are its brackets () missing?"
    if words in ("a coroutine", "an async_generator"):
        return " It comes of `async` before `def`: leave that out."
    if words == "an array of objects":
        return (
            " Some of them are no numbers: lists, arrays of several lengths, None? "
            "Put numbers into it alone."
        )
    return ""


def shown(got):
    """The numbers themselves, if they are few."""
    if got.size > 6:
        return in_words(got)
    return np.array2string(got, formatter={"float_kind": lambda x: f"{x:.4g}"})


def printed(output, lines=8, width=200):
    """What a call printed, its last lines alone if there are many."""
    last = [line[:width] for line in output.rstrip().splitlines()[-lines:]]
    return "\n".join(["\nPrinted there:", *last]) if last else ""


def distance(got, right, rtol):
    """How far off an answer is; "" for whole numbers, which it would give away."""
    if (right == right.round()).all():
        return ""
    scale = (abs(got).max() + abs(right).max()) or 1
    error = abs(got - right).max() / scale
    # the sum in `scale` is about twice as large as what `rtol` is a part of
    room = f", and up to about {rtol / 2:.1g} is right" if error < NEAR else ""
    return (
        f" On a scale from 0, equal, to 1, as far off as can be, it is {error:.2g} "
        f"away{room}."
    )


def wrong_truths(found, reference):
    """Count the truth values that are wrong; None if `reference` holds others."""
    values = reference if isinstance(reference, (tuple, list)) else [reference]
    if any(np.asarray(value).dtype.kind != "b" for value in values):
        return None
    got, right = (np.concatenate([np.ravel(a) for a in b]) for b in (found, values))
    if not np.isin(got, (0, 1)).all():
        return "Numbers came in place of True and False."
    accepted, refused = np.sum(got > right), np.sum(got < right)
    counts = {"True in place of False": accepted, "False in place of True": refused}
    return " and ".join(f"{n} {words}" for words, n in counts.items() if n) + "."


def how_often(attempts):
    """In how many cases each of several values is wrong."""
    wrong = Counter(
        place
        for attempt in attempts
        for place, (got, right) in enumerate(zip(attempt.found, attempt.wanted), 1)
        if (got != right).any()
    )
    counts = [f"value {place} is wrong in {wrong[place]}" for place in sorted(wrong)]
    return f"Of all {len(attempts)} cases, {', '.join(counts)}."
