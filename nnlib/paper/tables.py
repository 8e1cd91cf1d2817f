"""The lines of a calculation as tables: text and LaTeX.

A notebook sets the LaTeX as formulas; a terminal shows the text.
"""

import re
from typing import NamedTuple

from nnlib.paper.notation import to_latex

BLANK = "______"
SLOPE = re.compile("∂L/(∂[^ ·)]+)")
GAP = r"\underline{\hspace{5em}}"


class Line(NamedTuple):
    """One line of a worksheet: symbol = formula = numbers = value.

    part     "forward", "loss", "backward" or "update"
    layer    counted from 1; None for the loss
    symbol   what is computed, such as "z⁽¹⁾₁"
    formula  how, written with names
    numbers  the same with numbers put in
    value    the result
    """

    part: str
    layer: int | None
    symbol: str
    formula: str
    numbers: str
    value: str

    @property
    def equals(self):
        """The sign after the symbol: an update replaces, all else is equal."""
        return "←" if self.part == "update" else "="


class Worksheet:
    """The lines of a calculation; formulas in a notebook, text anywhere else.

    `lines` is a list of `Line`.
    """

    def __init__(self, lines):
        self.lines = lines

    def part(self, part, layer=None):
        """Keep one part only, and of it one layer if you like.

        part   "forward", "loss", "backward" or "update"
        layer  the number of a layer, from 1; None for all

        Returns a `Worksheet`. Raises ValueError where there is no such part or layer.
        """
        lines = [x for x in self.lines if x.part == part]
        if not lines:
            have = ", ".join(dict.fromkeys(f'"{x.part}"' for x in self.lines))
            raise ValueError(f"part needs one of {have}; got {part!r}.")
        layers = sorted({x.layer for x in lines} - {None})
        if layer is not None and layer not in layers:
            need = f"one of {layers}" if layers else "None, for it belongs to no layer"
            raise ValueError(f'layer of the part "{part}" needs {need}; got {layer!r}.')
        return Worksheet([x for x in lines if layer in (None, x.layer)])

    def blank(self):
        """Keep the formulas; numbers and values are yours to fill in."""
        return Worksheet([x._replace(numbers="", value="") for x in self.lines])

    def __repr__(self):
        return text_table(self._sections())

    def _repr_latex_(self):
        return latex_table(self._sections())

    def _sections(self):
        sections = {}
        for line in self.lines:
            title = line.part.capitalize()
            title += f", layer {line.layer}" if line.layer else ""
            row = (line.symbol, line.equals, *line[3:])
            sections.setdefault(title, []).append(row)
        return sections


def text_table(sections):
    """Sections of rows (symbol, "=", formula, numbers, value) as aligned text."""
    rows = [row for section in sections.values() for row in section]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    parts = []
    for title, section in sections.items():
        parts.append(title)
        for symbol, equals, formula, numbers, value in section:
            parts.append(
                f"  {symbol:{widths[0]}} {equals} {formula:{widths[2]}} = "
                f"{numbers or BLANK:{widths[3]}} = {value or BLANK}"
            )
    return "\n".join(parts)


def latex_table(sections):
    """The same as a formula of LaTeX, a row for each line."""
    parts = []
    for title, section in sections.items():
        rows = [rf"&\rlap{{\textbf{{{title}}}}}"]
        for symbol, equals, *texts in section:
            formula, numbers, value = (_set(text) or GAP for text in texts)
            first = f"{to_latex(equals)} {formula}"
            cells = _set(symbol), first, f"= {numbers}", f"= {value}"
            rows.append("&" + r" &&\quad ".join(cells))
        parts.append(" \\\\\n".join(rows))
    lines = " \\\\[6pt]\n".join(parts)
    return f"$\\begin{{alignedat}}{{4}}\n{lines}\n\\end{{alignedat}}$"


def _set(text):
    """Translate a formula to LaTeX, each slope as a fraction."""
    return to_latex(SLOPE.sub(r"\\frac{∂L}{\1}", text))
