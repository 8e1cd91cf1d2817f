"""Gradients with a multiple of something added: of the weights, or of a way back.

The multiple is solved: it has to be the same in all cases, or to go with n or lr.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib.mistakes.search import (
    MOST_TRIED,
    TELLING,
    Match,
    Pipeline,
    Wanted,
    affordable,
    telling_case,
)
from nnlib.mistakes.variants import wrong

SMALLEST, LARGEST = 1e-9, 1e6  # what is added, times the rest
POWERS = (0, 0), (0, 1), (1, 0), (1, 1), (-1, 0), (-1, 1)  # of n and lr, in its size
MOVED = wrong("updated W used", None, lambda d, at: d @ at.mine.W)


class Moved(Pipeline):
    """The same paths, back through dL/dW in place of W."""

    def told(self, path, i):
        """The array that a path leads to in case i."""
        swapped = (*path[:1], MOVED, *path[2:])
        return super().told(swapped[: len(path)], i)


class Parameter(NamedTuple):
    """The parameters, or their signs, as something that is added to a gradient."""

    wanted: Wanted
    pipeline: Pipeline
    change: Callable

    def every(self, i, most):
        """Them for each path of the pipeline."""
        return {
            cost: (paths, np.broadcast_to(self.told(None, i), arrays.shape))
            for cost, (paths, arrays) in self.pipeline.every(i, most).items()
        }

    def told(self, path, i):
        """Them in case i."""
        layer = self.wanted.cases[i].network.layers[self.wanted.index]
        return self.change(getattr(layer, self.wanted.name))[None]


def sums(wanted, pipeline, second, most):
    """List the matches of the least cost with a multiple of something added.

    second  what is added: as a pipeline it has `every` and `told`, with the same paths
    """
    telling = telling_case(wanted)
    if telling is None or wanted.mine(telling).size < TELLING:
        return []
    most = min(most, affordable(wanted.mine(telling).size))
    mine, others = wanted.mine(telling).ravel(), second.every(telling, most)
    for cost, (paths, arrays) in sorted(pipeline.every(telling, most).items()):
        one = arrays.reshape(len(paths), -1)
        two = others[cost][1].reshape(-1, mine.size)
        x, y = _parts(mine, one, two)
        rest = ((x[:, None] * one + y[:, None] * two - mine) ** 2).sum(axis=1)
        fit = np.flatnonzero(wanted.near(telling, rest))[:MOST_TRIED]
        found = [
            _sum(wanted, pipeline, second, pipeline.path(paths[k]), cost) for k in fit
        ]
        if any(found):
            return [match for match in found if match]
    return []


def _sum(wanted, pipeline, second, path, cost):
    """The match of one path with the same multiple added in all cases."""
    one = {i: pipeline.told(path, i)[0] for i in wanted.cases}
    two = {i: second.told(path, i)[0] for i in wanted.cases}
    parts = {
        i: _parts(wanted.mine(i).ravel(), one[i].reshape(1, -1), two[i].reshape(1, -1))
        for i in wanted.cases
        if wanted.mine(i).size >= TELLING
    }
    shares = {i: float(y[0] / x[0]) for i, (x, y) in parts.items() if np.isfinite(x[0])}
    for power in POWERS:
        scale = {i: _scale(case, *power) for i, case in wanted.cases.items()}
        each = [share / scale[i] for i, share in shares.items()]
        c = float(np.median(each or [0.0]))
        if SMALLEST < abs(c) < LARGEST and np.ptp(each) <= 1e-3 * abs(c):
            added = {i: c * scale[i] for i in scale}
            told = {i: one[i] + added[i] * two[i] for i in one}
            factor = wanted.factor(told, constants=False)
            if factor:
                values = dict(zip(told, factor[1]))
                return Match(path, cost, factor[0], values, added)
    return None


def _scale(case, of_n, of_lr):
    return case.dA.shape[-2] ** of_n * case.lr**of_lr


def _parts(mine, one, two):
    """The numbers x, y for which x one + y two comes nearest to mine, in each row."""
    aa, bb, ab = (one**2).sum(1), (two**2).sum(1), (one * two).sum(1)
    ga, gb = one @ mine, two @ mine
    determinant = aa * bb - ab**2
    determinant = np.where(determinant > 1e-10 * aa * bb, determinant, np.nan)
    return (bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant
