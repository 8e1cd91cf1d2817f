"""What the course's notebooks declare: which there are, and the points in each.

They stand in the notebooks, in nbgrader's marks of the cells.
"""

import functools
import json
import re

from nnlib.course.setup.steps import ROOT
from nnlib.exercises.worth import Worth

NOTEBOOKS = ROOT / "notebooks"
CHECK = re.compile(r"check-(\d+)-(\d+)")


@functools.cache
def declared():
    """From the number of each notebook to its worths: a dictionary by ids, in order."""
    files = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return {int(path.name[:2]): _worths(path.read_text("utf-8")) for path in files}


def id_of(cell):
    """The id of what a cell carries the points of; "" without any: 1.2, written-1."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    if not nbgrader.get("grade"):
        return ""
    found = CHECK.fullmatch(cell["id"])
    return f"{found[1]}.{found[2]}" if found else cell["id"]


def _worths(text):
    cells = json.loads(text)["cells"]
    return {
        id_of(cell): Worth(cell["metadata"]["nbgrader"]["points"])
        for cell in cells
        if id_of(cell)
    }
