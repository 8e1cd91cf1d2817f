"""Checks of single arguments: counts, learning rates, generators and functions.

Each message names the argument, what is needed, what came and, where there is one, the
fix. Arrays are checked in `arrays`, layers and networks in `networks`.
"""

import inspect

import numpy as np

from nnlib.validation.arrays import as_array

PROBE = np.array([[-1.0, 0.5, 2.0]])


def check_lr(lr, stacked):
    """Raise ValueError unless `lr` is a number, or one per network, none negative."""
    lr = as_array("lr", lr)
    if lr.shape not in ((), stacked):
        need = f", or one per network, shape {stacked}" if stacked else ""
        raise ValueError(f"lr needs one number{need}; got shape {lr.shape}.")
    check_lr_values(lr)
    return lr


def check_lr_values(lr):
    """Raise ValueError where a learning rate is negative, nan or infinite."""
    one = lr.item() if lr.ndim == 0 else None  # in each step, so it has to be quick
    fine = lr.dtype.kind in "fiu" and (
        ((lr >= 0) & (lr < np.inf)).all() if one is None else 0 <= one < np.inf
    )
    if not fine:
        raise ValueError(f"lr needs finite numbers that are not negative; got {lr}.")


def check_choice(name, value, one, other):
    """Raise ValueError unless `value` is one of two words."""
    if not isinstance(value, str) or value not in (one, other):
        raise ValueError(f'{name} needs "{one}" or "{other}"; got {value!r:.60}.')


def check_count(name, value, smallest):
    """Raise ValueError unless `value` is a whole number of at least `smallest`."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or value < smallest:
        raise ValueError(
            f"{name} needs a whole number of at least {smallest}; got {value!r}."
        )


def check_positive(name, value):
    """Raise ValueError unless `value` is a finite number above zero."""
    if not _is_number(value) or not 0 < value < np.inf:
        raise ValueError(f"{name} needs a finite number above zero; got {value!r:.60}.")


def check_difference_step(step, smallest, largest):
    """Raise ValueError for a `step` too small or too large for finite differences."""
    if not _is_number(step) or not smallest <= step <= largest:
        raise ValueError(
            f"step needs a number from {smallest:g} to {largest:g}; got {step!r:.60}. "
            "A smaller one drowns in rounding, a larger one misses the slope."
        )


def check_sizes(sizes):
    """Raise ValueError unless `sizes` are at least two numbers of units."""
    if not isinstance(sizes, (list, tuple, np.ndarray)) or np.size(sizes) < 2:
        raise ValueError(
            f"sizes needs at least two numbers, [inputs, ..., outputs]; got {sizes!r}."
        )
    for size in sizes:
        check_count("sizes", size, 1)


def check_rng(rng):
    """Raise TypeError unless `rng` is a random generator; a seed is none.

    `RandomState(2)` draws what older programs draw after `np.random.seed(2)`.
    """
    if not isinstance(rng, (np.random.Generator, np.random.RandomState)):
        raise TypeError(
            f"rng needs a random generator; got {rng!r:.60}. "
            f"Write rng=np.random.default_rng({rng if isinstance(rng, int) else 0})."
        )


def checked_init(init, rng):
    """Turn `init` into a function of the shape alone, which draws from `rng`.

    Raises TypeError unless it takes (rng, shape); what it draws must have the shape.
    """
    check_rng(rng)
    try:
        inspect.signature(init).bind(rng, (1, 1))
    except TypeError as error:
        raise TypeError(
            "init needs a function of (rng, shape), such as nnlib.glorot or "
            f"nnlib.normal(0.5); got {getattr(init, '__name__', repr(init)):.60}."
        ) from error

    def draw(shape):
        W = init(rng, shape)
        if np.shape(W) != shape:
            raise ValueError(
                "init needs to return an array of the shape that it gets, "
                f"{shape}; got {np.shape(W)}."
            )
        return W

    return draw


def check_function(name, function, of):
    """Raise TypeError unless `function` is callable; `of` describes its arguments."""
    if not callable(function):
        raise TypeError(f"{name} needs a function of {of}; got {function!r:.60}.")


def check_named_functions(kind, name, **functions):
    """Raise TypeError unless `name` is a text and all `functions` are callable."""
    usage = f'Write {kind}("name", {", ".join(functions)}).'
    if not isinstance(name, str):
        raise TypeError(f"{kind} needs a text as its name; got {name!r:.60}. {usage}")
    for role, function in functions.items():
        if not callable(function):
            raise TypeError(
                f"{kind} {name} needs functions of arrays; got {function!r:.60} as its "
                f"{role}. {usage}"
            )


def check_activation(activation):
    """Raise TypeError unless an activation has a derivative and both take arrays."""
    if not hasattr(activation, "derivative"):
        raise TypeError(
            "activation needs a function paired with its derivative, such as "
            f"nnlib.sigmoid; got {activation!r:.60}. "
            'Write Activation("name", function, derivative).'
        )
    functions = {"function": activation, "derivative": activation.derivative}
    for role, function in functions.items():
        cause = None
        try:
            with np.errstate(all="ignore"):
                shape = np.shape(function(PROBE))
            if shape == PROBE.shape:
                continue
            became = f"became one of shape {shape}"
        except Exception as error:
            became, cause = f"ended in a {type(error).__name__}", error
        raise TypeError(
            f"activation {activation} needs a {role} that takes arrays and keeps their "
            f"shape; an array of shape {PROBE.shape} {became}. "
            "Write np.sin for math.sin, np.where for if, np.ones_like(Z) for 1."
        ) from cause


def check_loss(loss):
    """Raise TypeError unless a loss has a gradient."""
    if not hasattr(loss, "gradient"):
        raise TypeError(
            "loss needs a function paired with its gradient, such as nnlib.mse; "
            f'got {loss!r:.60}. Write Loss("name", function, gradient).'
        )


def check_loss_value(loss, value, leading):
    """Raise an error unless a loss returned one number, or one per network."""
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        raise TypeError(
            f"loss {loss} needs to return a number; got {value!r:.60}. "
            "Does its function say return?"
        )
    if array.shape != leading:
        need = f"one number per network, shape {leading}" if leading else "one number"
        raise ValueError(
            f"loss {loss} needs to return {need}; got shape {array.shape}. "
            "Add up its entries over axis=(-2, -1)."
        )


def check_loss_gradient(loss, gradient, output):
    """Raise ValueError unless the gradient of a loss has the shape of Y_hat."""
    if np.shape(gradient) != output:
        raise ValueError(
            f"The gradient of loss {loss} needs the shape of Y_hat, {output}; "
            f"got {np.shape(gradient)}."
        )


def _is_number(value):
    number = isinstance(value, (int, float, np.number))
    return number and not isinstance(value, bool)
