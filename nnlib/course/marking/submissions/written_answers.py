"""Find a student's written answers among the cells of their notebook.

The ids are those of the notebook that was handed out. Whatever a student wrote from the
question on belongs to the answer, in whichever cells it stands.
"""

import re

from nnlib.course.copies import UNANSWERED
from nnlib.course.marking.submissions.pictures import pictures_of, without_pictures
from nnlib.course.marking.submissions.released import without_blanks

MOST_TEXT = 20_000  # letters of a written answer
TICKED = re.compile(r"\[[xX]\]")
CUT = "\n\n(Cut here; {} more letters are in the file that was handed in.)"


def written_in(cells, released, marked=()):
    """Three dictionaries by the ids of `released`: texts, pictures, and what is odd.

    A text is "" where there is none, pictures are pairs of type and base64, what is odd
    is a sentence or more. `marked` are the sources of code that is marked elsewhere.
    """
    texts, pictures, odd = {}, {}, {}
    for id in released.written:
        own = {place for place, cell in enumerate(cells) if id in cell.ids}
        filled = [place for place in own if _is_filled(cells[place])]
        start, end = _region(id, cells, released, min(own, default=0))
        others = [
            place
            for place in range(start, end)
            if place not in own and _is_own(cells[place], released, marked)
        ]
        chosen = [cells[place] for place in sorted({*filled, *others})]
        texts[id] = _text(chosen, released)
        found, unfit = pictures_of(chosen)
        told = _told(id, len(own), len(filled), len(others))
        if found:
            pictures[id] = found
        if words := " ".join(filter(None, [told, unfit])):
            odd[id] = words
    return texts, pictures, odd


def _region(id, cells, released, start):
    """The places from the question, else from `start`, to the next question."""
    question, source = released.questions[id]
    next_ones, end = {*released.written} - {id}, len(cells)
    for place, cell in enumerate(cells):
        if question in cell.ids or without_blanks(cell.source) == source:
            start, end = place, len(cells)
        elif place > start and next_ones & {*cell.ids}:
            end = min(end, place)
    return start, end


def _is_own(cell, released, marked):
    """Whether the student wrote it; into a text that was handed out, too."""
    if cell.is_code and (released.ids & {*cell.ids} or cell.source in marked):
        return False
    is_given = without_blanks(cell.source) in released.given
    new = cell._replace(source=_own_lines(cell, released))
    return not is_given and _is_filled(new)


def _is_filled(cell):
    return cell.source.strip() not in ("", UNANSWERED) or bool(cell.pictures)


def _text(cells, released):
    """The texts, each one once; code is set as code."""
    sources = {}
    for cell in cells:
        source = without_pictures(_own_lines(cell, released))
        source = f"```python\n{source}\n```" if cell.is_code else source
        if source.strip() not in ("", UNANSWERED):
            sources.setdefault(without_blanks(source), source)
    text = "\n\n".join(sources.values())
    left = len(text) - MOST_TEXT
    return text[:MOST_TEXT] + CUT.format(left) if left > 0 else text


def _own_lines(cell, released):
    """The source; of a text that was handed out the lines that are new in it."""
    if not (released.ids - {*released.written}) & {*cell.ids}:
        return cell.source
    lines = [line for line in cell.source.split("\n") if _is_new(line, released)]
    return "\n".join(lines).strip("\n")


def _is_new(line, released):
    plain = TICKED.sub("[]", without_blanks(line))  # a box may be ticked
    return not plain or plain not in released.lines


def _told(id, cells, filled, others):
    """What is odd about where the answer stands; "" if nothing is."""
    if not others:
        if not cells:
            return f"The cell {id} is missing, and no other text was found."
        more = f"The cell {id} occurs {cells} times; all its texts are shown."
        return more if filled > 1 else ""
    if filled:
        where = "another cell" if others == 1 else f"{others} other cells"
        return f"The answer in {id} goes on in {where}; all of it is shown."
    state = "empty" if cells else "missing"
    if others == 1:
        return f"The cell {id} is {state}; the text of another cell was taken."
    return f"The cell {id} is {state}; these are the texts of {others} other cells."
