"""Answers compared with the reference's, case by case, by the measure of the exercise.

An answer counts as right only if the call left its arguments, and the random generators
that all programs share, as they were.
"""

from typing import NamedTuple

from nnlib.exercises.calls.calling import Answer, answer
from nnlib.exercises.calls.values import (
    Mismatch,
    agree,
    holds_text,
    in_words,
    parts,
)
from nnlib.exercises.exercise import Case


class Attempt(NamedTuple):
    """An answer to one case, taken apart in the same way as the reference's."""

    case: Case
    answer: Answer
    reference: object  # the right answer, measured
    found: list | Mismatch | None  # the arrays that came; None if there was no value
    right: bool

    @property
    def wanted(self):
        """The arrays of the reference."""
        return parts(self.reference, self.reference)

    @property
    def samples(self):
        """The number of rows of the first array in the case, None without one."""
        arrays = [a for a in self.case.arguments if getattr(a, "ndim", 0) > 0]
        return len(arrays[0]) if arrays else None


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
        and mine.answer.touched_random == theirs.answer.touched_random
        and agree(mine.found, theirs.found, exercise.rtol, exercise.atol)
    )
    return None if alike and theirs.right else alike


def _attempt(exercise, case, got, reference):
    if got.value is None:
        return Attempt(case, got, reference, None, False)
    found = _found(exercise, got.value, reference)
    right = (
        isinstance(found, list)
        and agree(found, parts(reference, reference), exercise.rtol, exercise.atol)
        and got.changed is None
        and not got.touched_random
    )
    return Attempt(case, got, reference, found, right)


def _found(exercise, value, reference):
    try:
        if holds_text(value):
            return Mismatch(f"{in_words(value)}: a text where numbers belong")
        measured = exercise.measure(value)
    except Exception:  # a value of another form cannot be measured
        return Mismatch(in_words(value))
    return measured if isinstance(measured, Mismatch) else parts(measured, reference)
