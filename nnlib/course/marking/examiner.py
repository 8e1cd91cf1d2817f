"""The trusted side of marking: sends cases, gets typed answers, and judges them.

A student's code is never run, imported or unpickled here.
"""

import functools
import hashlib
import platform
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import nnlib.exercises
from nnlib.course.marking.masters import answer_cell, is_stub, masters
from nnlib.course.marking.questioning import question
from nnlib.course.marking.sandbox import Programs
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.errors import OTHER_CELL
from nnlib.exercises.judging import NOT_ATTEMPTED, judge, not_attempted, refused

ERROR = "error"  # the status where the student's program ended
TOO_SLOW = "too slow"  # where it did not come back in time


@dataclass(frozen=True)
class Marks:
    """What one submission got: a verdict for each exercise of its notebook, in order.

    The same seed and versions give the same marks.
    """

    student: str
    notebook: int | None
    verdicts: tuple  # of nnlib.exercises.judging.Verdict; () without a notebook
    seed: int
    versions: dict  # name -> text: python, numpy, and a hash of the exercises

    @property
    def points(self):
        """The sum of the points of all exercises."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def of(self):
        """The points that there are to get."""
        return sum(verdict.of for verdict in self.verdicts)


def mark(submission, seed, *, sandbox):
    """Mark all exercises of a submission; return its `Marks`.

    `seed` draws the cases: a whole number that no student knows. The status of each
    verdict is "right", "wrong", "not attempted", "too slow" or "error", whatever the
    student's program does. `sandbox` comes from `sandbox.find`. Raises `Refusal` where
    no program can be started.
    """
    there = submission.notebook in masters()
    exercises = exercises_of(submission.notebook) if there else []
    with Programs(sandbox, len(exercises)) as programs:
        verdicts = [_verdict(e, submission, seed, programs) for e in exercises]
    return Marks(
        submission.student, submission.notebook, tuple(verdicts), seed, versions()
    )


@functools.cache
def versions():
    """What the marks depend on besides the seed."""
    code = hashlib.sha256()
    for path in sorted(Path(nnlib.exercises.__file__).parent.rglob("*.py")):
        code.update(path.read_bytes())
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "exercises": code.hexdigest()[:12],
    }


def _verdict(exercise, submission, seed, programs):
    id = answer_cell(exercise)
    cell, stub = submission.cells.get(id), masters()[submission.notebook].answers[id]
    if not submission.readable:
        words = " ".join(submission.problems)
        return replace(not_attempted(exercise), status=ERROR, message=words)
    if cell is None:
        words = f"The notebook has no function {exercise.name}."
        return replace(not_attempted(exercise), message=words)
    if is_stub(cell, stub):
        return _unwritten(exercise)
    numbers = [seed, *map(int, exercise.id.split("."))]
    cases = exercise.drawn(np.random.default_rng(numbers))
    others = _others(exercise, submission)
    program = programs.next(exercise.imports)
    return _judged(exercise, cases, question(exercise, cases, cell, others, program))


def _others(exercise, submission):
    """All other cells with code: pairs of what each is called and its source."""
    others = [(OTHER_CELL, source) for source in submission.others]
    for other in exercises_of(submission.notebook):
        if other != exercise and answer_cell(other) in submission.cells:
            called = f"the cell of exercise {other.id}"
            others.append((called, submission.cells[answer_cell(other)]))
    return others


def _judged(exercise, cases, replies):
    if replies.failure:
        if replies.failure.kind == "NotImplementedError":
            return _unwritten(exercise)
        return refused(exercise, f"The cell fails.\n{replies.failure.words}")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        verdict = judge(exercise, cases, replies.answers)
    if verdict.status == NOT_ATTEMPTED:
        return _unwritten(exercise)
    if replies.fault:
        status = TOO_SLOW if replies.late else ERROR
        return replace(verdict, status=status, message=replies.fault)
    return verdict


def _unwritten(exercise):
    words = f"{exercise.call} is not written yet."
    return replace(not_attempted(exercise), message=words)
