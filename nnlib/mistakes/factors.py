"""Factors: how many times the told gradient a gradient is, and which sizes make it so.

They are not listed but solved: the same product of a few parts has to hold in all
cases.
"""

from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from nnlib.mistakes.variants import Variant, wrong

CLOSE = 1e-3  # what is looked at more closely
MOST_PARTS = 3
_SIZES = {
    "samples": ("summed over samples", "divided by n once more", "samples"),
    "outputs": ("times outputs", "divided by outputs", "outputs"),
    "inputs": ("times inputs", "divided by inputs", "inputs of the layer"),
    "units": ("times units", "divided by units", "units of the layer"),
}
_HOW_MANY = "Your gradient is {} the number of {}; look at what the loss divides by."


def _parts():
    """Each part: its variant, the size it depends on, and how."""
    for name, value in (("sign flipped", -1.0), ("factor 2", 2.0)):
        yield wrong(name, None, None).variants[0], None, value
    half = "Your gradient is half as large; look at the factor in the loss."
    yield Variant("factor 1/2", half), None, 0.5
    for size, (times, divided, text) in _SIZES.items():
        yield Variant(times, _HOW_MANY.format("multiplied by", text)), size, 1
        yield Variant(divided, _HOW_MANY.format("divided by", text)), size, -1
    yield Variant("lr used twice", "You multiplied by lr once more."), "lr", 1
    yield Variant("lr not used", "The step is lr times the gradient."), "lr", -1


PARTS = list(_parts())


@cache
def _products():
    """All products of a few parts, as rows of how often each part stands in it."""
    rows = []
    for many in range(MOST_PARTS + 1):
        for chosen in combinations_with_replacement(range(len(PARTS)), many):
            rows.append(np.bincount(chosen, minlength=len(PARTS)))
    rows = np.array(rows)
    opposite = rows[:, 1::2] * rows[:, 2::2]  # 2 and 1/2, n and 1/n, ...
    return rows[(rows[:, 0] < 2) & ~opposite.any(axis=1)]


def solved(ratios, sizes, fits):
    """Find the products of parts that make a gradient the student's in all cases.

    ratios  how many times the told gradient it is in each case, nan where it is 0
    sizes   a dictionary of sizes for each case; the first is that of the given data
    fits    a function of one factor per case that says whether they hold

    Returns the variants and a factor per case, or None.
    """
    values = np.array(
        [[s[size] ** p if size else p for _, size, p in PARTS] for s in sizes]
    )
    rows = _products()
    each = np.prod(values[:, None, :] ** rows, axis=-1)  # (cases, products)
    with np.errstate(invalid="ignore"):
        far = abs(each / np.array(ratios)[:, None] - 1) > CLOSE
    found = [k for k in np.flatnonzero(~far.any(axis=0)) if fits(each[:, k])]
    same = np.ptp(values, axis=0) == 0  # of a size that never changes nothing is known
    guessed = np.array([bool(size) for _, size, _ in PARTS]) & same
    if all(rows[k][guessed].any() for k in found):
        return None
    fewest = rows[found[0]].sum()
    told = {}
    for k in found:
        if rows[k].sum() == fewest:
            parts = np.flatnonzero(rows[k] * (values[0] != 1))
            way = tuple(_counted(PARTS[part][0], rows[k][part]) for part in parts)
            told.setdefault(way, each[:, k])
    return _told_together(list(told)), each[:, found[0]]


def _counted(variant, count):
    """The variant, where it is there several times one that says so."""
    if count == 1:
        return variant
    times = {2: "twice", 3: "three times"}[count]
    return Variant(
        f"{variant.name}, {times}", f"{times.capitalize()}: {variant.message}"
    )


def _told_together(ways):
    """The variants of the only way; else one that names all ways."""
    fewest = min(len(way) for way in ways if way) if any(ways) else 0
    ways = [way for way in ways if len(way) == fewest]
    if len(ways) == 1:
        return ways[0]
    names = " or ".join(" and ".join(v.name for v in way) for way in ways)
    return (Variant(names, f"All that fits here is one of these: {names}."),)


def constant(ratios, sizes, fits):
    """Find a factor that is the same in all cases, but for one size; or None."""
    ratios, (first, *_) = np.array(ratios), sizes
    sized = [(part, size, p) for part, size, p in PARTS if size]
    for part, size, p in [(None, None, 0), *sized]:
        scale = np.array([s[size] ** p if size else 1.0 for s in sizes])
        known = (ratios / scale)[np.isfinite(ratios)]
        if len(known) > 1 and fits(scale * known.mean()):
            c = known.mean()
            message = (
                f"Your gradient is {c:.4g} times what is told, whatever the data; is a "
                "step or a learning rate in it already?"
            )
            told = (part,) if size and first[size] != 1 else ()
            return (Variant(f"{c:.4g} times", message), *told), scale * c
    return None
