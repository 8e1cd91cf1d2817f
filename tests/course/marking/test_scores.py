"""Scores: full marks for solved notebooks, none for empty ones, the rest as tabulated.

The table is `tests/data/scores.csv`; `python -m tests.scores` writes it.
"""

import contextlib
import socket
import threading
from dataclasses import replace

import pytest

from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.inside import server
from nnlib.course.marking.inside.protocol import receive, send
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import exercises_of, find, notebooks
from tests.scores import name, tabulated
from tests.support import a_class
from tests.support.handed_in import (
    ONE_SERVER,
    Closed,
    cell,
    handed_out,
    needs_sandbox,
    solved,
    submission,
    with_answers,
)
from tests.support.trials import ALL, remember_attempts
from tests.wrong_answers import WRONG_ANSWERS

SEED = 1


class InThisProcess:
    """In place of a sandbox: a thread that answers as a program would, by `function`.

    Questions and answers are packed and sent as always; the cell is not run.
    """

    def __init__(self, function):
        self.function = function

    def start(self, packages, count):
        self.channel, self.theirs = socket.socketpair()
        self.program = threading.Thread(target=self.serve)
        return self

    def next(self):
        self.program.start()
        return self.channel

    def serve(self):
        receive(self.theirs)
        send(self.theirs, ("ready",))
        with contextlib.suppress(EOFError):
            while True:
                arguments = receive(self.theirs, self.caller)
                server._send_answer(self.theirs, answer(self.function, arguments))

    def caller(self, number):
        return server._caller(self.theirs, number)

    def close(self):
        self.channel.close()
        self.program.join()
        self.theirs.close()


def assert_as_tabulated(verdict):
    exercise = find(verdict.id)
    messages = [mistake.message for mistake in exercise.mistakes]
    row = tabulated(exercise)[messages.index(verdict.message)]
    assert float(row["least"]) <= verdict.points <= float(row["most"]), row
    assert verdict.points < verdict.of == float(row["of"])


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


def test_the_table_has_every_mistake():
    for exercise in ALL:
        names = [name(mistake) for mistake in exercise.mistakes]
        assert [row["mistake"] for row in tabulated(exercise)] == names


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_every_known_mistake_scores_as_tabulated(exercise, monkeypatch):
    """In this process: a sandbox for each of the 460 would take a minute."""
    remember_attempts(monkeypatch)
    one = a_class.submission(number=exercise.notebook)
    one = replace(one, cells={exercise.answer_cell: "a mistake"})
    for mistake in exercise.mistakes:
        marks = mark_submission(one, SEED, sandbox=InThisProcess(mistake.function))
        (verdict,) = [found for found in marks.verdicts if found.id == exercise.id]
        assert verdict.message == mistake.message
        assert verdict.status == "wrong"
        assert_as_tabulated(verdict)
        assert marks.points == verdict.points


def test_every_exercise_has_a_wrong_answer():
    assert {wrong.id for wrong in WRONG_ANSWERS} == {exercise.id for exercise in ALL}


@needs_sandbox
@pytest.mark.parametrize("wrong", WRONG_ANSWERS, ids=lambda w: f"{w.id} {w.says}")
def test_wrong_answers_score_as_tabulated(tmp_path, wrong):
    """In the sandbox, as students write them: one or more for each exercise."""
    number = find(wrong.id).notebook
    ids = [exercise.id for exercise in exercises_of(number)]
    place, right = ids.index(wrong.id), solved(number)
    keys = [find(id).answer_cell for id in ids[: place + 1]]  # it may build on them
    answers = {key: "".join(cell(right, key)["source"]) for key in keys}
    answers[keys[-1]] = wrong.written(answers[keys[-1]])
    one = submission(tmp_path, with_answers(answers, number), number)
    found = mark_submission(one, SEED, sandbox=ONE_SERVER)
    *before, verdict = found.verdicts[: place + 1]
    assert {earlier.status for earlier in before} <= {"right"}
    assert verdict.message.startswith(wrong.says)
    assert verdict.status == "wrong"
    assert_as_tabulated(verdict)
