"""What IPython allows in a cell beside Python, written as Python.

`%time f()` is `f()`, other magics and commands do nothing: `files = !ls` gives a
stand-in.
"""

import ast
import re

COMMAND = re.compile(
    r"(?P<blank>\s*)(?:(?P<target>[\w.,\[\]'\" ]+?)\s*=\s*)?"
    r"(?:%(?P<magic>\w+)\s*(?P<rest>.*)|!.*)$"
)
HELP = re.compile(r"(?P<blank>\s*)(?:\?.*|.*\?)\s*$")
CELL_MAGIC = re.compile(r"\s*%%(\w*)[^\n]*")
RUN = ("time", "prun", "capture")  # magics that run the Python behind them
ANYTHING = "get_ipython()"  # what a magic or a command gives


def parsed(source, file, parse=ast.parse):
    """The statements of a cell; raises SyntaxError for what is not Python either."""
    if match := CELL_MAGIC.match(source):
        if match[1] not in RUN:
            return []
        source = "\n" * match[0].count("\n") + source[match.end() :]
    lines = source.split("\n")
    while True:
        try:
            return parse("\n".join(lines), file).body
        except SyntaxError as error:
            number = (error.lineno or 0) - 1
            if not 0 <= number < len(lines):
                raise
            line = _in_python(lines[number].rstrip("\r"))
            if line is None:
                raise
            lines[number] = line


def _in_python(line):
    """A line of IPython's as Python; None for any other."""
    if match := COMMAND.match(line):
        blank, target, magic, rest = match.group("blank", "target", "magic", "rest")
        value = rest if magic in RUN else ANYTHING
        if target:
            return f"{blank}{target} = {value}"
        return f"{blank}{rest if magic in RUN and rest else 'pass'}"
    if match := HELP.match(line):
        return f"{match['blank']}pass"
    return None
