"""Axes as the course has them: side by side, logarithmic, marked with lines.

Plots and explorers share them.
"""

MARK = {"color": "0.35", "linewidth": 1, "linestyle": (0, (1, 2))}


def beside(ax, *widths):
    """Cut the place of `ax` into places side by side; the first of them is its own."""
    if len(ax.figure.axes) == len(widths):
        return ax.figure.axes  # cut already: a sheet is drawn on again
    grid = ax.get_subplotspec().subgridspec(1, len(widths), width_ratios=widths)
    ax.set_subplotspec(grid[0])
    return [ax, *(ax.figure.add_subplot(grid[k]) for k in range(1, len(widths)))]


def plain_logarithmic(*axes):
    """Write 0.001 at the ticks of logarithmic axes, not 10⁻³; it is drawn faster, too.

    `axes` are those of one direction: `ax.xaxis`, `ax.yaxis`.
    """
    for axis in axes:
        low, high = sorted(axis.get_view_interval())
        axis.get_major_locator().set_params(subs=(1, 2, 5) if high < 50 * low else (1,))
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("")
        axis.get_minor_locator().set_params(subs=())


def draw_marks(marks, *axes, at_top=True):
    """Draw a dotted line across `axes` at each of `marks`, a dictionary from label.

    The label stands at the line, in the first of the axes. Returns sentences that say
    where the lines are.
    """
    place = {"xytext": (-3, -3), "va": "top"} if at_top else {"xytext": (-3, 3)}
    for label, at in (marks or {}).items():
        for ax in axes:
            ax.axvline(at, **MARK)
        axes[0].annotate(
            label, (at, int(at_top)), xycoords=("data", "axes fraction"),
            textcoords="offset points", rotation=90, ha="right", fontsize=9, **place,
        )  # fmt: skip
    return [f"A line marks {at:.6g}: {label}" for label, at in (marks or {}).items()]
