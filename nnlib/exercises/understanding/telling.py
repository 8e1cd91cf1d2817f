"""What is said of the mistakes that give the answers, in the words of the course.

Nothing is said of what the student did: only what comes out exactly the same.
"""

import functools
import warnings

import numpy as np

from nnlib.exercises.understanding.schema import Schema
from nnlib.exercises.understanding.search import Search
from nnlib.exercises.understanding.trials import Trials

OPERATIONS = 6_000_000  # to be tried for one answer
MOST_ENTRIES = 100_000  # of an answer: more than any right one has


def explanation(exercise, attempts):
    """The mistakes that give exactly these answers, in words; None if none is found."""
    schema = _schema_of(exercise)
    if schema is None or not all(map(_tells, attempts)):
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        trials = Trials(exercise, attempts, schema, OPERATIONS)
        return _found(trials, schema) if trials.says_enough else None


def _found(trials, schema):
    mutants = schema.mutants(trials.given(trials.probe))
    search = Search(trials, [*schema.slips, *mutants])
    if single := search.one():
        return (
            "You get exactly what comes out if one thing is done wrongly. "
            f"{_sentence(single)}"
        )
    if pair := search.two(by_hand=trials.counts):
        first, second = sorted(pair, key=lambda one: min(one[0].sites))
        return (
            "You get exactly what comes out if two things are done wrongly at once. "
            f"First: {_sentence(first)} Second: {_sentence(second)}"
        )
    return None


@functools.cache
def _schema_of(exercise):
    """The schema of an exercise; None where its reference has no source to rewrite."""
    try:
        return Schema(exercise)
    except (OSError, ValueError, SyntaxError):
        return None


def _tells(attempt):
    """Whether an answer can be compared: it has values, and left all else alone."""
    answer = attempt.answer
    if answer.error:
        return True
    found = attempt.found
    few = isinstance(found, list) and sum(a.size for a in found) < MOST_ENTRIES
    return few and answer.changed is None and not answer.touched_random


def _sentence(mistakes):
    """Say the simplest, with its place if the others do not have another one."""
    best = mistakes[0]
    if best.by_hand:
        return best.words
    alike = [
        one for one in mistakes if one.words == best.words and one.rank == best.rank
    ]
    places = best.places if all(one.places == best.places for one in alike) else ()
    where = f"in {' and '.join(places)}, " if places else ""
    words = where + best.words
    return f"{words[0].upper()}{words[1:]}."
