"""While `check` calls a function, what only shows, saves or speeds up is left out.

It has the stand-ins that it has where the answer is marked, so the verdict is the same.
"""

import builtins
import types
from contextlib import contextmanager

from nnlib.exercises.calls.packages import LEFT_OUT
from nnlib.exercises.calls.stand_ins import About, StandIn
from nnlib.exercises.calls.surroundings import functions_of, package_of


def uncompiled(value):
    """The function that Numba compiled; any other value as it is."""
    is_compiled = package_of(type(value)) in LEFT_OUT
    return getattr(value, "py_func", value) if is_compiled else value


@contextmanager
def left_out(function, home):
    """Put stand-ins where a function and those that it calls look for packages.

    `home` is the package of the notebook's own functions.
    """
    functions = functions_of(function, home)
    namespaces = {id(one.__globals__): one.__globals__ for one in functions}
    kept = [(names, _left_out_of(names)) for names in namespaces.values()]
    usual = builtins.__import__

    def imported(name, names=None, *rest, **named):
        package = name.partition(".")[0]
        if id(names) in namespaces and package in LEFT_OUT:
            return StandIn(About(name if any(rest[1:2]) else package))
        return usual(name, names, *rest, **named)

    for names, before in kept:
        names.update({name: _instead_of(value) for name, value in before.items()})
    builtins.__import__ = imported
    try:
        yield
    finally:
        builtins.__import__ = usual
        for names, before in kept:
            names.update(before)


def _left_out_of(names):
    return {
        name: value
        for name, value in names.items()
        if package_of(value) in LEFT_OUT or uncompiled(value) is not value
    }


def _instead_of(value):
    """A stand-in for what comes from a package that is left out."""
    if package_of(value) not in LEFT_OUT:
        return uncompiled(value)
    if isinstance(value, types.ModuleType):
        return StandIn(About(value.__name__))
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return StandIn(About(f"{value.__module__}.{value.__name__}"))
    return StandIn(About(package_of(value), True))
