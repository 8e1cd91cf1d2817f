"""A page of feedback: what a student wrote, what it got, and what to try next.

The page stands alone and runs nothing. It shows no answers and no inputs of the cases.
"""

import re

from markupsafe import Markup

from nnlib.course.marking.records.results import BY_HAND, TO_MARK
from nnlib.course.marking.visible import visible
from nnlib.course.templates import template_beside
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.statuses import RIGHT
from nnlib.exercises.verdict_block import VerdictBlock, in_html

MOST = 20_000  # letters of an answer that are shown
PAGE = template_beside(__file__, "feedback.html")


def feedback_page(marked, results, course=""):
    """The page for a marked submission with its results, as HTML."""
    submission = marked.submission
    is_notebook = submission.notebook is not None
    page = PAGE.render(
        title=f"Feedback: {results[0].notebook.replace('_', ' ') or submission.path}",
        course=course,
        submission=submission,
        points=total(results) if is_notebook else "",
        sections=zip(results, _sections(marked, results)) if is_notebook else (),
        BY_HAND=BY_HAND,
        TO_MARK=TO_MARK,
    )
    return visible(page)


def total(results):
    """The points of all results in words."""
    points = sum(result.points or 0 for result in results)
    waiting = sum(result.of for result in results if result.points is None)
    words = f"{points:g} of {sum(result.needed for result in results):g} points"
    if waiting:
        words = f"{words}; {waiting:g} more points are still to be marked"
    if off := sum(result.taken_off or 0 for result in results):
        late = max(result.days_late for result in results if result.days_late)
        days = f"{late} day{'s' * (late > 1)}"
        words += f". It came late ({days}): {off:g} points are taken off, "
        words += f"{points - off:g} count"
    return words


def _sections(marked, results):
    """For each result what is shown besides: the verdict, the answer, hints."""
    submission = marked.submission
    exercises = {one.id: one for one in exercises_of(submission.notebook)}
    verdicts = {verdict.id: verdict for verdict in marked.verdicts}
    wrong = [
        exercise.name
        for id, exercise in exercises.items()
        if id in verdicts and verdicts[id].status != RIGHT
    ]
    for result in results:
        if result.exercise not in exercises:
            text = _capped(submission.written.get(result.exercise, ""))
            yield {"text": text, "pictures": submission.pictures.get(result.exercise)}
        elif result.exercise not in verdicts:
            yield {}
        else:
            exercise, verdict = exercises[result.exercise], verdicts[result.exercise]
            source = submission.cells.get(exercise.answer_cell, "")
            yield _section(exercise, verdict, source, wrong)


def _section(exercise, verdict, source, wrong):
    block = Markup(VerdictBlock(verdict)._repr_html_())
    section = {"block": block, "source": _capped(source)}
    if verdict.status == RIGHT:
        return section
    others = [name for name in wrong if name != exercise.name]
    uses = [name for name in others if re.search(rf"\b{name}\b", source)]
    hints = [Markup(in_html(hint)) for hint in exercise.hints]
    return section | {"uses": uses, "hints": hints}


def _capped(text):
    return text if len(text) <= MOST else f"{text[:MOST]}\n... (cut here)"
