"""Axes as the course has them: side by side, logarithmic, marked with lines.

Plots and explorers share them.
"""

from matplotlib.ticker import Formatter, LogLocator, NullLocator

from nnlib.paper.notation import number, powers_of_ten

PLAIN = 1.1e-5, 9e5  # where all ticks of an axis are between, they are written plainly
MARK = {"color": "0.35", "linewidth": 1, "linestyle": (0, (1, 2))}


def beside(ax, *widths):
    """Cut the place of `ax` into places side by side; the first of them is its own."""
    if len(ax.figure.axes) == len(widths):
        return ax.figure.axes  # cut already: a sheet is drawn on again
    grid = ax.get_subplotspec().subgridspec(1, len(widths), width_ratios=widths)
    ax.set_subplotspec(grid[0])
    return [ax, *(ax.figure.add_subplot(grid[k]) for k in range(1, len(widths)))]


def plain_logarithmic(*axes):
    """Write 0.001 at the ticks of logarithmic axes; powers of ten only far from 1.

    `axes` are those of one direction: `ax.xaxis`, `ax.yaxis`.
    """
    for axis in axes:
        axis.set_major_locator(DecadeLocator())
        axis.set_major_formatter(DecadeFormatter())
        axis.set_minor_locator(NullLocator())


class DecadeLocator(LogLocator):
    """Ticks at powers of ten, and between them where there are few."""

    def tick_values(self, vmin, vmax):
        """Where the ticks from `vmin` to `vmax` are."""
        low, high = sorted((vmin, vmax))
        between = (1, 2, 3, 5) if high < 10 * low else (1, 2, 5)
        self.set_params(subs=between if high < 50 * low else (1,))
        return super().tick_values(vmin, vmax)


class DecadeFormatter(Formatter):
    """Numbers written in one way along an axis: all plain, or all powers of ten."""

    def __call__(self, x, pos=None):
        """Write the number at the tick `x`."""
        low, high = sorted(self.axis.get_view_interval())
        if (low > PLAIN[0] and high < PLAIN[1]) or x in (0, 1):
            return number(x, 6)
        return powers_of_ten(f"{x:.0e}")


def draw_marks(marks, *axes, at_top=True):
    """Draw a dotted line across `axes` at each of `marks`, a dictionary from label.

    The label stands at the line, in the first of the axes. Returns sentences that say
    where the lines are.
    """
    place = (
        {"xytext": (-3, -3), "va": "top"}
        if at_top
        else {"xytext": (-3, 4), "va": "bottom"}
    )
    for label, at in (marks or {}).items():
        for ax in axes:
            ax.axvline(at, **MARK)
        axes[0].annotate(
            label, (at, int(at_top)), xycoords=("data", "axes fraction"),
            textcoords="offset points", rotation=90, ha="right", fontsize=9, **place,
        )  # fmt: skip
    return [f"A line marks {at:.6g}: {label}" for label, at in (marks or {}).items()]
