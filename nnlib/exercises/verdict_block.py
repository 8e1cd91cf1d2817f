"""A verdict as one compact block of text or HTML.

Colour is never needed to read it: each block begins with a sign and ends its first line
with a word.
"""

from html import escape
from textwrap import fill

from nnlib.exercises.statuses import RIGHT, look_of


class VerdictBlock:
    """A verdict as it is shown in a notebook or in a terminal."""

    def __init__(self, verdict):
        self.verdict, self._look = verdict, look_of(verdict.status)

    def __repr__(self):
        lines = [self._heading(), *self.verdict.message.splitlines(), self._score()]
        return "\n".join(
            fill(line, 78, break_long_words=False, break_on_hyphens=False)
            for line in lines
            if line
        )

    def _repr_html_(self):
        lines = "<br>".join(in_html(line) for line in self.verdict.message.splitlines())
        score = f'<br><span style="opacity: 0.75">{escape(self._score())}</span>'
        style = (
            f"border-left: 5px solid {self._look.colour}; padding: 4px 0 4px 12px; "
            "margin: 4px 0; max-width: 46em; line-height: 1.45"
        )
        heading = f"<strong>{escape(self._heading())}</strong>"
        score = score if self._score() else ""
        return f'<div style="{style}">{heading}<br>{lines}{score}</div>'

    def _heading(self):
        verdict, look = self.verdict, self._look
        return f"{look.sign} Exercise {verdict.id} · {verdict.title}: {look.words}"

    def _score(self):
        verdict = self.verdict
        if not verdict.cases:
            return ""
        cases = f"{verdict.right_cases} of {verdict.cases} cases right"
        if not verdict.of:
            return f"{cases}; no points are given for it."
        points = f"{verdict.points:g} of {verdict.of:g} points"
        return f"{cases}, {points}{_rule(verdict)}."


def _rule(verdict):
    """How right cases of an answer that is not right count; "" without any."""
    if verdict.status == RIGHT or not verdict.right_cases:
        return ""
    if verdict.computes:
        return ": half of the points are for an answer without a mistake"
    return ": the same everywhere, or an argument as it came, counts for nothing"


def in_html(line):
    """Escape a line of text; set what stands between `backticks` as code."""
    pieces = escape(line).split("`")
    if len(pieces) % 2 == 0:  # a backtick without a partner
        return escape(line)
    for index in range(1, len(pieces), 2):
        pieces[index] = f"<code>{pieces[index]}</code>"
    return "".join(pieces)
