"""Answers compared with the reference's, case by case, by the measure of the exercise.

An answer counts as right only if the call left its arguments as they were and, where it
is given a random generator, those that all programs share.
"""

from typing import NamedTuple

import numpy as np

from nnlib.exercises.calls.calling import Answer, answer
from nnlib.exercises.calls.values import (
    Mismatch,
    agree,
    holds_text,
    in_words,
    parts,
)
from nnlib.exercises.exercise import Case

ROWS_ARE_SAMPLES = ("X", "Z", "Y_hat", "delta2")  # of the first one that is there


class Attempt(NamedTuple):
    """An answer to one case, taken apart in the same way as the reference's."""

    case: Case
    answer: Answer
    reference: object  # the right answer, measured
    found: list | Mismatch | None  # the arrays that came; None if there was no value
    right: bool
    numbers_right: bool = False  # whether the call did what it must not do or not
    samples: int | None = None  # the number of samples in the case, if it has any

    @property
    def wanted(self):
        """The arrays of the reference."""
        return parts(self.reference, self.reference)


def attempts_at(exercise, cases, answers):
    """Compare each of the `answers` with the reference's answer to its case."""
    attempts = []
    for case, got in zip(cases, answers, strict=True):
        right = answer(exercise.reference, case.arguments)
        if right.error is not None:
            raise ValueError(
                f"exercise {exercise.id} needs cases that its reference can do; "
                f"{case.name!r} raises {right.error.kind}: {right.error.text}"
            )
        attempts.append(_attempt(exercise, case, got, exercise.measure(right.value)))
    return attempts


def attempt_of(function, mine, exercise, call=answer):
    """What `function` makes of the case of the attempt `mine`."""
    got = call(function, mine.case.arguments)
    return _attempt(exercise, mine.case, got, mine.reference)


def same_attempt(mine, theirs, exercise):
    """Whether two attempts at a case give the same.

    Returns None where they do and it says nothing about a mistake: both are right, or
    both raise the same error.
    """
    errors = theirs.answer.error, mine.answer.error
    if errors != (None, None):
        kinds = {getattr(error, "kind", "") for error in errors}
        return None if len(kinds) == 1 else False
    if not isinstance(mine.found, list) or not isinstance(theirs.found, list):
        return False
    alike = (
        mine.answer.changed == theirs.answer.changed
        and breaks_rng(exercise, mine.answer) == breaks_rng(exercise, theirs.answer)
        and agree(mine.found, theirs.found, exercise.rtol, exercise.atol)
    )
    return None if alike and theirs.right else alike


def only_truths(attempts):
    """Whether all that is asked for is 0 or 1, so that little is proven by it."""
    wanted = [array for attempt in attempts for array in attempt.wanted]
    return all(np.isin(array, (0, 1)).all() for array in wanted)


def breaks_rng(exercise, got):
    """Whether a call drew from elsewhere although it was given a random generator."""
    return got.touched_random and "rng" in exercise.parameters


def _attempt(exercise, case, got, reference):
    samples = _samples(exercise, case)
    if got.value is None:
        return Attempt(case, got, reference, None, False, samples=samples)
    found = _found(exercise, got.value, reference)
    numbers_right = isinstance(found, list) and agree(
        found, parts(reference, reference), exercise.rtol, exercise.atol
    )
    kept = got.changed is None and not breaks_rng(exercise, got)
    right = numbers_right and kept
    return Attempt(case, got, reference, found, right, numbers_right, samples)


def _samples(exercise, case):
    """The rows of the argument that holds the samples, by the names of the course."""
    for name, value in zip(exercise.parameters, case.arguments):
        if name in ROWS_ARE_SAMPLES and np.ndim(value) == 2:
            return len(value)
    return None


def _found(exercise, value, reference):
    try:
        if holds_text(value):
            return Mismatch(f"{in_words(value)}: numbers are needed, not text")
        measured = exercise.measure(value)
    except Exception:  # a value of another form cannot be measured
        return Mismatch(in_words(value))
    return measured if isinstance(measured, Mismatch) else parts(measured, reference)
