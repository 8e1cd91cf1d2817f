"""Charts of repeated runs: each group of runs is a row of points, with its median.

A single run may be an exception, so all of them are shown.
"""

import numpy as np

from nnlib.plotting.axes import draw_marks, plain_logarithmic
from nnlib.plotting.figures import describe, styled
from nnlib.validation.plots import checked_groups


def _height(groups):
    """Room for one row per group, whatever `groups` may be."""
    return 8.0, 1.5 + 0.3 * (len(groups) if isinstance(groups, dict) else 1)


@styled(figsize=_height)
def plot_groups(groups, *, xlabel, title="", log=False, marks=None, ax=None):
    """Draw a row of points for each group of numbers, with a bar at its median.

    groups  a dictionary from label to numbers, (n,)
    xlabel  what the numbers are, with their unit
    title   the title of the figure
    log     whether the axis is logarithmic
    marks   a dictionary from label to a number to compare with
    ax      the axes to draw on; new ones by default

    Returns the axes. Raises TypeError or ValueError where a group has no numbers.
    """
    rows, words = checked_groups(groups), []
    for row, (label, values) in enumerate(rows.items()):
        median = np.median(values)
        ax.plot(values, np.full(len(values), row), "o", color="C0", markersize=5)
        ax.plot([median], [row], "|", color="C1", markersize=16, markeredgewidth=2)
        words.append(f"{label}: {_in_words(values, median)}")
    ax.set(xlabel=xlabel, title=title)
    if log:
        ax.set_xscale("log")
        plain_logarithmic(ax.xaxis)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    words.extend(draw_marks(marks, ax, at_top=False))
    describe(ax, f"{xlabel[:1].upper()}{xlabel[1:]}. {'. '.join(words)}.", title)
    return ax


def _in_words(values, median):
    if len(values) == 1:
        return f"{median:.3g}"
    return (
        f"{len(values)} runs from {values.min():.3g} to {values.max():.3g}, "
        f"median {median:.3g}"
    )
