"""Copies of functions that can be run again and leave nothing behind.

Whatever writes, keeps a state, or cannot be read as a text is refused; what only shows
has a stand-in.
"""

import ast
import functools
import inspect
import textwrap
import types

import numpy as np

from nnlib.exercises.calls.packages import LEFT_OUT
from nnlib.exercises.calls.stand_ins import About, StandIn
from nnlib.exercises.calls.surroundings import names_in, package_of, used_globals

PACKAGES = frozenset(
    (
        *("builtins", "cmath", "collections", "copy", "functools", "itertools", "math"),
        *("numpy", "operator", "torch", "typing"),
    )
)
TRACES = frozenset(  # what leaves something behind, and what reaches it by a text
    (
        *("__import__", "breakpoint", "compile", "delattr", "dump", "eval", "exec"),
        *("exit", "getattr", "globals", "input", "memmap", "open", "quit", "save"),
        *("savetxt", "savez", "savez_compressed", "setattr", "tofile", "vars"),
    )
)
CONSTANTS = (int, float, complex, str, bool, type(None), np.generic)
GENERATOR = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class NotWatched(Exception):
    """A function that cannot be run once more without traces."""


def room_of(functions):
    """The names that functions use, without what would leave traces."""
    used = used_globals(functions)
    names = {}
    for one in functions:
        code = one.__code__
        outside = names_in(code, "LOAD_GLOBAL") | names_in(code, "LOAD_ATTR")
        outside |= names_in(code, "LOAD_METHOD") | names_in(code, "IMPORT_FROM")
        imported = {name.split(".")[0] for name in names_in(code, "IMPORT_NAME")}
        if TRACES & outside.keys() or imported - PACKAGES:
            raise NotWatched
        if names_in(code, "STORE_GLOBAL"):
            raise NotWatched
    for name, value in used.items():
        if package_of(value) in LEFT_OUT:
            value = StandIn(About(package_of(value)))
        elif not any(value is one for one in functions) and not _is_harmless(value):
            raise NotWatched
        names[name] = value
    return names


def _is_harmless(value):
    if isinstance(value, (functools.partial, np.vectorize)):
        return False  # a function of the session may be in it
    if isinstance(value, types.ModuleType) or callable(value):
        return package_of(value) in PACKAGES
    return isinstance(value, CONSTANTS)


def source_of(function):
    """The text of a function, from the beginning of its line; it is what was run."""
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        raise NotWatched from None


def definition_of(function):
    """The syntax tree of a plain function, with its lines in the cell."""
    code = function.__code__
    settings = (
        *(function.__defaults__ or ()),
        *(function.__kwdefaults__ or {}).values(),
    )
    if code.co_freevars or code.co_flags & GENERATOR:
        raise NotWatched
    if not all(isinstance(value, CONSTANTS) for value in settings):
        raise NotWatched
    try:
        (tree,) = ast.parse(source_of(function)).body
    except (SyntaxError, ValueError):
        raise NotWatched from None
    if not isinstance(tree, ast.FunctionDef) or tree.decorator_list:
        raise NotWatched
    if any(isinstance(node, (ast.Try, ast.TryStar)) for node in ast.walk(tree)):
        raise NotWatched
    return ast.increment_lineno(tree, code.co_firstlineno - 1)


def defined(tree, function, room):
    """Define a function in a room, in place of the one that it is a copy of."""
    exec(compile(ast.Module([tree], []), "<watched>", "exec"), room)
    copy = room[tree.name]
    room[function.__name__] = copy
    copy.__defaults__ = function.__defaults__
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy
