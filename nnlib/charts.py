"""Charts of repeated runs: each group of runs is a row of points, with its median.

One run is no evidence, so all of them are shown.
"""

import numpy as np

from nnlib.curves import checked_groups
from nnlib.plotting import describe, styled

MARK = {"color": "0.35", "linewidth": 1, "linestyle": (0, (1, 2))}


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
        _plain_logarithmic(ax)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    for label, at in (marks or {}).items():
        ax.axvline(at, **MARK)
        ax.annotate(
            label, (at, 0), xycoords=("data", "axes fraction"), xytext=(-3, 3),
            textcoords="offset points", rotation=90, ha="right", fontsize=9,
        )  # fmt: skip
        words.append(f"A line marks {at:.3g}: {label}")
    heading = f"{title}. " if title else ""
    describe(ax, f"{heading}{xlabel[:1].upper()}{xlabel[1:]}. {'. '.join(words)}.")
    return ax


def _plain_logarithmic(ax):
    """Write 0.02 at the ticks of a logarithmic axis, not 2 × 10⁻²."""
    ax.set_xscale("log")
    ax.xaxis.get_major_locator().set_params(subs=(1, 2, 5))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_formatter("")


def _in_words(values, median):
    if len(values) == 1:
        return f"{median:.3g}"
    return (
        f"{len(values)} runs from {values.min():.3g} to {values.max():.3g}, "
        f"median {median:.3g}"
    )
