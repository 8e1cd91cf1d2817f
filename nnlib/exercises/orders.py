"""Values that stand in another order than the task's, told by their names.

An order is named only if it is the one that fits the answers to all cases.
"""

import ast
import functools
import inspect
import textwrap
from itertools import permutations

from nnlib.exercises.calls.values import agree

MOST = 6  # values of which all orders are tried


def has_another_order(exercise, attempts):
    """Name the order that came: all values are right in it, or at least the shapes."""
    count = len(attempts[0].wanted)
    one_count = all(len(attempt.wanted) == count for attempt in attempts)
    all_came = all(isinstance(attempt.found, list) for attempt in attempts)
    if exercise.measured or not (one_count and all_came) or not 2 <= count <= MOST:
        return None

    def equal(got, right):
        return agree([got], [right], exercise.rtol, exercise.atol)

    def of_one_shape(got, right):
        return got.shape == right.shape

    names = value_names(exercise.reference)
    names = names or [f"value {place + 1}" for place in range(count)]
    if order := _only_order(attempts, equal):
        return (
            "The values are right, but they stand in another order: "
            f"{_listed(names, order)}. Return {', '.join(names)}."
        )
    if order := _only_order(attempts, of_one_shape):
        return (
            f"The shapes are those of {_listed(names, order)}, in this order. Return "
            f"{', '.join(names)}."
        )
    return None


def _only_order(attempts, fits):
    """The one order in which what came fits what is right in all cases, or None."""
    places = range(len(attempts[0].wanted))
    there = [
        order
        for order in permutations(places)
        if all(
            all(fits(a.found[i], a.wanted[place]) for i, place in enumerate(order))
            for a in attempts
        )
    ]
    return there[0] if len(there) == 1 and there[0] != tuple(places) else None


def _listed(names, order):
    return ", ".join(names[place] for place in order)


@functools.cache
def value_names(function):
    """What the values are called that a function returns; () where nothing says it."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # a function without a text of its own
        return ()
    last = getattr(tree.body[0], "body", [None])
    value = getattr(last[-1] if isinstance(last, list) else None, "value", None)
    if not isinstance(value, ast.Tuple):
        return ()
    names = tuple(map(_name, value.elts))
    return names if all(names) else ()


def _name(element):
    """W1 of `new_W1`, losses of `np.array(losses)`; "" of anything else."""
    if isinstance(element, ast.Call) and len(element.args) == 1:
        (element,) = element.args
    name = element.id if isinstance(element, ast.Name) else ""
    return name.removeprefix("new_")
