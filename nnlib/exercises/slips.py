"""Mistakes as slips: a sentence, and what is written wrongly in the worked solution.

The text of the reference function is changed and compiled again, so a mistake needs no
function of its own.
"""

import ast
import builtins
import functools
import inspect
import re
import textwrap

import numpy as np

from nnlib.exercises.calls.surroundings import names_in
from nnlib.exercises.exercise import WrongAnswer


def slips(reference, table):
    r"""Turn a table into the known mistakes of the function `reference`.

    A mistake begins with the message to show. Then, indented, comes what is written
    wrongly, `right -> wrong`, once for each text that changes; it changes wherever it
    stands in the function, and `\n` begins a new line there. An empty line ends the
    mistake:

        The sign is wrong: a positive δ says that the output is too large.
            Y_hat - Y -> Y - Y_hat

    Raises ValueError for a slip that fits no line, that changes nothing, or that uses a
    name which is not there.
    """
    blocks = re.split(r"\n\s*\n", textwrap.dedent(table).strip())
    return tuple(_mistake(reference, block) for block in blocks)


def _mistake(reference, block):
    lines = block.split("\n")
    words = [line for line in lines if not line.startswith(" ")]
    changes = _changes(reference, [line for line in lines if line.startswith(" ")])
    if not words or not changes:
        raise ValueError(
            f"A mistake of {reference.__name__} needs a sentence and, indented below "
            f"it, what is written wrongly: right -> wrong; got {block!r}."
        )
    source = with_slips(reference, changes)
    code = _compiled(reference, source, changes)
    return WrongAnswer(" ".join(words), _function(reference, code, changes), source)


def _changes(reference, lines):
    changes = {}
    for line in lines:
        right, arrow, wrong = map(str.strip, line.partition("->"))
        if not arrow or not right:
            raise ValueError(
                f"A slip of {reference.__name__} needs the form right -> wrong; got "
                f"{line.strip()!r}."
            )
        if right in changes:
            raise ValueError(
                f"A mistake of {reference.__name__} has the slip {right!r} twice. "
                "Write it once: it changes the text wherever it stands."
            )
        changes[right] = wrong
    return changes


def with_slips(reference, changes):
    """Write the function `reference` with `changes`, from right to wrong texts."""
    head, body, _ = _taken_apart(reference)
    places = re.compile("|".join(map(_whole, changes)))
    _refuse_without_place(reference, changes, places.findall(body), body)
    return head + places.sub(
        lambda found: _indented(changes[found.group()], found), body
    )


@functools.cache
def _taken_apart(reference):
    """The source up to the docstring, that of the body, and what both mean."""
    source = textwrap.dedent(inspect.getsource(reference))
    tree = ast.parse(source)
    (function,) = tree.body
    start = function.body[bool(ast.get_docstring(function))].lineno - 1
    lines = source.splitlines(keepends=True)
    return "".join(lines[:start]), "".join(lines[start:]), ast.dump(tree)


def _whole(right):
    """A pattern that finds the text, but not inside of a longer name."""
    before = r"(?<!\w)" if re.match(r"\w", right) else ""
    after = r"(?!\w)" if re.search(r"\w$", right) else ""
    return before + re.escape(right) + after


def _refuse_without_place(reference, changes, found, body):
    for right in changes:
        if right in found:
            continue
        if re.search(_whole(right), body):
            raise ValueError(
                f"The slip {right!r} of {reference.__name__} stands only inside of "
                "another one of the same mistake. Write both as one slip, with a right "
                "text that holds both."
            )
        raise ValueError(
            f"The slip {right!r} stands in no line of {reference.__name__}. "
            f"Copy it from there:\n{body}"
        )


def _indented(wrong, found):
    """The text with its new lines as far to the right as the line where it stands."""
    line = found.string[: found.end()].rsplit("\n", 1)[-1]
    space = re.match(" *", line).group()
    return wrong.replace(r"\n", "\n" + space)


def _compiled(reference, source, changes):
    try:
        tree = ast.parse(source)
        code = compile(tree, f"<{reference.__name__} with a slip>", "exec")
    except SyntaxError as error:
        raise ValueError(
            f"The slips {changes} of {reference.__name__} leave no Python: {error.msg} "
            f"in line {error.lineno}. Write on the right of -> what fits into its "
            f"line:\n{source}"
        ) from None
    if ast.dump(tree) == _taken_apart(reference)[-1]:
        raise ValueError(
            f"The slips {changes} do not change {reference.__name__}: it computes the "
            "same. Write on the right of -> what is wrong."
        )
    return code


def _function(reference, code, changes):
    namespace = {"np": np} | reference.__globals__  # as a cell has it
    exec(code, namespace)
    function = namespace[reference.__name__]
    for name in names_in(function.__code__, "LOAD_GLOBAL"):
        if name not in namespace and not hasattr(builtins, name):
            raise ValueError(
                f"The slips {changes} of {reference.__name__} leave the name {name}, "
                "which is not there. Use np and the function's own names, "
                f"{', '.join(function.__code__.co_varnames)}."
            )
    return function
