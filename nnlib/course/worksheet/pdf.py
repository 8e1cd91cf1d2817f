"""A student's worksheet as a PDF of two A4 pages, to be printed and filled in.

Lengths are in points, 72 to the inch; places are counted from the top left corner.
"""

import re
from textwrap import wrap

from nnlib.course.worksheet.blank import RULES, TITLE
from nnlib.datasets import HOMEWORK_NAMES
from nnlib.paper.notation import to_latex
from nnlib.plotting import plot_network
from nnlib.plotting.figures import as_pdf, styled
from nnlib.plotting.letters import families

WIDTH, HEIGHT = 595.28, 841.89  # A4
LEFT, RIGHT, TOP = 48, 547, 66
NUMBERS, VALUE = 215, 440  # where the gaps begin
LINE, ROW, HEADING = 15, 26, 19  # heights: a line of text, one with gaps, a heading
NET = 205  # height of the drawing
IN_A_ROW = 4  # given numbers
INDEXED = re.compile("[a-z][₀-₉]+")
PAGES = slice(2), slice(2, None)  # the steps on each page


def pdf_pages(sheet):
    """Write a `BlankWorksheet` as the bytes of a PDF."""
    steps = list(sheet.steps.items())
    pages = [draw_page(sheet, steps[part], part == PAGES[0]) for part in PAGES]
    return as_pdf(pages, f"Worksheet of {sheet.student}")


@styled(figsize=(WIDTH / 72, HEIGHT / 72))
def draw_page(sheet, steps, first, *, ax=None):
    """Draw the `steps` of a worksheet; on the `first` page below what is given."""
    ax.figure.set_layout_engine("none")
    ax.set_position((0, 0, 1, 1))
    ax.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    ax.axis("off")
    page = _Page(ax)
    if first:
        page.head(sheet)
    name = f"Student: {sheet.student}"
    page.write(LEFT, name, y=42, fontsize=9, parse_math=False, family=families())
    for heading, lines in steps:
        page.step(heading, lines)
    return ax


class _Page:
    """Writes from top to bottom."""

    def __init__(self, ax):
        self.ax, self.y = ax, TOP

    def write(self, x, text, *, y=None, **style):
        y = self.y if y is None else y
        style = {"fontsize": 10, **style}
        self.ax.text(x, y, text, va="baseline", **style)

    def head(self, sheet):
        """Title, rules, the drawing, and its numbers once more."""
        self.write(LEFT, TITLE, fontsize=15, weight="bold")
        self.y += 1.6 * LINE
        for rule in RULES:
            self.paragraph(rule)
        left, bottom = LEFT / WIDTH, 1 - (self.y + NET) / HEIGHT
        place = (left, bottom, (RIGHT - LEFT) / WIDTH, NET / HEIGHT)
        X, Y, *_ = sheet.example
        net = self.ax.inset_axes(place)
        plot_network(sheet.network, X=X, Y=Y, names=HOMEWORK_NAMES, ax=net)
        self.y += NET + LINE
        self.given(list(sheet.given.items()))

    def paragraph(self, text):
        for line in wrap(text, 94):
            line = line.replace("-", "−")
            self.write(LEFT, INDEXED.sub(lambda symbol: _formula(symbol[0]), line))
            self.y += LINE

    def given(self, numbers):
        """The given numbers, in rows."""
        for start in range(0, len(numbers), IN_A_ROW):
            for column, pair in enumerate(numbers[start : start + IN_A_ROW]):
                x = LEFT + column * (RIGHT - LEFT) / IN_A_ROW
                self.write(x, _formula(" = ".join(pair)))
            self.y += LINE

    def step(self, heading, lines):
        """A heading, and lines with a gap for the numbers and one for the value."""
        self.y += HEADING
        self.write(LEFT, heading, fontsize=11, weight="bold")
        for line in lines:
            self.y += ROW
            formula = f"{line.symbol} {line.equals} {line.formula}"
            self.write(LEFT, _formula(formula), fontsize=11)
            for start, end in ((NUMBERS, VALUE - LINE), (VALUE, RIGHT)):
                self.write(start, "=")
                gap = start + LINE, end
                self.ax.plot(gap, (self.y + 3,) * 2, "-", color="0.5", linewidth=0.7)
        self.y += LINE


def _formula(text):
    """Matplotlib's form of a formula, whose indices can be read."""
    return f"${to_latex(text)}$".replace(r"\tfrac", r"\frac")
