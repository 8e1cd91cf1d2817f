"""No word that is not so: what is said of a wrong answer is proven by its numbers."""

import json

import numpy as np
import pytest

from nnlib.course.marking.inside.packing import CannotPack, pack
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.values import Other, in_words
from nnlib.exercises.catalogue import find, notebooks
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import RIGHT, WRONG, judge
from nnlib.exercises.orders import value_names
from tests.exercises.routes.notebook_08 import cost_and_gradients
from tests.support.solved_notebooks import path_of
from tests.support.trials import ALL, exercise_on

pytestmark = pytest.mark.usefixtures("detectors_alone")


def said(function, exercise):
    verdict = verdict_on(exercise, function)
    assert verdict.status == WRONG
    return verdict.message


def total(X):
    """The sum of the rows."""
    return X.sum(axis=0)


def with_samples(*counts):
    def cases(rng):
        for n in counts:
            yield f"{n} samples", (rng.normal(size=(n, 2)),)

    return cases


def one_number(x):
    return 1.7 * x


def numbers(*values):
    return lambda rng: [(f"x is {value}", (value,)) for value in values]


def test_of_one_case_nothing_is_said_of_all():
    exercise = exercise_on(one_number, numbers(0.0, 0.5))
    assert "in all cases alike" not in said(lambda x: 5.0 * x, exercise)
    exercise = exercise_on(one_number, numbers(0.0, 0.5, 0.75))
    assert "is 2.941 times what it should be, in all" in said(lambda x: 5 * x, exercise)


def test_a_factor_that_does_not_hold_in_a_right_case_is_not_in_all_alike():
    exercise = exercise_on(one_number, numbers(0.5, 0.75, 2.0))
    words = said(lambda x: one_number(x) * (1 if x == 2 else 3), exercise)
    assert words.startswith("In the case “x is 0.5”: What came: ")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: -one_number(x), "The answer has the wrong sign."),
        (
            lambda x: abs(one_number(x)),
            "In the case “x is -0.5”: The answer has the wrong sign.",
        ),
        (
            lambda x: max(0.0, one_number(x)),
            "In the case “x is -0.5”: The answer is 0 everywhere: is it made",
        ),
        (lambda x: 0, "The answer is 0 everywhere: is it made"),
    ],
)
def test_what_is_right_elsewhere_is_said_of_a_case(wrong, words):
    exercise = exercise_on(one_number, numbers(0.5, -0.5, -0.75))
    assert said(wrong, exercise).startswith(words)


def test_a_factor_that_is_the_number_of_samples_once_is_not_called_so():
    four_times = exercise_on(total, with_samples(4))
    assert "factor of n" not in said(lambda X: 4 * total(X), four_times)
    several = exercise_on(total, with_samples(1, 4))
    assert "by a factor of n" in said(lambda X: len(X) * total(X), several)


def of_no_samples(forks):
    return forks[:1]


def test_other_rows_are_no_samples():
    def cases(rng):
        yield "3 forks", (np.array([1.0, 2.0, 4.0]),)
        yield "5 forks", (np.array([1.0, 2.5, 4.0, 4.5, 4.75]),)

    exercise = exercise_on(of_no_samples, cases)
    assert "samples" not in said(lambda forks: len(forks) * forks[:1], exercise)


@pytest.mark.parametrize(
    ("wrong", "counts", "words"),
    [
        (lambda X: X, (1, 4), "The sum over the samples is missing."),
        (lambda X: X, (4,), "The sum over the samples is missing."),
        (lambda X: X / 2 / X.mean(), (3,), "It has one row per sample, and the answer"),
        (
            lambda X: X,
            (1,),
            "has the shape (1, 2) in place of (2,). It has an axis too",
        ),
        (lambda X: X, (2,), "has the shape (2, 2) in place of (2,)."),
    ],
)
def test_a_sum_is_missing_only_where_it_makes_the_answer_right(wrong, counts, words):
    message = said(wrong, exercise_on(total, with_samples(*counts)))
    assert words in message
    assert message.endswith(words) or not words.endswith(".")


def test_the_mean_over_the_samples():
    exercise = exercise_on(lambda X: X.mean(axis=0), with_samples(3, 4))
    assert said(lambda X: X, exercise).endswith("The mean over the samples is missing.")


def test_transposed_is_said_of_the_same_numbers_alone():
    exercise = exercise_on(lambda X: 2 * X, with_samples(3, 4))
    assert said(lambda X: 2 * X.T, exercise).endswith("It is transposed.")
    assert said(lambda X: X.T, exercise).endswith("Its axes stand the other way round.")


def gradients(X, W):
    dW = W * X.sum()
    db = X.sum(axis=0)
    dX = X * W.sum()
    return dW, db, dX


def some_gradients(rng):
    for n in (2, 4):
        yield f"{n} samples", (rng.normal(size=(n, 2)), rng.normal(size=(3, 2)))


def test_another_order_is_named():
    exercise = exercise_on(gradients, some_gradients)

    def other(X, W):
        dW, db, dX = gradients(X, W)
        return db, dX, dW

    assert said(other, exercise) == (
        "The values are right, but they stand in another order: db, dX, dW. Return "
        "dW, db, dX."
    )

    def other_and_wrong(X, W):
        return [3 * array**2 for array in other(X, W)]

    assert said(other_and_wrong, exercise) == (
        "The shapes are those of db, dX, dW, in this order. Return dW, db, dX."
    )


def test_orders_in_the_exercises():
    def reordered(X, Y, W1, b1, W2, b2, decay):
        right = cost_and_gradients(X, Y, W1, b1, W2, b2, decay)
        return [right[place] for place in (0, 1, 3, 2, 4)]

    assert said(reordered, find("8.3")) == (
        "The values are right, but they stand in another order: cost, dW1, dW2, db1, "
        "db2. Return cost, dW1, db1, dW2, db2."
    )
    assert value_names(find("2.3").reference) == ("W1", "W2", "losses")
    assert value_names(find("2.2").reference) == ("W1", "b1", "W2", "b2")
    assert value_names(find("8.4").reference) == ("alone", "best")
    assert value_names(find("1.2").reference) == ()


def swaps(x):
    return x, 2 * x


def test_values_without_a_name_are_counted():
    words = said(lambda x: (2 * x, x), exercise_on(swaps, numbers(0.5, 0.75)))
    assert words == (
        "The values are right, but they stand in another order: value 2, value 1. "
        "Return value 1, value 2."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda X: np.log(0 * X[0]),
        lambda X: np.log(-abs(X[0])),
        lambda X: np.sqrt(-abs(X[0])),
        lambda X: X[0] / 0,
        lambda X: np.exp(1e4 * abs(X[0])),
    ],
)
def test_where_nan_and_inf_come_from(wrong):
    assert said(wrong, exercise_on(total, with_samples(3))) == (
        "In the case “3 samples”: The answer holds nan or inf. They come of numbers "
        "too large for the computer, of a division by 0, and of the logarithm or the "
        "root of what has none, such as log 0."
    )


def filled(x):
    return np.array([x, x + 0.25, x + 1.5])


def test_whole_numbers_are_not_blamed_on_a_division_alone():
    def of_whole_numbers(x):
        rates = np.zeros(3, dtype=int)
        rates[:] = filled(x)
        return rates

    words = said(of_whole_numbers, exercise_on(filled, numbers(2.5, 3.5)))
    assert "// or int()" in words
    assert "or is the array one of whole numbers?" in words


@pytest.mark.parametrize("wrong", [int, round])
def test_one_whole_number_is_not_cut_nor_rounded(wrong):
    words = said(wrong, exercise_on(lambda x: x, numbers(4.25, 1.0)))
    assert "cut" not in words
    assert "rounded" not in words


def test_an_array_of_objects_is_no_array_of_numbers():
    objects = np.array([1.0, None, 2.0])
    assert said(lambda x: objects, exercise_on(filled, numbers(2.5))) == (
        "In the case “x is 2.5”: <lambda> returns an array of objects. Some of them "
        "are no numbers: lists, arrays of several lengths, None? Put numbers into it "
        "alone."
    ).replace("<lambda>", "filled")
    with pytest.raises(CannotPack) as refused:
        pack(objects)
    assert in_words(Other(str(refused.value))) == in_words(objects)


def test_an_array_of_numbers_that_are_objects_is_right():
    exercise = exercise_on(filled, numbers(2.5, 3.5))
    assert verdict_on(exercise, lambda x: filled(x).astype(object)).status == RIGHT


def test_arguments_that_are_moved_and_moved_back_are_not_changed():
    def in_place(loss, w):
        found = np.zeros_like(w)
        for index in np.ndindex(w.shape):
            w[index] += 1e-5
            up = loss(w)
            w[index] -= 2e-5
            found[index] = (up - loss(w)) / 2e-5
            w[index] += 1e-5
        return found

    assert verdict_on(find("8.1"), in_place).status == RIGHT

    def moves(X):
        X += 1e-12
        return total(X)

    assert "changes its argument X" in said(moves, exercise_on(total, with_samples(3)))


def test_who_is_given_no_generator_may_draw_anywhere():
    def by_powers(X):
        np.random.rand(3)  # noqa: NPY002
        return total(X)

    exercise = exercise_on(total, with_samples(3))
    assert verdict_on(exercise, by_powers).status == RIGHT


def drawn(rng, n):
    return rng.random(n) * 0


def test_who_is_given_a_generator_draws_from_it():
    def elsewhere(rng, n):
        np.random.seed(1)  # noqa: NPY002
        return drawn(rng, n)

    cases = [("three", (np.random.default_rng(1), 3))]
    assert said(elsewhere, exercise_on(drawn, lambda rng: cases)) == (
        "drawn does not draw from rng, or not from it alone. Who calls it decides on "
        "the draws by rng, and can repeat them."
    )


def test_what_is_printed_need_not_be_the_answer():
    def traces(X):
        print("here")

    assert said(traces, exercise_on(total, with_samples(3))) == (
        "total prints and returns None. If what it prints is the answer, write "
        "`return` where it says `print`."
    )


TABLE = np.ones((1, 2))


def leans(X):
    return X.sum(axis=0) * TABLE[0]


def changes(X):
    X[:] = 2 * X
    return X.sum(axis=0) / 2


@pytest.mark.parametrize(
    ("refused", "rule", "why", "what"),
    [
        (leans, "uses TABLE, a variable", "stays the same, what", "only its arg"),
        (lambda a, b: a, "needs the parameters of", "It is called with", "write them"),
        (changes, "changes its argument X", "Who calls it may", "Compute a new array"),
    ],
)
def test_a_refusal_says_rule_reason_and_what_to_do(refused, rule, why, what):
    words = said(refused, exercise_on(total, with_samples(3, 4)))
    for part in (rule, why, what):
        assert part in words


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_right_numbers_are_not_called_wrong(exercise):
    def in_place(*arguments):
        value = exercise.reference(*arguments)
        for array in arguments:
            if isinstance(array, np.ndarray) and array.dtype.kind == "f":
                array += 1
        return value

    verdict = verdict_on(exercise, in_place)
    assert verdict.right_cases == verdict.cases
    assert verdict.status == RIGHT or "changes its argument" in verdict.message


@pytest.mark.parametrize("number", notebooks())
def test_the_notebook_states_the_rules_that_a_refusal_names(number):
    cells = json.loads(path_of(number).read_text(encoding="utf-8"))["cells"]
    (rules,) = ["".join(one["source"]) for one in cells if one["id"] == "exercises"]
    for rule in (
        "NumPy alone",
        "none of the notebook's variables",
        "leaves its arguments as they are",
        "Half of its points are shared out over the cases of the check",
    ):
        assert rule in rules


def test_the_task_says_where_to_draw_from():
    cells = json.loads(path_of(5).read_text(encoding="utf-8"))["cells"]
    (task,) = ["".join(c["source"]) for c in cells if c["id"] == "exercise-5-3"]
    assert "draw from `rng` alone" in task
    for exercise in ALL:
        assert ("rng" in exercise.parameters) == (exercise.id == "5.3")


def test_one_of_several_values_is_told_as_one():
    words = said(lambda losses, every: (None, -1), find("6.3"))
    assert "hidden_spike returns None among its values." in words


def test_answers_of_truth_values_prove_no_mistake():
    exercise = find("5.2")
    named = exercise.mistakes[0]
    cases = exercise.drawn(np.random.default_rng(20))
    answers = [answer(named.function, case.arguments) for case in cases]
    words = judge(exercise, cases, answers).message
    assert words == f"Your answers are those that this mistake gives. {named.message}"
