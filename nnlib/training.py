"""Gradient descent: one loss, one backward pass, one step, again and again.

This is the text to read; it trains one network or many side by side.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnlib.engine.training import train_all
from nnlib.losses import half_squared_error
from nnlib.network import Network
from nnlib.progress import progress
from nnlib.validation import arguments
from nnlib.validation.arrays import as_array, check_dtype, checked_observation
from nnlib.validation.networks import check_network, checked_data


@dataclass(repr=False)
class History:
    """The record of a run.

    loss  the loss on the batch of each step, before its update, and at the end that on
          all samples, (steps + 1,)
    seen  what `observe` returned before each step, (steps, ...); empty without it

    Networks trained side by side have a column each: `loss` is (steps + 1, m).
    """

    loss: np.ndarray
    seen: np.ndarray

    def __repr__(self):
        steps = f"History of {len(self.loss) - 1} steps"
        if self.loss.ndim > 1:
            return f"{steps} of {self.loss[0].size} networks"
        return f"{steps}, loss {self.loss[0]:.4g} -> {self.loss[-1]:.4g}"


def loss_and_gradients(
    network, X, Y, loss=half_squared_error, backward=Network.backward
):
    """Do one forward and one backward pass: the loss, and one `Gradient` per layer.

    network   one `Network`, or many stacked
    X, Y      inputs (..., n, inputs) and targets (..., n, outputs)
    loss      a `Loss`
    backward  your own backward pass, a function of (network, caches, dA)

    Raises ValueError or TypeError where an argument does not fit the network.
    """
    check_network(network)
    arguments.check_loss(loss)
    arguments.check_function("backward", backward, "(network, caches, dA)")
    caches = network.forward(X)
    Y_hat = caches[-1].A
    value = loss(Y_hat, Y)
    check_dtype("Y", Y, network.dtype)
    return value, backward(network, caches, loss.gradient(Y_hat, Y))


def train(
    network,
    X,
    Y,
    *,
    steps,
    lr,
    loss=half_squared_error,
    backward=Network.backward,
    observe=None,
    batch_size=None,
    rng=None,
    engine="numpy",
):
    """Train a copy of `network` by gradient descent; return it and its `History`.

    `network` itself is left alone, so running a cell twice gives the same answer.

    X, Y        inputs (..., n, inputs) and targets (..., n, outputs)
    steps       how many steps to take
    lr          a number, one per network, (m,), or a schedule: a function of the step
    loss        a `Loss`, such as `mse`
    backward    your own backward pass, a function of (network, caches, dA)
    observe     a function of the network, called before each step and recorded
    batch_size  samples per step: all of them if None, 1 for online training
    rng         draws a new order of the samples for each pass over them; without it
                they keep the order they have
    engine      "numpy", the lines below, or "compiled": far faster after some seconds
                to compile, the same to rounding, and the same bits on every computer;
                it also takes one lr per layer, (layers,), or (layers, m)

    Raises ValueError or TypeError where an argument does not fit the network.
    """
    X, Y = checked_data(network, X, Y)
    arguments.check_count("steps", steps, 0)
    arguments.check_choice("engine", engine, "numpy", "compiled")
    if engine == "compiled":
        _check_not_called(backward, observe)
        options = {"loss": loss, "batch_size": batch_size, "rng": rng}
        return _train_compiled(network, X, Y, steps=steps, lr=lr, **options)
    rate = lr if callable(lr) else _constant(arguments.check_lr(lr, network.stacked))
    if observe is not None:
        arguments.check_function("observe", observe, "the network")
    network = network.copy()
    n = X.shape[-2]
    rows_of_step = batches(n, n if batch_size is None else batch_size, rng)
    losses, seen = [], []
    # a run that blows up shows nan or inf in its losses; warnings would say no more
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for step in progress(steps):
            rows = next(rows_of_step)
            value, gradients = loss_and_gradients(
                network, X[..., rows, :], Y[..., rows, :], loss, backward
            )
            losses.append(value)
            if observe is not None:
                seen.append(checked_observation(observe(network), seen))
            network.step(gradients, rate(step))
        losses.append(loss(network(X), Y))
    return network, History(np.array(losses), np.array(seen))


def batches(n, batch_size, rng=None):
    """Yield without end the row numbers of one batch after another, (batch_size,).

    Each pass over the `n` samples is in their own order, or in a new random order if
    `rng` is given; its last batch is smaller where `batch_size` does not divide n.
    Raises ValueError where n or `batch_size` is below 1, TypeError where `rng` is a
    seed.
    """
    arguments.check_count("n", n, 1)
    arguments.check_count("batch_size", batch_size, 1)
    if rng is not None:
        arguments.check_rng(rng)
    while True:
        order = np.arange(n) if rng is None else rng.permutation(n)
        for start in range(0, n, batch_size):
            yield order[start : start + batch_size]


def step_decay(lr, factor, every=1):
    """Build a schedule: multiply `lr` by `factor` once every `every` steps.

    Made of products alone, it has the same bits on every computer. `lr` is a number or
    an array, (m,). Raises ValueError where one of the three is negative or no number.

    >>> schedule = step_decay(0.3, 0.5, every=100)
    >>> schedule(0), schedule(99), schedule(100), schedule(200)
    (0.3, 0.3, 0.15, 0.075)
    """
    arguments.check_lr_values(as_array("lr", lr))
    arguments.check_positive("factor", factor)
    arguments.check_count("every", every, 1)

    @lru_cache(maxsize=1)
    def lr_after(decays):
        return lr * _power(float(factor), decays)

    def schedule(step):
        arguments.check_count("step", step, 0)
        return lr_after(step // every)

    return schedule


def _power(factor, n):
    """Multiply `factor` n times, by squaring; a library's power may round otherwise."""
    power = 1.0
    while n:
        power = power * factor if n % 2 else power
        factor, n = factor * factor, n // 2
    return power


def _train_compiled(network, X, Y, **options):
    refusal = f"Training for {options['steps']} steps", "Train fewer steps at a time."
    trained = train_all(
        network, X, Y, keep=options["steps"] + 1, refusal=refusal, **options
    )
    if trained.done < trained.losses.shape[1]:
        raise KeyboardInterrupt
    losses = trained.losses.reshape(-1, *network.stacked)
    return trained.network, History(losses, np.array([]))


def _check_not_called(backward, observe):
    for name, own in (
        ("backward", backward is not Network.backward),
        ("observe", observe is not None),
    ):
        if own:
            raise ValueError(
                f'The compiled engine does not call your {name}. Write engine="numpy".'
            )


def _constant(lr):
    return lambda step: lr
