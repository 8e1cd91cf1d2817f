"""What the cells that have run tell of a function: whether it is the one of its cell.

After a cell that Python could not read, or that has lost the function's name, the
function of an earlier run is still there. Nothing is said that is not proved.
"""

import ast
import linecache
import re
import sys
import warnings
from typing import NamedTuple

from nnlib.exercises.calls.errors import OWN_CELL, raised_by
from nnlib.exercises.calls.packages import SHORT
from nnlib.exercises.calls.surroundings import functions_of, names_in, package_of

AGAIN = "Correct the cell and run it, then run this cell."
_ids = {}  # of the cells, by the numbers of their runs


class _Run(NamedTuple):
    number: int
    text: str
    id: str | None  # of the cell, if the program around the notebook tells it


def shell():
    """IPython, where it runs this program; else None."""
    there = sys.modules.get("IPython")
    return there and there.get_ipython()


def watch_cells():
    """Let IPython tell from now on which cell each run is of."""
    if shell():
        shell().events.register("pre_run_cell", _note)


def _note(info):
    if info.store_history:
        _ids[len(_texts())] = getattr(info, "cell_id", None)


def to_be_run(exercise, function, names):
    """Say which cells have to be run before the function can be tried; "" for none.

    `function` is None where there is none; `names` are those of the notebook.
    """
    missing = [
        name
        for name in (SHORT.get(package, package) for package in exercise.imports)
        if name not in names and (function is None or _reads(function, name))
    ]
    if missing and shell():
        then = "" if function is not None else f", then the cell with {exercise.name}"
        return f"Run the first code cell of this notebook{then}, then this cell."
    run = _last_run_of_its_cell(exercise.name, function)
    if run and _error_in(run.text) is None and _defines(run.text, exercise.name):
        return (
            f"The cell with {exercise.name} ended with an error before it came to "
            f"`def {exercise.name}`: the function of an earlier run is still there. "
            f"{AGAIN}"
        )
    return ""


def fault_of_cell(exercise, function):
    """Say why the cell that should define the function does not; "" if it does.

    `function` is None where there is none.
    """
    name = exercise.name
    if function is None:
        tries = [run for run in _runs() if _tries_to_define(run.text, name)]
        run = tries[-1] if tries else None
    else:
        run = _last_run_of_its_cell(name, function)
    if run is None:
        return ""
    if error := _error_in(run.text):
        return f"The cell fails.\n{error.words}\n{AGAIN}"
    if function is not None and not _may_define(run.text, name):
        return (
            f"The cell defines no function {name}.\nIt did when it was run before, and "
            "that function is still there. Is its name another one now? Run the cell "
            f"that defines {name}, then this cell."
        )
    return ""


def _texts():
    """What has been run, one after another."""
    return shell().history_manager.input_hist_parsed


def _runs():
    """All runs of cells but the last one, which asks."""
    texts = _texts()[:-1] if shell() else []
    return [_Run(n, text.strip("\n"), _ids.get(n)) for n, text in enumerate(texts)]


def _last_run_of_its_cell(name, function):
    """The last run of the cell that defined a function, if it was run again since."""
    code = getattr(function, "__code__", None)
    text = "".join(linecache.getlines(code.co_filename)) if code else ""
    runs = _runs()
    made = [run for run in runs if run.text == text.strip("\n")]
    if not made or not _defines(text, name):
        return None
    number, _, id = made[-1]
    later = [
        run
        for run in runs
        if run.number > number
        if (run.id == id if id else _fails_to_define(run.text, name))
    ]
    return later[-1] if later else None


def _fails_to_define(text, name):
    return _tries_to_define(text, name) and _error_in(text) is not None


def _tries_to_define(text, name):
    return re.search(rf"^(async +)?def +{name}\b", text, re.MULTILINE) is not None


def _error_in(text):
    """What is raised where Python reads a text, None if it can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, OWN_CELL, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True)
    except (SyntaxError, ValueError) as error:
        return raised_by(error)
    return None


def _defines(text, name):
    """Whether a text that Python can read defines a function, not inside of others."""
    kinds = ast.FunctionDef, ast.AsyncFunctionDef
    body = ast.parse(text).body
    return any(isinstance(one, kinds) and one.name == name for one in body)


def _may_define(text, name):
    """Whether a text names it, or takes all names from elsewhere."""
    return re.search(rf"\b{name}\b|import +\*", text) is not None


def _reads(function, name):
    """Whether a function, or one that it calls, reads a name that is not there."""
    return any(
        name in names_in(one.__code__, "LOAD_GLOBAL") and name not in one.__globals__
        for one in functions_of(function, package_of(function))
    )
