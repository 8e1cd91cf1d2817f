"""What was handed out: the cells of each notebook that are marked, by their ids.

Ids and points come from here and from the exercises, never from a submission.
"""

import functools
import json
from dataclasses import dataclass

from nnlib.course.copies import copies
from nnlib.exercises.catalogue import exercises_of, notebooks


@dataclass(frozen=True)
class Master:
    """A notebook as it was handed out."""

    number: int
    file: str  # 01_hand_worked_backprop.ipynb
    answers: dict  # id of the cell -> its source, with the stub
    written: dict  # id of the cell -> points; they are given by hand
    questions: dict  # id of a written cell -> id and source of the cell before it
    ids: frozenset  # of all its cells
    given: frozenset  # the sources of all cells but the answers', without blanks


def answer_cell(exercise):
    """The id of the cell that an exercise is solved in: `answer-1-2`."""
    return f"answer-{exercise.id.replace('.', '-')}"


def squeezed(source):
    """A source without blanks, so that the same lines are told."""
    return "".join(source.split())


def is_stub(source, stub):
    """Whether a cell is still the one that was handed out, but for blanks."""
    return squeezed(source) == squeezed(stub)


@functools.cache
def masters():
    """All notebooks that have exercises: a dictionary from number to `Master`."""
    made = (_master(file, text) for file, text in copies().items())
    return {master.number: master for master in made if master.number in notebooks()}


def _master(file, text):
    number = int(file[:2])
    exercises = exercises_of(number) if number in notebooks() else []
    wanted = {answer_cell(exercise) for exercise in exercises}
    answers, written, questions, given = {}, {}, {}, {}
    for cell in json.loads(text)["cells"]:
        id, source = cell["id"], "".join(cell["source"])
        marks = cell["metadata"].get("nbgrader", {})
        if id in wanted:
            answers[id] = source
        elif marks.get("solution") and marks.get("grade"):
            written[id] = marks["points"]
            questions[id] = list(given.items())[-1]
        else:
            given[id] = squeezed(source)
    ids, sources = frozenset({*answers, *written, *given}), frozenset(given.values())
    return Master(number, file, answers, written, questions, ids, sources)
