"""The solved notebooks: their files, and the cells in which exercises are solved."""

import json

from tests.support.places import ROOT


def path_of(number):
    """The file of a notebook."""
    (path,) = (ROOT / "notebooks").glob(f"{number:02}_*.ipynb")
    return path


def solution_to(exercise):
    """The source of the cell in which an exercise is solved."""
    path = path_of(exercise.notebook)
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["id"] == exercise.answer_cell:
            return "".join(cell["source"])
    raise AssertionError(
        f"notebooks/{path.name} lacks the cells of exercise {exercise.id}: run "
        f"python3 nnlib notebook {exercise.notebook:02}, which adds them"
    )
