"""What is said of the mistakes that give the answers, in the words of the course.

Nothing is said of what the student did: only what comes out exactly the same.
"""

import functools

from nnlib.exercises.calls.calling import quietly
from nnlib.exercises.understanding.rewriting import ANSWER
from nnlib.exercises.understanding.schema import Schema
from nnlib.exercises.understanding.search import Search
from nnlib.exercises.understanding.trials import Trials

OPERATIONS = 8_000_000  # to be tried for one answer
MOST_ENTRIES = 100_000  # of an answer: more than any right one has


def explanation(exercise, attempts):
    """The mistakes that give exactly these answers, in words; None if none is found."""
    found = mistakes_in(exercise, attempts)
    said = [_sentence(alike) for alike in found]
    if len(said) == 2:
        return (
            "You get exactly what comes out if two things are done wrongly at once. "
            f"First: {said[0]} Second: {said[1]}"
        )
    start = "You get exactly what comes out if one thing is done wrongly."
    return f"{start} {said[0]}" if said else None


def mistakes_in(exercise, attempts):
    """The one or two mistakes that give exactly these answers; () if none are found.

    For each comes a list: all that cannot be told apart, the simplest first.
    """
    schema = schema_of(exercise)
    if schema is None or not all(map(_tells, attempts)):
        return ()
    with quietly():
        trials = Trials(exercise, attempts, schema, OPERATIONS)
        if not trials.says_enough or not trials.sound:
            return ()
        mutants = schema.mutants(trials.given(trials.probe))
        search = Search(trials, [*schema.slips, *mutants])
        if single := search.one():
            return (single,)
        pair = search.two(by_hand=trials.counts)
        return sorted(pair, key=lambda alike: min(alike[0].sites))


@functools.cache
def schema_of(exercise):
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
    """Say the simplest, or what is common to all, with its place if there is one."""
    best = mistakes[0]
    if best.by_hand:
        return best.words
    if len({one.places for one in mistakes}) > 1:
        of_answer = (m for m in mistakes if m.places and m.places[0].endswith(ANSWER))
        best = next(of_answer, best)
    alike = [one for one in mistakes if one.words == best.words]
    places = best.places if all(one.places == best.places for one in alike) else ()
    where = f"in {' and '.join(places)}, " if places else ""
    words = where + best.words
    return f"{words[0].upper()}{words[1:]}."
