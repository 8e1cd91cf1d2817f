"""Points: a known mistake earns half at most, and what computes nothing earns none.

What each known mistake scores is in `data/scores.csv`, measured by tests/scores.py.
"""

import numpy as np
import pytest

from nnlib.exercises.calls.calling import Answer, answer
from nnlib.exercises.checks import SEED, verdict_on
from nnlib.exercises.judging import RIGHT, WRONG, score
from nnlib.exercises.verdict_block import VerdictBlock
from tests.scores import rows
from tests.support.trials import ALL, exercise_on


def double(X, c):
    """Twice X, plus c."""
    return 2.0 * X + c


def cases(rng):
    yield "zeros", (np.zeros((2, 2)), 0.0)
    yield "a batch of 2", (rng.normal(size=(2, 2)), 0.5)
    yield "a batch of 3", (rng.normal(size=(3, 2)), -0.25)
    yield "minus c", (np.full((3, 2), -0.25), 0.25)


DOUBLE = exercise_on(double, cases)


def last_line(verdict):
    return repr(VerdictBlock(verdict)).split("cases right", 1)[1].replace("\n", " ")


def test_a_right_answer_earns_all_points():
    verdict = verdict_on(DOUBLE, double)
    assert (verdict.status, verdict.points) == (RIGHT, 4)
    assert last_line(verdict) == ", 4 of 4 points."


def test_half_of_the_points_are_for_an_answer_without_a_mistake():
    verdict = verdict_on(DOUBLE, lambda X, c: 2 * X + c + 3 * (c == 0.5))
    assert (verdict.right_cases, verdict.cases, verdict.points) == (3, 4, 1.5)
    assert last_line(verdict) == (
        ", 1.5 of 4 points: half of the points are for an answer without a mistake."
    )


@pytest.mark.parametrize(
    "nothing",
    [
        lambda X, c: 0 * X,
        lambda X, c: np.zeros((2, 2)),
        lambda X, c: -X * 0.0,
        lambda X, c: np.full(X.shape, -0.25),
        lambda X, c: X,
    ],
)
def test_what_computes_nothing_earns_nothing(nothing):
    verdict = verdict_on(DOUBLE, nothing)
    assert verdict.right_cases > 0 == verdict.points
    assert last_line(verdict) == (
        ", 0 of 4 points: the same everywhere, or an argument as it came, counts for "
        "nothing."
    )


def test_a_mistake_that_is_the_same_in_one_case_alone_computes_something():
    verdict = verdict_on(DOUBLE, lambda X, c: X + c)
    assert (verdict.right_cases, verdict.points) == (1, 0.5)


def test_right_numbers_are_counted_where_the_arguments_are_changed():
    def in_place(X, c):
        X *= 2
        X += c
        return X

    verdict = verdict_on(DOUBLE, in_place)
    assert verdict.status == WRONG
    assert "changes its argument X" in verdict.message
    assert (verdict.right_cases, verdict.points) == (4, 2)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_hard_coded_answers_earn_nothing(exercise):
    cases = exercise.drawn(np.random.default_rng(SEED))
    right = [answer(exercise.reference, case.arguments).value for case in cases]
    same = [*right, *map(_filled, right), 0, 1, True, False]
    of_the_form = [[_filled(value, n) for value in right] for n in (0, 1)]
    given = [case.arguments for case in cases]
    argument = [[each[k] for each in given] for k in range(len(given[0]))]
    several = [
        [each[k : k + n] for each in given]
        for k in range(len(given[0]))
        for n in range(1, 6)
    ]
    by_heart = [[value] * len(cases) for value in same]
    for values in (*by_heart, *of_the_form, *argument, *several):
        answers = [Answer(value) for value in values]
        assert score(exercise, cases, answers).points == 0, values


def _filled(value, number=0):
    """The same form as `value`, with one number in it."""
    if isinstance(value, (tuple, list)):
        return [_filled(one, number) for one in value]
    return np.full(np.shape(value), number)


def test_no_known_mistake_earns_more_than_half():
    for row in rows():
        assert float(row["most"]) <= float(row["of"]) / 2, row
