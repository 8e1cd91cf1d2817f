"""Pictures of planes of two numbers: where training ends well, where a map is chaotic.

What is drawn comes from `nnlib.dynamics`; a point of the plane is one run.
"""

import numpy as np

from nnlib.plotting.axes import plain_logarithmic
from nnlib.plotting.figures import describe, styled

GREY = "0.75"
LOWEST = -1.5  # exponents below it, down to -inf, share the brightest colour


@styled(figsize=(6.4, 5))
def plot_trainability(losses, lr1, lr2, *, start, title="", ax=None):
    """Draw the losses of `trainability`, grey where training made the loss no smaller.

    losses  the losses after training, (rows, columns)
    lr1     the learning rates of the first layer, (columns,)
    lr2     the learning rates of the second layer, (rows,)
    start   the loss before training
    title   the title of the figure
    ax      the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where the shapes do not fit.
    """
    losses, lr1, lr2 = _checked_plane("losses", losses, lr1=lr1, lr2=lr2)
    better = losses < start
    above = losses[better & (losses > 0)]
    # 0 has no logarithm: it gets the colour of the least loss above it
    seen = np.where(better, np.maximum(losses, min(above, default=0)), np.nan)
    mesh = _draw(ax, lr1, lr2, seen, norm="log" if above.size else None)
    ax.set(xscale="log", yscale="log", title=title)
    ax.set(xlabel="learning rate of layer 1", ylabel="learning rate of layer 2")
    plain_logarithmic(ax.xaxis, ax.yaxis)
    bar = ax.figure.colorbar(mesh, ax=ax, label=f"loss (grey: {start:.3g} or more)")
    if above.size:
        plain_logarithmic(bar.ax.yaxis)
    words = ""
    if better.any():
        least = np.argmin(np.where(better, losses, np.inf))
        row, column = np.unravel_index(least, losses.shape)
        words = (
            f" The least loss is {losses[row, column]:.3g}, "
            f"at {lr1[column]:.3g} and {lr2[row]:.3g}."
        )
    describe(
        ax,
        f"{_size(losses)} pairs of learning rates, {_range('layer 1', lr1)}, "
        f"{_range('layer 2', lr2)}. Training makes the loss, {start:.3g}, smaller in "
        f"{better.mean():.0%} of the runs.{words}",
        title,
    )
    return ax


@styled(figsize=(6.4, 5))
def plot_markus_lyapunov(exponents, A, B, *, word, title="", ax=None):
    """Draw the exponents of `markus_lyapunov`: chaos is white, and grey what escapes.

    In the cycles the exponent is negative; the brighter, the more they attract.

    exponents  the Lyapunov exponents, (rows, columns)
    A          the values that A stands for, (columns,)
    B          the values that B stands for, (rows,)
    word       the order of A and B, such as "AABAB"
    title      the title of the figure
    ax         the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where the shapes do not fit.
    """
    exponents, A, B = _checked_plane("exponents", exponents, A=A, B=B)
    stays = exponents < np.inf  # nan is no orbit that stays
    seen = np.where(stays, np.maximum(exponents, LOWEST), np.nan)
    mesh = _draw(ax, A, B, seen, vmin=LOWEST, vmax=0)
    mesh.set_cmap(mesh.get_cmap().reversed().with_extremes(over="white"))
    ax.set(xlabel="A", ylabel="B", title=title)
    label = "Lyapunov exponent (white: chaos, grey: escapes)"
    ax.figure.colorbar(mesh, ax=ax, label=label, extend="both")
    chaos = stays & (exponents > 0)
    describe(
        ax,
        f"Lyapunov exponents of the word {word} at {_size(exponents)} pairs, "
        f"{_range('A', A)}, {_range('B', B)}. {(stays & ~chaos).mean():.0%} rest or "
        f"cycle, {chaos.mean():.0%} are chaos, {(~stays).mean():.0%} escape.",
        title,
    )
    return ax


def _draw(ax, x, y, values, **scale):
    ax.set_facecolor(GREY)
    ax.grid(False)
    return ax.pcolormesh(x, y, values, shading="nearest", rasterized=True, **scale)


def _checked_plane(name, values, **axes):
    values = np.asarray(values, dtype=float)
    (across, x), (up, y) = ((key, np.asarray(axis)) for key, axis in axes.items())
    if x.ndim != 1 or y.ndim != 1 or values.shape != (y.size, x.size):
        raise ValueError(
            f"{name} needs a row per entry of {up} and a column per entry of {across}, "
            f"shape {(y.size, x.size)}; got {values.shape}."
        )
    return values, x, y


def _size(values):
    rows, columns = values.shape
    return f"{columns} by {rows}"


def _range(name, values):
    return f"{name} from {values.min():.4g} to {values.max():.4g}"
