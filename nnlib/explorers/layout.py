"""Figures side by side, and logarithmic axes that read as the notebooks do.

Both help an explorer to show how one choice looks from two sides.
"""


def beside(ax, *widths):
    """Cut the place of `ax` into places side by side, the first its own."""
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
