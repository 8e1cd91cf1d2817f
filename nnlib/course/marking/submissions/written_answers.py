"""Find a student's written answers among the cells of their notebook.

The ids are those of the notebook that was handed out. Where a cell is missing, as after
a copy of its text into a new one, the texts that follow its question are taken.
"""

from nnlib.course.copies import UNANSWERED
from nnlib.course.marking.submissions.released import without_blanks

MOST_TEXT = 20_000  # letters of a written answer


def written_in(cells, released):
    """The texts and what is wrong with them, two dictionaries by the ids of `released`.

    A text is "" where there is none; what is wrong is one sentence.
    """
    texts, missing = {}, {}
    for id in released.written:
        found = [cell for cell in cells if id in cell.ids]
        if not found:
            found = _after(released.questions[id], cells, released)
            missing[id] = _told(id, len(found))
        else:
            found = found[-1:]  # of cells with the same id the last one counts
        text = "\n\n".join(cell.source for cell in found)[:MOST_TEXT]
        texts[id] = "" if text.strip() == UNANSWERED else text
    return texts, missing


def _after(question, cells, released):
    """The cells with a text of the student's own, from the question on."""
    places = [p for p, cell in enumerate(cells) if _is(question, cell)] or [0]
    return [cell for cell in cells[places[-1] :] if _is_own(cell, question, released)]


def _is(question, cell):
    id, source = question
    return id in cell.ids or without_blanks(cell.source) == source


def _is_own(cell, question, released):
    """Whether no one handed it out; an answer may be typed into the question, too."""
    ids = released.ids - {question[0]}
    is_text = not cell.is_code and cell.source.strip() not in ("", UNANSWERED)
    return (
        is_text
        and not ids & {*cell.ids}
        and without_blanks(cell.source) not in released.given
    )


def _told(id, n):
    if n == 0:
        return f"The cell {id} is missing, and no other text was found."
    if n == 1:
        return f"The cell {id} is missing; the text of another cell was taken."
    return f"The cell {id} is missing; these are the texts of {n} other cells."
