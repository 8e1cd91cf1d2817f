"""What is not said of a wrong answer: each rule that keeps the words true."""

import pytest

from tests.exercises.places import place_in
from tests.support.trials import exercise_on


def lengths(X, k):
    """The mean length of the rows of X, k times."""
    squares = X**2
    sums = squares.sum(axis=1)
    roots = sums**0.5
    mean = roots.mean()
    answer = k * mean
    return answer


def cases(rng):
    for n in (3, 2, 4):
        yield f"{n} rows", (rng.normal(size=(n, 3)), rng.uniform(2, 3))


LENGTHS = exercise_on(lengths, cases)


def both(X, k):
    """Two numbers."""
    total = X.sum()
    top = X.max()
    low = k * total
    high = k * top
    return low, high


BOTH = exercise_on(both, cases)


def of(body, exercise=LENGTHS):
    lines = "".join(f"\n    {line}" for line in body.strip().splitlines())
    return place_in(exercise, f"def {exercise.name}(X, k):{lines}")


def test_the_innermost_place_and_the_first_line():
    said = of("roots = (X**3).sum(axis=1) ** 0.5\nreturn k * roots.mean()")
    assert said == "With another value of `X**3` in line 2 all cases come out right."


def test_what_uses_a_wrong_variable_is_not_blamed():
    said = of(
        "made = dict(a=X**3)\nroots = made['a'].sum(axis=1) ** 0.5\nm = roots.mean()\n"
        "return k * m"
    )
    assert said == ""


def test_the_returned_variable_is_never_blamed():
    assert of("made = dict(a=2 * k)\na = made['a'] + k\nreturn a") == ""


def test_a_wrong_variable_is_not_replaced():
    body = "half = dict(a=X[0].sum())\nmean = half['a'] + 1\nreturn k * mean"
    assert of(body) == ""


def test_the_whole_answer_is_no_place():
    assert of("return X.sum() - k") == ""
    assert of("answer = X.sum() - k\nreturn answer") == ""


def test_the_whole_answer_is_one_where_a_value_in_it_is_right():
    assert of("return ((X**2).sum(axis=1) ** 0.5).mean() - k") == (
        "With another value of `((X**2).sum(axis=1) ** 0.5).mean() - k` in line 2 "
        "(`((X**2).sum(axis=1) ** 0.5).mean()` in it is right) all cases come out "
        "right."
    )


def test_a_variable_gives_way_only_to_a_value_with_a_name():
    """X.mean() is in no variable of the worked solution, and X.max() is."""
    assert "`X.sum()` in line 3" in of("a = k\nb = X.sum()\nreturn a * b")


def test_a_variable_does_not_give_way_to_the_answer():
    said = of("m = (X**2).sum(axis=1).mean()\nn = m + 0\nreturn n")
    assert "`m`" not in said


def test_a_right_value_that_others_need_is_not_blamed():
    """With another value of the first line the last one would come right, too."""
    said = place_in(
        "5.1",
        """
        def count_units(W, b):
            units = np.column_stack([W, b])
            rounded = units.round(6)
            kinds = np.unique(rounded, axis=0)
            return len(units)
        """,
    )
    assert said.endswith(
        "another value of `len(units)` in line 5 all cases come out right."
    )


def test_right_values_in_another_order_have_no_place():
    body = "low = k * X.sum()\nhigh = k * X.max()\nreturn high, low"
    assert of(body, BOTH) == ""


def test_a_value_on_the_way_is_one_of_several():
    body = "total = X.sum()\nreturn total, k * X.max()"
    assert of(body, BOTH).startswith("Value 1 is right in itself, but it is one of")


def test_an_argument_is_no_value_on_the_way():
    assert of("return k") == ""


def test_what_is_filled_later_is_not_told_right():
    said = of(
        "roots = np.zeros(len(X))\nfor i in range(len(X)):\n"
        "    roots[i] = np.sum(X[i] ** 3) ** 0.5\nreturn k * roots.mean()"
    )
    assert (
        said == "With another value of `X[i] ** 3` in line 4 all cases come out right."
    )


def test_a_copy_is_not_told_right():
    said = of("squares = X\nreturn k * (squares.sum(axis=1) ** 0.5).mean()")
    assert "are right. " not in said
    assert "is right. " not in said


def test_numbers_in_a_comparison_are_not_tried():
    said = of(
        "squares = X**2\nsums = squares.sum(axis=1) if len(X) > 9 else X.sum(axis=1)\n"
        "return k * (sums**0.5).mean()"
    )
    assert said.startswith("`X` in line 3 ")


def test_complex_numbers_are_not_taken_for_their_real_parts():
    said = of("squares = X**2 + 1j\nreturn k * (squares.sum(axis=1) ** 0.5).mean()")
    assert "`squares` is right" not in said


LOOP = """
def online_pass(X, Y, W1, b1, W2, b2, lr):
    for x, y in zip(X, Y):
        a = W1 @ x + b1
        h = 1 / (1 + np.exp(-a))
        error = W2 @ h + b2 - y
        back = W2.T @ error * h * (1 - h)
        W2 = W2 - lr * np.outer(error, h)
        b2 = b2 - lr * error
        W1 = W1 - lr * np.outer(back, x)
    return W1, b1, W2, b2
"""


def test_what_comes_of_a_wrong_pass_is_not_blamed():
    """b1 stays as it is, so in the second pass all lines have wrong values."""
    assert "is the first value" not in place_in("7.4", LOOP)


def test_the_first_wrong_value_by_the_clock():
    said = of(
        "squares = X**2\nsums = squares.sum(axis=1)\nlog = np.exp(sums)\n"
        "roots = log + [0]\nreturn k * roots.max()"
    )
    assert said.startswith("`squares` and `sums` are right. ")


def test_a_value_up_to_a_usual_factor_is_not_the_first_wrong_one():
    twice = (
        "squares = X**2\nm = 2 * squares\nz = np.cos(m)\nreturn k * z.min() ** z.max()"
    )
    assert "`m` in line 3 is the first" not in of(twice)
    assert "`m` in line 3 is the first" in of(twice.replace("2 *", "3.7 *"))


def test_with_pytorch_nothing_is_repaired():
    pytest.importorskip("torch")
    said = place_in(
        "2.1",
        """
        import torch

        def autograd_step(X, Y, W1, b1, W2, b2, lr):
            given = W1, b1, W2, b2
            W1, b1, W2, b2 = (torch.tensor(a, requires_grad=True) for a in given)
            X, Y = torch.tensor(X), torch.tensor(Y)
            Z1 = X @ W1.T + b1
            H = torch.sigmoid(Z1)
            Z2 = H @ W2.T - b2
            loss = ((torch.sigmoid(Z2) - Y) ** 2).sum() / 2 / len(X)
            loss.backward()
            with torch.no_grad():
                return tuple(W - lr * W.grad for W in (W1, b1, W2, b2))
        """,
    )
    assert said == (
        "`Z1` and `H` are right. `Z2` in line 9 is the first value that the worked "
        "solution does not have: look there, unless you go another way."
    )
