"""Slips: what a mistake's lines change in the worked solution, and what is refused."""

import inspect
import re

import pytest

from nnlib.exercises.slips import slips


def delta(Y_hat, Y):
    """Y_hat - Y, times the slope."""
    error = Y_hat - Y
    slope = Y_hat * (1 - Y_hat)
    product = np.multiply(error, slope)  # noqa: F821 - slips know np
    return product


def total(rows):
    """What the rows add up to."""
    sum_of_rows = 0
    for row in rows:
        row = 2 * row
        sum_of_rows = sum_of_rows + row
    return sum_of_rows


def lines(mistake):
    """The lines that a mistake changes."""
    wrong = mistake.source.split("\n")
    right = (inspect.getsource(delta) + inspect.getsource(total)).split("\n")
    return [line for line in wrong if line not in right]


def refused(table, reference=delta):
    with pytest.raises(ValueError) as refusal:
        slips(reference, table)
    return str(refusal.value)


def test_a_table_of_mistakes():
    one, two = slips(
        delta,
        """
        The sign is wrong: o − y is
        positive if the output is too large.
            Y_hat - Y -> Y - Y_hat

        σ′ is forgotten.
            slope = Y_hat * (1 - Y_hat) -> slope = 1
        """,
    )
    assert one.message == (
        "The sign is wrong: o − y is positive if the output is too large."
    )
    assert one.function(0.5, 1) == 0.125
    assert lines(one) == ["    error = Y - Y_hat"]
    assert two.message == "σ′ is forgotten."
    assert two.function(0.5, 1) == -0.5
    assert lines(two) == ["    slope = 1"]


def test_a_mistake_is_the_function_with_the_slip():
    (mistake,) = slips(delta, "There is a factor 2.\n    1 - Y_hat -> 2 * (1 - Y_hat)")
    assert mistake.source == (
        "def delta(Y_hat, Y):\n"
        '    """Y_hat - Y, times the slope."""\n'
        "    error = Y_hat - Y\n"
        "    slope = Y_hat * (2 * (1 - Y_hat))\n"
        "    product = np.multiply(error, slope)  # noqa: F821 - slips know np\n"
        "    return product\n"
    )
    assert mistake.function.__name__ == "delta"
    assert mistake.function.__doc__ == delta.__doc__


def test_several_slips_happen_at_once():
    (swap,) = slips(delta, "Both are swapped.\n    Y_hat -> Y\n    Y -> Y_hat")
    assert lines(swap) == ["    error = Y - Y_hat", "    slope = Y * (1 - Y)"]


def test_a_slip_changes_its_text_wherever_it_stands_but_not_in_the_docstring():
    (mistake,) = slips(delta, "The output is squared.\n    Y_hat -> Y_hat**2")
    assert lines(mistake) == [
        "    error = Y_hat**2 - Y",
        "    slope = Y_hat**2 * (1 - Y_hat**2)",
    ]


def test_longer_names_stay_as_they_are():
    (mistake,) = slips(total, "The first row is missing.\n    rows -> rows[1:]")
    assert lines(mistake) == ["    for row in rows[1:]:"]
    assert mistake.function([2, 4]) == 8


def test_an_empty_text_takes_away():
    (mistake,) = slips(total, "The factor is missing.\n    2 * ->")
    assert mistake.function([2, 4]) == 6


def test_a_new_line_stands_as_far_to_the_right_as_its_line():
    (mistake,) = slips(
        total,
        "Each row counts twice.\n    row = 2 * row -> row = row\\nrow = row + row",
    )
    assert lines(mistake) == ["        row = row", "        row = row + row"]
    assert mistake.function([2, 4]) == 12


def test_np_is_always_there():
    (mistake,) = slips(total, "The rows are rounded.\n    2 * row -> np.round(2 * row)")
    assert mistake.function([0.6]) == 1.0


def test_a_slip_that_fits_no_line():
    assert refused("The sign is wrong.\n    Y_hat-Y -> Y - Y_hat") == (
        "The slip 'Y_hat-Y' stands in no line of delta. Copy it from there:\n"
        + inspect.getsource(delta).split('slope."""\n')[1]
    )


def test_a_slip_inside_of_a_longer_name_or_the_docstring_fits_no_line():
    assert refused("Wrong.\n    hat -> head").startswith(
        "The slip 'hat' stands in no line of delta. Copy it from there:\n"
    )
    assert refused("Wrong.\n    times the slope -> 0").startswith(
        "The slip 'times the slope' stands in no line of delta."
    )


def test_a_slip_inside_of_another_one():
    table = "Wrong.\n    2 * row -> row\n    2 -> 3"
    assert refused(table, total) == (
        "The slip '2' of total stands only inside of another one of the same mistake. "
        "Write both as one slip, with a right text that holds both."
    )


@pytest.mark.parametrize(
    "wrong", ["Y_hat - Y", "Y_hat  -  Y", "(Y_hat - Y)", "(\\n    Y_hat - Y)"]
)
def test_a_slip_that_changes_nothing(wrong):
    slip = {"Y_hat - Y": wrong}
    assert refused(f"Wrong.\n    Y_hat - Y -> {wrong}") == (
        f"The slips {slip} do not change delta: it computes the same. Write on the "
        "right of -> what is wrong."
    )


@pytest.mark.parametrize("block", ["The sign is wrong.", "  Y -> Y_hat", ""])
def test_a_sentence_and_a_slip_belong_together(block):
    got = block.strip()
    assert refused(block) == (
        "A mistake of delta needs a sentence and, indented below it, what is written "
        f"wrongly: right -> wrong; got {got!r}."
    )


def test_an_empty_line_parts_a_sentence_from_its_slip():
    assert "got 'The sign is wrong.'" in refused("The sign is wrong.\n\n    Y -> 1")


@pytest.mark.parametrize("line", ["Y_hat", "Y_hat => Y", "-> Y", "Y_hat → Y"])
def test_a_slip_has_a_text_and_an_arrow(line):
    assert refused(f"Wrong.\n    {line}") == (
        f"A slip of delta needs the form right -> wrong; got {line!r}."
    )


def test_a_slip_stands_once_in_a_mistake():
    assert refused("Wrong.\n    Y_hat -> Y\n    Y_hat -> 1") == (
        "A mistake of delta has the slip 'Y_hat' twice. Write it once: it changes the "
        "text wherever it stands."
    )


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("(Y_hat", "'(' was never closed in line 4"),
        ("0\\nbreak", "'break' outside loop in line 5"),
        ("0\\n  slope = 1", "unexpected indent in line 5"),
    ],
)
def test_a_slip_that_leaves_no_python(wrong, why):
    said = refused(f"Wrong.\n    Y_hat * (1 - Y_hat) -> {wrong}")
    slip = {"Y_hat * (1 - Y_hat)": wrong}
    assert said.startswith(
        f"The slips {slip} of delta leave no Python: {why}. Write on the right of -> "
        "what fits into its line:\ndef delta(Y_hat, Y):\n"
    )


@pytest.mark.parametrize(
    ("slip", "name"),
    [
        ("slope) -> slope1)", "slope1"),
        ("error = -> mistake =", "error"),
        ("np.multiply -> torch.multiply", "torch"),
        ("error, slope -> *(e * s for e in error)", "s"),
    ],
)
def test_a_slip_that_leaves_a_name_without_value(slip, name):
    said = refused(f"Wrong.\n    {slip}")
    assert re.match(
        rf"The slips {{.*}} of delta leave the name {name}, which is not there\. Use "
        r"np and the function's own names, Y_hat, Y, (error|mistake), slope, product"
        r"(, e)?\.$",
        said,
    )
