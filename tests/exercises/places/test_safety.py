"""Whatever a student writes: the session stays as it is, and `check` stays quick."""

import random
import re
from pathlib import Path

import numpy as np
import pytest

from nnlib.exercises import checks
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import RIGHT, WRONG
from nnlib.exercises.places import beside, telling
from tests.exercises.places import attempts_of, place_in
from tests.exercises.places.test_honesty import LENGTHS
from tests.support.in_a_cell import HOME, defined_in
from tests.support.slip_cells import slip_cell
from tests.support.trials import ALL

SLOPE = """
def delta_output(Y_hat, Y):
    error = Y_hat - Y
    return Y_hat * (error * (1 + Y_hat))
"""


def with_line(line, *before):
    """The answer with a line more, and cells before it."""
    return (*before, SLOPE.replace("    return", f"    {line}\n    return"))


def said(line, *before):
    return place_in("1.2", *with_line(line, *before))


HARMLESS = {
    "prints": ("print(error)",),
    "warns": ("np.log(0 * error)",),
    "a helper of the notebook": ("twice(error)", "def twice(a):\n    return 2 * a"),
    "a constant of the notebook": ("error * HALF", "HALF = 0.5"),
    "a package inside": ("import math",),
    "a progress bar": ("list(tqdm([1]))", "from tqdm import tqdm"),
    "a picture": ("plt.plot(error)", "import matplotlib.pyplot as plt"),
    "a loop with a break": ("for i in range(9): break",),
    "a lambda inside": ("f = lambda a: a",),
}
LEFT_ALONE = {
    "a file": ("open('left.txt', 'w').write('a')",),
    "a file of NumPy": ("np.save('left', error)",),
    "a list of the notebook": ("seen.append(1)", "seen = []"),
    "a dictionary of the notebook": ("seen[1] = 1", "seen = {}"),
    "an object of the notebook": (
        "box.a = 1",
        "class Box:\n    a = 0",
        "box = Box()",
    ),
    "a global variable": ("global count; count = 2", "count = 1"),
    "a package that sleeps": ("time.sleep(0)", "import time"),
    "a text that is run": ("eval('1')",),
    "every exception": ("try: error[9, 9]\n    except: pass",),
    "a function in a partial one": (
        "f(error)",
        "import functools\ndef g(a):\n    return a\nf = functools.partial(g)",
    ),
}


def test_the_answer_as_such_has_a_place():
    assert "`Y_hat` in line 3" not in place_in("1.2", SLOPE)
    assert place_in("1.2", SLOPE).startswith("`error` is right. With another value of")


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_has_a_place(name, capsys, recwarn):
    if "picture" in name:
        pytest.importorskip("matplotlib")
    assert " in line 4 " in said(*HARMLESS[name])
    assert capsys.readouterr().out == ""
    assert len(recwarn) == 0


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_leaves_traces_is_left_alone(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line, *before = LEFT_ALONE[name]
    function = defined_in(*with_line(line, *before), name="delta_output")
    exercise = find("1.2")
    attempts = attempts_of(exercise, function)
    for one in Path().iterdir():
        one.unlink()
    namespace = {k: repr(v) for k, v in function.__globals__.items()}
    assert telling.place_of(exercise, function, HOME, attempts) == ""
    assert list(Path().iterdir()) == []
    assert {k: repr(v) for k, v in function.__globals__.items()} == namespace


def test_pictures_are_drawn_by_nobody():
    plt = pytest.importorskip("matplotlib.pyplot")
    function = defined_in(
        "import matplotlib.pyplot as plt",
        SLOPE.replace("    return", "    plt.figure()\n    return"),
    )
    attempts = attempts_of(find("1.2"), function)
    plt.close("all")
    assert telling.place_of(find("1.2"), function, HOME, attempts)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    "cell",
    [
        "delta_output = lambda Y_hat, Y: Y_hat * (Y_hat - Y)",
        "class A:\n    def __call__(self, Y_hat, Y): return Y\ndelta_output = A()",
        "class A:\n    def f(self, Y_hat, Y):\n        return Y\ndelta_output = A().f",
        "def made():\n    a = 2\n    def f(Y_hat, Y): return a * Y\n    return f\n"
        "delta_output = made()",
        "def same(f):\n    return lambda *a: f(*a)\n@same" + SLOPE,
        "import functools\n@functools.lru_cache\ndef one():\n    return 1"
        + SLOPE.replace("(1 +", "(one() +"),
        SLOPE.replace("return", "yield"),
        SLOPE.replace("Y):", "Y, a=[]):"),
        "delta_output = np.maximum",
        "from functools import partial\ndelta_output = partial(np.add)",
        SLOPE.replace("(1 + Y_hat)", "np.array([{}, 2], dtype=object)"),
    ],
)
def test_what_cannot_be_watched_is_left_alone(cell):
    assert place_in("1.2", cell) == ""


def test_a_function_without_a_text_is_left_alone():
    space = {"np": np, "__name__": HOME}
    exec(SLOPE, space)
    function = space["delta_output"]
    attempts = attempts_of(find("1.2"), function)
    assert telling.place_of(find("1.2"), function, HOME, attempts) == ""


LOOP = "while (cubes >= 0).all(): pass"
HELPER = "def wait(a):\n    while (a >= 0).all():\n        pass\n"


@pytest.mark.parametrize(
    ("line", "helper"),
    [(LOOP, ""), ("wait(cubes)", HELPER)],
    ids=["here", "in a helper"],
)
def test_a_repaired_run_that_never_ends_is_ended(line, helper):
    """It ends where the numbers are wrong, and some of them negative."""
    cell = (
        f"{helper}def lengths(X, k):\n    cubes = X**3\n    {line}\n"
        "    return k * (cubes.sum(axis=1) ** 0.5).mean()"
    )
    assert "`X**3`" not in place_in(LENGTHS, cell)
    assert "`X**3`" in place_in(LENGTHS, cell.replace(line, "pass"))


def test_values_of_thousands_of_numbers_are_not_compared():
    cell = """
    def he_weights(rng, shape):
        draws = rng.standard_normal(shape)
        return draws * np.sqrt(1 / shape[1])
    """
    assert place_in("5.3", cell) == ""


def test_random_numbers_are_drawn_by_nobody():
    cell = """
    def delta_output(Y_hat, Y):
        np.random.default_rng(0).normal()
        return 2 * (Y_hat - Y) * Y_hat
    """
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    before = random.getstate(), np.random.get_state()[1].tobytes()  # noqa: NPY002
    place_in("1.2", cell)
    after = random.getstate(), np.random.get_state()[1].tobytes()  # noqa: NPY002
    assert before == after


def test_what_draws_from_the_shared_generator_has_no_place():
    assert said("np.random.rand()") == ""


def test_what_changes_its_arguments_has_no_place():
    assert said("Y_hat *= 1.5") == ""


def test_the_place_of_an_error(detectors_alone):
    cell = """
    def delta_hidden(delta2, W2, H):
        W = 2 * W2.T
        back = delta2 @ W
        return back * H * (1 - H)
    """
    verdict = verdict_on(find("1.3"), defined_in(cell), HOME)
    error, _, place = verdict.message.partition("\nWith ")
    assert "ValueError" in error
    assert place == "another value of `2 * W2.T` in line 2 all cases come out right."


def test_a_right_answer_costs_no_run(monkeypatch):
    monkeypatch.setattr(checks, "place_of", lambda *_: pytest.fail("it was asked"))
    right = "def delta_output(Y_hat, Y):\n    return (Y_hat - Y) * Y_hat * (1 - Y_hat)"
    assert verdict_on(find("1.2"), defined_in(right), HOME).status == RIGHT
    named = "def delta_output(Y_hat, Y):\n    return Y_hat - Y"
    verdict = verdict_on(find("1.2"), defined_in(named), HOME)
    assert (verdict.status, "forgotten" in verdict.message) == (WRONG, True)


def test_work_is_counted():
    line = "for i in range(300): a = sum([i * j for j in range(100)])"
    assert said(line) == ""
    assert said(line.replace("300", "3"))


@pytest.mark.parametrize("exercise", ALL, ids=lambda one: one.id)
def test_the_words_are_the_students_own(exercise, monkeypatch):
    """Of known mistakes: short, the same each time, and nothing of the solution."""
    works = []
    found = telling._found
    monkeypatch.setattr(
        telling, "_found", lambda one: (works.append(one), found(one))[1]
    )
    for mistake in exercise.mistakes[1:2]:
        cell = slip_cell(exercise, mistake)
        for name in {"H", "error", "slope1", "back", "m"} - {*exercise.parameters}:
            cell = re.sub(rf"\b{name}\b", f"my_{name}", cell)
        cell = re.sub(r'\n    """.*?"""', "", cell, flags=re.DOTALL)
        function = defined_in(cell, name=exercise.name)
        attempts = attempts_of(exercise, function)
        words = telling.place_of(exercise, function, HOME, attempts)
        assert words == telling.place_of(exercise, function, HOME, attempts)
        for text in re.findall("`(.*?)`", words):
            assert text.removesuffix(" …") in " ".join(cell.split())
        assert "\n" not in words
        assert len(words) < 78 * 5
    for one in works:
        assert one.watched.work < beside.STEPS + one.longest * 2


def test_what_takes_long_in_one_step_has_no_place(monkeypatch):
    assert said("sum(range(9))")
    monkeypatch.setattr(beside, "SLOW", 0)
    assert said("sum(range(9))") == ""
