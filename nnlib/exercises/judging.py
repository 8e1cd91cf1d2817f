"""From answers to a verdict: right, wrong and why, or not attempted.

Nothing of the student's is called here, so answers that came from another process are
judged in the same way.
"""

from dataclasses import dataclass, replace

from nnlib.exercises.attempts import attempt_of, attempts_at, only_truths, same_attempt
from nnlib.exercises.by_chance import computes_nothing
from nnlib.exercises.calls.calling import Answer
from nnlib.exercises.calls.errors import Raised
from nnlib.exercises.detectors import general_message
from nnlib.exercises.orders import has_another_order
from nnlib.exercises.statuses import NOT_ATTEMPTED, RIGHT, STOPPED, TOO_SLOW, WRONG
from nnlib.exercises.understanding.telling import explanation

# said before a known mistake where all that is compared is true or false
FEW_BITS = "Your answers are those that this mistake gives."


@dataclass(frozen=True)
class Verdict:
    """The result of an attempt at an exercise; it holds no right answer."""

    id: str
    title: str
    status: str
    message: str
    of: float  # points
    cases: int = 0
    right_cases: int = 0
    computes: bool = True  # False for an answer that is right here and there by chance

    @property
    def points(self):
        """All points if it is right; else at most half, by the share of right cases."""
        if self.status == RIGHT:
            return float(self.of)
        if not self.cases or not self.computes:
            return 0.0
        return round(self.of * self.right_cases / self.cases / 2, 2)


def judge(exercise, cases, answers, place=None):
    """Judge the answers to `cases`; return the `Verdict`.

    `place` makes of the attempts a sentence on where they go wrong, or "". Only `check`
    asks it, for what has no name by hand; beside other words it has to be proved.
    """
    verdict, attempts = _tried(exercise, cases, answers)
    if verdict.status != WRONG:
        return verdict
    ways = known_mistake, has_another_order
    message = next(filter(None, (say(exercise, attempts) for say in ways)), None)
    if message is None:
        found = explanation(exercise, attempts)
        where = place(attempts, proved=bool(found)) if place else ""
        if found:
            message = f"{found}\n{where}".rstrip()
        else:
            message = general_message(exercise, attempts, where)
    elif only_truths(attempts):
        message = f"{FEW_BITS} {message}"
    return replace(verdict, message=message)


def score(exercise, cases, answers):
    """Judge the answers without a word on what is wrong with them."""
    return _tried(exercise, cases, answers)[0]


def too_slow(exercise, cases, answers, message):
    """Say that the time was over behind these answers; what is right in them counts."""
    missing = [Answer(error=Raised("", message))] * (len(cases) - len(answers))
    verdict = score(exercise, cases, [*answers, *missing])
    return replace(verdict, status=TOO_SLOW, message=message)


def stopped(exercise, message):
    """Say that the student stopped it, so that nothing is known of the answer."""
    return _verdict(exercise, STOPPED, message)


def _tried(exercise, cases, answers):
    if all(got.error and got.error.kind == "NotImplementedError" for got in answers):
        return not_attempted(exercise), []
    attempts = attempts_at(exercise, cases, answers)
    return counted(exercise, attempts), attempts


def counted(exercise, attempts):
    """The verdict of the attempts at all cases, without a word on what is wrong."""
    counts = len(attempts), sum(attempt.numbers_right for attempt in attempts)
    if all(attempt.right for attempt in attempts):
        return _verdict(exercise, RIGHT, exercise.right, *counts)
    verdict = _verdict(exercise, WRONG, "", *counts)
    return replace(verdict, computes=not computes_nothing(attempts))


def not_attempted(exercise):
    """Say that the function is still as it was handed out."""
    message = f"Write {exercise.call} in the cell above and run it, then run this cell."
    return _verdict(exercise, NOT_ATTEMPTED, message)


def refused(exercise, message):
    """Say why the function was not tried at all."""
    return _verdict(exercise, WRONG, message)


def known_mistake(exercise, attempts):
    """Find the mistake that gives the same answers in all cases; return its message."""
    for mistake in exercise.mistakes:
        telling = False
        for attempt in attempts:
            theirs = attempt_of(mistake.function, attempt, exercise)
            same = same_attempt(attempt, theirs, exercise)
            if same is False:
                break
            telling = telling or bool(same)
        else:
            if telling:
                return mistake.message
    return None


def _verdict(exercise, status, message, cases=0, right=0):
    return Verdict(
        exercise.id, exercise.title, status, message, exercise.points, cases, right
    )
