"""Where a function goes wrong, as far as its values show it without a repair."""

from nnlib.exercises.places.repair import Found
from nnlib.exercises.places.rewriting import RETURNED


def on_the_way(beside):
    """What is returned is right, but other values are asked for."""
    ends = [k for k, one in enumerate(beside.all) if one.target == RETURNED]
    right = [all(one) for one in zip(*map(beside.parts_right, beside.attempts))]
    wrong = [part for part, is_right in enumerate(right) if not is_right]
    if len(ends) != len(right) or not wrong:
        return None
    for part in wrong:
        values = [beside.pool.values[m] for m in beside.equal[ends[part]]]
        plain = [value for value in values if value.named and not value.made]
        if not plain or any(value.given for value in plain):
            return None
        if any(value.answer for value in plain):
            return Found("another order", ())
    return Found(
        "on the way", tuple(ends), tuple(wrong) if len(right) > len(wrong) else ()
    )


def first(beside):
    """The variable that is the first in time to get a value of no right solution."""
    found = []
    for k, one in enumerate(beside.all):
        mine = beside.mine[k][beside.probe]
        is_variable = one.target.isidentifier() and one.target != RETURNED
        if not is_variable or not mine or any(a is None or not a.size for a in mine):
            continue
        if beside.equal[k] or one.target in beside.watched.variables.constants:
            continue
        if beside.pool.is_near(beside.mine[k]):
            continue
        times = beside.passes_right(mine)
        if times < len(mine):
            found.append((beside.times[beside.probe][k][times], times, k))
    if not found:
        return None
    _, times, k = min(found)
    inside = [beside.alike[j] for j in beside.names[k] if beside.mine[j][beside.probe]]
    if all(held > times for held in inside) and beside.right_names(k):
        return Found("first", (k,))
    return None
