"""Every exercise: right answers pass, the stub is told apart, mistakes are named.

What the checks do in general is tested in test_checks.py.
"""

import inspect
import json
import re
import time
from importlib import import_module

import numpy as np
import pytest

from nnlib.exercises.attempts import attempts_at
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import exercises_of, notebooks
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import NOT_ATTEMPTED, RIGHT, judge, known_mistake
from nnlib.exercises.calls.surroundings import complaint, package_of
from tests.support.places import ROOT
from tests.support.trials import ALL, remember_attempts

each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)


def judged(exercise, function, seed=0):
    cases = exercise.drawn(np.random.default_rng(seed))
    return judge(exercise, cases, [answer(function, case.arguments) for case in cases])


def cell_of(exercise):
    """The cell of the notebook in which the exercise is solved."""
    (path,) = (ROOT / "notebooks").glob(f"{exercise.notebook:02}_*.ipynb")
    wanted = f"answer-{exercise.id.replace('.', '-')}"
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["id"] == wanted:
            return "".join(cell["source"])
    raise AssertionError(f"{path.name} has no cell {wanted}")


def functions_in(cells, exercise):
    """Run cells where there is nothing but the packages that the exercise allows."""
    namespace = {"np": np}
    if "torch" in exercise.imports:
        namespace["torch"] = import_module("torch")
    exec("\n\n".join(cells), namespace)
    return namespace


def before(exercise):
    """The exercises of the same notebook up to this one: answers may build on them."""
    there = exercises_of(exercise.notebook)
    return there[: there.index(exercise) + 1]


def shown(cases):
    """The cases as text, without the addresses that functions and generators have."""
    return re.sub(r"0x[0-9a-fA-F]+", "", repr(cases))


def stub(cell):
    """What is left of a solution when it is cut out."""
    head, rest = cell.split("### BEGIN SOLUTION")
    return head + "raise NotImplementedError()" + rest.split("### END SOLUTION")[1]


@each_exercise
def test_the_declaration_is_complete(exercise):
    there = exercises_of(exercise.notebook)
    assert exercise.id == f"{exercise.notebook}.{there.index(exercise) + 1}"
    assert 1 <= exercise.points <= 5
    assert 2 <= exercise.minutes <= 20
    assert exercise.hints
    assert exercise.mistakes
    for words in (exercise.title, exercise.right, *exercise.hints):
        assert words[0].isupper() or not words[0].isalpha() or words[0] in "δσ"
    messages = [mistake.message for mistake in exercise.mistakes]
    assert len(set(messages)) == len(messages)
    assert all(message.endswith((".", "?", "!")) for message in messages)


@pytest.mark.parametrize("number", notebooks())
def test_a_notebook_has_three_to_five_exercises(number):
    assert 3 <= len(exercises_of(number)) <= 5
    assert len({exercise.name for exercise in exercises_of(number)}) == len(
        exercises_of(number)
    )


@each_exercise
def test_the_reference_is_right(exercise):
    for seed in range(20):
        verdict = judged(exercise, exercise.reference, seed)
        assert verdict.status == RIGHT, (seed, verdict.message)
        assert verdict.points == exercise.points


@each_exercise
def test_cases_are_drawn_anew_and_named(exercise):
    first, again, other = (
        exercise.drawn(np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert shown(first) == shown(again) != shown(other)
    assert 4 <= len(first) <= 16
    assert len({case.name for case in first}) == len(first)


@pytest.mark.parametrize("seed", range(20))
@each_exercise
def test_each_mistake_is_named(exercise, seed, monkeypatch):
    attempt_of = remember_attempts(monkeypatch)
    cases = exercise.drawn(np.random.default_rng(seed))
    answers = [answer(exercise.reference, case.arguments) for case in cases]
    right, named = attempts_at(exercise, cases, answers), {}
    for mistake in exercise.mistakes:
        tried = [attempt_of(mistake.function, one, exercise) for one in right]
        assert not all(attempt.right for attempt in tried)
        named[mistake.message] = known_mistake(exercise, tried)
    assert {wrong: said for wrong, said in named.items() if wrong != said} == {}


@each_exercise
def test_the_notebook_s_solution_is_right(exercise):
    cells = [cell_of(one) for one in before(exercise)]
    function = functions_in(cells, exercise)[exercise.name]
    assert list(inspect.signature(function).parameters) == list(exercise.parameters)
    assert function.__doc__
    assert complaint(exercise, function, package_of(function)) == ""
    verdict = verdict_on(exercise, function)
    assert verdict.status == RIGHT, verdict.message


@each_exercise
def test_the_stub_is_not_attempted(exercise):
    function = functions_in([stub(cell_of(exercise))], exercise)[exercise.name]
    verdict = verdict_on(exercise, function)
    assert verdict.status == NOT_ATTEMPTED
    assert verdict.points == 0


def routes_to(exercise):
    """The function of the same name, and those of the name and `_by_` and more."""
    there = vars(
        import_module(f"tests.exercises.routes.notebook_{exercise.notebook:02}")
    )
    start = f"{exercise.name}_by_"
    more = [value for name, value in there.items() if name.startswith(start)]
    return [there[exercise.name], *more]


@each_exercise
def test_other_routes_are_right(exercise):
    for route in routes_to(exercise):
        verdict = verdict_on(exercise, route)
        assert verdict.status == RIGHT, (route, verdict.message)


@each_exercise
def test_a_check_takes_a_moment(exercise):
    judged(exercise, exercise.reference)
    began = time.perf_counter()
    judged(exercise, exercise.mistakes[-1].function)
    assert time.perf_counter() - began < 0.5


@each_exercise
def test_messages_hold_no_solution(exercise):
    lines = cell_of(exercise).split("### BEGIN SOLUTION")[1].split("\n")
    spoken = "\n".join([*exercise.hints, *(m.message for m in exercise.mistakes)])
    for line in (line.strip() for line in lines):
        if len(line) > 20 and not line.startswith("#"):
            assert line not in spoken
