"""Checks of the data of a plot: lines, points, fits and groups.

Each message names the line, what is needed, what came and the fix.
"""

import numpy as np

from nnlib.validation.arrays import as_array, as_floats


def checked_lines(lines):
    """Turn each line into a pair of arrays (x, y), both (n,)."""
    if not isinstance(lines, dict) or not lines:
        raise TypeError(
            "lines need a dictionary from label to values; "
            f'got {lines!r:.60}. Write {{"loss": history.loss}}.'
        )
    return {label: _line(label, line) for label, line in lines.items()}


def checked_points(name, values, count=None):
    """Flatten `values` to one number per point, (count,)."""
    array = as_array(name, values)
    n = "n" if count is None else count
    fits = array.shape in ((array.size,), (array.size, 1)) and array.size > 0
    if not fits or count not in (None, array.size):
        raise ValueError(
            f"{name} needs one number per point, shape ({n}, 1) or ({n},); "
            f"got {array.shape}."
        )
    return array.ravel()


def checked_fits(fits, count):
    """Flatten each fit to one number per point, (count,)."""
    if not isinstance(fits, dict):
        raise TypeError(
            "fits needs a dictionary from label to Y_hat; "
            f'got {fits!r:.60}. Write {{"fit": Y_hat}}.'
        )
    return {
        label: checked_points(f'The fit "{label}"', Y_hat, count)
        for label, Y_hat in fits.items()
    }


def checked_groups(groups):
    """Turn each group into an array of numbers, (n,)."""
    if not isinstance(groups, dict) or not groups:
        raise TypeError(
            "groups needs a dictionary from label to numbers; "
            f'got {groups!r:.60}. Write {{"16 units": errors}}.'
        )
    return {label: _group(label, values) for label, values in groups.items()}


def check_activations(activations):
    """Raise TypeError unless `activations` is a list of activations."""
    many = isinstance(activations, (list, tuple)) and activations
    if not many or not all(hasattr(a, "derivative") for a in activations):
        raise TypeError(
            "activations needs a list of activations; "
            f"got {activations!r:.60}. Write [sigmoid, tanh]."
        )


def check_log(log):
    """Raise ValueError unless `log` names axes: "", "x", "y" or "xy"."""
    if log not in ("", "x", "y", "xy"):
        raise ValueError(f'log needs "", "x", "y" or "xy"; got {log!r:.60}.')


def check_columns(name, columns, needed, each):
    """Raise ValueError unless the shape `columns` of `name` is the one needed."""
    if len(needed) != 1 or columns != needed:
        raise ValueError(f"{name} needs one {each}, {needed}; got {columns}.")


def check_finite(points):
    """Raise ValueError where the orbit of these points escapes."""
    if not np.isfinite(points).all():
        raise ValueError(
            f"x0 needs a start whose orbit stays finite; from {points[0]} it escapes."
        )


def _group(label, values):
    name = f'The group "{label}"'
    row = np.asarray(as_floats(name, values))
    if row.ndim != 1 or row.size == 0:
        raise ValueError(f"{name} needs a row of numbers, shape (n,); got {row.shape}.")
    return row


def _line(label, line):
    name = f'The line "{label}"'
    if hasattr(line, "loss"):
        raise TypeError(
            f"{name} needs a row of numbers; got a {line!r}. Write history.loss."
        )
    if isinstance(line, tuple) and len(line) != 2:
        raise ValueError(f"{name} needs a pair (x, y); got a tuple of {len(line)}.")
    given = line if isinstance(line, tuple) else (line,)
    pair = [as_array(name, values) for values in given]
    for array in pair:
        if array.dtype.kind not in "fiub":
            raise TypeError(f"{name} needs a row of numbers; got {line!r:.60}.")
        if array.ndim != 1 or array.size == 0:
            hint = " Draw one column at a time: [:, 0]." if array.ndim == 2 else ""
            raise ValueError(
                f"{name} needs a row of numbers, shape (n,); got {array.shape}.{hint}"
            )
    x, y = pair if len(pair) == 2 else (np.arange(len(pair[0])), pair[0])
    if len(x) != len(y):
        raise ValueError(f"{name} needs as many x as y; got {len(x)} and {len(y)}.")
    return x, y
