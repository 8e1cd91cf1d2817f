"""The values in a TOML file, each taken with its type, and refused with its line.

What a value has to be is said in the same words as what is right.
"""

import difflib
import math
from datetime import time

from nnlib.course.refusals import Refusal
from nnlib.course.settings.dates import is_date
from nnlib.course.settings.lines import line_of

NOTHING = object()


class Values:
    """What stands in a file of TOML: `plain` is the same as dictionaries."""

    def __init__(self, name, text, plain):
        self.name, self._text, self.plain = name, text, plain

    def place(self, keys):
        """The file and the line of a setting, in words."""
        return f"{self.name}, line {line_of(self._text, keys)}"

    def refuse(self, keys, needs, got=NOTHING):
        """Raise a `Refusal` that says what a setting needs."""
        got = "" if got is NOTHING else f"; got {shown(got)}"
        name = ".".join(map(str, keys))
        raise Refusal(f"{self.place(keys)}: {name} {needs}{got}.")

    def refuse_unknown(self, keys, table, known):
        """Refuse a key that is none of those that are known, and name the nearest."""
        for key in table:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                words = f"Did you mean {close[0]}?" if close else ""
                words = words or f"There are {', '.join(known)}."
                name, place = ".".join((*keys, key)), self.place((*keys, key))
                raise Refusal(f"{place}: {name} is unknown. {words}")

    def _get(self, keys, kinds, needs):
        """The value at the keys, None without one, if it is of one of the kinds."""
        value = self.plain
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and (type(value) not in kinds):
            self.refuse(keys, f"needs {needs}", value)
        return value

    def table(self, *keys):
        """A table; {} without one."""
        return self._get(keys, (dict,), f"a table, [{'.'.join(keys)}]") or {}

    def text_at(self, *keys):
        """A text."""
        return self._get(keys, (str,), 'a text in quotation marks, as in "a"')

    def number(self, keys, least, most):
        """A number from `least` to `most`."""
        needs = f"a number from {least} to {most}"
        value = self._get(keys, (int, float), needs)
        if value is not None and not (math.isfinite(value) and least <= value <= most):
            self.refuse(keys, f"needs {needs}", value)
        return value

    def choice(self, keys, known):
        """One of the texts that are known."""
        needs = f"one of {', '.join(map(shown, known))}"
        value = self._get(keys, (str,), needs)
        if value is not None and value not in known:
            self.refuse(keys, f"needs {needs}", value)
        return value

    def texts(self, key):
        """A list of texts."""
        needs = 'a list of texts, as in ["a", "b"]'
        values = self._get((key,), (list,), needs)
        if any(not isinstance(value, str) for value in values or ()):
            self.refuse((key,), f"needs {needs}", values)
        return values


def shown(value):
    """A value as it may stand in the file."""
    if is_date(value) or isinstance(value, time):
        return str(value)
    if isinstance(value, str):
        return f'"{value[:40]}"'
    return "true" if value is True else "false" if value is False else f"{value!r:.40}"
