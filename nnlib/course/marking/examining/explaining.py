"""What came and what was due in every case of an exercise, for the instructor alone.

The answers are asked for anew, in the sandbox, as in the marking.
"""

import warnings

import numpy as np

from nnlib.course.marking.examining.examiner import (
    NO_LIMITS,
    cases_of,
    limit_of,
    mark_submission,
    replies_to,
)
from nnlib.course.marking.sandbox.programs import Programs
from nnlib.course.marking.submissions.released import is_stub, released
from nnlib.course.marking.visible import visible
from nnlib.exercises.attempts import attempts_at
from nnlib.exercises.calls.calling import answer

MOST = 2000  # letters of a value
DIGITS, NUMBERS = 8, 200  # of an array that are shown


def explain(submission, exercise, seed, *, sandbox, seconds=NO_LIMITS):
    """Yield lines on each case: what was given, what came, and what was due."""
    marks = mark_submission(submission, seed, sandbox=sandbox, seconds=seconds)
    (verdict,) = [one for one in marks.verdicts if one.id == exercise.id]
    yield f"{submission.student}, {exercise.id} {exercise.title}, seed {seed}"
    yield f"{submission.path}: {verdict.status}. {visible(verdict.message)}"
    for attempt in _attempts(submission, exercise, seed, sandbox, seconds):
        yield f"\n{'✓' if attempt.right else '✗'} {attempt.case.name}"
        for name, value in zip(exercise.parameters, attempt.case.arguments):
            yield f"  {name} = {_shown(value)}"
        yield f"  came: {_came(attempt.answer)}"
        due = answer(exercise.reference, attempt.case.arguments).value
        yield f"  due:  {_shown(due)}"
        if exercise.measured:
            yield f"  compared: {_shown(attempt.found)} with {_shown(attempt.wanted)}"


def _attempts(submission, exercise, seed, sandbox, seconds):
    """The attempts at all cases; [] where the function could not be asked."""
    source, id = submission.cells.get(exercise.answer_cell), exercise.answer_cell
    if source is None or is_stub(source, released()[exercise.notebook].answers[id]):
        return []
    cases, limit = cases_of(exercise, seed), limit_of(exercise, seconds)
    with Programs(sandbox, 3) as programs:
        replies = replies_to(exercise, cases, submission, programs, limit)
    if len(replies.answers) != len(cases):
        return []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return attempts_at(exercise, cases, replies.answers)


def _came(got):
    if got.error is not None:
        return visible(f"{got.error.kind} {got.error.text}".strip())[:MOST]
    changed = " (it changed an argument)" if got.changed is not None else ""
    return f"{_shown(got.value)}{changed}"


def _shown(value):
    with np.printoptions(precision=DIGITS, threshold=NUMBERS, linewidth=88):
        text = visible(repr(value))
    text = text if len(text) <= MOST else f"{text[:MOST]} ... (cut here)"
    return text.replace("\n", "\n    ")
