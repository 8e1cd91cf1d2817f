"""Mark one submission: the answers to each exercise's cases, judged.

A student's code is never run, imported or unpickled here.
"""

import functools
import hashlib
import platform
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

import nnlib.exercises
from nnlib.course.marking.examining.questioning import question
from nnlib.course.marking.inside.student_code import ANSWER, OWN, REST
from nnlib.course.marking.sandbox.programs import Programs
from nnlib.course.marking.submissions.code_answers import STUDENTS
from nnlib.course.marking.submissions.released import is_stub, released
from nnlib.exercises.calls.errors import OTHER_CELL, OWN_CELL, cell_of
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.checks import SEED
from nnlib.exercises.judging import judge, not_attempted, refused, score
from nnlib.exercises.statuses import ERROR, NOT_ATTEMPTED, RIGHT, TOO_SLOW, WRONG

RIGHT_THERE = (
    "It is right in the cases of `check`, and wrong in others that are drawn in the "
    "same way."
)
NO_LIMITS = MappingProxyType({})
WRONG_HERE = "It is wrong in cases that are drawn in the same way as those of `check`."


@dataclass(frozen=True)
class Marks:
    """What one submission got: a verdict for each exercise of its notebook, in order.

    The same seed and versions give the same marks.
    """

    verdicts: tuple  # of nnlib.exercises.judging.Verdict; () without a notebook
    versions: dict  # name -> text: python, numpy, and a hash of the exercises

    @property
    def points(self):
        """The sum of the points of all exercises."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def of(self):
        """The points that there are to get."""
        return sum(verdict.of for verdict in self.verdicts)


def mark_submission(submission, seed, *, sandbox, seconds=NO_LIMITS):
    """Mark all exercises of a submission; return its `Marks`.

    It asks a program in the sandbox for the answers to the cases, and judges them as
    `check` does. `seed` draws the cases: a whole number that no student knows. Each
    verdict has one of the `STATUSES`, whatever the student's program does. `sandbox`
    comes from `find_sandbox`. Raises `Refusal` where no program can be started.
    `seconds` says how long an answer may take, by the ids of exercises or for "all".
    """
    there = submission.notebook in released()
    exercises = exercises_of(submission.notebook) if there else []
    with Programs(sandbox, 3 * len(exercises)) as programs:
        verdicts = [
            _verdict(e, submission, seed, programs, limit_of(e, seconds))
            for e in exercises
        ]
    return Marks(tuple(verdicts), versions())


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


def limit_of(exercise, seconds):
    """How long an answer may take; None where that is as usual."""
    return seconds.get(exercise.id, seconds.get("all"))


def _verdict(exercise, submission, seed, programs, limit):
    id = exercise.answer_cell
    cell, stub = submission.cells.get(id), released()[submission.notebook].answers[id]
    if not submission.readable:
        words = " ".join(submission.problems)
        return replace(not_attempted(exercise), status=ERROR, message=words)
    if cell is None:
        words = f"The notebook has no function {exercise.name}."
        return replace(not_attempted(exercise), message=words)
    if is_stub(cell, stub):
        return _unwritten(exercise)
    cases = cases_of(exercise, seed)
    replies = replies_to(exercise, cases, submission, programs, limit)
    return _judged(exercise, cases, replies)


def cases_of(exercise, seed):
    """The cases that are drawn for the marking."""
    numbers = [seed, *map(int, exercise.id.split("."))]
    return exercise.drawn(np.random.default_rng(numbers))


def replies_to(exercise, cases, submission, programs, limit=None):
    """Ask for the cases of `check` first: what is said comes from their answers alone.

    A program that another cell stops is started anew without the student's own, and one
    that stops in a case of `check` for those that are marked: where its time was over,
    for the ones before that alone.
    """
    ask = functools.partial(question, seconds=limit)
    cells, shown = _cells(exercise, submission), _shown_cases(exercise)
    replies = ask(exercise, cases, cells, programs.next(exercise.imports), shown)
    if not replies.begun:
        cells = [(name, kind.replace(OWN, REST), text) for name, kind, text in cells]
        program = programs.next(exercise.imports)
        replies = ask(exercise, cases, cells, program, shown)
    if replies.shown is not None:
        return replies
    asked = cases[: replies.reached] if replies.late else cases
    if not asked:
        return replies
    again = ask(exercise, asked, cells, programs.next(exercise.imports))
    answers = [*again.answers, *replies.answers][: len(cases)]
    return replies._replace(answers=answers) if replies.late else again


@functools.cache
def _shown_cases(exercise):
    """The cases of `check`, which every student may see."""
    return exercise.drawn(np.random.default_rng(SEED))


def _cells(exercise, submission):
    """The student's cells with code, in their order, as a program needs them."""
    order = dict.fromkeys(kind for kind, _ in submission.others)
    left = [(id, "") for id in submission.cells if id not in order]
    return [_cell(exercise, submission, *one) for one in (*submission.others, *left)]


def _cell(exercise, submission, kind, source):
    if kind not in submission.cells:
        return OTHER_CELL, OWN if kind == STUDENTS else REST, source
    source = submission.cells[kind]
    if kind == exercise.answer_cell:
        return OWN_CELL, ANSWER, source
    (id,) = [e.id for e in exercises_of(submission.notebook) if e.answer_cell == kind]
    return cell_of(id), REST, source


def _judged(exercise, cases, replies):
    if replies.unwritten:
        return _unwritten(exercise)
    if replies.refusal:
        return refused(exercise, replies.refusal)
    if replies.failure:
        if replies.failure.kind == "NotImplementedError":
            return _unwritten(exercise)
        return refused(exercise, f"The cell fails.\n{replies.failure.words}")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        verdict = score(exercise, cases, replies.answers)
        if verdict.status == NOT_ATTEMPTED:
            return _unwritten(exercise)
        if replies.fault:
            status = TOO_SLOW if replies.late else ERROR
            return replace(verdict, status=status, message=replies.fault)
        if verdict.status == WRONG:
            return replace(verdict, message=_words(exercise, replies.shown))
    return verdict


def _words(exercise, answers):
    """What `check` says of its own cases, which nothing drawn for the marking is in."""
    if not answers:
        return WRONG_HERE
    told = judge(exercise, _shown_cases(exercise), answers)
    return {WRONG: told.message, RIGHT: RIGHT_THERE}.get(told.status, WRONG_HERE)


def _unwritten(exercise):
    words = f"{exercise.call} is not written yet."
    return replace(not_attempted(exercise), message=words)
