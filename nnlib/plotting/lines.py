"""Plots of lines: values against steps, losses, activations, and a curve with its fits.

Each `plot_...` draws on `ax`, or on a new figure, and returns the axes.
"""

import numpy as np

from nnlib.paper.notation import spelled
from nnlib.plotting.axes import plain_logarithmic
from nnlib.plotting.figures import describe, styled
from nnlib.validation.plots import (
    check_activations,
    check_log,
    checked_fits,
    checked_lines,
    checked_points,
)

DASHED = 4  # lines that differ by their dashes; from the fifth on, these come again
MARKERS = "s^Dv<>p"
EDGED = {"markersize": 5, "markeredgecolor": "black", "markeredgewidth": 0.8}


@styled()
def plot_lines(lines, *, xlabel, ylabel, title="", log="", markers=False, ax=None):
    """Draw lines: values against their index, or y against x.

    lines    a dictionary from label to values, (n,), or to a pair (x, y) of them
    xlabel   what x is, with its unit
    ylabel   what y is, with its unit
    title    the title of the figure
    log      the axes to scale logarithmically: "", "x", "y" or "xy"
    markers  whether to mark the points of the first lines, too
    ax       the axes to draw on; new ones by default

    Returns the axes. Raises TypeError or ValueError where a line has no numbers.
    """
    check_log(log)
    for direction, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        ax.set(**{f"{direction}scale": "log" if direction in log else "linear"})
        if direction in log:
            plain_logarithmic(axis)
    words = []
    for index, (label, (x, y)) in enumerate(checked_lines(lines).items()):
        ax.plot(x, y, label=label, **_marks(index, markers))
        if x.dtype.kind == "i" and "x" not in log:
            ax.xaxis.get_major_locator().set_params(integer=True)
        words.append(f"{label}: {_in_words(x, y)}")
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if len(lines) > 1:
        ax.legend()
    axes = f"{ylabel[:1].upper()}{ylabel[1:]} against {xlabel}"
    describe(ax, f"{axes}. {'; '.join(words)}.", title)
    return ax


@styled()
def plot_losses(losses, *, floor=None, title="", ax=None):
    """Draw loss curves on a logarithmic scale.

    losses  a dictionary from label to losses, (steps + 1,), such as `history.loss`
    floor   a loss to mark with a line: none can be lower
    title   the title of the figure
    ax      the axes to draw on; new ones by default

    Returns the axes.
    """
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
    """Draw each activation as a full line and its derivative as a dotted one.

    activations  a list of `Activation`
    title        the title of the figure
    ax           the axes to draw on; new ones by default

    Returns the axes. Raises TypeError where `activations` is no list of them.
    """
    check_activations(activations)
    Z = np.linspace(-5, 5, 201)
    for index, activation in enumerate(activations):
        color = f"C{index}"
        marks = {"marker": "osv^Dx*"[index % 7], "markevery": (10 + 7 * index, 40)}
        ax.plot(Z, activation(Z), "-", color=color, label=spelled(activation), **marks)
        ax.plot(Z, activation.derivative(Z), ":", color=color)
    ax.set(xlabel="z", ylabel="activation, dotted: derivative", ylim=(-1.3, 2.5))
    ax.set_title(title)
    ax.legend(loc="upper left")
    words = [
        f"{spelled(a)}: from {a(-5.0):.3g} to {a(5.0):.3g}, "
        f"largest derivative {a.derivative(Z).max():.3g}"
        for a in activations
    ]
    describe(ax, f"Activations for z from -5 to 5. {'; '.join(words)}.", title)
    return ax


@styled()
def plot_fit(X, Y, fits, *, title="", ax=None):
    """Draw the data (X, Y) as points and what networks make of them as lines.

    X      the inputs, (n, 1) or (n,)
    Y      the targets, (n, 1) or (n,)
    fits   a dictionary from label to predictions, (n, 1) or (n,)
    title  the title of the figure
    ax     the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where the numbers of points differ.
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
    describe(ax, f"{len(x)} points. {'; '.join(words)}.", title)
    return ax


def _marks(index, markers):
    """The markers of a line: their shapes and edges are seen without colours, too."""
    if index < DASHED:
        return {"marker": "o"} if markers else {}
    marker = MARKERS[(index - DASHED) % len(MARKERS)]
    return EDGED | {"marker": marker, "markevery": 0.1}


def _in_words(x, y):
    return f"{y[0]:.4g} at {x[0]:.4g}, {y[-1]:.4g} at {x[-1]:.4g}"
