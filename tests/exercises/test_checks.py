"""`check` says what is wrong, shows it as one block, and gives no answer away."""

import functools
import gc
import subprocess
import sys
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from nnlib import identity as nnlib_identity
from nnlib import relu
from nnlib.exercises import CheckFailed, check
from nnlib.exercises.calls.values import Mismatch
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.exercise import WrongAnswer
from nnlib.exercises.judging import NOT_ATTEMPTED, RIGHT, WRONG
from nnlib.exercises.verdict_block import VerdictBlock
from nnlib.losses import log_sum_exp
from tests.exercises.routes import notebook_01
from tests.support.trials import exercise_on

pytestmark = pytest.mark.usefixtures("detectors_alone")


def double(X, c):
    """Twice X, plus c."""
    return 2.0 * X + c


def cases(rng):
    yield "one sample", (rng.normal(size=(1, 2)), 0.5)
    yield "a batch of 4", (rng.normal(size=(4, 2)), -0.25)
    yield "a batch of 3", (rng.normal(size=(3, 2)), 1.25)


DOUBLE = exercise_on(double, cases)


def said(function, exercise=DOUBLE):
    verdict = verdict_on(exercise, function)
    assert verdict.status == WRONG
    return verdict.message


@pytest.mark.parametrize(
    "right",
    [
        lambda X, c: X + X + c,
        lambda X, c: (2 * X + c).astype(np.float32),
        lambda X, c: (2 * X + c).tolist(),
        lambda X, c: tuple(2 * X + c),
        lambda A, b: 2 * A + b,
        lambda X, c, more=0: 2 * X + c + more,
        lambda *arguments: double(*arguments),
    ],
)
def test_right_by_any_route(right):
    verdict = verdict_on(DOUBLE, right)
    assert (verdict.status, verdict.points) == (RIGHT, 4)
    assert verdict.message == "Well done."


def test_a_tensor_is_read_as_its_array():
    torch = pytest.importorskip("torch")

    def by_torch(X, c):
        return 2 * torch.tensor(X, requires_grad=True) + c

    assert (
        verdict_on(exercise_on(double, cases, imports=("torch",)), by_torch).status
        == RIGHT
    )


def stub_of_nbgrader(X, c):
    """Twice X."""
    # YOUR CODE HERE
    raise NotImplementedError()


def only_a_docstring(X, c):
    """Twice X."""


def only_dots(X, c): ...


@pytest.mark.parametrize("stub", [stub_of_nbgrader, only_a_docstring, only_dots])
def test_not_attempted_is_not_wrong(stub):
    verdict = verdict_on(DOUBLE, stub)
    assert (verdict.status, verdict.points) == (NOT_ATTEMPTED, 0)
    assert verdict.message.startswith("Write double(X, c) in the cell above")


@pytest.mark.parametrize("short", [lambda X, c: 1, lambda X, c: "a"])
def test_a_short_answer_is_an_attempt(short):
    assert verdict_on(DOUBLE, short).status == WRONG


def prints(X, c):
    print(2 * X + c)


def changes(X, c):
    X *= 2
    return X + c


NOTEBOOK_VARIABLE = np.ones((1, 2))


def leans_on_the_notebook(X, c):
    return 2 * NOTEBOOK_VARIABLE + c


def imports_nnlib(X, c):
    import nnlib

    return nnlib.identity(2 * X + c)


def imports_a_part(X, c):
    from nnlib.activations import identity

    return identity(2 * X + c)


def imports_by_text(X, c):
    import importlib

    return importlib.import_module("nnlib.activations").identity(2 * X + c)


def imports_one_function(X, c):
    return import_module("nnlib.activations").identity(2 * X + c)


def imports_by_the_builtin(X, c):
    return __import__("nnlib").identity(2 * X + c)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (imports_by_text, "double uses importlib. Write it with NumPy alone"),
        (imports_one_function, "double uses import_module from importlib. Write"),
        (imports_by_the_builtin, "double uses __import__. Write it with NumPy"),
        (imports_nnlib, "double uses nnlib. Write it with NumPy alone"),
        (imports_a_part, "double uses nnlib.activations from nnlib."),
        (lambda X, c: None if c > 0 else X, "double returns None there."),
        (prints, "double prints and returns None. If what it prints is"),
        (lambda X, c: print, "double returns a builtin_function_or_method."),
        (lambda X, c: X.sum, "It is not called: are its brackets () missing?"),
        (
            lambda X, c: map(abs, X),
            "returns a map. It gives its values one by one: put",
        ),
        (
            lambda X, c: reversed(X),
            "returns a reversed. It gives its values one by one",
        ),
        (lambda X, c: (X, X), "has the shape (2, 1, 2) in place of (1, 2)."),
        (lambda X, c: {"X": X}, "double returns a dict."),
        (changes, "double changes its argument X."),
        (lambda X, c: (2 * X + c).T, "(2, 1) in place of (1, 2). It is transposed."),
        (lambda X, c: (2 * X + c)[0], "There must be one row per sample."),
        (lambda X, c: (2 * X + c)[:, :, None], "It has an axis too many."),
        (lambda X, c: np.exp(1e3 * X**2 + 1e3) + c, "The answer holds nan or inf."),
        (lambda X, c: np.ones((1, 2)), "in place of"),
        (lambda X, c: -2 * X - c, "has the wrong sign."),
        (lambda X, c: 4 * X + 2 * c, "is twice as large as it should be."),
        (lambda X, c: X + c / 2, "is half as large as it should be."),
        (lambda X, c: (2 * X + c) * len(X), "too large by a factor of n, the number"),
        (lambda X, c: (2 * X + c) / len(X), "too small by a factor of n, the number"),
        (lambda X, c: (2 * X + c)[:, ::-1], "has the right columns in another order."),
        (lambda X, c: (2 * X + c)[::-1], "has the right rows in another order."),
        (lambda X, c: (2 * X + c) // 1, "is cut to whole numbers: does // or int()"),
        (lambda X, c: 0 * X, "is 0 everywhere: is it made and never filled, or cut"),
        (lambda X, c: (2 * X + c).round(3), "is rounded. Return all digits"),
        (lambda X, c: 0.7 * (2 * X + c), "is 0.7 times what it should be, in all"),
        (lambda X, c: 2 * X + c + 3, "is off by the same number in all its entries."),
        (lambda X, c: 2 * X + c + len(X) - 1.0, "off by the same number"),
        (
            lambda X, c: 2 * X + c + (X - X[0]) ** 2,
            "right for one sample and wrong for",
        ),
        (lambda X, c: X**3, "In the case “one sample”: What came: [["),
        (leans_on_the_notebook, "uses NOTEBOOK_VARIABLE, a variable of the notebook."),
        (lambda X: X, "double needs the parameters of double(X, c); yours is"),
        (
            np.ones((1, 2)),
            "check needs the function double itself; got an array of shape (1, 2)",
        ),
        (None, "check needs the function double itself; got None"),
        ("double", 'got a text. Write check("0.1", double), without quotes.'),
        (max, "In the case"),
        (lambda X, c: np.rint(2 * X + c), "is rounded. Return all digits"),
        (lambda X, c: 0.5, "It is one number where an array belongs: has a sum or"),
    ],
)
def test_what_is_said_of_wrong_answers(wrong, words):
    assert words in said(wrong)


class Hostile:
    """An answer that breaks whoever looks at it."""

    def __array__(self, *_, **__):
        raise RuntimeError("no")

    def __eq__(self, other):
        return True

    __hash__ = None

    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


def gives_one_by_one(X, c):
    yield from 2 * X + c


async def later(X, c):
    return 2 * X + c


async def later_one_by_one(X, c):
    yield 2 * X + c


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (gives_one_by_one, "a generator. It holds no values yet: write `return` in"),
        (later, "a coroutine. It comes of `async` before `def`: leave that"),
        (later_one_by_one, "an async_generator. It comes of `async` before `def`"),
        (lambda X, c: (x for x in X), "`yield`, or [...] in place of (...)."),
        (Hostile, 'got the class Hostile. Write check("0.1", double).'),
        (Hostile(), 'got a Hostile. Write check("0.1", double).'),
        (0.5, 'got 0.5. Write check("0.1", double), without calling it.'),
        (np.float64(0.5), "double), without calling it."),
        (functools.partial(double, c=1), "double(X, c); yours takes (X, *, c=1)."),
        (lambda X: X, "double(X, c); yours is <lambda>(X)."),
    ],
)
def test_what_is_said_of_odd_answers(wrong, words, recwarn):
    assert words in said(wrong)
    gc.collect()
    assert len(recwarn) == 0


def largest(X):
    """One number."""
    return X.max()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda X: [X.max()], "(1,) in place of (). It is one number in a list or an"),
        (lambda X: X.max(keepdims=True), "take it out with [0][0], or leave out what"),
        (lambda X: X.max(axis=0), "has the shape (2,) in place of ()."),
    ],
)
def test_one_number_needs_nothing_around_it(wrong, words):
    exercise = exercise_on(largest, lambda rng: [("four", (rng.normal(size=(4, 2)),))])
    for right in (lambda X: float(X.max()), lambda X: np.array(X.max())):
        assert verdict_on(exercise, right).status == RIGHT
    assert words in said(wrong, exercise)


def test_a_list_of_the_caller_is_changed():
    def moved(weights):
        return [W - 1 for W in weights]

    def in_place(weights):
        weights[0] -= 1
        return [weights[0], weights[1] - 1]

    two = list(np.ones((2, 3)))
    exercise = exercise_on(moved, lambda rng: [("two", (two,))])
    assert said(in_place, exercise) == (
        "moved changes its argument weights: the list, or an array in it. Who calls it "
        "may still need the old one. Make a new list of new arrays: W - ... is a new "
        "one, W -= ... changes the old one."
    )


class Doubler:
    def __call__(self, X, c):
        return 2 * X + c


@pytest.mark.parametrize(
    "right",
    [
        Doubler(),
        Doubler().__call__,
        functools.partial(lambda a, X, c: a * X + c, 2),
        np.vectorize(lambda x, c: 2 * x + c),
        np.errstate(all="ignore")(lambda X, c: 2 * X + c),
    ],
    ids=range(5),
)
def test_whatever_can_be_called_is_tried(right):
    verdict = verdict_on(DOUBLE, right)
    assert verdict.status == RIGHT, verdict.message


def test_what_is_decorated_is_looked_into():
    words = said(np.errstate(all="ignore")(leans_on_the_notebook))
    assert "uses NOTEBOOK_VARIABLE, a variable of the notebook." in words


def test_zeros_are_not_taken_for_digits_cut_off():
    verdict = verdict_on(find("1.3"), lambda delta2, W2, H: 0 * H)
    assert verdict.message.startswith("The answer is 0 everywhere: is it made and")
    assert verdict.right_cases == 1  # without an error all are 0


def test_a_function_of_nnlib_is_no_answer():
    verdict = verdict_on(find("4.2"), log_sum_exp)
    assert verdict.message.startswith("log_sum_exp uses log_sum_exp from nnlib.")
    assert "from nnlib." in verdict_on(find("3.1"), relu).message


def large(X, c):
    return [bool((X > 0).all()), bool((c < X).all()), bool((X < 9).all())]


def test_several_truth_values_are_counted():
    exercise = exercise_on(large, cases)

    def wrong(X, c):
        return [True, not large(X, c)[1], True]

    assert said(wrong, exercise) == (
        "In the case “one sample”: 2 True in place of False. Of all 3 cases, value "
        "1 is wrong in 3, value 2 is wrong in 3."
    )


@pytest.mark.parametrize(
    ("value", "came"),
    [
        ("2.0", "a text"),
        (["1", 2.0], "a list of 2"),
        (np.array(["a"]), "an array of shape (1,)"),
        (["a" * 10**6] + [""] * 10**5, "a list of 100001"),  # as an array, 400 GB
    ],
    ids=["text", "list", "array", "long"],
)
def test_a_text_is_no_number(value, came):
    assert said(lambda X, c: value) == (
        f"In the case “one sample”: double returns {came}: numbers are needed, not "
        "text."
    )


def test_an_answer_that_is_close_is_told_how_close_it_should_be():
    words = said(lambda X, c: (2 * X + c) * (1 + 1e-4 * X / abs(X).max()))
    assert words.endswith(" away, and up to about 5e-06 is right.")
    assert words.count(" On a scale from 0, equal, to 1, ") == 1
    assert said(lambda X, c: X**3).endswith(" away.")


def doubled(answer):
    """A measure that needs a list."""
    return Mismatch("nothing that can be doubled") if answer == 0 else 2 * answer[0]


def test_what_is_measured_has_a_name():
    exercise = exercise_on(pair, cases, measure=doubled, measured=("Its double",))
    assert verdict_on(exercise, lambda X, c: (X,)).status == RIGHT
    assert said(lambda X, c: [-X], exercise) == "Its double has the wrong sign."
    assert "Its double is wrong. What came: " in said(lambda X, c: [X**2], exercise)
    assert "returns nothing that can be doubled." in said(lambda X, c: 0, exercise)
    assert "pair returns a dict." in said(lambda X, c: {1: 2}, exercise)


@pytest.mark.parametrize(
    ("net", "words"),
    [
        (
            ([50, 50], [-15, -30], [[1.5, -1.5]], [0]),
            "(2,), (2,), (1, 2), (1,) in place",
        ),
        (
            ([[50], [50]], [-15, -30], [1.5, -1.5], 0),
            "place of (2, 1), (2,), (1, 2), (1,",
        ),
        (([[50]], [-15], [[1.5]]), "returns 3 values in place of W1, b1, W2 and b2."),
        (([[50]], [-15], [[1.5]], 0), "There is no second step"),
        (([[50]], [-15], [[1.2]], 0), "The curve of your net is wrong."),
        ({}, "bumps returns a dict."),
        (([[50], [50, 1]], [-15], [[1.5]], 0), "bumps returns a tuple of 4."),
    ],
    ids=range(7),
)
def test_of_a_net_the_shapes_are_told(net, words):
    exercise = find("7.1")
    one = replace(exercise, cases=lambda rng: list(exercise.cases(rng))[:1])
    assert words in said(lambda left, right, heights, w: net, one)


def positive(X, c):
    return (c < X).any(axis=1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda X, c: np.full(len(X), 2.0), "Numbers came in place of True and False."),
        (lambda X, c: ~positive(X, c), "1 True in place of False and 3 False in place"),
        (lambda X, c: [True] * len(X), "“four”: 1 True in place of False."),
        (lambda X, c: [0] * len(X), "“four”: 3 False in place of True."),
        (lambda X, c: c < X, "has the shape (4, 1) in place of (4,)."),
    ],
)
def test_what_is_said_of_truth_values(wrong, words):
    def two(rng):
        yield "four", (np.array([[1.0], [2.0], [3.0], [-1.0]]), 0.5)
        yield "one", (np.array([[1.0]]), 0.5)

    exercise = exercise_on(positive, two)
    assert verdict_on(exercise, lambda X, c: list(X[:, 0] > c)).status == RIGHT
    assert words in said(wrong, exercise)


def test_the_value_that_is_wrong_is_named():
    def both(X, c):
        return 2 * X, c * X

    words = said(lambda X, c: (2 * X, X**3), exercise_on(both, cases))
    assert words.startswith(
        "In the case “one sample”: Value 2 of 2 is wrong. What came: [["
    )


def test_an_answer_that_ignores_its_arguments():
    one_shape = exercise_on(
        double, lambda rng: list(cases(rng))[1:2] + list(cases(rng))[1:2]
    )
    assert verdict_on(one_shape, double).status == RIGHT

    def two(rng):
        yield "a", (rng.normal(size=(2, 2)), 0.5)
        yield "b", (rng.normal(size=(2, 2)), 0.5)

    words = said(lambda X, c: np.ones((2, 2)), exercise_on(double, two))
    assert words == (
        "double gives the same answer in all 2 cases. Does it depend on its arguments, "
        "X, c?"
    )


def total(X):
    """The sum of the rows."""
    return X.sum(axis=0)


def test_the_missing_sum_over_samples():
    def batches(rng):
        yield "a batch of 4", (rng.normal(size=(4, 2)),)

    words = said(lambda X: X, exercise_on(total, batches))
    assert "The sum over the samples is missing." in words


def column(X):
    """The first column, as a column."""
    return X[:, :1]


def test_a_lost_axis():
    def batches(rng):
        yield "a batch of 4", (rng.normal(size=(4, 2)),)

    words = said(lambda X: X[:, 0], exercise_on(column, batches))
    assert "(4,) in place of (4, 1). Keep the axis" in words


def pair(X, c):
    """Two values."""
    return X, c * X


def test_each_of_several_values_is_looked_at():
    exercise = exercise_on(pair, cases)
    assert said(lambda X, c: (X, -c * X), exercise) == (
        "Value 2 of 2 has the wrong sign."
    )
    both = said(lambda X, c: (2 * X, -c * X), exercise)
    assert both == (
        "Value 1 of 2 is twice as large as it should be. Value 2 of 2 has the wrong "
        "sign."
    )
    assert "3 values in place of 2" in said(lambda X, c: (X, X, X), exercise)
    assert "in place of 2 values" in said(lambda X, c: 0.5, exercise)


def fails(X, c):
    return totl + c  # noqa: F821


def test_an_error_is_shown_with_the_line_of_the_student():
    words = said(fails)
    assert "In the case “one sample”:" in words
    assert "of your cell, `return totl + c" in words
    assert "NameError: name 'totl' is not defined" in words
    assert "There is no totl here yet." in words


def test_what_is_printed_is_shown_with_the_case():
    def tells(X, c):
        print("c =", c)
        print("X:", X.shape)
        return (2 * X + c).T if len(X) == 3 else 2 * X + c

    assert said(tells) == (
        "In the case “a batch of 3”: The answer has the shape (2, 3) in place of (3, "
        "2). It is transposed.\nPrinted there:\nc = 1.25\nX: (3, 2)"
    )

    def counts(X, c):
        print(*range(99), "long" * 99, sep="\n")
        return X @ X

    last = said(counts).split("Printed there:\n")[1].splitlines()
    assert last == [*map(str, range(92, 99)), ("long" * 99)[:200]]


def test_what_is_printed_is_not_shown_without_a_case():
    def tells(X, c):
        print("here")
        return -2 * X - c

    assert said(tells) == "The answer has the wrong sign."


def test_an_error_in_a_helper_is_shown_with_its_cell(monkeypatch):
    import linecache

    files = {"one": "def f(X, c):\n    return g(X)", "two": "def g(X):\n    return X.h"}
    cells = {}
    for file, source in files.items():
        exec(compile(source, file, "exec"), cells)
        lines = source.splitlines(keepends=True)
        monkeypatch.setitem(linecache.cache, file, (9, None, lines, file))
    assert "Line 2 of another cell of your notebook, `return X.h`:" in said(cells["f"])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (lambda X, c: X @ X, "Two arrays do not fit together in a matrix product."),
        (lambda X, c: X + np.ones(3), "Two arrays of different shapes meet here."),
        (lambda X, c: X if X > 0 else c, "`if` needs one truth value"),
        (lambda X, c: None + X, "A function without `return` gives None."),
        (lambda X, c: X(c), "Is a * missing before a bracket"),
        (lambda X, c: X.summ(), "There is no .summ on this object."),
        (lambda X, c: X[9], "The first entry has index 0."),
        (lambda X, c: 1 / 0, "This divides by zero"),
        (lambda X, c: double(X), "called here with too few or too many arguments."),
        (lambda X, c: [][0], "There is no entry with this index."),
        (lambda X, c: X[0, 0, 0], "more indices here than the array has axes."),
        (lambda X, c: X.sum()[0], "a number has no index, a vector one, a matrix"),
        (lambda X, c: X["a"], "An index is a whole number or a slice, such as 1:3."),
        (lambda X, c: X[len(X) / 2], "`/` gives a float, also where the result is"),
        (lambda X, c: X[X], "`//` gives a whole number."),
        (lambda X, c: list(X)[c], "An index is a whole number or a slice"),
        (lambda X, c: 10.0**400, "Which power or exp is taken of a large number"),
        (lambda X, c: {}["W"], "KeyError"),
        (lambda X, c: sys.exit(), "A function ends with `return`."),
    ],
)
def test_usual_errors_are_explained(error, words):
    assert words in said(error)


@pytest.mark.parametrize(
    "error",
    [lambda X, c: X[np.ones(9, bool)], lambda X, c: [].pop()],
)
def test_of_other_errors_with_an_index_nothing_untrue_is_said(error):
    words = said(error)
    assert "IndexError: " in words
    assert "index is" not in words


def test_ctrl_c_passes():
    def interrupted(X, c):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verdict_on(DOUBLE, interrupted)


def test_a_known_mistake_comes_before_the_general_words():
    mistake = WrongAnswer("c is missing.", lambda X, c: 2.0 * X)
    exercise = exercise_on(double, cases, mistakes=(mistake,))
    assert said(lambda X, c: X + X, exercise) == "c is missing."
    assert "wrong sign" in said(lambda X, c: -2.0 * X - c, exercise)


def test_a_mistake_that_raises_in_some_cases_is_known_by_the_others():
    def wrong(X, c):
        return X @ np.eye(len(X))

    def squares(rng):
        yield "2 samples", (rng.normal(size=(2, 2)), 0.5)
        yield "3 samples", (rng.normal(size=(3, 2)), 0.5)

    exercise = exercise_on(double, squares, mistakes=(WrongAnswer("Found.", wrong),))
    assert said(wrong, exercise) == "Found."

    def other(X, c):
        raise ValueError("something else")

    assert "ValueError: something else" in said(other, exercise)


def test_points_are_half_of_the_share_of_the_cases():
    verdict = verdict_on(DOUBLE, lambda X, c: 2 * X + c + (X - X[0]) ** 2)
    assert (verdict.right_cases, verdict.cases) == (1, 3)
    assert verdict.points == 0.67


class HostileError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises_hostile(X, c):
    raise HostileError


def test_hostile_answers_are_wrong_and_nothing_more():
    assert "a Hostile" in said(lambda X, c: Hostile())
    assert "an error that cannot be printed" in said(raises_hostile)
    assert "check needs the function" in said(Hostile())


def test_warnings_cost_nothing_and_are_not_shown(recwarn):
    def warns(X, c):
        np.log(-1.0)
        np.array([1.0]) / 0
        return 2 * X + c

    assert verdict_on(DOUBLE, warns).status == RIGHT
    assert len(recwarn) == 0


def test_a_verdict_never_shows_the_right_numbers():
    for wrong in (lambda X, c: X**3, lambda X, c: np.sin(X)):
        words = said(wrong)
        for case in DOUBLE.drawn(np.random.default_rng(20)):
            for number in np.ravel(double(*case.arguments)):
                assert f"{number:.3f}"[:5] not in words


def test_the_block_as_text_and_as_html():
    def hostile_text(X, c):
        raise ValueError("<script>alert(1)</script> `a`")

    block = VerdictBlock(verdict_on(DOUBLE, hostile_text))
    assert repr(block).startswith("✗ Exercise 0.1 · A test: not yet right\n")
    assert repr(block).endswith("0 of 3 cases right, 0 of 4 points.")
    assert max(map(len, repr(block).splitlines())) <= 90
    html = block._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <code>a</code>" in html
    assert html.count("<div") == html.count("</div>") == 1


def test_check_shows_the_block_and_raises_what_tools_see(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckFailed) as failed:
        check("1.2", lambda Y_hat, Y: Y_hat - Y)
    assert str(failed.value) == "exercise 1.2 is wrong."
    assert failed.value._render_traceback_() == ["\x1b[0m"]  # the block says it all
    assert capsys.readouterr().out.startswith("✗ Exercise 1.2 · ")
    assert check("1.2", notebook_01.delta_output) is None
    assert capsys.readouterr().out.startswith("✓ Exercise 1.2 · ")


@pytest.mark.parametrize(
    ("id", "error", "words"),
    [
        (1.2, TypeError, 'id needs a text such as "1.2"; got 1.2.'),
        ("1.9", ValueError, "number of an exercise, 1.1, 1.2, 1.3, 1.4; got '1.9'."),
        ("77.1", ValueError, "id needs the number of an exercise, 1.1, ..."),
        ("forward", ValueError, "got 'forward'."),
    ],
)
def test_unknown_exercises(id, error, words):
    with pytest.raises(error) as raised:
        check(id, double)
    assert words in str(raised.value)


def test_in_a_kernel_one_block_is_shown_and_tools_see_the_error(tmp_path):
    nbclient = pytest.importorskip("nbclient")
    from nbformat.v4 import new_code_cell, new_notebook

    code = (
        "from nnlib.exercises import check\n"
        "def delta_output(Y_hat, Y):\n"
        "    return Y - 2\n"
        "check('1.2', delta_output)"
    )
    notebook = new_notebook(cells=[new_code_cell(code)])
    place = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(notebook, allow_errors=True, resources=place).execute()
    block, error = notebook.cells[0].outputs
    assert "text/html" in block.data
    assert error.output_type == "error"
    assert error.ename == "CheckFailed"
    assert error.evalue == "exercise 1.2 is wrong."
    assert error.traceback == ["\x1b[0m"]


def test_import_of_the_checks_needs_numpy_alone():
    code = (
        "import nnlib.exercises, sys; print([name for name in "
        "('torch', 'matplotlib', 'IPython', 'numba') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def layers(X, c):
    """As many values as there are rows."""
    return [row + c for row in X]


def test_cases_may_ask_for_different_numbers_of_values():
    exercise = exercise_on(layers, cases)
    words = said(lambda X, c: [-row - c for row in X], exercise)
    assert "Value 4 of 4 has the wrong sign." in words


def sigma(X):
    return nnlib_identity(X)


def through_a_helper(X, c):
    return sigma(2 * X + c)


def test_helpers_of_the_notebook_are_looked_into():
    words = said(through_a_helper)
    assert words.startswith("double uses nnlib_identity from nnlib.")


def test_one_array_that_holds_all_values_is_right():
    exercise = exercise_on(column_pair, cases)
    assert verdict_on(exercise, lambda X, c: np.array([X, X + c])).status == RIGHT


def column_pair(X, c):
    """Two values of one shape."""
    return X, X + c
