"""Findings: what is wrong with each gradient, in the words in which it is shown."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnlib.mistakes.known import MISTAKES
from nnlib.mistakes.variants import Choice

FEW = 3  # entries, or other names, that are listed


class Finding(NamedTuple):
    """What is wrong with one gradient.

    name      whose gradient it is: W1, b1, W2, ...
    verdict   "right", "wrong", "unknown", or "follows" from a later layer
    mistakes  the mistakes made in computing it
    words     the verdict as it is shown
    """

    name: str
    verdict: str
    mistakes: tuple = ()
    words: str = ""

    def __repr__(self):
        return f"{self.name:4} {self.words}"


class Explained(NamedTuple):
    """What explains one gradient, and what it shows of the layer, in each case.

    passing  the variants on the way back from the next layer
    own      the variants of the layer itself
    places   in which places of the grammar they stand
    dA       what has come back
    delta    delta without a factor
    values   the factor
    slope    the choice for the slope
    lr       the step of weights that were updated too early
    """

    passing: tuple
    own: tuple
    places: tuple
    dA: dict
    delta: dict
    values: dict
    slope: Choice
    lr: float | None = None

    @property
    def names(self):
        """The names of its variants, in order."""
        return tuple(variant.name for variant in (*self.passing, *self.own))

    @property
    def handed(self):
        """Delta with the factor."""
        return {i: self.values[i] * delta for i, delta in self.delta.items()}


def finding(wanted, given, explained, others=(), later=False):
    """Say what is wrong with a gradient on the given data.

    wanted     the gradient
    given      the case of the given data
    explained  what explains it, or None
    others     what else would give the same numbers
    later      whether something is wrong in the layers behind
    """
    name = f"{wanted.name}{wanted.index + 1}"
    gradients = given.mine[wanted.index], given.right[wanted.index]
    mine, right = (getattr(gradient, wanted.name) for gradient in gradients)
    if given.same(wanted.index, mine, right):
        return Finding(name, "right", (), "right")
    if explained is None:
        known = _what_is_known(wanted.index, given, mine, right)
        return Finding(name, "unknown", (), f"wrong: none of the known mistakes{known}")
    if explained.names:
        step = "" if explained.lr is None else f" (lr = {explained.lr:.4g})"
        way = f" on the way back through W{wanted.index + 2}{step}"
        names = [variant.name + way for variant in explained.passing]
        names += [variant.name for variant in explained.own]
        words = f"wrong: {' and '.join(dict.fromkeys(names))}"
        if others:
            words += f" (or {' or '.join(others[:FEW])}: the same here)"
        return Finding(name, "wrong", (*explained.passing, *explained.own), words)
    if later:
        words = "wrong only by what comes back from the next layer"
        return Finding(name, "follows", (), words)
    return Finding(name, "right", (), "right, with another slope at a kink")


def _what_is_known(index, given, mine, right):
    """Say how many times the right one it is, or in which few entries it is off."""
    if mine.size > 1:
        factor = np.vdot(mine, right) / np.vdot(right, right) if right.any() else 0.0
        if given.same(index, mine, factor * right):
            return f", {factor:.4g} times the right one"
        off = abs(mine - right) > 1e-6 * abs(right) + given.noise[index]
        entries = [str(entry) for entry in np.argwhere(off).tolist()]
        if len(entries) <= min(FEW, mine.size / 2):
            return f", right but for {', '.join(entries)}"
    return ""


def placed(variants, is_output):
    """Say of a slope that is forgotten at which layer it is."""
    name = f"slope forgotten at {'output' if is_output else 'hidden'}"
    here = MISTAKES[name]
    return tuple(
        replace(v, name=name, message=here.message)
        if v.name == "slope forgotten"
        else v
        for v in variants
    )
