"""Sweeps: thousands of copies of a network, each trained in its own way.

One copy per learning rate or per start, all by the compiled engine, on all cores or on
a cluster.
"""

import warnings
from contextlib import nullcontext

from nnlib.engine.cluster import executor_of
from nnlib.engine.training import train_all
from nnlib.losses import half_squared_error
from nnlib.validation.arguments import check_choice, check_count
from nnlib.validation.arrays import as_array
from nnlib.validation.networks import checked_data


def sweep(
    network,
    X,
    Y,
    *,
    lr,
    steps,
    keep=1,
    loss=half_squared_error,
    batch_size=None,
    rng=None,
    order="after",
    executor=None,
    scheduler=None,
    workers=None,
):
    """Train a copy of `network` per learning rate, or many networks side by side.

    Ctrl-C stops a sweep and keeps what is done.

    network     one `Network` to copy, or m of them stacked
    X, Y        inputs (..., n, inputs) and targets (..., n, outputs)
    lr          one per network, (m,), one per layer and network, (layers, m), or a
                function of the step that returns one of these; a single number where
                `network` is stacked
    steps       how many steps each network takes
    keep        how many of the last losses are returned
    loss        `mse`, `half_squared_error` or `sum_squared_error`
    batch_size  samples per step: all of them if None, 1 for online training
    rng         draws a new order of the samples for each pass over them
    order       "after": update all layers after the backward pass; "before": update
                each layer before the error is passed on through it, a common mistake
    workers     how many threads compute; by default one per core
    scheduler   the address of a Dask cluster that computes in their place, such as
                "tcp://192.168.0.5:8786"; its workers need nnlib
    executor    any other place: a `concurrent.futures.Executor`

    Returns the trained networks, stacked, and their last losses, (keep, m): the last
    rows that `History.loss` would have. Raises ValueError or TypeError where an
    argument does not fit, MemoryError where the run does not fit the memory.
    """
    X, Y = checked_data(network, X, Y)
    check_kept(keep, steps)
    check_choice("order", order, "after", "before")
    _check_one_place(executor=executor, scheduler=scheduler, workers=workers)
    if workers is not None:
        check_count("workers", workers, 1)
    m = network.stacked[0] if network.stacked else _copies(lr)
    refusal = (
        f"A sweep of {m} networks",
        "Keep fewer losses, or sweep fewer networks or steps at a time.",
    )
    place = executor_of(scheduler) if scheduler is not None else nullcontext(executor)
    with place as executor:
        trained = train_all(
            network, X, Y, steps=steps, lr=lr, loss=loss, batch_size=batch_size,
            rng=rng, keep=keep, copies=m, before=order == "before", refusal=refusal,
            executor=executor, workers=workers,
        )  # fmt: skip
    if trained.done < m:
        warnings.warn(
            f"Stopped: {trained.done} of {m} networks are trained, the others are nan.",
            stacklevel=2,
        )
    return trained.network, trained.losses


def check_kept(keep, steps):
    """Raise ValueError where `keep` is more than a run of `steps` steps has losses."""
    check_count("steps", steps, 0)
    check_count("keep", keep, 1)
    if keep > steps + 1:
        raise ValueError(
            f"keep needs at most steps + 1 = {steps + 1} losses; got {keep}."
        )


def _copies(lr):
    first = as_array("lr", lr(0) if callable(lr) else lr)
    if first.ndim == 0:
        raise ValueError(
            "lr needs one number per copy of the network; got a single one. "
            "Write lr=[...], or stack networks."
        )
    return first.shape[-1]


def _check_one_place(**places):
    given = [name for name, place in places.items() if place is not None]
    if len(given) > 1:
        raise ValueError(
            "sweep needs one of executor, scheduler and workers; "
            f"got {' and '.join(given)}."
        )
