"""Figures in the style of the course, with their descriptions, as pictures and files.

What a figure shows is put into words; `save_figure` stores them as alt text.
"""

import re
from base64 import b64encode
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from textwrap import fill

import matplotlib.pyplot as plt
from matplotlib import rc_params_from_file
from matplotlib.backends.backend_pdf import PdfPages
from PIL import Image

from nnlib.paper.notation import minus

STYLE = rc_params_from_file(
    Path(__file__).parent / "classroom.mplstyle", use_default_template=False
)
NARROWEST = 640  # pixels of the page; below it letters could not be read
UNSAID = {"Date": None, "Creator": None}  # so that two runs write the same bytes
COLOURS = 128  # of a stored picture, which so takes a third of the room
_in_style = ContextVar("in_style", default=False)
_clean_axes = ContextVar("clean_axes", default=None)


class Picture:
    """A finished figure: in a notebook a PNG with its description, else the latter.

    png          the bytes of the PNG, two pixels to a pixel of the page
    description  what the figure shows, in words
    """

    def __init__(self, png, description):
        self.png, self.description = png, description

    def __repr__(self):
        return fill(f"Figure: {self.description}", 78, break_on_hyphens=False)

    @property
    def width(self):
        """How many pixels of the page it is wide."""
        return int.from_bytes(self.png[16:20]) // 2

    def html(self):
        """The figure with its alternative text, which is folded below it, too."""
        words, source = escape(self.description), b64encode(self.png).decode()
        narrowest = min(self.width, NARROWEST)
        return (
            f'<div style="overflow-x: auto"><img width="{self.width}" alt="{words}" '
            f'style="max-width: 100%; min-width: {narrowest}px; height: auto" '
            f'src="data:image/png;base64,{source}"></div>\n'
            f"<details><summary>What the figure shows</summary>"
            f'<p style="max-width: 50em">{words}</p></details>'
        )

    def _ipython_display_(self):
        # imported here, so that scripts do without IPython
        from IPython.display import display  # noqa: PLC0415

        display({"text/html": self.html(), "text/plain": repr(self)}, raw=True)


@contextmanager
def course_style():
    """Draw in the style of the course, whatever a user's own style is. Reentrant."""
    if _in_style.get():
        yield
        return
    before = _in_style.set(True)
    try:
        with plt.style.context(["default", STYLE]):
            yield
    finally:
        _in_style.reset(before)


def styled(figsize=None):
    """Give a plot function the style of the course, and new axes where it gets none.

    `figsize` is the size of a new figure in inches, (width, height), or a function of
    the plot's data that returns one.
    """

    def decorate(plot):
        @wraps(plot)
        def styled_plot(data, *others, ax=None, **options):
            with course_style():
                if ax is not None:
                    return plot(data, *others, ax=ax, **options)
                size = figsize(data) if callable(figsize) else figsize
                ax = _new_axes(size)
                try:
                    return plot(data, *others, ax=ax, **options)
                except Exception:
                    plt.close(ax.figure)  # else a notebook would show it, empty
                    raise

        return styled_plot

    return decorate


@contextmanager
def drawing_on(clean_axes):
    """Let plots that get no axes draw on those that `clean_axes` returns."""
    before = _clean_axes.set(clean_axes)
    try:
        yield
    finally:
        _clean_axes.reset(before)


def _new_axes(figsize):
    clean_axes = _clean_axes.get()
    return clean_axes() if clean_axes else plt.subplots(figsize=figsize)[1]


def save_figure(ax, name):
    """Write a figure to `figures/<name>.svg`; show it, with its description below.

    The folder is the project's where the notebook lies in `notebooks/`, else it is made
    beside the notebook. Two runs write the same bytes.

    ax    the axes of the figure, as a `plot_...` returns them
    name  the name of the file, without its ending

    Returns a `Picture`.
    """
    here = Path.cwd()
    folder = (here.parent if here.name == "notebooks" else here) / "figures"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.svg").write_bytes(_svg(ax.figure).encode())
    return as_picture(ax)


def as_picture(ax):
    """Turn the figure of `ax` into a `Picture`, and write no file."""
    png = BytesIO()
    with course_style():
        ax.figure.savefig(png, format="png", metadata={"Software": None})
    plt.close(ax.figure)
    return Picture(_small(png), ax.figure.get_label())


def _small(png):
    """The PNG with a palette of colours, which one with few of them shows as well."""
    small, pixels = BytesIO(), Image.open(png).convert("RGB")
    plain = Image.Dither.NONE
    pixels.quantize(COLOURS, dither=plain).save(small, "PNG", optimize=True)
    return small.getvalue()


def as_svg(ax):
    """Turn the figure of `ax` into an SVG element, to stand in an HTML page."""
    plt.close(ax.figure)
    svg = _svg(ax.figure)
    return svg[svg.index("<svg") :].replace("<svg", '<svg role="img"', 1)


def as_pdf(pages, title):
    """Turn the figures of the axes `pages` into a PDF, one page each."""
    pdf, unsaid = BytesIO(), dict.fromkeys(("CreationDate", "Creator", "Producer"))
    with PdfPages(pdf, metadata={"Title": title, **unsaid}) as file:
        for ax in pages:
            file.savefig(ax.figure)
            plt.close(ax.figure)
    return pdf.getvalue()


def describe(ax, words, title=""):
    """Put into words what the figure of `ax` shows, below its title if it has one."""
    ax.figure.set_label(minus(f"{title}. {words}" if title else words))


def _svg(figure):
    svg = StringIO()
    with course_style():
        figure.savefig(svg, format="svg", dpi=150, metadata=UNSAID)
    title = f"\n <title>{escape(figure.get_label())}</title>"
    return re.sub(r"<svg [^>]*>", lambda m: m[0] + title, svg.getvalue(), count=1)
