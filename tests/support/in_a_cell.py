"""Functions as a notebook's cells have them: their text can be read, line by line."""

import itertools
import linecache
import textwrap

import numpy as np

HOME = "notebook"  # the package of what the cells define
_numbers = itertools.count(1)


def defined_in(*cells, name=""):
    """Run `cells` one after another; return the function `name`, or the last one."""
    space = {"np": np, "__name__": HOME}
    for cell in cells:
        text = textwrap.dedent(cell).strip("\n") + "\n"
        file = f"<cell {next(_numbers)}>"
        linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
        before = dict(space)
        exec(compile(text, file, "exec"), space)
    new = [one for one in space if space[one] is not before.get(one)]
    return space[name or new[-1]]
