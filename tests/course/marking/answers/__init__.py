"""Answers to exercise 1.2, or to another one, that `check` and `mark` must agree on."""

from typing import NamedTuple

HEAD = "def delta_output(Y_hat, Y):\n"
RETURN = "    return (Y_hat - Y) * Y_hat * (1 - Y_hat)\n"
RIGHT = HEAD + RETURN


class Answer(NamedTuple):
    """A cell with an answer, the student's new cells around it, and what it is."""

    source: str
    before: tuple = ()  # sources of new cells above it
    after: tuple = ()  # below it
    status: str = "right"
    says: str = ""  # how the message begins
    id: str = "1.2"
    others: tuple = ()  # pairs: id of the cell of another answer, and its source


def doing(line, before="", **more):
    """A right answer with a line more in its function, and lines before it."""
    body = "".join(f"    {one}\n" for one in line.split("\n"))
    return Answer(f"{before}\n{HEAD}{body}{RETURN}", **more)


def wrong(source, says="", **more):
    """An answer that is not right."""
    return Answer(source, status="wrong", says=says, **more)
