"""What an exercise counts where it is solved: its own points, or those of the course.

An instructor who changes points hands out a file `points.json` beside the notebooks.
"""

import json
from pathlib import Path
from typing import NamedTuple

from nnlib.exercises.catalogue import notebooks

FILE = "points.json"
MOST = 1000  # points of an exercise


class Worth(NamedTuple):
    """The points of an exercise or a written question; 0 if it does not count."""

    points: float
    extra: bool = False  # the points count, and nobody needs them


def handed_out():
    """What `points.json` in this folder says: worths by ids, and the notebooks or None.

    A file that is missing or damaged changes nothing.
    """
    try:
        content = json.loads(Path(FILE).read_text("utf-8"))
        worths = {id: _worth(*pair) for id, pair in content["points"].items()}
        return worths, [int(number) for number in content["notebooks"]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}, None


def notebooks_here():
    """The numbers of the notebooks with exercises that this folder's course has."""
    there, chosen = notebooks(), handed_out()[1] or ()
    return [number for number in there if number in chosen] or there


def worth_here(exercise):
    """The `Worth` of an exercise in this folder."""
    return handed_out()[0].get(exercise.id, Worth(exercise.points))


def _worth(points, extra):
    if not 0 <= points <= MOST:
        raise ValueError
    return Worth(points, bool(extra))
