"""What a reader can change in a figure: a label, and the values to choose from.

Each value goes with the text that shows it, so that it reads as in the notebook.
"""

from dataclasses import dataclass

from nnlib.paper.notation import minus, spelled


@dataclass(frozen=True)
class Control:
    """One thing to change, by a slider or a list.

    label    what is written beside it
    options  a dictionary from text to value
    start    the value it has at first
    slides   whether it is a slider along the options, or else a list to choose from

    Raises ValueError where `start` is none of the options.
    """

    label: str
    options: dict
    start: object
    slides: bool

    def __post_init__(self):
        if self.start not in self.options.values():
            raise ValueError(
                f'start of "{self.label}" needs to be one of its values, '
                f"{', '.join(self.options)}; got {self.start!r}."
            )

    @property
    def start_index(self):
        """The place of the start among the options."""
        return list(self.options.values()).index(self.start)


class Toggle(Control):
    """A button that stays pressed until it is pressed again: True while it is."""


def toggle(label):
    """A button to press; `label` stands on it."""
    return Toggle(label, {"no": False, "yes": True}, False, False)


def slider(label, values, start, text="{:g}"):
    """A slider along `values`.

    label   what is written beside it
    values  what it goes through, one after another, (count,)
    start   the value it has at first
    text    how a value is shown, with its unit

    >>> slider("training", [10, 1000], 10, "{:,} steps").options
    {'10 steps': 10, '1,000 steps': 1000}
    """
    return Control(
        label, {minus(text.format(value)): value for value in values}, start, True
    )


def choice(label, options, start=None):
    """A list to choose from.

    label    what is written beside it
    options  a dictionary from text to value
    start    the value it has at first; by default the first
    """
    first = next(iter(options.values()))
    return Control(label, options, first if start is None else start, False)


def choice_of(label, activations):
    """A list of activations to choose from, each under its name; `label` is beside it.

    >>> from nnlib import sigmoid, tanh
    >>> choice_of("activation", [sigmoid, tanh]).options
    {'sigmoid': sigmoid, 'tanh': tanh}
    """
    return choice(label, {spelled(thing): thing for thing in activations})
