"""Look for the place where another value makes a student's answers right.

A right value is put in the place of one expression, and the function is run once more.
An expression is tried only if all variables in it hold right values.
"""

import copy
import functools
from typing import NamedTuple

from nnlib.exercises.attempts import attempt_of
from nnlib.exercises.calls.calling import Answer, answer
from nnlib.exercises.calls.errors import Raised
from nnlib.exercises.calls.values import agree, count
from nnlib.exercises.places.rewriting import RETURNED

RUNS = 500  # that one search makes
STEPS = 60_000  # of all its runs together
LARGEST = 400  # numbers in the case that is tried first
FAILED = Raised("", "")


class Found(NamedTuple):
    """What was found: of which kind, and the numbers of the expressions."""

    kind: str  # "proved", "parts", "two", "on the way" or "first"
    places: tuple
    values: tuple = ()  # which values of the answer come right, for "parts"


def value_of(function, arguments):
    """The answer of a call whose prints and warnings are nobody's concern."""
    try:
        return Answer(function(*copy.deepcopy(arguments)))
    except (Exception, SystemExit):
        return Answer(error=FAILED)


class Search:
    """A student's function beside the worked solution.

    watched   the function, `Watched`
    pool      the right values, a `Pool`
    exercise  the exercise
    attempts  what the function gave
    """

    def __init__(self, watched, pool, exercise, attempts):
        self.watched, self.pool, self.exercise = watched, pool, exercise
        self.attempts, self.runs, self.all = attempts, 0, watched.found
        self.parts = len(attempts[0].wanted)
        self.longest, kept, self.times = STEPS // len(attempts), [], []
        self.ended = all(self._kept(case, kept) for case in range(len(attempts)))
        self.longest = 1000 + 5 * watched.work // len(attempts)
        self.mine = [[one.get(k) for one in kept] for k in range(len(self.all))]
        self.equal = [pool.equal(mine) for mine in self.mine]
        self.fine = {k for k, one in enumerate(self.all) if one.name and self._is_fine(k)}

    def _kept(self, case, kept):
        done = self._run(case, {}, keeps=True)
        kept.append(self.watched.values)
        self.times.append(self.watched.times)
        return done is not None

    def found(self, repairs):
        """The place, as `Found`; None if it cannot be told."""
        if not self.ended:
            return None
        self.probe = self._probe()
        tries = [self._on_the_way, self._first]
        if repairs:
            by_shares = functools.partial(self._one_place, shared=True)
            tries[1:1] = [self._one_place, by_shares, self._two_places]
        return next(filter(None, (one() for one in tries)), None)

    def right_names(self, before):
        """The variables that hold right values, up to four before the expression."""
        wholes = [(k, one) for k, one in enumerate(self.all) if one.target]
        wrong = {one.target for k, one in wholes if not self._is_told_right(k)}
        names = dict.fromkeys(one.target for k, one in wholes if k < before)
        return [name for name in names if name.isidentifier() and name not in wrong][-4:]

    def _is_told_right(self, k):
        shared = [self.pool.values[m].shared for m in self.equal[k]]
        return self.all[k].target != RETURNED and not all(shared)

    def _is_fine(self, k):
        """Whether a variable holds a right value, or one that its author chooses."""
        free = self.all[k].name in self.watched.free
        return free or bool(self.equal[k]) or self.pool.is_near(self.mine[k])

    def _probe(self):
        """The wrong case to try first: a large one, without an error if there is one."""
        wrong = [k for k, attempt in enumerate(self.attempts) if not attempt.right]
        quiet = [k for k in wrong if self.attempts[k].answer.error is None] or wrong
        sizes = {k: count(self.attempts[k].case.arguments) for k in quiet}
        return max(quiet, key=lambda k: min(sizes[k], LARGEST))

    def _run(self, case, puts, keeps=False, call=value_of):
        """Run one case with right values in places, {expression: value}."""
        attempt, put = self.attempts[case], {}
        for k, m in puts.items():
            theirs = self.pool.values[m].sequences[case]
            if theirs is None and self.mine[k][case]:
                return None
            put[k] = theirs or []
        self.runs += 1

        def tried(function):
            return attempt_of(function, attempt, self.exercise, call)

        return self.watched.run(tried, self.longest, put, keeps)

    @property
    def _is_over(self):
        return self.runs >= RUNS or self.watched.work >= STEPS

    def _tries(self, sequences, fine, shared=False):
        """What is put where: pairs of an expression and the number of a right value."""
        for k, one in enumerate(self.all):
            names = [j for j, inner in enumerate(self.all) if inner.name and (j == k or k in inner.parents) and sequences.get(j)]
            last = one.name and one.target == RETURNED
            mine = sequences.get(k)
            if last or not fine.issuperset(names) or not mine or any(a is None for a in mine):
                continue
            equal = self.pool.tables[self.probe].equal(mine)
            for m, value in enumerate(self.pool.values):
                theirs = value.sequences[self.probe]
                if value.shared != shared:
                    continue
                if one.name and (value.answer or not value.named or shared):
                    continue
                if theirs and m not in equal and _fits(one, bool(equal), mine, theirs):
                    yield k, m

    def _right_parts(self, attempt):
        if attempt is None or not isinstance(attempt.found, list):
            return [False] * self.parts
        close = self.exercise.rtol, self.exercise.atol
        return [agree([a], [b], *close) for a, b in zip(attempt.found, attempt.wanted)]

    def _everywhere(self, puts, part=None):
        """Whether all cases come right, or one value of the answer in all of them."""
        for case in range(len(self.attempts)):
            attempt = self._run(case, puts, call=answer)
            if attempt is None:
                return False
            if not (attempt.right if part is None else self._right_parts(attempt)[part]):
                return False
        return True

    def _on_the_way(self):
        """What is returned is right, but another value is asked for."""
        ends = [k for k, one in enumerate(self.all) if one.target == RETURNED]
        if self.parts > 1 or len(ends) != 1:
            return None
        values = [self.pool.values[m] for m in self.equal[ends[0]]]
        if any(value.named and not value.shared and not value.given for value in values):
            return Found("on the way", (ends[0],))
        return None

    def _one_place(self, shared=False):
        """One other value makes all right, or some values of the answer."""
        mine = {k: one[self.probe] for k, one in enumerate(self.mine)}
        before = self._right_parts(self.attempts[self.probe])
        proved, by_part = [], {}
        for k, m in self._tries(mine, self.fine, shared):
            if self._is_over or (proved and self._is_behind(k, proved)):
                break
            if k in proved:
                continue
            attempt = self._run(self.probe, {k: m})
            if attempt is not None and attempt.right:
                if self._everywhere({k: m}):
                    proved.append(k)
                continue
            after = self._right_parts(attempt)
            if all(b <= a for b, a in zip(before, after)):
                for part in range(self.parts):
                    if after[part] > before[part] and self._everywhere({k: m}, part):
                        by_part.setdefault(part, []).append(k)
        if proved:
            return Found("proved", (self._innermost(proved),))
        if by_part and self.parts > 1:
            parts = sorted(by_part)
            return Found("parts", tuple(self._innermost(by_part[p]) for p in parts), tuple(parts))
        return None

    def _is_behind(self, k, proved):
        """Whether an expression stands in a line behind those that are proved."""
        inside = set(self.all[k].parents) & set(proved)
        return not inside and self.all[k].node.lineno > self.all[proved[0]].node.lineno

    def _innermost(self, found):
        """The innermost of the places; of several, the first."""
        around = {parent for k in found for parent in self.all[k].parents}
        inner = sorted({*found} - around)
        return min(inner, key=lambda k: (self.all[k].node.lineno, k))

    def _two_places(self):
        """Two other values: the first makes values behind it right, both make all right."""
        if self.parts > 1:
            return None
        mine = {k: one[self.probe] for k, one in enumerate(self.mine)}
        scored = []
        wrong = [k for k, one in enumerate(self.all) if one.target and not self.equal[k]]
        for k, m in self._tries(mine, self.fine):
            if self._is_over:
                break
            self._run(self.probe, {k: m}, keeps=True)
            now = dict(self.watched.values)
            gained = [j for j in wrong if j != k and k not in self.all[j].parents and j not in self.all[k].parents and now.get(j) and self.pool.tables[self.probe].equal(now[j])]
            if gained:
                scored.append((len(gained), -k, m, now))
        for _, k, m, now in sorted(scored, key=lambda s: s[:2], reverse=True)[:4]:
            k = -k
            fine = {j for j, one in enumerate(self.all) if one.name and (j in self.fine or now.get(j) and self.pool.tables[self.probe].equal(now[j]))}
            hits = []
            for k2, m2 in self._tries(now, fine):
                if self._is_over:
                    break
                if k2 == k or k2 in self.all[k].parents or k in self.all[k2].parents:
                    continue
                attempt = self._run(self.probe, {k: m, k2: m2})
                if attempt is not None and attempt.right and self._everywhere({k: m, k2: m2}):
                    hits.append(k2)
            if hits:
                return Found("two", (k, self._innermost(hits)))
        return None

    def _first(self):
        """The variable that is the first in time to get a value of no right solution."""
        dated = []
        table = self.pool.tables[self.probe]
        for k, one in enumerate(self.all):
            mine = self.mine[k][self.probe]
            if not one.target or one.target == RETURNED or not mine or any(a is None or not a.size for a in mine):
                continue
            if self.equal[k] or one.target in self.watched.free or self.pool.is_near(self.mine[k]):
                continue
            agreed = max((_prefix(mine, value.sequences[self.probe]) for value in self.pool.values), default=0)
            if agreed < len(mine):
                dated.append((self.times[self.probe][k][agreed], agreed, k))
        if not dated:
            return None
        _, agreed, k = min(dated)
        names = [j for j, inner in enumerate(self.all) if inner.name and k in inner.parents]
        if not self.right_names(k) or not (agreed or self.fine.issuperset(names)):
            return None
        return Found("first", (k,))


def _prefix(mine, theirs):
    from nnlib.exercises.places.pool import _same
    import numpy as np
    n = 0
    for a, b in zip(mine, theirs or ()):
        if a.shape != np.shape(b) or not _same((np.array([0]), np.array([b.ravel()])), [a]):
            break
        n += 1
    return n


def _fits(one, right, mine, theirs):
    """Whether values can stand in the place of others: of the same shapes, as a rule."""
    if len(mine) != len(theirs):
        return False
    if all(a.shape == b.shape for a, b in zip(mine, theirs)):
        return True
    other = not one.name and not right and len(mine) == 1
    return other and (mine[0].ndim == theirs[0].ndim or bool(one.target))
