"""From a student's cells to the function to be tried.

The cell runs statement by statement: a line that fails, such as a trial with the
notebook's variables, does not take the function away.
"""

import ast
import linecache
import re

from nnlib.exercises.calls.errors import CELLS, OWN_CELL, Raised, raised_by

NO_PYTHON = re.compile(r"^(\s*)(?:[%!].*|.*\?)$", re.MULTILINE)  # IPython's own


def function_in(name, cell, others, namespace):
    """Run a cell; return the function with this name, or what was `Raised`.

    Of the `others`, pairs of what another cell is called and its source, what the
    function uses runs before: definitions, imports, and assignments.
    """
    try:
        own = _statements(cell, OWN_CELL)
    except Exception as exception:  # no Python: also deep nesting and odd letters
        return raised_by(exception)
    definitions = []
    for number, (called, source) in enumerate(others):
        file = f"cell {number}"
        CELLS[file] = called
        definitions += _definitions(source, file)
    for node, file in _needed(own, definitions):
        _run(node, file, namespace)
    errors = [_run(node, OWN_CELL, namespace) for node in own]
    if name in namespace:
        return namespace[name]
    first = next(filter(None, errors), None)
    return first or Raised("NameError", f"name '{name}' is not defined")


def _statements(source, file):
    lines = source.splitlines(keepends=True)
    linecache.cache[file] = (len(source), None, lines, file)
    try:
        return ast.parse(source, file).body
    except SyntaxError:
        return ast.parse(NO_PYTHON.sub(r"\1pass", source), file).body


def _run(node, file, namespace):
    try:
        exec(compile(ast.Module([node], []), file, "exec"), namespace)
    except (Exception, SystemExit) as exception:
        return raised_by(exception)
    return None


def _definitions(source, file):
    """Triples: the names that a statement defines, the statement, its file."""
    try:
        nodes = _statements(source, file)
    except Exception:  # a cell that is no Python defines nothing
        return []
    return [(names, node, file) for node in nodes if (names := _defined(node))]


def _defined(node):
    """The names that a statement defines, also in the branches of `if` and `try`."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name).split(".")[0] for alias in names}
        case ast.Assign() | ast.AnnAssign():
            names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
            return {name.id for name in names if isinstance(name.ctx, ast.Store)}
        case ast.If() | ast.Try():
            return set().union(*map(_defined, ast.iter_child_nodes(node)))
    return set()


def _needed(own, definitions):
    """The definitions that the cell's statements use, and those that these use."""
    wanted, chosen, before = {"*"}, {}, -1
    for node in own:
        wanted |= _names(node)
    while len(chosen) > before:
        before = len(chosen)
        for place, (names, node, _) in enumerate(definitions):
            if place not in chosen and names & wanted:
                chosen[place] = True
                wanted |= _names(node)
    return [definitions[place][1:] for place in sorted(chosen)]


def _names(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
