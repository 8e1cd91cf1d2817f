"""Mistakes found by search: what is said of one and of two, and of what nothing is."""

import copy
import functools
import re

import numpy as np
import pytest

from nnlib.exercises.attempts import same_attempt
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import SEED, verdict_on
from nnlib.exercises.judging import known_mistake
from nnlib.exercises.understanding.telling import explanation, mistakes_in, schema_of
from tests.support.solved_notebooks import path_of
from tests.support.trials import ALL, exercise_on
from tests.understanding import Answers, planted_pairs

each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
pytestmark = pytest.mark.filterwarnings("ignore")
ONE = "You get exactly what comes out if one thing is done wrongly. "
TWO = "You get exactly what comes out if two things are done wrongly at once. "
PAIRS, FLOOR = 6, 3  # so many of them are told; tests/understanding.py has more
FLOORS = {"2.3": 1, "5.3": 1}  # where one run costs as much as many of others


def said(id, source):
    """What `check` says of an answer."""
    namespace = {"np": np}
    exec(source, namespace)
    exercise = find(id)
    return verdict_on(exercise, namespace[exercise.name]).message


DELTA = "def delta_output(Y_hat, Y):\n    return "
UPDATE = """
def update(X, Y, W1, W2, lr):
    H = 1 / (1 + np.exp(-X @ W1.T))
    O = 1 / (1 + np.exp(-H @ W2.T))
    d2 = (O - Y) * O * (1 - O)
    d1 = d2 @ W2 * H * (1 - H)
    return W1 - lr * d1.T @ X / len(X), W2 - lr * d2.T @ H / len(X)
"""
LOSS = """
def cross_entropy_loss(Z, Y):
    m = Z.max(axis=1, keepdims=True)
    lse = m + np.log(np.exp(Z - m).sum(axis=1, keepdims=True))
    return -(Y * (Z - lse)).sum() / len(Z)
"""


@pytest.mark.parametrize(
    ("id", "source", "words"),
    [
        (
            "1.2",
            DELTA + "(Y_hat + Y) * Y_hat * (1 - Y_hat)",
            ONE + "In the error, there is a plus where a minus belongs.",
        ),
        (
            "1.4",
            UPDATE.replace("-X @", "X @"),
            ONE + "In `H`, the sign in σ is wrong.",
        ),
        (
            "1.4",
            UPDATE.replace("lr * d1.T @ X / len(X)", "d1.T @ X"),
            TWO
            + "First: W1 gets the sum over the samples and W2 the mean. Divide both "
            "by their number. Second: In the new `W1`, `lr` is left out.",
        ),
        (
            "1.4",
            UPDATE.replace("(O - Y)", "2 * (O - Y)").replace("* H * (1 - H)", ""),
            "two things are done wrongly at once. First: ",
        ),
        (
            "4.3",
            LOSS.replace("/ len(Z)", "").replace("np.log(", "np.log2("),
            TWO
            + "First: In log-sum-exp, a logarithm has the base 2. Second: You add up "
            "the samples. The loss is their mean.",
        ),
    ],
)
def test_what_is_said(id, source, words):
    assert words in said(id, source)


def test_known_mistakes_keep_their_words():
    words = said("1.2", DELTA + "(Y - Y_hat) * Y_hat * (1 - Y_hat)")
    assert words.startswith("The sign is wrong: L is ½(o − y)²")


@pytest.mark.parametrize(
    "source",
    [
        DELTA + "0 * Y",
        DELTA + "np.random.rand(*Y.shape)",
        DELTA + "Y_hat ** 7 - np.sin(Y)",
        DELTA + "(Y_hat + Y) * Y_hat * (1 - Y_hat) if len(Y) == 1 else 'no'",
        DELTA + "(Y_hat + Y) * Y_hat * (1 - Y_hat) if len(Y) == 1 else None",
        DELTA + "(Y_hat + Y) * Y_hat * (1 - Y_hat) + 1e-3 * (len(Y) == 6)",
        DELTA + "np.zeros((400, 400))",
        DELTA + "Y.reshape(60 * (1,) + Y.shape)",  # more axes than NumPy's .flat can
    ],
)
def test_nothing_is_said_of_what_nothing_explains(source):
    assert "You get exactly" not in said("1.2", source)


@each_exercise
def test_the_schema_computes_the_reference_and_its_slips(exercise):
    schema = schema_of(exercise)
    by_words = {mistake.message: mistake.function for mistake in exercise.mistakes}
    for case in exercise.drawn(np.random.default_rng(SEED))[:3]:
        for slip in (None, *schema.slips):
            function = by_words[slip.words] if slip else exercise.reference
            entries = slip.entries if slip else ()
            right = answer(function, case.arguments)
            ours = answer(lambda *a, e=entries: schema.run(e, a), case.arguments)
            assert repr(ours.value) == repr(right.value), (case.name, slip)
            assert bool(ours.error) == bool(right.error), (case.name, slip)


@each_exercise
def test_pairs_are_told_by_what_gives_the_same_answers(exercise):
    answers, told = Answers.of(exercise, SEED), 0
    rng = np.random.default_rng([SEED, *map(int, exercise.id.split("."))])
    for pair in planted_pairs(answers, PAIRS, rng):
        attempts = answers.with_mistakes(*pair)
        found = [alike[0] for alike in mistakes_in(exercise, attempts)]
        told += bool(found or known_mistake(exercise, attempts))
        for one, other in zip(attempts, answers.with_mistakes(*found)):
            assert not found or same_attempt(one, other, exercise) is not False
    assert told >= FLOORS.get(exercise.id, FLOOR)


@functools.cache
def names_in(number):
    """All words in the text of a notebook."""
    return set(re.findall(r"\w+", path_of(number).read_text(encoding="utf-8")))


@each_exercise
def test_the_words_hold_no_name_of_ours_alone(exercise):
    """Names of values are parameters, or stand in the notebooks up to this one."""
    names = set(exercise.parameters).union(
        *map(names_in, range(1, exercise.notebook + 1))
    )
    for site in schema_of(exercise).sites:
        words = " ".join([site.where or "", *(one.words for one in site.variants)])
        said = {name for name in re.findall(r"`(\w+)`", words) if name.isidentifier()}
        assert said - names - {"keepdims", "argmin", "maximum", "any", "not"} == set()
        assert "{" not in words


def test_the_cases_are_left_as_they_are():
    exercise = find("9.1")
    answers = Answers.of(exercise, SEED)
    before = copy.deepcopy([attempt.case.arguments for attempt in answers.right])
    attempts = answers.by(lambda weights, X, Y, lr: [W + 2 * lr for W in weights])
    explanation(exercise, attempts)
    for old, attempt in zip(before, answers.right):
        for a, b in zip(old, attempt.case.arguments):
            assert repr(a) == repr(b)


def without_source():
    namespace = {}
    exec("def double(X):\n    return 2 * X", namespace)
    return namespace["double"]


def with_a_closure(factor=2):
    def double(X):
        return factor * X

    return double


def endless(X):
    total = 0.0
    while total < 1:
        total = total + 0 * abs(X).max() + 0.25
    return total * 2 * X


@pytest.mark.parametrize(
    "reference", [without_source(), with_a_closure(), endless, lambda X: 2 * X]
)
def test_what_cannot_be_rewritten_is_no_trouble(reference):
    exercise = exercise_on(
        reference, lambda rng: [(name, (rng.normal(size=(2, 2)),)) for name in "ab"]
    )
    assert "What came: " in verdict_on(exercise, lambda X: X**3 + 1).message
