"""Pictures of gradient descent as a map: cobweb, bifurcation diagram, loss against lr.

The first two show where orbits go, the third what is left of the loss after some steps.
"""

import numpy as np

from nnlib.dynamics.maps import orbit
from nnlib.plotting.axes import draw_marks, plain_logarithmic
from nnlib.plotting.figures import describe, styled
from nnlib.validation.arguments import check_count
from nnlib.validation.plots import check_columns, check_finite


@styled(figsize=(4.8, 4.6))
def plot_cobweb(map, x0, steps, *, burn=0, name="x", title="", ax=None):
    """Draw a map, and how an orbit goes from its curve to the diagonal and back.

    map    a `Map`
    x0     the start of the orbit, one number
    steps  how many steps are drawn
    burn   how many steps are left out first, so that a cycle shows alone
    name   what the map's number is called
    title  the title of the figure
    ax     the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where the orbit escapes.
    """
    check_count("steps", steps, 1)
    points = orbit(map, x0, steps, burn=burn)
    check_finite(points)
    corners = np.repeat(points, 2)  # (x0, x0), (x0, x1), (x1, x1), (x1, x2), ...
    low, high = points.min(), points.max()
    room = 0.15 * (high - low) or 0.5
    x = np.linspace(low - room, high + room, 401)
    ax.plot(x, map(x), "-", color="C0", label="one step")
    ax.plot(x, x, ":", color="0.4", linewidth=1.2, label=f"{name} stays")
    ax.plot(corners[:-2], corners[1:-1], "-", color="C1", linewidth=1, label="orbit")
    ax.plot(points[:1], points[1:2], "o", color="C1", markersize=5)
    ax.set(xlabel=f"{name} now", ylabel=f"{name} one step later", title=title)
    ax.legend()
    describe(
        ax,
        f"Cobweb of {map}: {steps} steps from {points[0]:.4g}, in the second "
        f"half {_branches(points[-(steps // 2) :], 1e-6 * abs(points).max())}.",
        title,
    )
    return ax


@styled(figsize=(6.4, 5.6))
def plot_bifurcation(
    parameters, values, exponents=None, *, xlabel, ylabel, marks=None, title="", ax=None
):
    """Draw the values a run keeps coming back to, above each parameter.

    parameters  what is varied, (m,)
    values      a row per step and a column per parameter, (keep, m)
    exponents   one Lyapunov exponent per parameter, (m,), to draw below
    xlabel      what is varied, with its unit
    ylabel      what the values are, with their unit
    marks       a dictionary from label to a parameter to mark
    title       the title of the figure
    ax          the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where the shapes do not fit.
    """
    parameters, values = np.asarray(parameters), np.asarray(values)
    check_columns("values", values.shape[1:], parameters.shape, "column per parameter")
    x = np.broadcast_to(parameters, values.shape).ravel()
    ax.plot(
        x, values.ravel(), "o", color="C0", markersize=1.2, alpha=0.35,
        markeredgewidth=0, rasterized=True,
    )  # fmt: skip
    ax.set(ylabel=ylabel, title=title, xlim=(parameters.min(), parameters.max()))
    same = 1e-6 * np.max(abs(values), initial=0, where=np.isfinite(values))
    words = [
        f"At {parameters[at]:.5g}: {_branches(values[:, at], same)}"
        for at in _samples(parameters)
    ]
    lowest = ax
    if exponents is not None:
        exponents = np.asarray(exponents)
        check_columns(
            "exponents", exponents.shape, parameters.shape, "number per parameter"
        )
        lowest = _exponents_below(ax, parameters, exponents)
        share = np.mean(exponents[np.isfinite(exponents)] > 0)
        words.append(f"The Lyapunov exponent is positive at {share:.0%} of them")
    lowest.set_xlabel(xlabel)
    words.extend(draw_marks(marks, ax, lowest))
    describe(
        ax,
        f"Bifurcation diagram: {ylabel} at {parameters.size} values of "
        f"{xlabel} from {parameters.min():.5g} to {parameters.max():.5g}. "
        f"{'. '.join(words)}.",
        title,
    )
    return ax


@styled(figsize=(7.6, 3.6))
def plot_loss_against_lr(lr, losses, *, marks=None, title="", ax=None):
    """Draw the loss that is left after training, against the learning rate.

    lr      the learning rates, (m,)
    losses  a dictionary from label, such as "after 100 steps", to one loss per learning
            rate, (m,); runs that diverged hold nan or inf and are shown as crosses on
            top
    marks   a dictionary from label to a learning rate to mark
    title   the title of the figure
    ax      the axes to draw on; new ones by default

    Returns the axes. Raises ValueError where the shapes do not fit.
    """
    lr, words = np.asarray(lr), []
    ax.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="loss")
    plain_logarithmic(ax.xaxis, ax.yaxis)
    ax.set_title(title)
    for index, (label, left) in enumerate(losses.items()):
        left = np.asarray(left, dtype=float)
        check_columns(
            f"losses[{label!r}]", left.shape, lr.shape, "number per learning rate"
        )
        fine = np.isfinite(left)
        ax.plot(lr, np.where(fine, left, np.nan), color=f"C{index}", label=label)
        gone, height = lr[~fine], 0.98 - 0.03 * index
        ax.plot(
            gone, np.full(gone.size, height), "x", color=f"C{index}", markersize=3,
            transform=ax.get_xaxis_transform(), linestyle="",
        )  # fmt: skip
        words.append(_loss_in_words(label, lr, left, fine))
    words.extend(draw_marks(marks, ax))
    _limit_losses(ax, lr, losses)
    if not all(np.isfinite(left).all() for left in losses.values()):
        ax.plot([], [], "x", color="0.35", markersize=3, label="not finite (on top)")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    describe(
        ax,
        f"Loss against learning rate from {lr.min():.4g} to {lr.max():.4g}. "
        f"{'. '.join(words)}.",
        title,
    )
    return ax


def _exponents_below(ax, parameters, exponents):
    grid = ax.get_subplotspec().subgridspec(2, 1, height_ratios=(3, 1))
    ax.set_subplotspec(grid[0])
    below = ax.figure.add_subplot(grid[1], sharex=ax)
    ax.tick_params(labelbottom=False)
    below.plot(parameters, exponents, "-", color="C1", linewidth=1)
    below.axhline(0, color="0.4", linewidth=1)
    finite = exponents[np.isfinite(exponents)]
    if finite.size:
        below.set_ylim(max(finite.min(), -1.5) - 0.1, finite.max() + 0.1)
    below.set_ylabel("Lyapunov\nexponent")
    return below


def _branches(column, same):
    """How many values there are above one parameter, in words.

    Values that agree to the digits shown count as one. "many" come back too rarely.
    """
    if not np.isfinite(column).all():
        return "none that is finite"
    low, high = column.min(), column.max()
    same = max(same, 1e-3 * (high - low), 5e-4 * abs(column).max())
    gaps = np.diff(np.sort(column)) > same
    branches = 1 + np.count_nonzero(gaps)
    if branches == 1:
        return f"one value, {high if abs(high) > same else 0:.4g}"
    count = "many" if branches > min(16, column.size / 2) else branches
    return f"{count} values from {low:.4g} to {high:.4g}"


def _samples(parameters):
    """Five places spread over the parameters."""
    return np.unique(np.linspace(0, parameters.size - 1, 5).astype(int))


def _loss_in_words(label, lr, left, fine):
    if not fine.any():
        return f"{label}: all diverged"
    best = np.nanargmin(np.where(fine, left, np.nan))
    words = f"{label}: least {left[best]:.4g} at {lr[best]:.4g}"
    gone = lr[~fine]
    return f"{words}, diverged first at {gone.min():.4g}" if gone.size else words


def _limit_losses(ax, lr, losses):
    """Show nothing far above the loss at the smallest rate, nor below rounding."""
    start = max(
        np.asarray(left, dtype=float)[np.argmin(lr)] for left in losses.values()
    )
    ax.margins(y=0)  # a margin above a loss of 1e307 would overflow
    if np.isfinite(start) and start > 0:
        low, high = ax.get_ylim()
        ax.set_ylim(0.8 * max(low, 1e-16 * start), 1.25 * min(high, 80 * start))
