"""Find the place by a repair: a right value is put there, and all cases come right.

An expression is tried only if all variables in it hold right values. A variable, and
whatever is right in itself, gives way only to a value that has a name.
"""

import ast
from typing import NamedTuple

from nnlib.exercises.places.beside import is_whole_number
from nnlib.exercises.places.rewriting import RETURNED

CONDITIONS = ast.Compare, ast.BoolOp
FIRST_PLACES = 4  # beside which a second one is looked for


class Found(NamedTuple):
    """What was found: of which kind, the expressions, and which values come right."""

    kind: str  # "proved", "parts", "two", "on the way" or "first"
    places: tuple
    parts: tuple = ()  # one for each place, for "parts"


def one_place(beside, shared=False):
    """The place where another value makes all right, or some values of the answer.

    `shared` tries values that are divided by the number of samples.
    """
    before = beside.parts_right(beside.attempts[beside.probe])
    proved, by_part = [], {}
    for k, m in _tries(beside, beside.values[beside.probe], beside.alike, shared):
        if beside.is_over or (proved and _is_behind(beside, k, proved)):
            break
        if k in proved:
            continue
        attempt = beside.run(beside.probe, {k: m})
        after = beside.parts_right(attempt)
        if attempt is not None and attempt.right:
            if beside.all_right({k: m}) and not _spoils(beside, k, m):
                proved.append(k)
        elif all(now or not then for then, now in zip(before, after)):
            for part, (then, now) in enumerate(zip(before, after)):
                if now and not then and beside.all_right({k: m}, part):
                    by_part.setdefault(part, []).append(k)
    if proved:
        return Found("proved", (_innermost(beside, proved),))
    places = tuple(_innermost(beside, by_part[part]) for part in sorted(by_part))
    return Found("parts", places, tuple(sorted(by_part))) if places else None


def two_places(beside):
    """Two places: the first makes values behind it right, both make all right."""
    if len(beside.attempts[0].wanted) > 1:
        return None
    firsts = []
    for k, m in _tries(beside, beside.values[beside.probe], beside.alike):
        if beside.is_over:
            return None
        if beside.right[k]:
            continue
        beside.run(beside.probe, {k: m}, keeps=True)
        now = beside.watched.values
        mended = [j for j in _wrong_wholes(beside, k) if _is_right_now(beside, j, now)]
        if mended:
            firsts.append((-len(mended), k, m, now))
    for _, k, m, now in sorted(firsts, key=lambda one: one[:3])[:FIRST_PLACES]:
        alike = {
            j: float("inf") if _is_right_now(beside, j, now) else times
            for j, times in beside.alike.items()
        }
        found = []
        for other, value in _tries(beside, now, alike):
            if beside.is_over:
                return None
            if beside.right[other] or _are_nested(beside, k, other):
                continue
            puts = {k: m, other: value}
            attempt = beside.run(beside.probe, puts)
            if attempt is not None and attempt.right and beside.all_right(puts):
                found.append(other)
        if found:
            return Found("two", (k, _innermost(beside, found)))
    return None


def _tries(beside, mine, alike, shared=False):
    """What may be put where: pairs of an expression and the number of a right value.

    mine   the values of each expression
    alike  how many times each variable holds a right value, from the first on
    """
    for k, one in enumerate(beside.all):
        sequence = mine.get(k)
        if not sequence or not _may_be_tried(beside, k, sequence):
            continue
        holds = min((alike[j] for j in beside.names[k] if mine.get(j)), default=1)
        if holds <= min(beside.passes_right(sequence), len(sequence) - 1):
            continue
        plain = bool(one.name) or beside.right[k]
        equal = beside.table.equal(sequence)
        for m, value in enumerate(beside.pool.values):
            theirs = value.sequences[beside.probe]
            if not theirs or m in equal or (value.made == "shared") != shared:
                continue
            if (plain and (not value.named or shared)) or (one.name and value.answer):
                continue
            if _fits(beside, k, sequence, value):
                yield k, m


def _may_be_tried(beside, k, sequence):
    one = beside.all[k]
    if any(value is None for value in sequence):
        return False
    if one.name and (one.target == RETURNED or not beside.is_known(k)):
        return False
    plain = bool(one.name) or beside.right[k]
    compared = any(isinstance(beside.all[j].node, ast.Compare) for j in one.parents)
    if isinstance(one.node, CONDITIONS) and len(sequence) == 1 and not sequence[0].ndim:
        return False  # one of two values is soon the right one
    if is_whole_number(sequence):
        number = not beside.names[k] and not isinstance(one.node, ast.Call)
        return not (plain or compared or number)
    return not (plain and compared)


def _fits(beside, k, mine, value):
    """Whether a value can stand in a place: one of the same shape, as a rule."""
    one, theirs = beside.all[k], value.sequences[beside.probe]
    if len(mine) != len(theirs):
        return False
    if isinstance(one.node, CONDITIONS) and any((a * (1 - a)).any() for a in theirs):
        return False  # no truth values
    if all(a.shape == b.shape for a, b in zip(mine, theirs)):
        return True
    if len(mine) > 1 or (beside.right[k] and not one.name):
        return False
    if value.answer and one.target not in {RETURNED, *beside.returned}:
        return False
    return bool(one.target) or (not one.name and mine[0].ndim == theirs[0].ndim)


def _spoils(beside, k, m):
    """Whether a repair makes other values wrong that were right."""
    beside.run(beside.probe, {k: m}, keeps=True)
    now = beside.watched.values
    return any(
        beside.right[j] and not _are_nested(beside, j, k) and now.get(j)
        for j, one in enumerate(beside.all)
        if (one.target or not one.name) and not _is_right_now(beside, j, now)
    )


def _wrong_wholes(beside, k):
    """What all of a variable gets, and is not right, outside of an expression."""
    for j, one in enumerate(beside.all):
        if one.target and not beside.equal[j] and not _are_nested(beside, j, k):
            yield j


def _is_right_now(beside, k, now):
    return bool(now.get(k)) and bool(beside.table.equal(now[k]))


def _are_nested(beside, k, j):
    return k == j or k in beside.all[j].parents or j in beside.all[k].parents


def _is_behind(beside, k, proved):
    """Whether an expression stands in a line behind a place, and not inside of one."""
    inside = set(beside.all[k].parents) & set(proved)
    return not inside and beside.all[k].node.lineno > beside.all[proved[0]].node.lineno


def _innermost(beside, found):
    """The innermost of the places; of several, the first."""
    around = {parent for k in found for parent in beside.all[k].parents}
    inner = {*found} - around
    return min(inner, key=lambda k: (beside.all[k].node.lineno, k))
