"""NumPy's functions in worked solutions, and what is done in their place by mistake."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.exercises.understanding.operations import Variant, read

INSTEAD = {  # of a reduction, the others that come to mind
    "sum": ("mean", "max"),
    "mean": ("sum", "max"),
    "max": ("min", "mean", "sum"),
    "min": ("max", "mean", "sum"),
    "any": ("all",),
    "all": ("any",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
}
SAID = {
    "sum": "the sum",
    "mean": "the mean",
    "max": "the largest",
    "min": "the smallest",
}
TABLE = """
np.exp(a)
    exp is left out -> a
    an exponent has the wrong sign -> np.exp(-a)
    an exponential has the base 2 -> np.exp2(a) ?
np.log(a)
    the logarithm is left out -> a
    a logarithm has the base 2 -> np.log2(a)
    a logarithm has the base 10 -> np.log10(a)
    a logarithm has the wrong sign -> -np.log(a)
np.sqrt(a)
    a root is left out -> a
abs(a)
    absolute values are left out -> a
    squares stand where absolute values belong -> a**2 ?
np.maximum(a, b)
    `maximum` is left out -> b if np.ndim(b) else a
    the smaller of two is taken in place of the larger -> np.minimum(a, b)
    the first of two is taken in place of the larger -> a ??
np.tanh(a)
    tanh is left out -> a
    σ stands where tanh belongs -> sigma(a)
    ReLU stands where tanh belongs -> np.maximum(a, 0)
np.where(c, a, b)
    the activation is left out -> a + 0 * b if np.ndim(a) else np.ones(c.shape)
    the two sides of 0 change places -> np.where(c, b, a)
    the left side of 0 is 0 -> np.where(c, a, 0.0)
    the left side of 0 has the wrong sign -> np.where(c, a, -b)
np.outer(a, b)
    the outer product stands the wrong way round -> np.outer(b, a)
np.concatenate(a)
    two parts change places -> np.concatenate(a[::-1])
np.linalg.norm(a, **how)
    a length is squared -> np.linalg.norm(a, **how) ** 2
    absolute values are added up for a length -> np.abs(a).sum(**how)
    a sum is taken for a length -> np.sum(a, **how) ?
np.linalg.eigvalsh(a)
    sizes are taken, without signs -> np.sort(abs(np.linalg.eigvalsh(a)))
    the diagonal is taken for the eigenvalues -> np.sort(np.diag(a))
len(a)
    the number of all entries is taken for the number of rows -> np.size(a) ?
    the number of columns is taken for the number of rows -> np.shape(a)[1] ?
    a number of rows is one too small -> len(a) - 1 ?
"""
FUNCTIONS = {
    usual.partition("(")[0]: variants
    for usual, variants in read(TABLE, {"np": np, "sigma": sigmoid}).items()
}


def reduction(name, keywords):
    """The usual function of a reduction such as `sum`, and its variants."""
    usual = getattr(np, name)
    said = SAID.get(name, f"`{name}`")
    found = [
        Variant(f"{SAID.get(one, f'`{one}`')} is taken, not {said}", getattr(np, one))
        for one in INSTEAD[name]
    ]
    if name in ("sum", "mean"):
        squared = Variant(
            f"{said} is squared", lambda a, **how: usual(a, **how) ** 2, 1
        )
        found.append(squared)

    def along(axis):
        return lambda a, **_: usual(a, axis=axis)

    if "axis" not in keywords:
        other = (("goes along one axis only", along(0)),)
    else:
        axis = keywords["axis"]
        other = (
            ("goes along the other axis", along(1 - axis)),
            ("goes over everything", along(None)),
            ("is left out", lambda a, **_: a),
            ("loses its axis: `keepdims` is missing", along(axis)),
        )
        other = other[: 3 + ("keepdims" in keywords)]
    found += [Variant(f"{said} {words}", entry, 0, True) for words, entry in other]
    return usual, *found
