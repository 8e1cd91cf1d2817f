"""What a function uses from outside: packages, and variables of the notebook.

An answer has to stand on its own: it is also tried where the notebook's variables do
not exist.
"""

import dis
import types

import numpy as np


def complaint(exercise, function):
    """Say what the function must not use from outside; "" if all is well."""
    for name, value in used_globals(function).items():
        package = _package(value)
        if package in ("nnlib", "torch") and package not in exercise.imports:
            packages = " and ".join(_spoken(name) for name in exercise.imports)
            return (
                f"{exercise.name} uses {name} from {package}. Write it with {packages} "
                "alone: that is the exercise."
            )
        if name not in exercise.parameters and isinstance(value, np.ndarray):
            return (
                f"{exercise.name} uses {name}, a variable of the notebook. It may use "
                f"only its arguments, {', '.join(exercise.parameters)}, and what it "
                "computes from them."
            )
    return ""


def used_globals(function):
    """The global names that a function reads, and their values."""
    found = {}
    for name in _global_names(function.__code__):
        if name in function.__globals__:
            found[name] = function.__globals__[name]
    return found


def _global_names(code):
    names = [i.argval for i in dis.get_instructions(code) if i.opname == "LOAD_GLOBAL"]
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names += _global_names(constant)
    return dict.fromkeys(names)


def _package(value):
    """The package that a module, function or class comes from, or an object's class."""
    if isinstance(value, types.ModuleType):
        name = value.__name__
    else:
        name = getattr(value, "__module__", None) or type(value).__module__
    return str(name).split(".")[0]


def _spoken(package):
    return {"numpy": "NumPy", "torch": "PyTorch"}.get(package, package)
