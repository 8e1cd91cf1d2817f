"""The search for the one or two mistakes that give the answers, in every case.

First on the case that tells most, then on all. The simplest comes first.
"""

import itertools
from typing import NamedTuple

import numpy as np

from nnlib.exercises.understanding.rewriting import ANSWER


class Candidate(NamedTuple):
    """Mistakes that cannot be told apart in the case that tells most."""

    mistakes: list  # the simplest first
    outcome: object  # of the case: arrays, or the kind of an error
    touched: int  # the values that it changes, as bits
    fitting: int  # those that come out as in the answer

    @property
    def rank(self):
        """How often the simplest of them is made: 0 for one that is written by hand."""
        return 0 if self.mistakes[0].by_hand else 1 + self.mistakes[0].rank

    @property
    def free(self):
        """Whether the values that it changes do not say what it changes in a pair."""
        order = ANSWER in self.mistakes[0].places
        return isinstance(self.outcome, str) or order or not self.touched


class Search:
    """All that one or two of `mistakes` give in the case that tells most."""

    def __init__(self, trials, mistakes):
        self._trials, self._probe = trials, trials.probe
        self._reference = trials.outcome((), self._probe)
        self._mine = trials.mine[self._probe]
        self._candidates, self._idle = {}, []
        for mistake in sorted(mistakes, key=_simplicity):
            self._sort_in(mistake, trials.outcome(mistake.entries, self._probe))

    def _sort_in(self, mistake, outcome):
        if isinstance(outcome, str):
            if mistake.shapes:
                every = (1 << len(self._reference)) - 1
                one = Candidate([mistake], outcome, every, every)
                self._candidates[mistake] = one
            return
        key = tuple((array.shape, array.round(9).tobytes()) for array in outcome)
        if key in self._candidates:
            self._candidates[key].mistakes.append(mistake)
        elif touched := self._differing(self._reference, outcome):
            every = (1 << len(outcome)) - 1
            fitting = every & ~self._differing(self._mine, outcome)
            one = Candidate([mistake], outcome, touched, fitting)
            self._candidates[key] = one
        else:
            self._idle.append(mistake)
            if mistake.by_hand:
                self._candidates[mistake] = Candidate([mistake], outcome, 0, 0)

    def _differing(self, one, other):
        same = map(self._trials.same_part, one, other)
        return sum((not flag) << place for place, flag in enumerate(same))

    def one(self):
        """All single mistakes that fit, the simplest first."""
        near = (mistake for one in self._near() for mistake in one.mistakes)
        fitting = [one for one in near if self._trials.fits(one.entries)]
        return sorted(fitting, key=_simplicity)

    def _near(self):
        """The candidates that give what came in the case that tells most."""
        there = self._candidates.values()
        return [c for c in there if self._trials.same(self._mine, c.outcome)]

    def two(self, by_hand):
        """Two mistakes that fit together, as two lists of equal ones; else ().

        With `by_hand` both are of those that are written by hand.
        """
        for one, other, number in itertools.chain(self._beside_idle(), self._pairs()):
            if self._trials.left < 0:
                break
            a, b = one.mistakes, other.mistakes
            if by_hand and not (a[0].by_hand and b[0].by_hand):
                continue
            if not any(self._trials.gives(e, number) for e in _compatible(a, b)):
                continue
            if found := self._in_every_case(a, b):
                return found
        return ()

    def _in_every_case(self, one, other):
        fitting = [
            (a, b)
            for a, b in itertools.product(one, other)
            if a.goes_with(b)
            and self._trials.left > 0
            and self._trials.fits(a.entries + b.entries)
        ]
        if not fitting:
            return ()
        a, b = fitting[0]
        return [x for x, y in fitting if y is b], [y for x, y in fitting if x is a]

    def _beside_idle(self):
        """Pairs of which one alone gives the case that tells most, but not another."""
        trials = self._trials
        for mistake in (mistake for one in self._near() for mistake in one.mistakes):
            missing = (i for i in trials.order if not trials.gives(mistake.entries, i))
            number = next(missing, None)
            if number is not None:
                one = Candidate([mistake], (), 0, 0)
                yield from ((one, Candidate([i], (), 0, 0), number) for i in self._idle)

    def _pairs(self):
        """Pairs that can give what came, the simplest first.

        A value that only one of the two changes comes out as with that one alone.
        """
        there = list(self._candidates.values())
        rank, touched, fitting, free = (
            np.array([getattr(one, field) for one in there], int)
            for field in ("rank", "touched", "fitting", "free")
        )
        a, b = np.triu_indices(len(there))
        only_a, only_b = touched[a] & ~touched[b], touched[b] & ~touched[a]
        lost = only_a & ~fitting[a] | only_b & ~fitting[b]
        wrong = self._differing(self._mine, self._reference)
        possible = (lost == 0) & (touched[a] | touched[b] == wrong) | (
            free[a] | free[b] > 0
        )
        order = np.argsort(rank[a] + rank[b], kind="stable")
        for place in order[possible[order]]:
            yield there[a[place]], there[b[place]], self._probe


def _compatible(one, other):
    """Entries of both: of the simplest, or of some where those do not go together."""
    pairs = ((a, b) for a in one for b in other if a.goes_with(b))
    simplest = one[0].goes_with(other[0])
    some = itertools.islice(pairs, 1 if simplest else 3)
    return (a.entries + b.entries for a, b in some)


def _simplicity(mistake):
    """A key to sort by: what is made often, in few places that have words, early."""
    sites = sorted(mistake.sites)
    several = len(sites) > 1
    return not mistake.by_hand, mistake.rank, several, not mistake.places, sites
