"""What is refused of single arguments: counts, learning rates, generators, losses.

Each error names the argument, what is needed, what came and, where there is one, the
fix. Arrays and layers have theirs in `validation`.
"""

import numpy as np


def check_lr(lr, stacked):
    """Refuse a learning rate that is negative, nan, or not one number per network."""
    lr = np.asarray(lr)
    check_lr_shape(lr, stacked)
    check_lr_values(lr)
    return lr


def check_lr_values(lr):
    """Refuse learning rates that are negative, nan or infinite."""
    if lr.dtype.kind not in "fiu" or not (np.isfinite(lr) & (lr >= 0)).all():
        raise ValueError(f"lr needs finite numbers that are not negative; got {lr}.")


def check_lr_shape(lr, stacked):
    """Refuse a learning rate that is not one number, or one number per network."""
    if lr.shape not in ((), stacked):
        need = f", or one per network, shape {stacked}" if stacked else ""
        raise ValueError(f"lr needs one number{need}; got shape {lr.shape}.")


def check_count(name, value, smallest):
    """Refuse a `value` that is not a whole number of at least `smallest`."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or value < smallest:
        raise ValueError(
            f"{name} needs a whole number of at least {smallest}; got {value!r}."
        )


def check_sizes(sizes):
    """Refuse layer sizes that make no network."""
    if not isinstance(sizes, (list, tuple)) or len(sizes) < 2:
        raise ValueError(
            f"sizes needs at least two numbers, [inputs, ..., outputs]; got {sizes!r}."
        )
    for size in sizes:
        check_count("sizes", size, 1)


def check_rng(rng):
    """Refuse a seed, or anything else, in the place of a random generator."""
    if not hasattr(rng, "permutation"):
        raise TypeError(
            f"rng needs a random generator; got {rng!r}. "
            f"Write rng=np.random.default_rng({rng if isinstance(rng, int) else 0})."
        )


def check_activation(activation):
    """Refuse an activation without its derivative."""
    if not hasattr(activation, "derivative"):
        raise TypeError(
            "activation needs a function paired with its derivative, such as "
            f"nnlib.sigmoid; got {activation!r:.60}. "
            'Write Activation("name", function, derivative).'
        )


def check_loss(loss):
    """Refuse a loss without its gradient."""
    if not hasattr(loss, "gradient"):
        raise TypeError(
            "loss needs a function paired with its gradient, such as nnlib.mse; "
            f'got {loss!r:.60}. Write Loss("name", function, gradient).'
        )
