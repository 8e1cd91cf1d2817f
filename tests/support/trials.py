"""What the tests of checks and of marking share: the exercises, real and made up.

It needs no PyTorch, as the checks and the marker do not.
"""

from nnlib.exercises import attempts, judging
from nnlib.exercises.calls import calling
from nnlib.exercises.catalogue import exercises_of, notebooks
from nnlib.exercises.exercise import Exercise

ALL = [exercise for number in notebooks() for exercise in exercises_of(number)]


def exercise_on(reference, cases=lambda rng: [], **more):
    """A made-up exercise of four points."""
    return Exercise(
        id="0.1",
        title="A test",
        points=4,
        minutes=3,
        reference=reference,
        cases=cases,
        right="Well done.",
        **more,
    )


def remembering():
    """An `attempt_of` that finds out once what a known mistake makes of a case.

    That saves most of the time where many answers to one exercise are judged, with
    cases of the same seed.
    """
    remembered = {}

    def attempt_of(function, mine, exercise):
        key = function, mine.case.name
        if key not in remembered:
            remembered[key] = attempts.attempt_of(function, mine, exercise)
        return remembered[key]

    return attempt_of


def remember_attempts(monkeypatch):
    """Let all that is judged in a test remember; return the `attempt_of`."""
    attempt_of = remembering()
    monkeypatch.setattr(judging, "attempt_of", attempt_of)
    return attempt_of


def ignore_shared_generators(monkeypatch):
    """Let no call be asked whether it drew from a generator that all programs share.

    That takes longer than most calls, and one seed is enough to find it out.
    """
    monkeypatch.setattr(calling, "_random_states", lambda: None)
