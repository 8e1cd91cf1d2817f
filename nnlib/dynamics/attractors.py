"""What training keeps coming back to, for one learning rate after another.

There is a column per learning rate: one point where training settles, two where it
alternates, many where it is chaotic.
"""

import numpy as np

from nnlib.engine.sweep import check_kept, sweep
from nnlib.losses import half_squared_error
from nnlib.validation.arguments import check_function
from nnlib.validation.arrays import checked_observation


def bifurcation(
    network,
    X,
    Y,
    *,
    lr,
    steps,
    keep,
    observe=None,
    loss=half_squared_error,
    order="after",
):
    """Train at many learning rates; record the values that runs keep coming back to.

    A copy of the network is trained for each learning rate, as `sweep` does.

    network  a `Network`, or m of them stacked
    X, Y     inputs (n, inputs) and targets (n, outputs)
    lr       one learning rate per copy, (m,), or one per layer and copy, (layers, m)
    steps    how many steps each copy takes
    keep     how many of the last values are kept
    observe  a function of the stacked networks, recorded in place of the loss
    loss     a `Loss` that the compiled engine knows
    order    "after" or "before", as for `sweep`

    Returns the last losses, (keep, m), ready for `plot_bifurcation`, or what `observe`
    returned in the last steps, (keep, ...). Raises TypeError where lr is a function,
    ValueError where the data do not fit.
    """
    if callable(lr):
        raise TypeError("lr needs one number per copy of the network; got a function.")
    options = {"lr": lr, "loss": loss, "order": order}
    if observe is None:
        return sweep(network, X, Y, steps=steps, keep=keep, **options)[1]
    check_function("observe", observe, "the networks")
    check_kept(keep, steps)
    networks, _ = sweep(network, X, Y, steps=steps - keep + 1, **options)
    seen = [checked_observation(observe(networks), [])]
    for _ in range(keep - 1):
        networks, _ = sweep(networks, X, Y, steps=1, **options)
        seen.append(checked_observation(observe(networks), seen))
    return np.array(seen)
