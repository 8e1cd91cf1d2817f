"""What may stand in one place of a backward pass, and what it is computed from.

The grammar is made of choices: each place of a layer's rules has a list of them, the
right one first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product
from typing import NamedTuple

import numpy as np

from nnlib.mistakes.known import MISTAKES

SMALL = 4  # layers of so few units may be written out unit by unit


@dataclass(frozen=True)
class Variant:
    """What a backward pass does wrongly in one place.

    name     what it is called
    message  what was done and what is right, said to the one who did it
    """

    name: str
    message: str

    def __repr__(self):
        return f"{self.name}: {self.message}"


class Choice(NamedTuple):
    """A rule for one place, and what is said of it.

    variants  none for the right rule
    rule      a function of (arrays, at): arrays with one more axis in front, many at a
              time, and the layer they belong to
    cost      how far-fetched it is, 0 for the right rule
    """

    variants: tuple
    rule: Callable
    cost: int


def right(rule):
    """The right rule of a place."""
    return Choice((), rule, 0)


def wrong(name, message, rule, cost=1):
    """A rule that is wrong there; a message of None is that of the known mistake."""
    variant = Variant(name, MISTAKES[name].message if message is None else message)
    return Choice((variant,), rule, cost)


def combined(rule, *places, most=2):
    """Every way to choose in each of some places, cheapest first.

    `rule` makes one rule of the choices; together they cost at most `most`.
    """
    found = []
    for chosen in product(*places):
        cost = sum(choice.cost for choice in chosen)
        if cost <= most:
            variants = sum((choice.variants for choice in chosen), ())
            found.append(Choice(variants, rule(*chosen), cost))
    return sorted(found, key=lambda choice: choice.cost)


def alone(choices, units, axis=-1):
    """The choices with their rule for one unit alone, and the right one elsewhere."""
    correct, *others = choices
    for choice, unit in product(others, range(units if units <= SMALL else 0)):
        if choice.cost == 1:
            yield _alone(correct.rule, choice, unit, axis)


def _alone(correct, choice, unit, axis):
    place = (..., slice(unit, unit + 1), *[slice(None)] * (-axis - 1))

    def rule(arrays, at):
        mixed = correct(arrays, at).copy()
        mixed[place] = choice.rule(arrays, at)[place]
        return mixed

    (variant,) = choice.variants
    message = f"{variant.message} It is so in unit {unit + 1} alone."
    return wrong(f"{variant.name} in unit {unit + 1} alone", message, rule, 2)


def swapped_entries(shape):
    """Functions that put one entry of a small matrix in another's place, with words."""
    entries = list(np.ndindex(shape)) if np.prod(shape) <= SMALL + 2 else []
    for to, by in permutations(entries, 2):

        def change(M, to=to, by=by):
            changed = M.copy()
            if (np.maximum(to, by) < M.shape[-2:]).all():
                changed[..., to[0], to[1]] = M[..., by[0], by[1]]
            return changed

        yield f"{list(by)}", f"{list(to)}", change


@dataclass(eq=False)
class At:
    """One layer in one case.

    case        the network with its data and the gradients to explain
    index       the layer's place in the network
    activation  the layer's activation, with one of the slopes that a kink allows
    """

    case: object
    index: int
    activation: object

    def __post_init__(self):
        layer = self.case.network.layers[self.index]
        self.W, self.b = layer.W, layer.b
        self.X, self.Z, self.A = self.case.caches[self.index]
        self.mine = self.case.mine[self.index]
        self.units, self.inputs = self.W.shape[-2:]
        self.last = self.index + 1 == len(self.case.caches)

    @cached_property
    def slope(self):
        """σ′(z)."""
        return self.activation.derivative(self.Z)

    @property
    def error(self):
        """Output minus target; only the last layer has it."""
        return self.A - self.case.Y
