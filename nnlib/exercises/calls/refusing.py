"""Why a function is not tried at all, in `check` and where it is marked alike.

Nothing of the function is called here.
"""

import dis
import inspect
import types
from typing import NamedTuple

from nnlib.exercises.calls.surroundings import complaint
from nnlib.exercises.calls.values import in_words

IDLE = ("RESUME", "NOP")  # instructions that do nothing
RESULTS = ("builtins", "numpy", "torch")  # whose objects a call may have given


class Task(NamedTuple):
    """What a function is asked for: of an exercise, all that may be known of it."""

    id: str
    name: str
    parameters: tuple
    imports: tuple

    @property
    def call(self):
        """How the function is called: `delta_output(Y_hat, Y)`."""
        return f"{self.name}({', '.join(self.parameters)})"


def task_of(exercise):
    """The task of an exercise."""
    return Task(
        exercise.id, exercise.name, tuple(exercise.parameters), tuple(exercise.imports)
    )


def refusal_of(task, function, home):
    """Say why a function is not tried; "" if it can be.

    `home` is the package of the notebook's own functions.
    """
    if not callable(function) or isinstance(function, type):
        return _not_a_function(task, function)
    if not _takes(function, task.parameters):
        own = getattr(function, "__name__", "")
        yours = f"yours {f'is {own}' if own else 'takes '}{inspect.signature(function)}"
        return (
            f"{task.name} needs the parameters of {task.call}; {yours}. It is called "
            "with these, in this order: write them behind `def`."
        )
    return complaint(task, inspect.unwrap(function), home)


def is_empty(function):
    """Whether a function has nothing in it but a docstring, `pass` or `...`."""
    if not isinstance(function, types.FunctionType):
        return False
    code = [i for i in dis.get_instructions(function) if i.opname not in IDLE]
    return [i.argval for i in code if i.opname != "RETURN_VALUE"] == [None]


def _not_a_function(task, value):
    got, without = in_words(value), ""
    if isinstance(value, type):
        got = f"the class {value.__name__}"
    elif isinstance(value, str):
        without = ", without quotes"
    elif type(value).__module__ in RESULTS:
        without = ", without calling it"
    return (
        f"check needs the function {task.name} itself; got {got}. "
        f'Write check("{task.id}", {task.name}){without}.'
    )


def _takes(function, arguments):
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:  # built-in functions do not always tell
        return True
    return True
