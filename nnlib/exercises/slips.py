"""Mistakes as slips: a sentence, and what is written wrongly in the worked solution.

The text of the reference function is changed and compiled again, so a mistake needs no
function of its own.
"""

import ast
import inspect
import re
import textwrap

import numpy as np

from nnlib.exercises.exercise import WrongAnswer


def slips(reference, table):
    r"""Turn a table into the known mistakes of the function `reference`.

    A mistake begins with the message to show. Then, indented, comes what is written
    wrongly, `right -> wrong`, once for each text that changes; it changes wherever it
    stands in the function, and `\n` begins a new line there. An empty line ends the
    mistake:

        The sign is wrong: a positive δ says that the output is too large.
            Y_hat - Y -> Y - Y_hat

    Raises ValueError for a slip that fits no line, or that changes nothing.
    """
    blocks = re.split(r"\n\s*\n", textwrap.dedent(table).strip())
    return tuple(_mistake(reference, block) for block in blocks)


def _mistake(reference, block):
    lines = block.split("\n")
    words = [line for line in lines if not line.startswith(" ")]
    changes = [_change(line) for line in lines if line.startswith(" ")]
    if not words or not changes:
        raise ValueError(
            "A mistake needs a sentence and, indented below it, what is written "
            f"wrongly: right -> wrong; got {block!r}."
        )
    source = with_slips(reference, dict(changes))
    return WrongAnswer(" ".join(words), _compiled(reference, source), source)


def _change(line):
    right, arrow, wrong = line.partition("->")
    if not arrow or not right.strip():
        raise ValueError(f"A slip needs the form right -> wrong; got {line.strip()!r}.")
    return right.strip(), wrong.strip()


def with_slips(reference, changes):
    """Write the function `reference` with `changes`, from right to wrong texts."""
    source = textwrap.dedent(inspect.getsource(reference))
    lines = source.splitlines(keepends=True)
    start = _first_line(source)
    head, body = "".join(lines[:start]), "".join(lines[start:])
    for right in changes:
        if not re.search(_whole(right), body):
            raise ValueError(
                f"The slip {right!r} stands in no line of {reference.__name__}. "
                f"Copy it from there:\n{body}"
            )
    wrong = re.sub(
        "|".join(map(_whole, changes)),
        lambda found: _indented(changes[found.group()], found),
        body,
    )
    if _meaning(head + wrong, changes) == _meaning(source, changes):
        raise ValueError(f"The slips {changes} do not change {reference.__name__}.")
    return head + wrong


def _first_line(source):
    """Where the body begins, behind the docstring."""
    (function,) = ast.parse(source).body
    return function.body[bool(ast.get_docstring(function))].lineno - 1


def _whole(right):
    """A pattern that finds the text, but not inside of a longer name."""
    before = r"(?<!\w)" if re.match(r"\w", right) else ""
    after = r"(?!\w)" if re.search(r"\w$", right) else ""
    return before + re.escape(right) + after


def _indented(wrong, found):
    """The text with its new lines as far to the right as the line where it stands."""
    line = found.string[: found.end()].rsplit("\n", 1)[-1]
    space = re.match(" *", line).group()
    return wrong.replace(r"\n", "\n" + space)


def _meaning(source, changes):
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError as error:
        raise ValueError(
            f"The slips {changes} leave no function:\n{source}{error}"
        ) from None


def _compiled(reference, source):
    namespace = {"np": np} | vars(inspect.getmodule(reference))  # as a cell has it
    exec(compile(source, f"<{reference.__name__} with a slip>", "exec"), namespace)
    return namespace[reference.__name__]
