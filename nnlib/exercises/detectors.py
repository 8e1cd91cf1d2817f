"""What is wrong with answers in general: their form, what the calls did, their numbers.

Each detector sees all attempts and returns a message or None. No message gives a right
answer away.
"""

import numpy as np

from nnlib.exercises.attempts import breaks_rng
from nnlib.exercises.calls.values import agree
from nnlib.exercises.forms import has_another_form, has_another_shape
from nnlib.exercises.messages import (
    distance,
    how_often,
    named_case,
    named_value,
    printed,
    shown,
    wrong_truths,
)
from nnlib.exercises.patterns import pattern_of


def general_message(exercise, attempts, place=""):
    """Say what a detector finds first and the `place`, or that and a wrong case."""
    found = next(filter(None, (find(exercise, attempts) for find in DETECTORS)), "")
    case = "" if found else _first_wrong(exercise, attempts)
    named = [a for a in attempts if (found or case).startswith(named_case(a))]
    message = "\n".join(filter(None, (found, place, case)))
    return message + (printed(named[0].answer.output) if named else "")


def _raises(exercise, attempts):
    for attempt in attempts:
        if error := attempt.answer.error:
            return f"{named_case(attempt)}\n{error.words}"
    return None


def _returns_nothing(exercise, attempts):
    missing = [attempt for attempt in attempts if attempt.found is None]
    if not missing:
        return None
    if len(missing) < len(attempts):
        return f"{named_case(missing[0])} {exercise.name} returns None there."
    if missing[0].answer.printed:
        return (
            f"{exercise.name} prints and returns None. If what it prints is the "
            "answer, write `return` where it says `print`."
        )
    return f"{exercise.name} returns None. End it with `return` and the answer."


def _changes_arguments(exercise, attempts):
    for attempt in attempts:
        if attempt.answer.changed is not None:
            number = attempt.answer.changed
            name = exercise.parameters[number]
            rule = f"{exercise.name} changes its argument {name}"
            why = "Who calls it may still need the old one."
            if isinstance(attempt.case.arguments[number], list):
                return (
                    f"{rule}: the list, or an array in it. {why} Make a new list of "
                    "new arrays: W - ... is a new one, W -= ... changes the old one."
                )
            return (
                f"{rule}. {why} Compute a new array: {name} = {name} - ... in place of "
                f"{name} -= ..., or work on a copy, {name}.copy()."
            )
    return None


def _draws_from_elsewhere(exercise, attempts):
    if any(breaks_rng(exercise, attempt.answer) for attempt in attempts):
        return (
            f"{exercise.name} does not draw from rng, or not from it alone. Who calls "
            "it decides on the draws by rng, and can repeat them."
        )
    return None


def _is_not_finite(exercise, attempts):
    for attempt in attempts:
        for got, right in zip(attempt.found, attempt.wanted):
            finite = np.isfinite(got).all()
            if got.dtype.kind == "f" and not finite and np.isfinite(right).all():
                return (
                    f"{named_case(attempt)} The answer holds nan or inf. They come of "
                    "numbers too large for the computer, of a division by 0, and of "
                    "the logarithm or the root of what has none, such as log 0."
                )
    return None


def _is_another_truth(exercise, attempts):
    wrong = next(attempt for attempt in attempts if not attempt.right)
    words = wrong_truths(wrong.found, wrong.reference)
    if not words or len(wrong.wanted) == 1:
        return words and f"{named_case(wrong)} {words}"
    return f"{named_case(wrong)} {words} {how_often(attempts)}"


def _follows_a_pattern(exercise, attempts):
    """Look at each wrong value on its own; name the patterns that are found."""
    found = []
    longest = max(attempts, key=lambda attempt: len(attempt.wanted))
    for place in range(len(longest.wanted)):
        there = [attempt for attempt in attempts if place < len(attempt.wanted)]
        triples = [(a.found[place], a.wanted[place], a.samples) for a in there]
        pattern = pattern_of(triples, exercise.rtol, exercise.atol)
        if pattern is None:
            continue
        if not pattern.words:  # wrong, and nobody knows why
            return None
        where = named_value(exercise, place, longest)
        if not pattern.everywhere:
            tolerances = exercise.rtol, exercise.atol
            right = [agree([got], [wanted], *tolerances) for got, wanted, _ in triples]
            where = f"{named_case(there[right.index(False)])} {where}"
        found.append(f"{where} {pattern.words}")
    return " ".join(dict.fromkeys(found)) or None


def _works_for_one_sample(exercise, attempts):
    single = [attempt.right for attempt in attempts if attempt.samples == 1]
    many = [attempt.right for attempt in attempts if attempt.samples not in (1, None)]
    if single and all(single) and many and not any(many):
        return (
            f"{exercise.name} is right for one sample and wrong for a batch. There is "
            "one row per sample: what must be summed or averaged over the rows, and "
            "what must stay one number per row?"
        )
    return None


def _ignores_arguments(exercise, attempts):
    answers = {b"".join(array.tobytes() for array in a.found) for a in attempts}
    wanted = {b"".join(array.tobytes() for array in a.wanted) for a in attempts}
    empty = not any(array.any() for array in attempts[0].found)  # has words of its own
    if len(answers) == 1 < len(wanted) and not empty:
        return (
            f"{exercise.name} gives the same answer in all {len(attempts)} cases. "
            f"Does it depend on its arguments, {', '.join(exercise.parameters)}?"
        )
    return None


DETECTORS = [
    _raises,
    _returns_nothing,
    has_another_form,
    _changes_arguments,
    _draws_from_elsewhere,
    has_another_shape,
    _is_not_finite,
    _ignores_arguments,
    _is_another_truth,
    _follows_a_pattern,
    _works_for_one_sample,
]


def _first_wrong(exercise, attempts):
    wrong = next(attempt for attempt in attempts if not attempt.right)
    pairs = list(zip(wrong.found, wrong.wanted))
    place = next(k for k, (got, right) in enumerate(pairs) if (got != right).any())
    several = len(pairs) > 1 or exercise.measured
    where = f" {named_value(exercise, place, wrong)} is wrong." if several else ""
    got, right = pairs[place]
    off = distance(got, right, exercise.rtol)
    return f"{named_case(wrong)}{where} What came: {shown(got)}.{off}"
