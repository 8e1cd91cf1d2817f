"""What a function uses from outside: packages, and variables of the notebook.

An answer has to stand on its own: it is also tried where the notebook's variables do
not exist.
"""

import contextlib
import dis
import functools
import inspect
import sys
import types

import numpy as np

from nnlib.exercises.calls.packages import GIVE_AWAY, LEFT_OUT, is_there, why_not
from nnlib.exercises.calls.stand_ins import StandIn, is_made


def complaint(exercise, function, home):
    """Say what the function must not use from outside; "" if all is well.

    `home` is the package of the notebook's own functions. Of anything else that can be
    called only the package is looked at.
    """
    functions = functions_of(function, home)
    used = used_globals(functions)
    variables = [name for name in used if _is_variable(used[name])]
    outside = {getattr(function, "__name__", exercise.name): package_of(function)}
    outside |= {n: package_of(used[n]) for n in used if n not in variables}
    for one in functions:
        imported = names_in(one.__code__, "IMPORT_NAME")
        outside |= {name: name.split(".")[0] for name in imported}
        if "__import__" in names_in(one.__code__, "LOAD_GLOBAL"):
            outside["__import__"] = "__import__"
    own = {home}.difference(GIVE_AWAY)
    for name, package in outside.items():
        if package not in own and not is_there(package, exercise.imports):
            source = f"{name} from {package}" if name != package else package
            return f"{exercise.name} uses {source}{why_not(package, exercise.imports)}"
    for name in variables:
        if name not in exercise.parameters:
            return (
                f"{exercise.name} uses {name}, a variable of the notebook. It may use "
                f"only its arguments, {', '.join(exercise.parameters)}, and what it "
                "computes from them: a variable of the notebook stays the same, "
                "whatever the function is called with."
            )
    return ""


def functions_of(function, home):
    """The function, and all of its home that it calls."""
    found = [one for one in _functions_in(function) if package_of(one) == home]
    for one in found:
        values = [*used_globals([one]).values(), *_enclosed(one)]
        found += [
            other
            for value in values
            for other in _functions_in(value)
            if other.__globals__ is one.__globals__ and other not in found
        ]
    return found


def used_globals(functions):
    """The global names that functions of one notebook read, and their values."""
    return {
        name: one.__globals__[name]
        for one in functions
        for name in names_in(one.__code__, "LOAD_GLOBAL")
        if name in one.__globals__
    }


def names_in(code, instruction):
    """The names in all instructions of this kind, those of inner functions too."""
    names = [i.argval for i in dis.get_instructions(code) if i.opname == instruction]
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names += names_in(constant, instruction)
    return dict.fromkeys(names)


def package_of(value):
    """The package that a module, function or class comes from, or an object's class."""
    if isinstance(value, types.ModuleType):
        name = value.__name__
    else:
        name = getattr(value, "__module__", None) or type(value).__module__
    return str(name).split(".")[0]


def _is_variable(value):
    """Whether it is an array, or something that a package which gives away made."""
    if isinstance(value, StandIn):
        return is_made(value) and value.about.package not in LEFT_OUT
    if isinstance(value, (types.ModuleType, types.FunctionType, type)):
        return False
    home = sys.modules.get(type(value).__module__)
    if package_of(type(value)) in GIVE_AWAY and home is not None:
        return not any(value is part for part in vars(home).values())
    return isinstance(value, np.ndarray)


def _enclosed(function):
    """What a function was made with: of the function around it, and its defaults."""
    for cell in function.__closure__ or ():
        with contextlib.suppress(ValueError):  # it may not be filled yet
            yield cell.cell_contents
    yield from function.__defaults__ or ()


def _functions_in(value):
    """The functions that a value is made of: wrapped, bound, of a class, in a list."""
    if isinstance(value, (list, tuple, set, frozenset)):
        values = value
    elif isinstance(value, dict):
        values = value.values()
    else:
        values = [value]
    for one in values:
        one = getattr(one, "func", one) if isinstance(one, functools.partial) else one
        one = inspect.unwrap(getattr(one, "__func__", one))
        if isinstance(one, types.FunctionType):
            yield one
            continue
        kind = one if isinstance(one, type) else type(one)
        for part in vars(kind).values():
            part = getattr(part, "fget", None) or getattr(part, "__func__", part)
            if isinstance(part, types.FunctionType):
                yield part
