"""What an exercise is: a function to write, cases to try it on, mistakes to name.

The reference gives the function its name and its parameters. The cases are drawn anew
from a random generator; the special ones are always among them.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from nnlib.exercises.calls.values import unchanged


class Case(NamedTuple):
    """Arguments to call the function with, and what is special about them."""

    name: str
    arguments: tuple


class WrongAnswer(NamedTuple):
    """A known mistake: the message to show, and the function with the mistake."""

    message: str
    function: Callable
    source: str = ""  # the text of the function, where it is the reference with slips


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise of a notebook, all that `check` and the marking need to know.

    An answer is right if |answer - reference| <= atol + rtol max|reference| in every
    array that it returns; `rtol` leaves room for float32 and another order of sums.
    """

    id: str  # "1.2": the second exercise of notebook 01
    title: str
    points: int
    minutes: int
    reference: Callable  # the right function
    cases: Callable  # from a generator `rng` to pairs (what is special, arguments)
    mistakes: tuple = ()
    hints: tuple = ()
    right: str  # what a right answer means for the notebook
    imports: tuple = ("numpy",)  # the packages that the answer may use
    measure: Callable = unchanged  # what counts of an answer, or a `Mismatch`
    measured: tuple = ()  # what the measure gives, in words: "The mean"
    rtol: float = 1e-5
    atol: float = 1e-9

    @property
    def notebook(self):
        """The number of the notebook that it belongs to."""
        return int(self.id.split(".")[0])

    @property
    def number(self):
        """Its number in the notebook."""
        return int(self.id.split(".")[1])

    @property
    def name(self):
        """The name of the function to write."""
        return self.reference.__name__

    @property
    def parameters(self):
        """The names of its parameters, in their order."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def call(self):
        """How the function is called: `delta_output(Y_hat, Y)`."""
        return f"{self.name}({', '.join(self.parameters)})"

    @property
    def answer_cell(self):
        """The id of the cell that it is solved in: `answer-1-2`."""
        return f"answer-{self.id.replace('.', '-')}"

    @property
    def check_cell(self):
        """The id of the cell that checks it and carries its points: `check-1-2`."""
        return f"check-{self.id.replace('.', '-')}"

    def drawn(self, rng):
        """Draw the cases with `rng`."""
        return [Case(name, tuple(arguments)) for name, arguments in self.cases(rng)]
