"""What training keeps coming back to, for one learning rate after another.

A column per learning rate: one point where training settles, two where it alternates,
many where it is chaotic.
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
    """What training keeps coming back to, a column per learning rate.

    Trains a copy of `network` per learning rate, as `sweep` does, and returns the last
    `keep` losses of each, (keep, m), ready for `plot_bifurcation`; or, in their place,
    what `observe` returns of the networks of these steps, stacked as they are.
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
