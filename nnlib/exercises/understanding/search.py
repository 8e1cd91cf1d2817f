"""The search for the one or two mistakes that give the answers, in every case.

First on the case that tells most, then on all. The simplest comes first.
"""

import itertools
from typing import NamedTuple

import numpy as np


class Candidate(NamedTuple):
    """Mistakes that cannot be told apart in the case that tells most."""

    mistakes: list  # the simplest first
    outcome: object  # of the case: arrays, or the kind of an error
    touched: int  # the values that it changes, as bits
    fitting: int  # those of them that come out as in the answer


def single_mistake(trials, mistakes):
    """All single mistakes that fit, the simplest first."""
    fitting = [one for one in mistakes if trials.fits(one.entries)]
    return sorted(fitting, key=simplicity)


def simplicity(mistake):
    """A key to sort by: what is made often, in few places that have words, early."""
    sites = sorted(mistake.sites)
    return (
        not mistake.by_hand,
        mistake.rank,
        len(sites) > 1,
        not mistake.places,
        sites,
    )


def two_mistakes(trials, mistakes):
    """Two mistakes that fit together, as two lists of equal ones; None without any."""
    candidates = _candidates(trials, mistakes)
    for one, other in _pairs(trials, candidates):
        if trials.left < 0:
            return None
        entries = one.mistakes[0].entries + other.mistakes[0].entries
        if not trials.same(trials.mine[trials.probe], trials.outcome(entries, trials.probe)):
            continue
        if found := _in_every_case(trials, one, other):
            return found
    return None


def _in_every_case(trials, one, other):
    pairs = itertools.product(one.mistakes, other.mistakes)
    fitting = [
        (a, b)
        for a, b in pairs
        if a.goes_with(b) and trials.left > 0 and trials.fits(a.entries + b.entries)
    ]
    if not fitting:
        return None
    a, b = fitting[0]
    return [x for x, y in fitting if y is b], [y for x, y in fitting if x is a]


def _candidates(trials, mistakes):
    """Group the mistakes that change the case that tells most, by what they give."""
    reference = trials.outcome((), trials.probe)
    mine, found = trials.mine[trials.probe], {}
    for mistake in sorted(mistakes, key=simplicity):
        outcome = trials.outcome(mistake.entries, trials.probe)
        if isinstance(outcome, str):
            if mistake.shapes:
                every = (1 << len(reference)) - 1
                found[mistake] = Candidate([mistake], outcome, every, every)
            continue
        key = tuple((a.shape, a.round(9).tobytes()) for a in outcome)
        if key in found:
            found[key].mistakes.append(mistake)
            continue
        touched = _bits(not trials.same_part(*pair) for pair in zip(reference, outcome))
        fitting = _bits(trials.same_part(*pair) for pair in zip(mine, outcome))
        if touched:
            found[key] = Candidate([mistake], outcome, touched, fitting)
    return list(found.values())


def _bits(flags):
    return sum(flag << place for place, flag in enumerate(flags))


def _pairs(trials, candidates):
    """Pairs that can give what came, the simplest first.

    A value that only one of the two touches comes out as with that one alone.
    """
    reference = trials.outcome((), trials.probe)
    mine = trials.mine[trials.probe]
    bad = _bits(not trials.same_part(*pair) for pair in zip(mine, reference))
    touched = np.array([one.touched for one in candidates], int)
    fitting = np.array([one.fitting for one in candidates], int)
    free = np.array([_exchanges(one.mistakes[0]) or isinstance(one.outcome, str) for one in candidates], bool)
    a, b = np.triu_indices(len(candidates), 1)
    alone = touched[a] & ~touched[b] & ~fitting[a] | touched[b] & ~touched[a] & ~fitting[b]
    possible = (alone == 0) & (touched[a] | touched[b] == bad) | free[a] | free[b]
    rank = np.array([_rank(one.mistakes[0]) for one in candidates], int)
    order = np.argsort(rank[a] + rank[b], kind="stable")
    for place in order[possible[order]]:
        one, other = candidates[a[place]], candidates[b[place]]
        if one.mistakes[0].goes_with(other.mistakes[0]):
            yield one, other


def _rank(mistake):
    return 0 if mistake.by_hand else 1 + mistake.rank


def _exchanges(mistake):
    return "answer" in mistake.words
