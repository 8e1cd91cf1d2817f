"""Every exercise: right answers pass, the stub is told apart, mistakes are named.

What the checks do in general is tested in test_checks.py.
"""

import inspect
import re
import time
from importlib import import_module

import numpy as np
import pytest

from nnlib.exercises.attempts import attempts_at
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.surroundings import complaint, package_of
from nnlib.exercises.catalogue import exercises_of, notebooks
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import NOT_ATTEMPTED, RIGHT, judge, known_mistake
from tests.support.places import ROOT
from tests.support.solved_notebooks import path_of, solution_to
from tests.support.trials import (
    ALL,
    ignore_shared_generators,
    remember_attempts,
)

each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)


def judged(exercise, function, seed=0):
    cases = exercise.drawn(np.random.default_rng(seed))
    return judge(exercise, cases, [answer(function, case.arguments) for case in cases])


def functions_in(cells, exercise):
    """Run cells where there is nothing but the packages that the exercise allows."""
    namespace = {"np": np}
    if "torch" in exercise.imports:
        namespace["torch"] = import_module("torch")
    exec("\n\n".join(cells), namespace)
    assert exercise.name in namespace, (
        f"the cell {exercise.answer_cell} of {path_of(exercise.notebook).name} needs a "
        f"function {exercise.call}, as its reference is"
    )
    return namespace


def before(exercise):
    """The exercises of the same notebook up to this one: answers may build on them."""
    there = exercises_of(exercise.notebook)
    return there[: there.index(exercise) + 1]


def shown(cases):
    """The cases as text, without the addresses that functions and generators have."""
    return re.sub(r"0x[0-9a-fA-F]+", "", repr(cases))


def cut(exercise):
    """The cell of the solution in three: what stands before it, itself, the rest."""
    source = solution_to(exercise)
    found = re.split("### (?:BEGIN|END) SOLUTION", source)
    assert len(found) == 3, (
        f"the cell {exercise.answer_cell} of {path_of(exercise.notebook).name} needs "
        f"### BEGIN SOLUTION and ### END SOLUTION around the solution; it is\n{source}"
    )
    return found


@each_exercise
def test_the_declaration_is_complete(exercise):
    place = f"the exercise {exercise.id} in {exercise.reference.__module__}"
    there = exercises_of(exercise.notebook)
    id = f"{exercise.notebook}.{there.index(exercise) + 1}"
    assert exercise.id == id, f"{place} needs the id {id}: the numbers have no gaps"
    assert 1 <= exercise.points <= 5, f"{place} needs 1 to 5 points"
    assert 2 <= exercise.minutes <= 20, f"{place} needs 2 to 20 minutes"
    assert exercise.hints, f"{place} needs hints: a tuple of one sentence or more"
    assert exercise.mistakes, f"{place} needs mistakes=slips({exercise.name}, MISTAKES)"
    for words in (exercise.title, exercise.right, *exercise.hints):
        first = words[:1]
        begins = first.isupper() or not first.isalpha() or first in "δσ"
        assert begins and words, f"{place} needs a capital letter before {words!r}"
    messages = [mistake.message for mistake in exercise.mistakes]
    twice = [one for one in messages if messages.count(one) > 1]
    assert twice == [], f"{place} has two mistakes with one message: write another"
    for message in messages:
        ends = message.endswith((".", "?", "!"))
        assert ends, f"{place} needs a full stop at the end of: {message}"


@pytest.mark.parametrize("number", notebooks())
def test_a_notebook_has_three_to_five_exercises(number):
    place = f"nnlib/exercises/notebook_{number:02}"
    count = len(exercises_of(number))
    assert 3 <= count <= 5, f"{place} has {count} exercises: a lesson has 3 to 5"
    names = [exercise.name for exercise in exercises_of(number)]
    assert len(set(names)) == count, f"{place} has two functions of one name: {names}"


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
    place = f"the function cases in {exercise.reference.__module__}"
    assert shown(first) == shown(again), f"{place} may draw from rng alone"
    assert shown(first) != shown(other), f"{place} needs numbers drawn with rng"
    assert 4 <= len(first) <= 16, f"{place} gives {len(first)} cases: give 4 to 16"
    names = [case.name for case in first]
    assert len(set(names)) == len(names), f"{place} has two cases of one name: {names}"


@pytest.mark.parametrize("seed", range(20))
@each_exercise
def test_each_mistake_is_named(exercise, seed, monkeypatch):
    attempt_of = remember_attempts(monkeypatch)
    if seed:
        ignore_shared_generators(monkeypatch)
    cases = exercise.drawn(np.random.default_rng(seed))
    answers = [answer(exercise.reference, case.arguments) for case in cases]
    right, named = attempts_at(exercise, cases, answers), {}
    for mistake in exercise.mistakes:
        tried = [attempt_of(mistake.function, one, exercise) for one in right]
        assert not all(attempt.right for attempt in tried), (
            f"the mistake “{mistake.message}” of {exercise.id} is right in all cases "
            f"of seed {seed}: add a case to {exercise.reference.__module__} that tells "
            "them apart, or leave the mistake out if none can"
        )
        named[mistake.message] = known_mistake(exercise, tried)
    other = {wrong: said for wrong, said in named.items() if wrong != said}
    assert other == {}, (
        f"with seed {seed} mistakes of {exercise.id} are told by another message: add "
        f"a case to {exercise.reference.__module__} that tells the two apart, or write "
        "the narrower one first"
    )


@each_exercise
def test_the_notebook_s_solution_is_right(exercise):
    cells = [solution_to(one) for one in before(exercise)]
    function = functions_in(cells, exercise)[exercise.name]
    place = f"the solution in {path_of(exercise.notebook).name}"
    parameters = tuple(inspect.signature(function).parameters)
    assert parameters == exercise.parameters, f"{place} needs to be {exercise.call}"
    assert function.__doc__, f"{place} needs a docstring in {exercise.name}"
    assert complaint(exercise, function, package_of(function)) == ""
    verdict = verdict_on(exercise, function)
    assert verdict.status == RIGHT, verdict.message


@each_exercise
def test_the_stub_is_not_attempted(exercise):
    head, _, rest = cut(exercise)
    stub = f"{head}raise NotImplementedError(){rest}"
    function = functions_in([stub], exercise)[exercise.name]
    verdict = verdict_on(exercise, function)
    assert verdict.status == NOT_ATTEMPTED
    assert verdict.points == 0


def routes_to(exercise):
    """The function of the same name, and those of the name and `_by_` and more."""
    file = f"tests/exercises/routes/notebook_{exercise.notebook:02}.py"
    lacking = (
        f"{file} lacks a function {exercise.call}: a right answer by another route "
        f"than that of {exercise.reference.__module__}"
    )
    assert (ROOT / file).exists(), lacking
    there = vars(import_module(file.removesuffix(".py").replace("/", ".")))
    assert exercise.name in there, lacking
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
    assert exercise.mistakes, f"exercise {exercise.id} needs mistakes"
    judged(exercise, exercise.reference)
    began = time.process_time()  # not the clock: other tests run at the same time
    judged(exercise, exercise.mistakes[-1].function)
    took = time.process_time() - began
    assert took < 0.5, (
        f"a check of {exercise.id} takes {took:.1f} s: make cases smaller"
    )


@each_exercise
def test_messages_hold_no_solution(exercise):
    _, solution, _ = cut(exercise)
    lines = solution.split("\n")
    spoken = "\n".join([*exercise.hints, *(m.message for m in exercise.mistakes)])
    for line in (line.strip() for line in lines):
        if len(line) > 20 and not line.startswith("#"):
            told = f"a hint or message of {exercise.id} holds a line of the solution"
            assert line not in spoken, f"{told}: say it in words"
