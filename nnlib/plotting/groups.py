"""Charts of repeated runs: each group of runs is a row of points, with its median.

One run is no evidence, so all of them are shown.
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
    """Draw `groups`, a dictionary from label to numbers, one row of points per label.

    A bar stands at the median of each. `log` makes the axis logarithmic; `marks` is a
    dictionary from label to a number to compare with.
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
