"""What a function uses from outside: packages, and variables of the notebook.

An answer has to stand on its own: it is also tried where the notebook's variables do
not exist.
"""

import dis
import types

import numpy as np

# Packages that give an answer away, and what fetches them by a name in a text.
FOREIGN = ("nnlib", "torch", "importlib", "__import__")


def complaint(exercise, function):
    """Say what the function must not use from outside; "" if all is well.

    Of anything else that can be called only the package is looked at.
    """
    functions = functions_of(function) if hasattr(function, "__code__") else []
    used = used_globals(functions)
    outside = {getattr(function, "__name__", exercise.name): _package(function)}
    outside |= {name: _package(value) for name, value in used.items()}
    for one in functions:
        imported = names_in(one.__code__, "IMPORT_NAME")
        outside |= {name: name.split(".")[0] for name in imported}
        if "__import__" in names_in(one.__code__, "LOAD_GLOBAL"):
            outside["__import__"] = "__import__"
    for name, package in outside.items():
        if package in FOREIGN and package not in exercise.imports:
            packages = " and ".join(_title(name) for name in exercise.imports)
            source = f"{name} from {package}" if name != package else package
            return (
                f"{exercise.name} uses {source}. Write it with {packages} alone: that "
                "is the exercise."
            )
    for name, value in used.items():
        if name not in exercise.parameters and isinstance(value, np.ndarray):
            return (
                f"{exercise.name} uses {name}, a variable of the notebook. It may use "
                f"only its arguments, {', '.join(exercise.parameters)}, and what it "
                "computes from them."
            )
    return ""


def functions_of(function):
    """The function and all that it calls of its own notebook."""
    found = [function]
    for one in found:
        found += [
            value
            for value in used_globals([one]).values()
            if isinstance(value, types.FunctionType)
            and value.__globals__ is function.__globals__
            and value not in found
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


def _package(value):
    """The package that a module, function or class comes from, or an object's class."""
    if isinstance(value, types.ModuleType):
        name = value.__name__
    else:
        name = getattr(value, "__module__", None) or type(value).__module__
    return str(name).split(".")[0]


def _title(package):
    return {"numpy": "NumPy", "torch": "PyTorch"}.get(package, package)
