"""A verdict as one compact block of text or HTML.

Colour is never needed to read it: each block begins with a sign and ends its first line
with a word.
"""

from html import escape
from textwrap import fill

LOOKS = {  # the sign, and the colours of the bar: both are told apart by every eye
    "right": ("✓", "#009e73"),
    "wrong": ("✗", "#d55e00"),
    "not attempted": ("○", "#999999"),
    "error": ("!", "#e69f00"),
}
SPOKEN = {
    "right": "right",
    "wrong": "not yet right",
    "not attempted": "not attempted",
    "error": "could not be tried to the end",
}


class Block:
    """A verdict as it is shown in a notebook or in a terminal."""

    def __init__(self, verdict):
        self.verdict = verdict

    def __repr__(self):
        lines = [self._heading(), *self.verdict.message.splitlines(), self._score()]
        return "\n".join(
            fill(line, 78, break_long_words=False, break_on_hyphens=False)
            for line in lines
            if line
        )

    def _repr_html_(self):
        colour = LOOKS[self.verdict.status][1]
        lines = "<br>".join(in_html(line) for line in self.verdict.message.splitlines())
        score = f'<br><span style="opacity: 0.75">{escape(self._score())}</span>'
        return (
            f'<div style="border-left: 5px solid {colour}; padding: 4px 0 4px 12px; '
            f'margin: 4px 0; max-width: 46em; line-height: 1.45">'
            f"<strong>{escape(self._heading())}</strong><br>{lines}"
            f"{score if self._score() else ''}</div>"
        )

    def _heading(self):
        verdict = self.verdict
        sign, spoken = LOOKS[verdict.status][0], SPOKEN[verdict.status]
        return f"{sign} Exercise {verdict.id} · {verdict.title}: {spoken}"

    def _score(self):
        verdict = self.verdict
        if not verdict.cases:
            return ""
        return (
            f"{verdict.right_cases} of {verdict.cases} cases right, "
            f"{verdict.points:g} of {verdict.of} points."
        )


def in_html(line):
    """Escape a line of text; set what stands between `backticks` as code."""
    pieces = escape(line).split("`")
    if len(pieces) % 2 == 0:  # a backtick without a partner
        return escape(line)
    for index in range(1, len(pieces), 2):
        pieces[index] = f"<code>{pieces[index]}</code>"
    return "".join(pieces)
