"""Write docs/library.md from the docstrings: every public name and its first sentence.

Type `.venv/bin/python -m tests.library_page` after a public name or its docstring has
changed.
"""

import inspect
import sys
from itertools import groupby

import nnlib
from nnlib import dynamics, exercises, explorers, plotting, torch_bridge
from tests.support.places import ROOT

PAGE = ROOT / "docs/library.md"
OPENING = """\
# The library in a page

Every name that you can use, with the first sentence of its description. `help(name)` in
Python, or `name?` in a notebook, shows the rest: shapes, units, errors, sources. Shapes
everywhere: `X, Y, Z, A` have a row per sample, `W` a row and `b` an entry per unit.
A leading axis holds networks side by side.
"""


def page():
    """The whole text: the names of `nnlib` by module, then those of its packages."""
    sections = [("nnlib", {name: vars(nnlib)[name] for name in nnlib.__all__})]
    sections += [
        (module.__name__, named(module)) for module in (dynamics, plotting, explorers)
    ]
    sections += [
        ("nnlib.exercises", named(exercises)),
        ("nnlib.torch_bridge", functions_of(torch_bridge)),
    ]
    return "\n".join([OPENING, *(section(*one) for one in sections)])


def named(package):
    """The names of a package that are not those of `nnlib`."""
    found = {name: vars(package)[name] for name in package.__all__}
    return {n: one for n, one in found.items() if vars(nnlib).get(n) is not one}


def functions_of(module):
    """The public functions that are written in `module`."""
    found = {n: one for n, one in vars(module).items() if n[0] != "_"}
    return {
        n: o
        for n, o in found.items()
        if getattr(o, "__module__", "") == module.__name__
    }


def section(title, names):
    """A heading and a table; names that would say the same share a row."""
    said = groupby(names, key=lambda name: sentence(names[name]))
    rows = [
        f"| {', '.join(f'`{name}`' for name in sharing)} | {words} |"
        for words, sharing in said
    ]
    return "\n".join([f"## `{title}`", "", "| | |", "|---|---|", *rows, ""])


def sentence(one):
    """The first paragraph of what a function or class says; what a value is."""
    if not hasattr(one, "__qualname__"):
        return described(one)
    paragraph = inspect.getdoc(one).split("\n\n")[0]
    return " ".join(paragraph.split()).replace("|", r"\|")


def described(value):
    """An object of nnlib's by its class, another value as it is."""
    if type(value).__module__.startswith("nnlib"):
        return f"Of the class `{type(value).__name__}`."
    if isinstance(value, dict):
        return f"A dictionary; its keys are {', '.join(map(repr, value))}."
    return f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written\n")
