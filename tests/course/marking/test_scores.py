"""Scores: full marks for solved notebooks, none for empty ones, the rest as tabulated.

The table is `tests/data/scores.csv`; `.venv/bin/python -m tests.scores` writes it.
"""

import contextlib
import socket
import threading
from dataclasses import replace

import numpy as np
import pytest

from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.inside import server
from nnlib.course.marking.inside.kernel import HOME
from nnlib.course.marking.inside.protocol import receive, send
from nnlib.course.marking.inside.student_code import Notebook
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import exercises_of, find, notebooks
from tests import scores
from tests.scores import name, renewed, row_of, rows
from tests.support.handed_in import (
    ONE_SERVER,
    REFUSAL,
    Closed,
    handed_out,
    needs_sandbox,
    solved,
    submission,
    with_answers,
)
from tests.support.slip_cells import slip_cell
from tests.support.solved_notebooks import solution_to
from tests.support.trials import ALL, remember_attempts

SEED = 1
ZERO_GRAD = "            descent.zero_grad()\n"
PASS = "        for sample, target"
IN_PYTORCH = {  # what is written wrongly in the solution, and how the message begins
    "2.1": ({" / 2 ": " "}, "The step is twice as large"),
    "2.3": (
        {ZERO_GRAD: "", PASS: ZERO_GRAD[4:] + PASS},
        "This does what your friend's",
    ),
}


class InThisProcess:
    """In place of the sandbox, where there is none: a thread for each program.

    Cells, questions and answers are packed, sent and run as always.
    """

    def __init__(self):
        self.left = contextlib.ExitStack()

    def next(self):
        self.close()
        ours, theirs = socket.socketpair()
        program = threading.Thread(target=self.serve, args=[theirs])
        program.start()
        for end in (theirs.close, program.join, ours.close):
            self.left.callback(end)
        return ours

    def serve(self, channel):
        def caller(number):
            return server._caller(channel, number)

        with contextlib.suppress(EOFError):
            task, cells, _ = receive(channel)
            notebook = Notebook(cells, {"np": np, "__name__": HOME})
            notebook.run_before()
            send(channel, ("begun",))
            function = notebook.function(task[1])
            send(channel, ("ready",))
            while True:
                arguments = receive(channel, caller)
                server._send_answer(channel, answer(function, arguments))

    def close(self):
        """End the last program."""
        self.left.close()


class OneSession:
    """A sandbox for many submissions: a single session, whose programs have NumPy."""

    def __init__(self, session):
        self.session = session

    def start(self, packages, count):
        return self

    def next(self):
        return self.session.next()

    def close(self):
        """Go on: the next submission needs it."""


def started(count):
    """Start a session for so many programs, in the sandbox if there is one."""
    return InThisProcess() if REFUSAL else ONE_SERVER.start(("numpy",), count)


def assert_told(verdict, mistake):
    """Assert that the mistake is told, and scores as tabulated."""
    which = f"the mistake “{name(mistake)}” of {verdict.id}"
    assert verdict.message.endswith(mistake.message), (
        f"{which} is told by another message"
    )
    assert verdict.status == "wrong", f"{which} is {verdict.status}"
    row = row_of(find(verdict.id), mistake)
    least, most, of = (float(row[column]) for column in ("least", "most", "of"))
    scored = f"{which} scores {verdict.points:g} of {verdict.of} points"
    meant = f"if that is meant, {renewed(verdict.id)}"
    assert least <= verdict.points <= most, f"{scored}, not {least} to {most}: {meant}"
    assert verdict.of == of, f"{scored}, not of {of:g}: {meant}"
    assert verdict.points < verdict.of, f"{scored}, as a right answer does"


@needs_sandbox
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", notebooks())
def test_solved_notebooks_score_full_marks(tmp_path, number, seed):
    found = mark_submission(
        submission(tmp_path, solved(number), number), seed, sandbox=ONE_SERVER
    )
    assert [verdict.status for verdict in found.verdicts] == ["right"] * len(
        exercises_of(number)
    )
    assert found.points == found.of == sum(e.points for e in exercises_of(number))


@pytest.mark.parametrize("number", notebooks())
def test_empty_copies_score_nothing_and_start_nothing(tmp_path, number):
    one = submission(tmp_path, handed_out(number), number)
    found = mark_submission(one, 1, sandbox=Closed())
    assert {verdict.status for verdict in found.verdicts} == {"not attempted"}
    assert found.points == 0
    assert found.of == sum(e.points for e in exercises_of(number))


def test_the_table_has_the_exercises():
    known = {exercise.id for exercise in ALL}
    gone = sorted({row["exercise"] for row in rows()} - known)
    assert gone == [], (
        f"tests/data/scores.csv has rows of {', '.join(gone)}, which are no exercises: "
        "remove them"
    )


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_the_table_has_every_mistake(exercise):
    there = [row["mistake"] for row in rows() if row["exercise"] == exercise.id]
    names = [row_of(exercise, mistake)["mistake"] for mistake in exercise.mistakes]
    gone = [mistake for mistake in there if mistake not in names]
    assert gone == [], (
        f"tests/data/scores.csv has a mistake “{gone[0]}” of {exercise.id}, which has "
        f"none with this message: {renewed(exercise.id)}"
    )
    assert there == names, (
        f"tests/data/scores.csv has the mistakes of {exercise.id} in another order, or "
        f"one of them twice: {renewed(exercise.id)}"
    )


def test_only_named_exercises_are_measured_anew(tmp_path, monkeypatch):
    stored = scores.TABLE.read_bytes()
    lines = stored.splitlines(keepends=True)
    monkeypatch.setattr(scores, "TABLE", tmp_path / "scores.csv")
    without = [line for line in lines if not line.startswith(b"3.1,")]
    scores.TABLE.write_bytes(
        b"".join([*without, b"9.9,An exercise that is gone.,0,0,1"])
    )
    scores.renew([find("3.1")])
    assert scores.TABLE.read_bytes() == stored


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_every_known_mistake_scores_as_tabulated(exercise, tmp_path, monkeypatch):
    """As a student's cell, in a program of its own; all of them in one sandbox."""
    remember_attempts(monkeypatch)
    number = exercise.notebook
    empty = submission(tmp_path, handed_out(number), number)
    with contextlib.closing(started(len(exercise.mistakes))) as session:
        for mistake in exercise.mistakes:
            cells = {exercise.answer_cell: slip_cell(exercise, mistake)}
            one = replace(empty, cells=cells, others=())
            marks = mark_submission(one, SEED, sandbox=OneSession(session))
            (verdict,) = [found for found in marks.verdicts if found.id == exercise.id]
            assert_told(verdict, mistake)
            assert marks.points == verdict.points


@needs_sandbox
@pytest.mark.parametrize("number", notebooks())
def test_a_mistake_goes_the_whole_way(tmp_path, number):
    """The first one of the last exercise, behind right answers to the others."""
    *before, exercise = exercises_of(number)
    assert exercise.mistakes, f"exercise {exercise.id} needs mistakes"
    mistake = exercise.mistakes[0]
    answers = {earlier.answer_cell: solution_to(earlier) for earlier in before}
    answers[exercise.answer_cell] = slip_cell(exercise, mistake)
    one = submission(tmp_path, with_answers(answers, number), number)
    *earlier, verdict = mark_submission(one, SEED, sandbox=ONE_SERVER).verdicts
    assert {verdict.status for verdict in earlier} == {"right"}
    assert_told(verdict, mistake)


@needs_sandbox
def test_mistakes_written_in_pytorch(tmp_path):
    answers = {one.answer_cell: solution_to(one) for one in exercises_of(2)}
    for id, (slips, _) in IN_PYTORCH.items():
        cell = find(id).answer_cell
        for right, wrong in slips.items():
            assert right in answers[cell], f"the solution to {id} has no {right!r}"
            answers[cell] = answers[cell].replace(right, wrong)
    one = submission(tmp_path, with_answers(answers, 2), 2)
    for verdict in mark_submission(one, SEED, sandbox=ONE_SERVER).verdicts:
        if verdict.id in IN_PYTORCH:
            _, words = IN_PYTORCH[verdict.id]
            mistakes = find(verdict.id).mistakes
            (mistake,) = [one for one in mistakes if one.message.startswith(words)]
            assert_told(verdict, mistake)
        else:
            assert verdict.status == "right"
