"""The search: which choices, one for each place, give a gradient in every case?

All choices are tried on many arrays at a time in one case, the cheapest first; what
fits there is tried in the other cases.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from nnlib.mistakes.factors import constant, solved

TELLING = 3  # numbers that a constant or a sum of two parts is found from
MOST_TRIED = 300
LARGEST_OF = 200_000, 4_000  # entries, for one wrong choice and for two


class Stage(NamedTuple):
    """The choices for one place, and the layer they act on in each case."""

    choices: list
    layers: dict


@dataclass(eq=False)
class Pipeline:
    """Places one after another, and what enters the first one in each case."""

    start: dict
    stages: list
    known: dict = field(default_factory=dict)

    def told(self, path, i):
        """The array that a path, one choice for each stage, leads to in case i."""
        if not path:
            return self.start[i][None]
        key = i, *map(id, path)
        if key not in self.known:
            layer = self.stages[len(path) - 1].layers[i]
            self.known[key] = path[-1].rule(self.told(path[:-1], i), layer)
        return self.known[key]

    def every(self, i, most):
        """By cost, up to `most`: the numbers of the paths, and their arrays."""
        found = {0: (np.zeros(1, dtype=int), self.start[i][None])}
        for stage in self.stages:
            parts = {}
            for k, choice in enumerate(stage.choices):
                for cost, (paths, arrays) in found.items():
                    if cost + choice.cost <= most:
                        longer = paths * len(stage.choices) + k
                        new = longer, choice.rule(arrays, stage.layers[i])
                        parts.setdefault(cost + choice.cost, []).append(new)
            found = {
                cost: tuple(map(np.concatenate, zip(*new)))
                for cost, new in parts.items()
            }
        return found

    def path(self, number):
        """The path with this number."""
        path = []
        for stage in reversed(self.stages):
            number, k = divmod(int(number), len(stage.choices))
            path.insert(0, stage.choices[k])
        return tuple(path)


class Match(NamedTuple):
    """A path that gives a gradient in every case, times a factor.

    factors  the variants that make the factor
    values   the factor in each case
    added    how much of the second pipeline is added, a number for each case
    """

    path: tuple
    cost: int
    factors: tuple
    values: dict
    added: dict | None = None


class Wanted(NamedTuple):
    """A gradient to explain: of one layer, in several cases."""

    name: str  # "W" or "b"
    index: int
    cases: dict

    def mine(self, i):
        """The student's gradient in case i."""
        return getattr(self.cases[i].mine[self.index], self.name)

    def same(self, i, array):
        """Whether it is this array."""
        return self.cases[i].same(self.index, self.mine(i), array)

    def near(self, i, rest):
        """Whether squared lengths are nothing but rounding."""
        case, mine = self.cases[i], self.mine(i)
        size = case.noise[self.index] ** 2 * mine.size
        return rest <= 10 * case.tolerance**2 * np.vdot(mine, mine) + size

    def is_zero(self, i):
        """Whether it is zero there, but for rounding."""
        return abs(self.mine(i)).max() <= self.cases[i].noise[self.index]

    def factor(self, told, constants):
        """The variants and values of the factor that makes `told` the student's."""
        ratios = [_ratio(self.mine(i), told[i]) for i in self.cases]
        sizes = [case.sizes(self.index) for case in self.cases.values()]

        def fits(values):
            return all(self.same(i, v * told[i]) for i, v in zip(self.cases, values))

        if constants:
            numbers = sum(np.count_nonzero(array) for array in told.values())
            return constant(ratios, sizes, fits) if numbers > TELLING else None
        return solved(ratios, sizes, fits)


def matches(wanted, pipeline, most, least=0, constants=False):
    """List the matches of the least cost, from `least` to `most`."""
    telling = telling_case(wanted)
    if telling is None or least > affordable(wanted.mine(telling).size):
        return []
    mine = wanted.mine(telling).ravel()
    every = pipeline.every(telling, most)
    for cost in range(least, most + 1):
        paths, arrays = every.get(cost, ([], np.zeros((0, mine.size))))
        flat = arrays.reshape(len(arrays), -1)
        size, along = (flat**2).sum(axis=1), flat @ mine
        rest = mine @ mine - along**2 / size
        fit = np.flatnonzero((size > 0) & wanted.near(telling, rest))[:MOST_TRIED]
        found = [
            _match(wanted, pipeline, pipeline.path(paths[k]), cost, constants)
            for k in fit
        ]
        if any(found):
            return [match for match in found if match]
    return []


def _match(wanted, pipeline, path, cost, constants):
    told = {}
    for i in wanted.cases:
        told[i] = pipeline.told(path, i)[0]
        mine, array = wanted.mine(i), told[i]
        size = np.vdot(array, array)
        along = np.vdot(array, mine) ** 2 / size if size > 0 else 0.0
        if not wanted.near(i, np.vdot(mine, mine) - along):
            return None
    factor = wanted.factor(told, constants)
    return factor and Match(path, cost, factor[0], dict(zip(told, factor[1])))


def _ratio(mine, told):
    size = np.vdot(told, told)
    return np.vdot(told, mine) / size if size > 0 else np.nan


def affordable(size):
    """How many wrong choices can be tried on a gradient of this size."""
    return sum(size <= largest for largest in LARGEST_OF)


def telling_case(wanted):
    """The case to begin with: the first probe, unless the gradient is zero there."""
    order = sorted(wanted.cases, key=lambda i: (i == 0, i))
    return next((i for i in order if not wanted.is_zero(i)), None)
