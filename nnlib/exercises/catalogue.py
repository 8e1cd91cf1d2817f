"""The exercises of the course by their numbers; a notebook's are read when asked for.

`find("1.2")` is the second exercise of notebook 01: the `EXERCISE` with this id of one
of the modules in the folder `notebook_01`.
"""

import functools
import pkgutil
import re
from importlib import import_module
from pathlib import Path


def notebooks():
    """The numbers of the notebooks that have exercises."""
    folders = Path(__file__).parent.glob("notebook_[0-9][0-9]")
    return sorted(int(folder.name[-2:]) for folder in folders)


@functools.cache
def exercises_of(notebook):
    """The exercises of a notebook, in their order."""
    package = import_module(f"nnlib.exercises.notebook_{notebook:02}")
    modules = [
        import_module(f"{package.__name__}.{module.name}")
        for module in pkgutil.iter_modules(package.__path__)
    ]
    found = [module.EXERCISE for module in modules if hasattr(module, "EXERCISE")]
    return tuple(sorted(found, key=lambda exercise: exercise.number))


def find(id):
    """The exercise with this id; raises ValueError, naming the others, without one."""
    if not isinstance(id, str):
        raise TypeError(f'id needs a text such as "1.2"; got {id!r:.40}.')
    number = int(id.split(".")[0]) if re.fullmatch(r"\d{1,2}\.\d{1,2}", id) else 0
    there = exercises_of(number) if number in notebooks() else []
    for exercise in there:
        if exercise.id == id:
            return exercise
    known = ", ".join(exercise.id for exercise in there)
    known = known or ", ".join(f"{number}.1, ..." for number in notebooks())
    raise ValueError(f"id needs the number of an exercise, {known}; got {id!r:.40}.")
