"""What may stand in one place of a backward pass, and what it is computed from.

The grammar is made of choices: each place of a layer's rules has a list of them, the
right one first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from nnlib.mistakes.known import MISTAKES


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


def alone(choices, index, axis):
    """The choices with their rule for one unit alone, and the right one elsewhere."""
    correct, *others = choices
    place = (..., index, *[slice(None)] * (-axis - 1))

    def only(choice):
        def rule(arrays, at):
            mixed = correct.rule(arrays, at).copy()
            if index < mixed.shape[axis]:
                mixed[place] = choice.rule(arrays, at)[place]
            return mixed

        (variant,) = choice.variants
        name = f"{variant.name} in unit {index + 1} alone"
        message = f"{variant.message} It is so in unit {index + 1} alone."
        return wrong(name, message, rule, 2)

    return [only(choice) for choice in others if choice.cost == 1]


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
