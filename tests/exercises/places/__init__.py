"""The place in a wrong answer: what is said of it, and what is left alone."""

import numpy as np

from nnlib.exercises.attempts import attempts_at
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import find
from nnlib.exercises.places.telling import place_of
from tests.support.in_a_cell import HOME, defined_in

SEED = 20


def attempts_of(exercise, function):
    """What a function gives in all cases of an exercise."""
    cases = exercise.drawn(np.random.default_rng(SEED))
    return attempts_at(exercise, cases, [answer(function, c.arguments) for c in cases])


def place_in(id, *cells):
    """What is said of the place in the answer of a cell, the last one."""
    exercise = id if hasattr(id, "reference") else find(id)
    function = defined_in(*cells, name=exercise.name)
    return place_of(exercise, function, HOME, attempts_of(exercise, function))
