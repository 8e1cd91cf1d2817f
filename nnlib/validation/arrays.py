"""Checks of arrays: numbers of the wrong kind, type or shape.

Each message names the argument, what is needed, what came and, where one is nearly
always right, the fix.
"""

import numpy as np

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def as_array(name, value):
    """Turn numbers, lists or a tensor into an array; raise ValueError for the rest."""
    try:
        return np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise _not_an_array(name, value) from error


def as_floats(name, value):
    """Turn `value` into floats; float32 stays float32, whole numbers become float64.

    A single number stays a single number. Raises TypeError for complex numbers and
    text.
    """
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value
    if isinstance(value, (float, np.floating)):
        return value
    array = as_array(name, value)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} needs real numbers; got {value!r:.60}.")
    return array[()] if array.dtype.kind == "f" else array.astype(np.float64)[()]


def float_array(name, value, dtype=np.float64):
    """Copy `value` into a new array of floats.

    Lists of numbers become arrays of `dtype`; float32 stays float32. Raises TypeError
    for arrays of integers, ValueError where there is no number, or one is nan or
    infinite.
    """
    try:
        is_array = isinstance(value, np.ndarray)
        array = np.array(value if is_array else np.asarray(value, dtype=dtype))
    except (TypeError, ValueError, RuntimeError) as error:
        raise _not_an_array(name, value) from error
    if array.dtype not in FLOATS:
        hint = f" Write {name}.astype(float)." if array.dtype.kind in "fiub" else ""
        raise TypeError(
            f"{name} needs float64 or float32 numbers; got {array.dtype}.{hint}"
        )
    if array.size == 0:
        raise ValueError(f"{name} needs at least one number; got shape {array.shape}.")
    if not np.isfinite(array).all():
        index = np.argwhere(~np.isfinite(array))[0].tolist()
        raise ValueError(
            f"{name} needs finite numbers; got {array[tuple(index)]} at {index}."
        )
    return array


def check_rows(X, W):
    """Raise an error unless `X` has a row per sample and as many columns as `W`."""
    inputs = W.shape[-1]
    if not isinstance(X, np.ndarray):
        raise TypeError(
            f"X needs to be an array with one row per sample, shape (n, {inputs}); "
            f"got a {type(X).__name__}. {_made_array('X', X, W.dtype)}"
        )
    if X.ndim < 2 or X.shape[-1] != inputs:
        hint = " For one sample write X[None, :]." if X.shape == (inputs,) else ""
        hint = " Write X[:, None]." if X.ndim == inputs == 1 else hint
        raise ValueError(
            f"X needs one row per sample, shape (n, {inputs}); got {X.shape}.{hint}"
        )
    if X.shape[:-2] not in ((), W.shape[:-2]):
        raise ValueError(
            f"X needs no leading axes or those of the networks, {W.shape[:-2]}; "
            f"got {X.shape[:-2]}."
        )
    check_dtype("X", X, W.dtype)


def check_targets(Y, output):
    """Raise ValueError unless `Y` has the shape of the network's `output`.

    NumPy would broadcast (n, 1) - (n,) to (n, n) and say nothing.
    """
    if getattr(Y, "shape", None) == output and len(output) > 1:
        return
    Y = as_array("Y", Y)
    shape, needed = Y.shape, output[-2:]
    if len(needed) < 2:
        raise ValueError(
            f"Y_hat needs one row per sample, shape (n, outputs); got {output}."
        )
    if shape[-2:] == needed and shape[:-2] in ((), output[:-2]):
        return
    n, outputs = needed
    hint = " Write Y[None, :]." if shape == (outputs,) and n == 1 else ""
    hint = " Write Y[:, None]." if shape == (n,) and outputs == 1 else hint
    if shape == (n,) and outputs > 1 and Y.dtype.kind in "iu":
        hint = f" For the numbers of classes write np.eye({outputs})[Y]."
    raise ValueError(
        f"Y needs the shape of the network's output, {needed}; got {shape}.{hint}"
    )


def checked_pair(name, mine, reference):
    """Make float64 arrays of the two sides of a comparison.

    Raises TypeError unless `name` is a text, ValueError unless the shapes are equal.
    """
    if not isinstance(name, str):
        raise TypeError(
            f"name needs a text; got {name!r:.60}. "
            'Write compare("W1", mine, reference).'
        )
    mine = np.asarray(as_floats("mine", mine), dtype=np.float64)
    reference = np.asarray(as_floats("reference", reference), dtype=np.float64)
    if mine.shape != reference.shape:
        hint = " Transposed?" if mine.shape == reference.shape[::-1] else ""
        raise ValueError(
            f"{name} needs the shape {reference.shape}; got {mine.shape}.{hint}"
        )
    if mine.size == 0:
        raise ValueError(f"{name} needs at least one number; got shape {mine.shape}.")
    return mine, reference


def check_value(value, x):
    """Raise ValueError unless f(x) is a number, or one per network of `x`."""
    if value.shape != x.shape[: value.ndim] or value.dtype.kind not in "fiu":
        number = value.dtype.kind in "fiu"
        got = f"shape {value.shape}" if number else f"{value[()]!r:.60}"
        raise ValueError(
            "f needs to return one number, or one per network along the leading axes "
            f"of x, {x.shape}; got {got}."
        )


def checked_observation(value, before):
    """Copy what `observe` returned; raise ValueError where its shape has changed.

    A copy, since `Network.step` changes the network in place.
    """
    array = np.array(as_array("What observe returns", value))
    if before and array.shape != before[0].shape:
        raise ValueError(
            "observe needs to return one shape in all steps; "
            f"got {before[0].shape} and {array.shape}."
        )
    return array


def check_dtype(name, array, dtype):
    """Raise TypeError unless `array` is an array of the network's type of number."""
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"{name} needs to be an array; got a {type(array).__name__}. "
            f"{_made_array(name, array, dtype)}"
        )
    if array.dtype != dtype:
        raise TypeError(
            f"{name} needs the network's type of number, {dtype}; got {array.dtype}. "
            f"Write {name}.astype(np.{dtype})."
        )


def check_float_type(dtype):
    """Raise TypeError unless `dtype` is float32 or float64."""
    if dtype not in FLOATS:
        raise TypeError(f"dtype needs np.float64 or np.float32; got {dtype!r:.60}.")


def _made_array(name, value, dtype):
    if hasattr(value, "detach"):
        return f"Write {name}.detach().numpy()."
    dtype = "" if dtype == np.float64 else f", dtype=np.{dtype}"
    return f"Write np.array({name}{dtype})."


def _not_an_array(name, value):
    if hasattr(value, "detach"):
        return TypeError(
            f"{name} needs numbers alone; got a tensor that records its gradients. "
            f"Write {name}.detach().numpy()."
        )
    return ValueError(f"{name} needs numbers in rows of one length; got {value!r:.60}.")
