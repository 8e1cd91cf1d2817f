"""The place in words: the student's own text and line, and which variables are right.

No right value is told, and no expression of the worked solution.
"""

import ast
import contextlib
import io
import random
import sys
import warnings

import numpy as np

from nnlib.exercises.places.pool import Pool
from nnlib.exercises.places.rewriting import RETURNED
from nnlib.exercises.places.search import Search
from nnlib.exercises.places.watching import NotWatched, Watched

LONGEST = 60  # letters of an expression that is told


def place_of(exercise, attempts, function, home):
    """Say where another value makes the answers right; "" where that cannot be told.

    exercise  the exercise
    attempts  what the function gave
    function  the student's function
    home      the package of the notebook's own functions
    """
    if any(map(_is_odd, attempts)):
        return ""
    try:
        with _random_states_kept(), _unheard():
            watched = Watched(function, home)
            search = Search(watched, Pool(exercise, attempts), exercise, attempts)
            found = search.found(repairs="torch" not in exercise.imports)
    except NotWatched:
        return ""
    return _words(search, found) if found else ""


def _is_odd(attempt):
    """Whether more than a value is wrong."""
    got = attempt.answer
    nothing = attempt.found is None and got.error is None
    return nothing or got.changed is not None or got.touched_random


def _words(search, found):
    place = found.places[0]
    names = search.right_names(place)
    right = f"{_listed(names)} {'is' if len(names) == 1 else 'are'} right. " if names else ""
    one = search.all[place]
    match found.kind:
        case "on the way":
            return ("What you return is right, but it is one of the values on the way: is a step missing behind it, or is it another variable?")
        case "first":
            return f"{right}`{one.target}` in line {one.node.lineno} is the first value that the worked solution does not have: look there, unless you go another way."
        case "two":
            first, second = (_told(search, k) for k in found.places)
            return f"{right}With other values of {first} and of {second} all cases come out right."
        case "parts":
            said = [f"Value {part + 1} comes out right with another value of {_told(search, k)}." for part, k in zip(found.values, found.places)]
            return right + " ".join(said)
    inside = _right_inside(search, place)
    if one.target == RETURNED and not right and not inside:
        return ""
    if search.equal[place]:
        return f"{right}`{_text(search, place)}` is one of the right values, but in line {one.node.lineno} another one is needed: with it all cases come out right."
    return f"{right}With another value of {_told(search, place)} all cases come out right."


def _told(search, k):
    inside = _right_inside(search, k)
    but = f" ({_listed(inside)} in it {'is' if len(inside) == 1 else 'are'} right)" if inside else ""
    return f"`{_text(search, k)}` in line {search.all[k].node.lineno}{but}"


def _right_inside(search, k):
    kinds = (ast.BinOp, ast.Call, ast.Compare)
    inside = [j for j, one in enumerate(search.all) if k in one.parents and search.equal[j] and isinstance(one.node, kinds)]
    outer = [j for j in inside if not set(search.all[j].parents) & set(inside)]
    return [_text(search, j) for j in outer][:2]


def _text(search, k):
    text = search.watched.text(search.all[k].node)
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"


def _listed(texts):
    texts = [f"`{text}`" for text in texts]
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


@contextlib.contextmanager
def _unheard():
    """Swallow what is printed, and warnings."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield
