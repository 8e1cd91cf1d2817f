"""Known mistakes as students' cells: the wrong function, and what it uses of ours.

A cell has NumPy as `np`, and Python. Functions and constants of the exercises' modules
are copied into it; whatever else a mistake uses is refused.
"""

import ast
import builtins
import inspect
import sys
import textwrap
from importlib import import_module

from nnlib.exercises.calls.packages import GIVE_AWAY
from nnlib.exercises.calls.surroundings import names_in

OURS = "nnlib.exercises.notebook_"  # from the modules of these packages is copied
PACKAGES = {"numpy", *sys.stdlib_module_names} - {*GIVE_AWAY}


class NotInACell(Exception):
    """What a mistake uses that a student's cell has not."""


def slip_cell(exercise, mistake):
    """The cell of a student who makes the mistake.

    Raises AssertionError, with a sentence, if the mistake uses what no cell has.
    """
    which = f"The mistake “{mistake.message}” of {exercise.id}"
    function = mistake.function
    if not inspect.isfunction(function) or function.__name__ == "<lambda>":
        raise AssertionError(f"{which} needs a function made with def; got {function}.")
    try:
        return _cell(exercise, mistake)
    except NotInACell as error:
        raise AssertionError(
            f"{which} uses {error}, which a student's cell has not. Write it with np, "
            "with Python, and with functions and constants of the modules of "
            f"{OURS}{exercise.notebook:02}."
        ) from None


def _cell(exercise, mistake):
    statements = _Statements()
    if mistake.source:  # a slip: the function has the right name
        statements.add(mistake.source, import_module(exercise.reference.__module__))
        return statements.text
    function = mistake.function
    source = textwrap.dedent(inspect.getsource(function))
    statements.add(source, import_module(function.__module__))
    statements.texts.append(f"return {function.__name__}")
    inside = textwrap.indent(statements.text, "    ")  # where the right one may stand
    return f"def made():\n{inside}\n\n{exercise.name} = made()"


class _Statements:
    """The statements of a cell, each behind those that it uses."""

    def __init__(self):
        self.texts, self.seen = [], set()

    @property
    def text(self):
        return "\n\n".join(self.texts)

    def add(self, text, module):
        """Add a statement of a module, and before it what it uses of the module."""
        code = compile(text, "<cell>", "exec")
        for package in names_in(code, "IMPORT_NAME"):
            _refuse_foreign(package, f"the package {package}")
        there = {"np", *names_in(code, "STORE_NAME")}
        for name in names_in(code, "LOAD_GLOBAL") | names_in(code, "LOAD_NAME"):
            if name not in there:
                self.copy(name, module)
        self.texts.append(text)

    def copy(self, name, module):
        """Add what defines a name in a module, if Python itself does not."""
        if (name, module) in self.seen:
            return
        self.seen.add((name, module))
        match _definition(name, module):
            case None:
                if name in GIVE_AWAY or not hasattr(builtins, name):
                    raise NotInACell(f"the name {name}")
            case ast.ImportFrom(module=source) if source.startswith(OURS):
                self.copy(name, import_module(source))
            case ast.ImportFrom(module=source) as statement:
                _refuse_foreign(source, f"{name} from {source}")
                self.texts.append(ast.unparse(statement))
            case statement:
                self.add(ast.unparse(statement), module)


def _refuse_foreign(package, said):
    if package.split(".")[0] not in PACKAGES:
        raise NotInACell(said)


def _definition(name, module):
    """The statement of a module that defines a name; None if there is none."""
    for statement in ast.parse(inspect.getsource(module)).body:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                names = [statement.name]
            case ast.Import() | ast.ImportFrom():
                names = [alias.asname or alias.name for alias in statement.names]
            case ast.Assign() | ast.AnnAssign():
                parts = [
                    part for part in ast.walk(statement) if isinstance(part, ast.Name)
                ]
                names = [part.id for part in parts if isinstance(part.ctx, ast.Store)]
            case _:
                continue
        if name in names:
            return statement
    return None
