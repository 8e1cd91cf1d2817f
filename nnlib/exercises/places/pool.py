"""The values of the worked solution, and which of them a student's values equal.

A value is a sequence of arrays, one for each time that its expression was computed.
"""

from typing import NamedTuple

import numpy as np

from nnlib.exercises.attempts import attempt_of
from nnlib.exercises.places.rewriting import RETURNED
from nnlib.exercises.places.watching import Watched, kept

RTOL, ATOL = 5e-6, 1e-10
FACTORS = (-1.0, 2.0, 0.5)  # that a right value may be off by


class Value(NamedTuple):
    """A value of the worked solution, or one that is made of it."""

    sequences: list  # for each case, None where it is not computed
    named: bool = False  # whether a variable holds it
    answer: bool = False  # whether it is returned
    shared: bool = False  # whether it is divided by the number of samples
    given: bool = False  # whether it is made of an argument alone


class Pool:
    """The right values for an exercise, on the cases of the `attempts`.

    exercise  the exercise
    attempts  what the student's function gave
    """

    def __init__(self, exercise, attempts):
        self.samples = [attempt.samples for attempt in attempts]
        self.values = _distinct(_values(exercise, attempts))
        self.tables = [
            _Table([value.sequences[case] for value in self.values])
            for case in range(len(attempts))
        ]

    def equal(self, sequences):
        """The numbers of the values that equal these in all cases where they are."""
        found = None
        for table, mine in zip(self.tables, sequences):
            if mine:
                same = table.equal(mine)
                found = same if found is None else found & same
                if not found:
                    break
        return found or set()

    def is_near(self, sequences):
        """Whether they equal a value up to a usual factor, or turned."""
        for turn in (np.asarray, np.transpose):
            for factor in (1, *FACTORS, "n", "1/n"):
                scaled = []
                for mine, n in zip(sequences, self.samples):
                    by = {"n": n or 1, "1/n": 1 / (n or 1)}.get(factor, factor)
                    whole = mine and all(one is not None for one in mine)
                    scaled.append([by * turn(one) for one in mine] if whole else mine)
                if self.equal(scaled):
                    return True
        return False


class _Table:
    """The values of one case, of each form below one another."""

    def __init__(self, sequences):
        self.lengths = [len(one or ()) for one in sequences]
        self.wholes, self.lasts = {}, {}
        for number, sequence in enumerate(sequences):
            if sequence:
                _put(self.wholes, _shapes(sequence), number, sequence)
                _put(self.lasts, sequence[-1].shape, number, sequence[-1:])
        for groups in (self.wholes, self.lasts):
            for key, (numbers, rows) in groups.items():
                groups[key] = np.array(numbers), np.array(rows)

    def equal(self, mine):
        """The values equal to a sequence; the last ones where lengths differ."""
        if any(one is None for one in mine):
            return set()
        found = _same(self.wholes.get(_shapes(mine)), mine)
        lasts = _same(self.lasts.get(mine[-1].shape), mine[-1:])
        return found | {one for one in lasts if self.lengths[one] != len(mine)}


def _shapes(sequence):
    return tuple(one.shape for one in sequence)


def _flat(sequence):
    return np.concatenate([one.ravel() for one in sequence])


def _put(groups, key, number, sequence):
    numbers, rows = groups.setdefault(key, ([], []))
    numbers.append(number)
    rows.append(_flat(sequence))


def _same(group, mine):
    if group is None:
        return set()
    numbers, rows = group
    mine = _flat(mine)
    with np.errstate(invalid="ignore"):
        finite = np.where(np.isfinite(rows), abs(rows), 0)
        room = ATOL + RTOL * finite.max(axis=1, initial=0, keepdims=True)
        near = abs(rows - mine) <= room
        alike = near | (rows == mine) | (np.isnan(rows) & np.isnan(mine))
    return set(numbers[alike.all(axis=1)].tolist())


def _values(exercise, attempts):
    """All values: the arguments, those of the solution, and what is made of them."""
    for place in range(len(exercise.parameters)):
        given = [kept(attempt.case.arguments[place]) for attempt in attempts]
        sequences = [None if one is None else [one] for one in given]
        for value in _made(sequences, attempts):
            yield value._replace(given=True)
    home = exercise.reference.__module__.split(".")[0]
    solution = Watched(exercise.reference, home)
    runs = []
    for attempt in attempts:
        solution.run(lambda f, a=attempt: attempt_of(f, a, exercise), 10**6, keeps=True)
        runs.append(solution.values)
    returned = {one.name for one in solution.found if one.target == RETURNED} - {""}
    for number, one in enumerate(solution.found):
        sequences = [_whole(run.get(number)) for run in runs]
        answer = one.target == RETURNED or one.target in returned
        if one.target and not one.name:
            yield from _made(sequences, attempts, answer)
        else:
            yield Value(sequences, bool(one.name), answer or one.name in returned)


def _whole(sequence):
    return None if not sequence or any(one is None for one in sequence) else sequence


def _made(sequences, attempts, answer=False):
    """A named value; its rows one by one, turned, and divided by the samples."""
    yield Value(sequences, True, answer)
    samples = [attempt.samples for attempt in attempts]

    def each(made, **more):
        found = [one and made(one, n) for one, n in zip(sequences, samples)]
        return Value(found, True, answer, **more)

    yield each(_rows)
    yield each(lambda one, n: [array.T for array in one])
    if any(n and n > 1 for n in samples):
        yield each(lambda one, n: [array / (n or 1) for array in one], shared=True)


def _rows(sequence, n):
    single = len(sequence) == 1 and sequence[0].ndim > 0
    return list(sequence[0]) if single and 0 < len(sequence[0]) < 400 else None


def _distinct(values):
    """One of each kind, a named one if there is one; none that is nowhere."""
    found = {}
    for value in values:
        if not any(value.sequences):
            continue
        key = tuple(one and (_shapes(one), _flat(one).round(8).tobytes()) for one in value.sequences)
        there = found.get(key, value)
        kinds = (value.named or there.named, value.answer or there.answer)
        shared = value.shared and there.shared
        given = value.given or there.given
        found[key] = Value(there.sequences, *kinds, shared, given)
    return list(found.values())
