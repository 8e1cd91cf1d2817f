"""Findings: what is wrong with each gradient, in the words in which it is shown."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnlib.mistakes.known import MISTAKES

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


def finding(
    wanted, given, passing=(), own=(), lr=None, others=(), known=True, later=()
):
    """Say what is wrong with a gradient on the given data.

    wanted   the gradient
    given    the case of the given data
    passing  the variants on the way back from the next layer
    own      the variants of the layer itself
    lr       the step of weights that were updated too early
    others   what else would give the same numbers
    known    whether it is explained
    later    the variants and unknown gradients of the layers behind
    """
    name = f"{wanted.name}{wanted.index + 1}"
    mine, right = (
        getattr(x[wanted.index], wanted.name) for x in (given.mine, given.right)
    )
    if given.same(wanted.index, mine, right):
        return Finding(name, "right", (), "right")
    if not known:
        words = f"wrong: none of the known mistakes{_what_is_known(wanted, given, mine, right)}"
        return Finding(name, "unknown", (), words)
    if passing or own:
        step = f" (lr = {lr:.4g})" if lr is not None else ""
        way = f" on the way back through W{wanted.index + 2}{step}"
        names = [variant.name + way for variant in passing]
        names += [variant.name for variant in own]
        words = f"wrong: {' and '.join(dict.fromkeys(names))}"
        if others:
            words += f" (or {' or '.join(others[:FEW])}: the same here)"
        return Finding(name, "wrong", (*passing, *own), words)
    if later:
        words = "wrong only by what comes back from the next layer"
        return Finding(name, "follows", (), words)
    return Finding(name, "right", (), "right, with another slope at a kink")


def _what_is_known(wanted, given, mine, right):
    """Say how many times the right gradient it is, or in which few entries it is off."""
    if mine.size > 1:
        factor = np.vdot(mine, right) / np.vdot(right, right) if right.any() else 0.0
        if given.same(wanted.index, mine, factor * right):
            return f", {factor:.4g} times the right one"
        off = abs(mine - right) > 1e-6 * abs(right) + given.noise[wanted.index]
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
