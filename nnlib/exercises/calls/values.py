"""What functions return, as arrays that can be compared.

A number is an array without axes; a tuple or a list is taken apart as the reference's
own is; a PyTorch tensor is read as the array it holds.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

NUMBERS = bool, int, float, np.floating, np.integer, np.bool_


class Mismatch(NamedTuple):
    """Why a value cannot be compared with the reference, in words."""

    words: str


@dataclass(frozen=True, slots=True)
class Other:
    """A value of another process, of which only the class is known."""

    kind: str  # the name of its class, such as dict


def unchanged(value):
    """Return the value itself."""
    return value


def parts(value, reference):
    """Take `value` apart as `reference` is built: a list of arrays, or a `Mismatch`.

    `reference` is made of arrays, numbers or truth values, in tuples or lists.
    """
    if not isinstance(reference, (tuple, list)):
        return _array(value)
    if getattr(value, "ndim", 0) > 0 and len(value) == len(reference):
        value = list(value)  # one array that holds the values, row by row
    if not isinstance(value, (tuple, list)):
        return Mismatch(f"{in_words(value)} in place of {len(reference)} values")
    if len(value) != len(reference):
        return Mismatch(f"{len(value)} values in place of {len(reference)}")
    found = []
    for one, like in zip(value, reference):
        arrays = parts(one, like)
        if isinstance(arrays, Mismatch):
            return arrays
        found += arrays
    return found


def holds_text(value):
    """Whether there is a text in a value; an array of it could need endless memory."""
    if isinstance(value, (tuple, list)):
        return any(map(holds_text, value))
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return isinstance(value, (str, bytes)) or kind in ("U", "S")


def count(value):
    """How many numbers a value holds, in all its tuples and lists."""
    if isinstance(value, (tuple, list)):
        return sum(map(count, value))
    return getattr(value, "size", 1)


def agree(got, right, rtol, atol):
    """Whether two lists of arrays, of equal shapes, are equal within the tolerances."""
    return all(_close(a, b, rtol, atol) for a, b in zip(got, right, strict=True))


def in_words(value):
    """Say what a value is, briefly: `an array of shape (3, 2)`, `a text`, `0.25`."""
    if isinstance(value, (bool, int, float, complex, np.number, np.bool_)):
        return f"{value:.6g}" if isinstance(value, (float, np.floating)) else f"{value}"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, np.ndarray):
        of = {"O": "objects", "c": "complex numbers"}.get(value.dtype.kind)
        return f"an array of {of}" if of else f"an array of shape {value.shape}"
    if value is None:
        return "None"
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    name = value.kind if isinstance(value, Other) else type(value).__name__
    return f"{'an' if name[0] in 'AEIOaeio' else 'a'} {name}"


def _array(value):
    try:
        array = of_numbers(np.asarray(_without_tensors(value)))
    except Exception:  # whatever an object of the student's does when it is read
        return Mismatch(in_words(value))
    if array.dtype.kind not in "biuf":
        return Mismatch(in_words(value))
    return [array.astype(np.float64)]


def of_numbers(array):
    """The same array, of float64 where it holds objects that are all numbers."""
    if array.dtype.kind == "O" and all(isinstance(one, NUMBERS) for one in array.flat):
        return array.astype(np.float64)
    return array


def _without_tensors(value):
    """The same with arrays in place of PyTorch's tensors, in tuples and lists too."""
    if isinstance(value, (tuple, list)):
        return [_without_tensors(one) for one in value]
    return value.detach().cpu().numpy() if hasattr(value, "detach") else value


def _close(got, right, rtol, atol):
    if got.shape != right.shape:
        return False
    scale = np.max(np.abs(right), initial=0, where=np.isfinite(right))
    with np.errstate(invalid="ignore"):  # inf - inf
        near = np.abs(got - right) <= atol + rtol * scale
    same = (got == right) | (np.isnan(got) & np.isnan(right))
    return bool((near | same).all())
