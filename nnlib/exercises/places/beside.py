"""A student's function beside the worked solution: which of its values are right.

It can be run again with right values in some places.
"""

import copy
from time import perf_counter

from nnlib.exercises.attempts import attempt_of
from nnlib.exercises.calls.calling import Answer, answer
from nnlib.exercises.calls.errors import Raised
from nnlib.exercises.calls.values import agree, count
from nnlib.exercises.places.copies import NotWatched
from nnlib.exercises.places.pool import passes_alike
from nnlib.exercises.places.rewriting import RETURNED

STEPS = 160_000  # of all runs together: they end at the same one on every machine
RUN = 150  # steps that a run costs besides its own
SLOW = 2.0  # seconds, for what takes long in one step: then nothing is told
LARGEST = 400  # numbers in the case that is tried first


class Beside:
    """A student's function, and the values that it computes.

    watched   the function, `Watched`
    pool      the right values, a `Pool`
    exercise  the exercise
    attempts  what the function gave
    """

    def __init__(self, watched, pool, exercise, attempts):
        self.watched, self.pool, self.exercise = watched, pool, exercise
        self.latest = perf_counter() + SLOW
        self.attempts, self.all, self.longest = attempts, watched.found, STEPS // 20
        self.values, self.times, self.ended = [], [], True
        for case in range(len(attempts)):
            self.ended = self.run(case, {}, keeps=True) is not None and self.ended
            self.values.append(watched.values)
            self.times.append(watched.times)
        self.longest = 1000 + 5 * watched.work // len(attempts)
        self.mine = [self._sequences(k) for k in range(len(self.all))]
        self.equal = [pool.equal(mine) for mine in self.mine]
        self.right = [self._is_right(k) for k in range(len(self.all))]
        self.names = [self._open_names(k) for k in range(len(self.all))]
        self.returned = {one.name for one in self.all if one.target == RETURNED} - {""}
        self.probe = self._probe()
        self.table = pool.tables[self.probe]
        self.alike = {
            k: self._passes_right(k) for k, one in enumerate(self.all) if one.name
        }

    @property
    def is_over(self):
        """Whether all steps are used up."""
        return self.watched.work >= STEPS

    def run(self, case, puts, keeps=False, call=None):
        """Run a case with right values in places, {expression: number of the value}.

        Returns the attempt, None if the run does not end or has no such value.
        """
        mine, put = self.attempts[case], {}
        for k, m in puts.items():
            put[k] = self.pool.values[m].sequences[case] or []
            if not put[k] and self.mine[k][case]:
                return None
        self.watched.work += RUN
        if perf_counter() > self.latest:
            raise NotWatched

        def tried(function):
            return attempt_of(function, mine, self.exercise, call or _value_of)

        return self.watched.run(tried, self.longest, put, keeps)

    def parts_right(self, attempt):
        """Which values of an answer are right."""
        if attempt is None or not isinstance(attempt.found, list):
            return [False] * len(self.attempts[0].wanted)
        close = self.exercise.rtol, self.exercise.atol
        return [agree([a], [b], *close) for a, b in zip(attempt.found, attempt.wanted)]

    def all_right(self, puts, part=None):
        """Whether all cases come right, or one value of the answer in all cases."""
        for case in range(len(self.attempts)):
            attempt = self.run(case, puts, call=answer)
            if attempt is None or (not attempt.right and part is None):
                return False
            if part is not None and not self.parts_right(attempt)[part]:
                return False
        return True

    def right_names(self, before):
        """The last four variables before an expression that only hold right values."""
        wholes = [(k, one) for k, one in enumerate(self.all) if one.target]
        wrong = {
            one.target
            for k, one in wholes
            if one.name or not one.alone or one.target == RETURNED or self._is_given(k)
        }
        wrong |= {one.name for k, one in enumerate(self.all) if not self.equal[k]}
        names = dict.fromkeys(one.target for k, one in wholes if k < before)
        return [name for name in names if name.isidentifier() and name not in wrong][
            -4:
        ]

    def _is_given(self, k):
        """Whether an expression is an argument, if it is right at all."""
        given = [self.pool.values[m].given for m in self.equal[k]]
        return not self.right[k] or all(given)

    def _sequences(self, k):
        """The values of an expression in all cases; of a settled variable only one."""
        found = [one.get(k) for one in self.values]
        settled = self.all[k].name in self.watched.variables.settled
        if settled and all(not one or passes_alike(one[-1:], one[:1]) for one in found):
            return [one and one[:1] for one in found]
        return found

    def _is_right(self, k):
        """Whether an expression is a right value, and no whole number, as many are."""
        values = [self.pool.values[m] for m in self.equal[k]]
        plain = any(value.made != "shared" for value in values)
        return plain and not all(map(is_whole_number, filter(None, self.mine[k])))

    def _open_names(self, k):
        """The variables in an expression, outside of what is right in it."""
        inner = [j for j, one in enumerate(self.all) if j == k or k in one.parents]
        right = {j for j in inner if j != k and self.equal[j]}
        return [
            j for j in inner if self.all[j].name and not right & {*self.all[j].parents}
        ]

    def _passes_right(self, k):
        """How many times, from the first on, a variable holds a right value."""
        if self.is_known(k):
            return float("inf")
        mine = self.mine[k][self.probe] or ()
        times = self.passes_right(mine)
        return times if times < len(mine) else 0

    def is_known(self, k):
        """Whether a variable is a right value, or one that its author chooses."""
        name, variables = self.all[k].name, self.watched.variables
        whole = all(map(is_whole_number, filter(None, self.mine[k])))
        index = name in variables.indices and whole
        return bool(self.equal[k]) or name in variables.constants or index

    def passes_right(self, mine):
        """How many times, from the first on, a sequence equals one of the values."""
        values = [value.sequences[self.probe] for value in self.pool.values]
        return max((passes_alike(mine, one) for one in values), default=0)

    def _probe(self):
        """The wrong case to try first: large, without an error, and soon done."""
        wrong = [k for k, attempt in enumerate(self.attempts) if not attempt.right]
        quiet = [k for k in wrong if self.attempts[k].answer.error is None] or wrong
        sizes = [count(attempt.case.arguments) for attempt in self.attempts]
        last = [max([0, *(t[-1] for t in one.values())]) for one in self.times]
        return max(quiet, key=lambda k: (min(sizes[k], LARGEST), -last[k]))


def _value_of(function, arguments):
    """The answer of a call whose traces are of no interest."""
    try:
        return Answer(function(*copy.deepcopy(arguments)))
    except (Exception, SystemExit):
        return Answer(error=Raised("", ""))


def is_whole_number(sequence):
    """Whether a value is one whole number each time."""
    return all(
        one is not None and one.ndim == 0 and one == one.round() for one in sequence
    )
