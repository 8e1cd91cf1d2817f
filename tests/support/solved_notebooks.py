"""The solved notebooks: their files, and the cells in which exercises are solved."""

import functools
import json

from nnlib.exercises.catalogue import exercises_of
from tests.support.places import ROOT


def path_of(number):
    """The file of a notebook."""
    (path,) = (ROOT / "notebooks").glob(f"{number:02}_*.ipynb")
    return path


@functools.cache
def text_of(number):
    """The text of a notebook, which has the cells of all its exercises."""
    text = path_of(number).read_text("utf-8")
    there = {cell["id"] for cell in json.loads(text)["cells"]}
    for exercise in exercises_of(number):
        assert exercise.answer_cell in there, (
            f"notebooks/{path_of(number).name} lacks the cells of exercise "
            f"{exercise.id}: run python3 nnlib notebook {number:02}, which adds them"
        )
    return text


def solution_to(exercise):
    """The source of the cell in which an exercise is solved."""
    cells = json.loads(text_of(exercise.notebook))["cells"]
    (source,) = [c["source"] for c in cells if c["id"] == exercise.answer_cell]
    return "".join(source)
