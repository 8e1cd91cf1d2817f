"""Move a student's work from an older copy of a notebook into the newer one.

What the student wrote is all that differs from the copy they were handed. Where that
is not known, it is what they were asked to write, and cells of their own.
"""

from copy import deepcopy

from nnlib.course.copies import NO_GUESS, STUB, UNANSWERED, without_titles
from nnlib.course.homework.written import is_empty, source_of, written

YOURS = "*Your version of the cell above, from before the update:*\n\n"


def merged(theirs, new, base=None):
    """The new copy with the student's work in it.

    theirs  the student's notebook
    new     the newer copy
    base    the copy that the student was handed, None if it is not known

    Returns the notebook and the number of cells that stand there twice, since both the
    student and the course have changed them.
    """
    notebook, twice = deepcopy(new), 0
    old, was = _by_id(theirs), _by_id(base or {"cells": []})
    cells = notebook["cells"]
    for cell in list(cells):
        id = id_of(cell)
        own, before = old.get(id), was.get(id)
        if own is None or not _is_theirs(own, before, cell):
            continue
        if _is_asked(cell) or before is None or written(before) == written(cell):
            _fill(cell, own)
        else:
            cells.insert(cells.index(cell) + 1, _quoted(own))
            twice += 1
    _insert_own(cells, theirs, was)
    _number(cells)
    return notebook, twice


def id_of(cell):
    """The name of a cell: the one nbgrader knows, where the front end drops the id."""
    marks = cell.get("metadata", {}).get("nbgrader") or {}
    return marks.get("grade_id") or cell.get("id")


def _by_id(notebook):
    """The cells by their ids, the first of those that have the same."""
    return {id_of(cell): cell for cell in reversed(notebook["cells"])}


def _is_theirs(own, before, new):
    """Whether the student has changed a cell."""
    if is_empty(own) or written(own) == written(new):
        return False
    if before is not None:
        return written(own) != written(before)
    source = source_of(own)
    if _is_solution(new):
        return not all(line in source for line in STUB) and source != UNANSWERED
    if _is_asked(new):
        return source.rstrip() != NO_GUESS
    return _without_titles(own) == source_of(new)


def _without_titles(cell):
    try:
        return without_titles(source_of(cell))
    except (SyntaxError, ValueError):  # a program that is not finished, or no program
        return None


def _is_solution(cell):
    return bool((cell["metadata"].get("nbgrader") or {}).get("solution"))


def _is_asked(cell):
    """Whether students are asked to write in a cell, not beside it."""
    return _is_solution(cell) or source_of(cell).startswith("prediction = ")


def _fill(cell, own):
    """Put what the student wrote in place of what a cell of the new copy says."""
    for key in ("cell_type", "source", "attachments", "outputs", "execution_count"):
        cell.pop(key, None)
        if key in own:
            cell[key] = own[key]
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None


def _quoted(own):
    """A text with the student's version of a cell that the course has changed, too."""
    source = source_of(own)
    if own["cell_type"] == "code":
        source = f"```python\n{source}\n```"
    cell = {"cell_type": "markdown", "id": f"{id_of(own)}-yours", "metadata": {}}
    if own.get("attachments"):
        cell["attachments"] = own["attachments"]
    return cell | {"source": (YOURS + source).splitlines(keepends=True)}


def _insert_own(cells, theirs, was):
    """Put each cell that is the student's own behind the cell it stood behind."""
    place, given = 0, {id_of(cell): cell for cell in cells}
    from_course = [written(cell) for cell in was.values()]
    for own in theirs["cells"]:
        says = [written(cell) for cell in cells]
        if cell := given.pop(id_of(own), None):
            place = cells.index(cell) + 1
        elif written(own) in says:
            place = says.index(written(own)) + 1
        elif not is_empty(own) and written(own) not in from_course:
            cells.insert(place, deepcopy(own))
            place += 1


def _number(cells):
    """Give a cell whose id another one has, or that has none, an id of its own."""
    taken = set()
    for cell in cells:
        id = wanted = cell.get("id") or "own"
        count = 1
        while id in taken:
            count += 1
            id = f"{wanted[:50]}-{count}"
        cell["id"] = id
        taken.add(id)
