"""What is wrong with answers in general: their form, what the calls did, their numbers.

Each detector sees all attempts and returns a message or None. No message gives a right
answer away.
"""

import numpy as np

from nnlib.exercises.calls.values import Mismatch
from nnlib.exercises.messages import (
    distance,
    hint_on,
    hint_on_form,
    how_often,
    printed,
    shown,
    wrong_truths,
)
from nnlib.exercises.patterns import pattern_of


def general_message(exercise, attempts, place=""):
    """Say what a detector finds first and the `place`, or that and a wrong case."""
    found = next(filter(None, (find(exercise, attempts) for find in DETECTORS)), "")
    case = "" if found else _first_wrong(exercise, attempts)
    named = [a for a in attempts if (found or case).startswith(_case(a))]
    message = "\n".join(filter(None, (found, place, case)))
    return message + (printed(named[0].answer.output) if named else "")


def _raises(exercise, attempts):
    for attempt in attempts:
        if error := attempt.answer.error:
            return f"{_case(attempt)}\n{error.words}"
    return None


def _returns_nothing(exercise, attempts):
    missing = [attempt for attempt in attempts if attempt.found is None]
    if not missing:
        return None
    if len(missing) < len(attempts):
        return f"{_case(missing[0])} {exercise.name} returns None there."
    if missing[0].answer.printed:
        return (
            f"{exercise.name} prints its answer and returns None. Write `return` where "
            "it says `print`."
        )
    return f"{exercise.name} returns None. End it with `return` and the answer."


def _changes_arguments(exercise, attempts):
    for attempt in attempts:
        if attempt.answer.changed is not None:
            number = attempt.answer.changed
            name = exercise.parameters[number]
            if isinstance(attempt.case.arguments[number], list):
                return (
                    f"{exercise.name} changes its argument {name}: the list, or an "
                    "array in it. Make a new list of new arrays: W - ... is a new one, "
                    "W -= ... changes the old one."
                )
            return (
                f"{exercise.name} changes its argument {name}. Compute a new array: "
                f"{name} = {name} - ... in place of {name} -= ..., or work on a copy, "
                f"{name}.copy()."
            )
    return None


def _touches_random_state(exercise, attempts):
    if any(attempt.answer.touched_random for attempt in attempts):
        use = " Draw from rng." if "rng" in exercise.parameters else ""
        return (
            f"{exercise.name} draws from the random generator that all programs "
            f"share.{use}"
        )
    return None


def _has_another_form(exercise, attempts):
    for attempt in attempts:
        if isinstance(attempt.found, Mismatch):
            form = attempt.found.words
            said = f"{_case(attempt)} {exercise.name} returns {form}."
            return said + hint_on_form(form)
    return None


def _has_another_shape(exercise, attempts):
    for attempt in attempts:
        for place, (got, right) in enumerate(zip(attempt.found, attempt.wanted)):
            if got.shape != right.shape:
                where = _value(exercise, place, attempt)
                hint = hint_on(got.shape, right.shape, attempt.samples)
                return (
                    f"{_case(attempt)} {where} has the shape {got.shape} in place of "
                    f"{right.shape}. {hint}".strip()
                )
    return None


def _is_not_finite(exercise, attempts):
    for attempt in attempts:
        for got, right in zip(attempt.found, attempt.wanted):
            finite = np.isfinite(got).all()
            if got.dtype.kind == "f" and not finite and np.isfinite(right).all():
                return (
                    f"{_case(attempt)} The answer holds nan or inf. A number on the "
                    "way is too large for the computer, or something is divided by 0."
                )
    return None


def _is_another_truth(exercise, attempts):
    wrong = next(attempt for attempt in attempts if not attempt.right)
    words = wrong_truths(wrong.found, wrong.reference)
    if not words or len(wrong.wanted) == 1:
        return words and f"{_case(wrong)} {words}"
    return f"{_case(wrong)} {words} {how_often(attempts)}"


def _follows_a_pattern(exercise, attempts):
    """Look at each wrong value on its own; name the patterns that are found."""
    found = []
    longest = max(attempts, key=lambda attempt: len(attempt.wanted))
    for place in range(len(longest.wanted)):
        triples = [
            (attempt.found[place], attempt.wanted[place], attempt.samples)
            for attempt in attempts
            if place < len(attempt.wanted)
        ]
        pattern = pattern_of(triples, exercise.rtol, exercise.atol)
        if pattern == "":  # wrong, and nobody knows why
            return None
        if pattern:
            where = _value(exercise, place, longest)
            found.append(f"{where} {pattern}")
    return " ".join(dict.fromkeys(found)) or None


def _works_for_one_sample(exercise, attempts):
    single = [attempt.right for attempt in attempts if attempt.samples == 1]
    many = [attempt.right for attempt in attempts if attempt.samples not in (1, None)]
    if single and all(single) and many and not any(many):
        return (
            f"{exercise.name} is right for one sample and wrong for a batch. X has one "
            "row per sample: what must be summed or averaged over the rows, and what "
            "must stay one number per row?"
        )
    return None


def _ignores_arguments(exercise, attempts):
    answers = [b"".join(array.tobytes() for array in a.found) for a in attempts]
    wanted = [b"".join(array.tobytes() for array in a.wanted) for a in attempts]
    if len(set(answers)) == 1 < len(set(wanted)):
        return (
            f"{exercise.name} gives the same answer whatever it is called with. "
            f"Compute with its arguments, {', '.join(exercise.parameters)}."
        )
    return None


DETECTORS = [
    _raises,
    _returns_nothing,
    _has_another_form,
    _changes_arguments,
    _touches_random_state,
    _has_another_shape,
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
    where = f" {_value(exercise, place, wrong)} is wrong." if several else ""
    got, right = pairs[place]
    off = distance(got, right, exercise.rtol)
    return f"{_case(wrong)}{where} What came: {shown(got)}.{off}"


def _case(attempt):
    return f"In the case “{attempt.case.name}”:"


def _value(exercise, place, attempt):
    if exercise.measured:
        return exercise.measured[place]
    if len(attempt.wanted) == 1:
        return "The answer"
    return f"Value {place + 1} of {len(attempt.wanted)}"
