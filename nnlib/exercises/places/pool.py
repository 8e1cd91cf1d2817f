"""The values of the worked solution, and which of them a student's values equal.

A value is a sequence of arrays, one for each time that its expression was computed.
"""

from typing import NamedTuple

import numpy as np

from nnlib.exercises.attempts import attempt_of
from nnlib.exercises.calls.values import agree
from nnlib.exercises.places.rewriting import RETURNED
from nnlib.exercises.places.watching import Watched, kept

RTOL, ATOL = 1e-7, 1e-10
LARGEST = 400  # numbers in an array that is taken apart
PASSES = 50  # times that are looked at one by one
ENDLESS = 10**7  # steps, which the worked solution does not need


class Value(NamedTuple):
    """A value of the worked solution, or one that is made of it."""

    sequences: list  # for each case; None where it is not computed
    named: bool = False  # whether a variable holds it
    answer: bool = False  # whether it is returned
    given: bool = False  # whether it is an argument
    made: str = ""  # "rows", "turned" or "shared": how it is made of another


class Pool:
    """The right values for an exercise.

    exercise  the exercise
    attempts  what a student's function gave, case by case
    """

    def __init__(self, exercise, attempts):
        self.samples = [attempt.samples for attempt in attempts]
        self.values = _distinct(_values(exercise, attempts))
        self.tables = [_Table(self.values, case) for case in range(len(attempts))]

    def equal(self, sequences):
        """The values, by their numbers, that equal these wherever they are computed."""
        found = None
        for table, mine in zip(self.tables, sequences):
            if mine:
                found = (
                    table.equal(mine) if found is None else found & table.equal(mine)
                )
            if found == set():
                break
        return found or set()

    def is_near(self, sequences):
        """Whether they equal a value up to a usual factor, or turned."""
        if any(mine and any(one is None for one in mine) for mine in sequences):
            return False
        factors = [(by,) * len(sequences) for by in (1, -1, 2, 0.5)]
        factors += [self.samples, [1 / (n or 1) for n in self.samples]]
        return any(
            self.equal(
                [
                    [by * turn(a) for a in mine or ()]
                    for mine, by in zip(sequences, factor)
                ]
            )
            for turn in (np.asarray, np.transpose)
            for factor in factors
            if None not in factor
        )


def passes_alike(mine, theirs):
    """How many times, of the first fifty, two sequences are equal from the first on."""
    pairs = list(zip(mine[:PASSES], theirs or ()))
    differ = (
        n
        for n, (a, b) in enumerate(pairs)
        if a is None or b is None or not agree([a], [b], RTOL, ATOL)
    )
    return next(differ, len(pairs))


class _Table:
    """The values of one case, those of each form below one another."""

    def __init__(self, values, case):
        self.lengths = [len(value.sequences[case] or ()) for value in values]
        self.wholes, self.lasts = {}, {}
        for number, value in enumerate(values):
            if sequence := value.sequences[case]:
                _add(self.wholes, _shapes(sequence), number, sequence)
                if len(sequence) > 1 and not value.made:
                    _add(self.lasts, _shapes(sequence[-1:]), number, sequence[-1:])
        for groups in (self.wholes, self.lasts):
            for key, (numbers, rows) in groups.items():
                groups[key] = np.array(numbers), np.array(rows)

    def equal(self, mine):
        """The values equal to a sequence: all of it, or its end in a longer loop."""
        if any(one is None for one in mine):
            return set()
        found = _same(self.wholes.get(_shapes(mine)), mine)
        lasts = _same(self.lasts.get(_shapes(mine[-1:])), mine[-1:])
        return found | {k for k in lasts if self.lengths[k] != len(mine)}


def _shapes(sequence):
    return tuple(np.shape(one) for one in sequence)


def _flat(sequence):
    return np.concatenate([np.ravel(one) for one in sequence])


def _add(groups, key, number, sequence):
    numbers, rows = groups.setdefault(key, ([], []))
    numbers.append(number)
    rows.append(_flat(sequence))


def _same(group, mine):
    if group is None:
        return set()
    numbers, rows = group
    mine = _flat(mine)
    with np.errstate(invalid="ignore"):
        sizes = np.where(np.isfinite(rows), abs(rows), 0)
        room = ATOL + RTOL * sizes.max(axis=1, initial=0, keepdims=True)
        near = (abs(rows - mine) <= room) | (rows == mine)
    alike = near | (np.isnan(rows) & np.isnan(mine))
    return set(numbers[alike.all(axis=1)].tolist())


def _values(exercise, attempts):
    """All values: the arguments, those of the solution, and what is made of them."""
    for place in range(len(exercise.parameters)):
        given = [kept(attempt.case.arguments[place]) for attempt in attempts]
        sequences = [None if one is None else [one] for one in given]
        yield from _made(Value(sequences, named=True, given=True), attempts)
    solution = Watched(exercise.reference, exercise.reference.__module__.split(".")[0])
    runs = []
    for attempt in attempts:
        solution.run(
            lambda f, a=attempt: attempt_of(f, a, exercise), ENDLESS, keeps=True
        )
        runs.append(solution.values)
    returned = {one.name for one in solution.found if one.target == RETURNED}
    for number, one in enumerate(solution.found):
        sequences = [_whole(run.get(number)) for run in runs]
        answer = one.target == RETURNED or (one.target or one.name) in returned - {""}
        value = Value(sequences, bool(one.name or one.target), answer)
        yield from _made(value, attempts) if one.target and not one.name else [value]


def _whole(sequence):
    return None if not sequence or any(one is None for one in sequence) else sequence


def _made(value, attempts):
    """A value, and what an answer by another way may hold in its place."""
    yield value
    samples = [attempt.samples or 1 for attempt in attempts]
    ways = {
        "rows": lambda one, n: _pieces(one, 1, iter),
        "entries": lambda one, n: _pieces(one, 2, np.ravel),
        "flat": lambda one, n: [np.ravel(array) for array in one],
        "turned": lambda one, n: [array.T for array in one],
        "shared": lambda one, n: [array / n for array in one],
    }
    for made, way in ways.items():
        found = [one and way(one, n) for one, n in zip(value.sequences, samples)]
        yield value._replace(sequences=found, made=made)


def _pieces(sequence, axes, taken_apart):
    """The pieces of one array, one after another, as a loop has them."""
    if len(sequence) > 1 or sequence[0].ndim < axes or sequence[0].size > LARGEST:
        return None
    return list(taken_apart(sequence[0])) or None


def _distinct(values):
    """One of each kind, the plainest; none that is nowhere computed."""
    found = {}
    for value in values:
        key = tuple(
            one and (_shapes(one), _flat(one).round(8).tobytes())
            for one in value.sequences
        )
        there = found.setdefault(key, value)
        first = min(there, value, key=lambda one: len(one.made))
        found[key] = first._replace(
            named=there.named or value.named, answer=there.answer or value.answer
        )
    return [value for value in found.values() if any(value.sequences)]
