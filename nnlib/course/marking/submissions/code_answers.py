"""Find a student's functions among the cells of their notebook.

The ids are those of the notebook that was handed out. A cell that is missing,
occurs twice or is of another type costs its own exercise at most: the function is also
looked for by its name.
"""

import re

from nnlib.course.marking.submissions.released import is_stub, without_blanks

MOST_CODE = 200_000  # letters of code in a notebook
EACH = 50  # letters that a cell counts besides its own: it takes room where it is sent
GIVEN, STUDENTS = "given", "the student's"  # kinds of cells besides answers


def answers_in(cells, released):
    """The answers, by the ids of `released`; all code cells; what is wrong.

    The code cells are pairs of kind and source, in their order: `GIVEN`, `STUDENTS`, or
    the id of an answer, with its source left out.
    """
    answers, problems, left = {}, [], MOST_CODE
    chosen = {}
    for id, name in released.functions.items():
        place, problem = _place(id, name, cells, released)
        problems += [problem] if problem else []
        if place is None:
            continue
        source = cells[place].source
        if len(source) > left:
            problems.append(f"{id} is too long to be read.")
            continue
        chosen.setdefault(place, id)
        answers[id] = source
        left -= len(source)
    others = []
    for place, cell in enumerate(cells):
        if place in chosen:
            others.append((chosen[place], ""))
        elif len(cell.source) + EACH <= left and _is_code(cell, released):
            others.append((_kind(cell, released), cell.source))
            left -= len(cell.source) + EACH
    return answers, tuple(others), tuple(problems)


def _kind(cell, released):
    is_given = without_blanks(cell.source) in released.given
    return GIVEN if is_given else STUDENTS


def _is_code(cell, released):
    """Whether there is code in it, other than the stub of an answer."""
    stubs = released.answers.values()
    is_blank = not cell.is_code or not cell.source.strip()
    return not is_blank and not any(is_stub(cell.source, stub) for stub in stubs)


def _place(id, name, cells, released):
    """The place of the cell that counts, None without one; and what is wrong."""
    defines = re.compile(rf"^(def {name}\b|{name}\s*=)", re.MULTILINE)
    own = [place for place, cell in enumerate(cells) if id in cell.ids]
    filled = [
        place
        for place, cell in enumerate(cells)
        if defines.search(cell.source)
        and not is_stub(cell.source, released.answers[id])
        and without_blanks(cell.source) not in released.given
    ]
    code = [place for place in filled if cells[place].is_code]
    if best := [place for place in code if id in cells[place].ids]:
        twice = f"{id} occurs {len(own)} times; the last one with {name} counts."
        return best[-1], twice if len(own) > 1 else ""
    if code:
        return code[-1], f"{name} is in another cell than {id}; it was marked there."
    if best := [place for place in filled if id in cells[place].ids]:
        return best[-1], f"{id} is not a code cell any more; its text was marked."
    if code := [place for place in own if cells[place].is_code]:
        return code[-1], ""
    return None, f"{id} is missing, and {name} is in no other cell."
