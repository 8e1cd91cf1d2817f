"""The cases of one check, for mistakes to be tried on: what each gives, and its cost.

The cost is counted in operations, not in seconds, so that every machine tries the same.
"""

import contextlib
import copy

import numpy as np

from nnlib.exercises.calls.values import Mismatch, agree, parts

RUN, CALL, ON_ARRAYS, ENTRY = 240, 800, 32, 3  # costs, in look-ups of the table


class Trials:
    """The worked solution run on the cases of `attempts`, with mistakes in it."""

    def __init__(self, exercise, attempts, schema, operations):
        """`operations` is how much may be tried in all."""
        self._exercise, self._attempts, self._schema = exercise, attempts, schema
        self.left = operations
        self.mine = [_outcome_of(attempt) for attempt in attempts]
        self._spots = [
            () if isinstance(mine, str) else [self._spot(array) for array in mine]
            for mine in self.mine
        ]
        self._arguments = [_frozen(attempt.case.arguments) for attempt in attempts]
        self._costs = [self._cost(number) for number in range(len(attempts))]
        self.order = sorted(range(len(attempts)), key=self._telling)

    @property
    def probe(self):
        """The number of the case that tells most."""
        return self.order[0]

    def given(self, number):
        """The arguments of a case, which no mistake can write into."""
        return [_fresh(argument) for argument in self._arguments[number]]

    def outcome(self, entries, number):
        """What a mistake gives in a case: arrays, or the kind of an error."""
        self.left -= self._costs[number]
        try:
            value = self._schema.run(entries, self.given(number))
            found = self._exercise.measure(value)
            if not isinstance(found, Mismatch):
                found = parts(found, self._attempts[number].reference)
        except Exception as error:
            return type(error).__name__
        return "Mismatch" if isinstance(found, Mismatch) else found

    def same(self, one, other):
        """Whether two outcomes are equal as the exercise compares them."""
        if isinstance(one, str) or isinstance(other, str):
            return isinstance(one, str) and isinstance(other, str) and one == other
        return len(one) == len(other) and all(map(self.same_part, one, other))

    def same_part(self, one, other):
        """Whether two arrays are equal as the exercise compares them."""
        if one.shape != other.shape:
            return False
        return agree([one], [other], self._exercise.rtol, self._exercise.atol)

    def gives(self, entries, number):
        """Whether a mistake gives in a case what came; most are told at one entry."""
        mine, theirs = self.mine[number], self.outcome(entries, number)
        if not isinstance(theirs, str):
            for (place, value, most), array in zip(self._spots[number], theirs):
                if place < array.size and abs(array.flat[place] - value) > most:
                    return False
        return self.same(mine, theirs)

    def fits(self, entries):
        """Whether it gives in every case what came."""
        return all(self.gives(entries, number) for number in self.order)

    def _spot(self, array):
        """The largest entry of an array that came, and how far off is still equal."""
        rtol, atol = self._exercise.rtol, self._exercise.atol
        place = int(np.abs(array).argmax()) if array.size else 0
        value = float(array.ravel()[place]) if array.size else 0.0
        most = atol + rtol * (abs(value) + atol) / (1 - rtol)
        return place, value, most * (1 + 1e-9)

    def _cost(self, number):
        counter = _Counter(self._schema.usual)
        arguments = [
            counter.counted(one, CALL) if callable(one) else one
            for one in self.given(number)
        ]
        with contextlib.suppress(Exception):  # as a run with a mistake in it may end
            self._schema.run((), arguments, lambda usual: counter)
        entries = sum(array.size for array in self._attempts[number].wanted)
        return RUN + counter.count + ENTRY * entries

    def _telling(self, number):
        """Wrong ones first, of them the cheapest that has several different numbers."""
        mine, right = self.mine[number], self._attempts[number].right
        if right or isinstance(mine, str):
            return right, isinstance(mine, str), 0, 0
        return right, False, -min(_different([mine]), 4), self._costs[number]

    @property
    def sound(self):
        """Whether the rewritten solution gives what the reference gives."""
        return self.same(
            self._attempts[self.probe].wanted, self.outcome((), self.probe)
        )

    @property
    def says_enough(self):
        """Whether so much is wrong, in so many ways, that a fit is no coincidence."""
        wrong = [
            mine
            for mine, attempt in zip(self.mine, self._attempts)
            if not attempt.right and not isinstance(mine, str)
        ]
        return len(wrong) > 1 and _different(wrong) > 1

    @property
    def counts(self):
        """Whether the right answers are whole numbers, or truth values, alone."""
        wanted = [array for one in self._attempts for array in one.wanted]
        return all((array == array.round()).all() for array in wanted)


def _different(answers):
    """How many different numbers there are in the answers."""
    arrays = [array.ravel() for answer in answers for array in answer]
    return np.unique(np.concatenate(arrays)).size


class _Counter(list):
    """A table that counts what is done by its entries."""

    count = 0

    def __getitem__(self, number):
        self.count += 1
        entry = super().__getitem__(number)
        return self.counted(entry, 0) if callable(entry) else entry

    def counted(self, function, cost):
        def called(*args, **how):
            arrays = any(isinstance(one, np.ndarray) for one in args)
            self.count += cost + ON_ARRAYS * arrays
            return function(*args, **how)

        return called


def _outcome_of(attempt):
    error = attempt.answer.error
    return error.kind if error else attempt.found


def _frozen(arguments):
    """Copies that cannot be written into."""
    return [_frozen_one(argument) for argument in copy.deepcopy(arguments)]


def _frozen_one(argument):
    if isinstance(argument, np.ndarray):
        argument.flags.writeable = False
    if isinstance(argument, (list, tuple)):
        return type(argument)(map(_frozen_one, argument))
    return argument


def _fresh(argument):
    """A list, or a generator, that nothing has been done with yet."""
    if isinstance(argument, list):
        return list(argument)
    if isinstance(argument, np.random.Generator):
        return copy.deepcopy(argument)
    return argument
