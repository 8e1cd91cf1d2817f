"""The place in words: the student's own text and line, and which variables are right.

No right value is told, and no expression of the worked solution.
"""

import ast
import contextlib
import functools
import random
import sys

import numpy as np

from nnlib.exercises.attempts import only_truths
from nnlib.exercises.calls.calling import quietly
from nnlib.exercises.places.beside import Beside
from nnlib.exercises.places.pool import Pool
from nnlib.exercises.places.repair import one_place, two_places
from nnlib.exercises.places.rewriting import RETURNED
from nnlib.exercises.places.signs import first, on_the_way
from nnlib.exercises.places.watching import Watched

MOST_NUMBERS = 10_000  # in an array that is returned
LONGEST = 60  # letters of an expression that is told
WAY = (
    " is right in itself, but it is one of the values on the way: is a step missing "
    "behind it, or is it another variable?"
)


def place_of(exercise, function, home, attempts, proved=False):
    """Say where another value makes the answers right; "" where that cannot be told.

    exercise  the exercise
    function  the student's function
    home      the package of the notebook's own functions
    attempts  what the function gave
    proved    whether only a place is told where another value makes the answers right
    """
    if any(map(_is_odd, attempts)):
        return ""
    try:
        with _random_states_kept(), quietly():
            watched = Watched(function, home)
            beside = Beside(watched, Pool(exercise, attempts), exercise, attempts)
            found = _found(beside, proved) if beside.ended else None
            return _words(beside, found) if found else ""
    except Exception:  # it cannot be watched, or holds what breaks whoever looks at it
        return ""


def _is_odd(attempt):
    """Whether more than a value is wrong, or it has too many numbers to compare."""
    got = attempt.answer
    if getattr(got.value, "size", 0) > MOST_NUMBERS:
        return True
    nothing = attempt.found is None and got.error is None
    return nothing or got.changed is not None or got.touched_random


def _found(beside, proved):
    repairs = [one_place, functools.partial(one_place, shared=True), two_places]
    if "torch" in beside.exercise.imports:  # a value put in has no gradient
        repairs = []
    if not proved:
        repairs.insert(0, on_the_way)
    if not proved and not only_truths(beside.attempts):
        repairs.append(first)
    return next(filter(None, (one(beside) for one in repairs)), None)


def _words(beside, found):
    if found.kind == "another order":
        return ""
    if found.kind == "on the way":
        what = f"Value {found.parts[0] + 1}" if found.parts else "What you return"
        return what + WAY
    names = beside.right_names(found.places[0])
    right = f"{_listed(names)} {_is(names)} right. " if names else ""
    places = [_told(beside, k) for k in found.places]
    one = beside.all[found.places[0]]
    if found.kind == "first":
        return (
            f"{right}`{one.target}` in line {one.node.lineno} is the first value that "
            "the worked solution does not have: look there, unless you go another way."
        )
    if found.kind == "two":
        both = " and of ".join(places)
        return f"{right}With other values of {both} all cases come out right."
    if found.kind == "parts":
        told = [
            (place, part + 1)
            for place, k, part in zip(places, found.places, found.parts)
            if right or not _is_all(beside, k)
        ]
        return right + _by_part(told) if told else ""
    if not right and _is_all(beside, found.places[0]):
        return ""
    if _is_named(beside, found.places[0]):
        text = f"`{_text(beside, found.places[0])}` in line {one.node.lineno}"
        return (
            f"{right}{text} is right in itself, but another value is needed there: "
            "with it all cases come out right."
        )
    return f"{right}With another value of {places[0]} all cases come out right."


def _by_part(told):
    """Which values of the answer come right at which place, three places at most."""
    said = {}
    for place, number in told:
        said.setdefault(place, []).append(str(number))
    return " ".join(
        f"Value{'s' * (len(numbers) > 1)} {_joined(numbers)} "
        f"come{'s' * (len(numbers) == 1)} out right with another value of {place}."
        for place, numbers in [*said.items()][:3]
    )


def _is_all(beside, k):
    """Whether an expression is the whole answer, and nothing in it is known."""
    one = beside.all[k]
    on_the_way = [
        j
        for j in _right_inside(beside, k)
        if not any(beside.pool.values[m].answer for m in beside.equal[j])
    ]
    return (one.target == RETURNED or one.target in beside.returned) and not on_the_way


def _told(beside, k):
    inside = [_text(beside, j) for j in _right_inside(beside, k)[:2]]
    but = f" ({_listed(inside)} in it {_is(inside)} right)" if inside else ""
    return f"`{_text(beside, k)}` in line {beside.all[k].node.lineno}{but}"


def _right_inside(beside, k):
    """The outermost expressions in another one that are right, other than variables."""
    kinds = (ast.BinOp, ast.Call, ast.Compare)
    inside = [
        j
        for j, one in enumerate(beside.all)
        if k in one.parents and isinstance(one.node, kinds) and _is_named(beside, j)
    ]
    return [j for j in inside if not {*beside.all[j].parents} & {*inside}]


def _is_named(beside, k):
    """Whether an expression is right: a value with a name in the worked solution."""
    values = [beside.pool.values[m] for m in beside.equal[k]]
    return beside.right[k] and any(one.named and one.made != "flat" for one in values)


def _text(beside, k):
    text = beside.watched.text(beside.all[k].node)
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"


def _is(several):
    return "is" if len(several) == 1 else "are"


def _listed(texts):
    return _joined([f"`{text}`" for text in texts])


def _joined(texts):
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


@contextlib.contextmanager
def _random_states_kept():
    """Leave the generators that all programs share as they are."""
    torch = sys.modules.get("torch")
    states = random.getstate(), np.random.get_state()  # noqa: NPY002
    of_torch = torch and torch.get_rng_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        if torch:
            torch.set_rng_state(of_torch)
