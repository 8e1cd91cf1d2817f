"""Figures from arrays: the only module that imports matplotlib.

Each `plot_...` draws on `ax`, or on a new figure, and returns the axes. It also puts
what the figure shows into words, which `save_figure` prints and stores as alt text.
"""

import re
from functools import wraps
from html import escape
from io import BytesIO, StringIO
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_pdf import PdfPages

from nnlib.curves import (
    check_activations,
    check_log,
    checked_fits,
    checked_lines,
    checked_points,
)
from nnlib.picture import Picture

STYLE = Path(__file__).with_name("classroom.mplstyle")


def styled(figsize=None):
    """Give a plot function the style of the course, and new axes where it gets none.

    `figsize` is the size of a new figure in inches, or a function of the plot's data.
    """

    def decorate(plot):
        @wraps(plot)
        def styled_plot(data, *others, ax=None, **options):
            with plt.style.context(STYLE):
                if ax is not None:
                    return plot(data, *others, ax=ax, **options)
                size = figsize(data) if callable(figsize) else figsize
                figure, ax = plt.subplots(figsize=size)
                try:
                    return plot(data, *others, ax=ax, **options)
                except Exception:
                    plt.close(figure)  # else a notebook would show it, empty
                    raise

        return styled_plot

    return decorate


def save_figure(ax, name):
    """Write the figure to `figures/<name>.svg`; show it, with its description below.

    The folder is the project's where the notebook lies in `notebooks/`, else it is
    made beside the notebook. Two runs write the same bytes.
    """
    here = Path.cwd()
    folder = (here.parent if here.name == "notebooks" else here) / "figures"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.svg").write_bytes(_svg(ax.figure).encode())
    return as_picture(ax)


def as_picture(ax):
    """Turn the figure of `ax` into a `Picture`, and write no file."""
    png = BytesIO()
    with plt.style.context(STYLE):
        ax.figure.savefig(png, format="png", metadata={"Software": None})
    plt.close(ax.figure)
    return Picture(png.getvalue(), ax.figure.get_label())


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


@styled()
def plot_lines(lines, *, xlabel, ylabel, title="", log="", markers=False, ax=None):
    """Draw `lines`, a dictionary from label to values or to a pair (x, y).

    `log` names the axes to scale logarithmically: "", "x", "y" or "xy".
    """
    check_log(log)
    words = []
    for index, (label, (x, y)) in enumerate(checked_lines(lines).items()):
        # from the eighth line on, colours and dashes come again
        marks = {"marker": "o"} if markers else {}
        marks = {"marker": "s^D"[index % 3], "markevery": 0.1} if index > 6 else marks
        ax.plot(x, y, label=label, **marks)
        if x.dtype.kind == "i" and "x" not in log:
            ax.xaxis.get_major_locator().set_params(integer=True)
        words.append(f"{label}: {_in_words(x, y)}")
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.set_xscale("log" if "x" in log else "linear")
    ax.set_yscale("log" if "y" in log else "linear")
    if len(lines) > 1:
        ax.legend()
    axes = f"{ylabel[:1].upper()}{ylabel[1:]} against {xlabel}"
    describe(ax, f"{_heading(title)}{axes}. {'; '.join(words)}.")
    return ax


@styled()
def plot_losses(losses, *, floor=None, title="", ax=None):
    """Draw loss curves, a dictionary from label to losses, on a logarithmic scale."""
    ax = plot_lines(losses, xlabel="step", ylabel="loss", title=title, log="y", ax=ax)
    if floor is not None:
        ax.axhline(floor, color="0.4", linewidth=1, linestyle=(0, (1, 1)))
        ax.annotate(
            f"floor {floor:.4g}",
            (0.6, floor),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right",
            color="0.3",
        )
        describe(ax, f"{ax.figure.get_label()} A line marks the floor, {floor:.4g}.")
    return ax


@styled()
def plot_activations(activations, *, title="", ax=None):
    """Draw each activation as a full line and its derivative as a dotted one."""
    check_activations(activations)
    Z = np.linspace(-5, 5, 201)
    for index, activation in enumerate(activations):
        color = f"C{index}"
        marks = {"marker": "osv^Dx*"[index % 7], "markevery": (10 + 7 * index, 40)}
        ax.plot(Z, activation(Z), "-", color=color, label=activation.name, **marks)
        ax.plot(Z, activation.derivative(Z), ":", color=color)
    ax.set(xlabel="z", ylabel="activation, dotted: derivative", ylim=(-1.3, 2.5))
    ax.set_title(title)
    ax.legend(loc="upper left")
    words = [
        f"{a.name}: from {a(-5.0):.3g} to {a(5.0):.3g}, "
        f"largest derivative {a.derivative(Z).max():.3g}"
        for a in activations
    ]
    describe(
        ax, f"{_heading(title)}Activations for z from -5 to 5. {'; '.join(words)}."
    )
    return ax


@styled()
def plot_fit(X, Y, fits, *, title="", ax=None):
    """Draw the data (X, Y) as points and `fits`, a dictionary label -> Y_hat, as lines.

    All hold one number per point: columns of shape (n, 1), or (n,).
    """
    x = checked_points("X", X)
    y, fits = checked_points("Y", Y, len(x)), checked_fits(fits, len(x))
    ax.plot(x, y, "o", color="0.6", markersize=3, label="target")
    words = []
    for label, Y_hat in fits.items():
        ax.plot(x, Y_hat, label=label)
        error = np.mean((Y_hat - y) ** 2)
        words.append(f"{label}: mean squared error {error:.3g}")
    ax.set(xlabel="x", ylabel="y", title=title)
    ax.legend()
    describe(ax, f"{_heading(title)}{len(x)} points. {'; '.join(words)}.")
    return ax


def _svg(figure):
    svg = StringIO()
    with plt.style.context(STYLE):
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    title = f"\n <title>{escape(figure.get_label())}</title>"
    return re.sub(r"<svg [^>]*>", lambda m: m[0] + title, svg.getvalue(), count=1)


def describe(ax, words):
    """Put into words what the figure of `ax` shows."""
    ax.figure.set_label(words)


def _in_words(x, y):
    return f"{y[0]:.4g} at {x[0]:.4g}, {y[-1]:.4g} at {x[-1]:.4g}"


def _heading(title):
    return f"{title}. " if title else ""
