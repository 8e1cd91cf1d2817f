"""What is done in place of a call of NumPy's: another reduction, another axis, another f."""

import numpy as np

from nnlib.exercises.understanding.operations import SELDOM, SOMETIMES, Variant, sigma

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
NAMES = {
    "sum": "the sum",
    "mean": "the mean",
    "max": "the largest",
    "min": "the smallest",
}


def reduction(name, keywords):
    """The usual function of a reduction such as `sum`, and its variants."""
    usual = getattr(np, name)
    called = NAMES.get(name, f"`{name}`")
    found = [
        Variant(f"{NAMES.get(one, f'`{one}`')} is taken in place of {called}", getattr(np, one))
        for one in INSTEAD[name]
    ]  # fmt: skip
    if name in ("sum", "mean"):
        found.append(Variant(f"{called} is squared", _squared(usual), SOMETIMES))
    if "axis" not in keywords:
        along = Variant(f"{called} goes along one axis only", _along(usual, 0), 0, True)
        return usual, (*found, along)
    axis = keywords["axis"]
    found += [
        Variant(
            f"{called} goes along the other axis", _along(usual, 1 - axis), 0, True
        ),
        Variant(f"{called} goes over everything", _along(usual, None), 0, True),
        Variant(f"{called} is left out", lambda a, **_: a, 0, True),
    ]
    if keywords.get("keepdims"):
        lost = Variant("`keepdims` is missing", _along(usual, axis), 0, True)
        found.append(lost)
    return usual, tuple(found)


def _squared(usual):
    return lambda a, **how: usual(a, **how) ** 2


def _along(usual, axis):
    return lambda a, **_: usual(a, axis=axis)


def _relu(z):
    return np.maximum(z, 0)


def _both(condition, yes, no):
    return yes + 0 * np.asarray(no) if np.ndim(yes) else np.ones(np.shape(condition))


FUNCTIONS = {
    "exp": (
        Variant("exp is left out", lambda z: z),
        Variant("an exponent has the wrong sign", lambda z: np.exp(-z)),
    ),
    "log": (
        Variant("the logarithm is left out", lambda z: z),
        Variant("a logarithm has the base 2", np.log2),
        Variant("a logarithm has the base 10", np.log10),
        Variant("a logarithm has the wrong sign", lambda z: -np.log(z)),
    ),
    "sqrt": (Variant("a root is left out", lambda z: z),),
    "abs": (
        Variant("absolute values are left out", lambda z: z),
        Variant("squares stand where absolute values belong", np.square, SOMETIMES),
    ),
    "maximum": (
        Variant("`maximum` is left out", lambda a, b: b if np.ndim(b) else a),
        Variant("the smaller is taken in place of the larger", np.minimum),
        Variant("the first of two is taken in place of the larger", lambda a, b: a, SELDOM),
    ),
    "tanh": (
        Variant("tanh is left out", lambda z: z),
        Variant("σ stands where tanh belongs", sigma),
        Variant("ReLU stands where tanh belongs", _relu),
    ),
    "where": (
        Variant("the activation is left out", _both),
        Variant("the two sides of 0 change places", lambda c, a, b: np.where(c, b, a)),
        Variant("the left side of 0 is 0", lambda c, a, b: np.where(c, a, 0.0)),
        Variant("the left side of 0 has the wrong sign", lambda c, a, b: np.where(c, a, -b)),
    ),
    "outer": (
        Variant("the outer product stands the wrong way round", lambda a, b: np.outer(b, a)),
    ),
    "clip": (Variant("`clip` is left out", lambda a, *_: a),),
    "concatenate": (
        Variant("two parts change places", lambda parts: np.concatenate(parts[::-1])),
        Variant("the first of two parts stands twice", lambda p: np.concatenate([p[0], p[0]]), 1),
    ),
    "linalg.norm": (
        Variant("a length is squared", lambda a, **how: np.linalg.norm(a, **how) ** 2),
        Variant("absolute values are added up for a length", lambda a, **how: np.abs(a).sum(**how)),
        Variant("a sum is taken for a length", lambda a, **how: np.sum(a, **how), SOMETIMES),
    ),
    "linalg.eigvalsh": (
        Variant("sizes are taken, without signs", lambda a: np.sort(abs(np.linalg.eigvalsh(a)))),
        Variant("the diagonal is taken for the eigenvalues", lambda a: np.sort(np.diag(a))),
    ),
}  # fmt: skip

LENGTH = (
    Variant("the number of all entries is taken for the number of rows", np.size, 1),
    Variant("the number of columns is taken for the number of rows", lambda a: np.shape(a)[1], 1),
    Variant("a number of rows is one too small", lambda a: len(a) - 1, SOMETIMES),
)  # fmt: skip
