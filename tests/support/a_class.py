"""A made-up class for the tests of marking: submissions, and marks without programs."""

import hashlib
from dataclasses import replace

from nnlib.course.marking.examining.examiner import Marks, versions
from nnlib.course.marking.records.journal import open_journal
from nnlib.course.marking.records.marked_submission import MarkedSubmission, digest_of
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.submissions.submission import Submission
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.judging import NOT_ATTEMPTED, RIGHT, WRONG, Verdict

SEED = 7
NAME = "01_hand_worked_backprop"


def submission(student="ada", number=1, *, source="pass", text="", **others):
    """A notebook with the same source in each answer, and a written answer."""
    cells = dict.fromkeys(released()[number].answers, source)
    written = dict.fromkeys(released()[number].written, text)
    path = f"{student}/{released()[number].file}"
    return Submission(student, number, path, cells, written, **others)


def unreadable(student="zoe", number=None):
    """A file that is not a notebook."""
    problem = ("It is not a notebook: it is not JSON.",)
    return Submission(student, number, f"{student}/a", {}, {}, (), problem, False)


def a_class(n):
    return [submission(f"student_{i:02}", text="Because." * (i % 2)) for i in range(n)]


def fake_mark(one, seed, *, sandbox, seconds=None):
    """Marks that depend on the student, the source and the seed alone."""
    exercises = exercises_of(one.notebook) if one.notebook else []
    text = f"{one.student} {one.cells} {seed}"
    verdicts = [fake_verdict(exercise, text) for exercise in exercises]
    if not one.readable:
        verdicts = [
            replace(verdict, status="error", message=one.problems[0], right_cases=0)
            for verdict in verdicts
        ]
    return Marks(tuple(verdicts), versions())


def fake_verdict(exercise, text):
    share = hashlib.sha256(f"{exercise.id} {text}".encode()).digest()[0] % 7
    status = {0: NOT_ATTEMPTED, 6: RIGHT}.get(share, WRONG)
    message = f"{share} of 6."
    shared = exercise.id, exercise.title, status, message, exercise.points
    return Verdict(*shared, 6, share)


def new_journal(folder, seed=SEED):
    return open_journal(folder, seed, versions(), resume=False)


def marked(one, **others):
    """The submission with its marks, as the journal keeps it."""
    marks = fake_mark(one, SEED, sandbox=None)
    content = {"verdicts": marks.verdicts, "versions": marks.versions}
    return MarkedSubmission(one, digest_of(one), **content | others)
