"""The points so far, in a file beside the notebooks.

The file helps the student alone: marks are given by trying the answers again.
"""

import json
import os
from html import escape
from pathlib import Path

from nnlib.exercises.blocks import LOOKS
from nnlib.exercises.catalogue import exercises_of, notebooks

FILE = "progress.json"
session = {}  # the verdicts of this session, for folders where nothing can be written


def keep(verdict):
    """Note the verdict, in the file of this folder if it can be written."""
    session[verdict.id] = [verdict.status, verdict.points]
    temporary = Path(f"{FILE}.{os.getpid()}")
    try:
        temporary.write_text(json.dumps(noted(), indent=1), encoding="utf-8")
        temporary.replace(FILE)
    except OSError:
        temporary.unlink(missing_ok=True)


def noted():
    """What is noted: {id: [status, points]}, of the file and of this session."""
    try:
        kept = json.loads(Path(FILE).read_text(encoding="utf-8"))
        kept = {id: [status, float(points)] for id, (status, points) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        kept = {}  # none yet, or damaged: checks fill it again
    return kept | session


def progress(notebook=None):
    """Show the points so far, of one notebook or of all."""
    return Progress(notebooks() if notebook is None else [notebook], noted())


class Progress:
    """A table of points, per notebook and exercise."""

    def __init__(self, numbers, verdicts):
        self.rows = [
            (exercise, *verdicts.get(exercise.id, ("not attempted", 0.0)))
            for number in numbers
            for exercise in exercises_of(number)
        ]

    @property
    def total(self):
        """The points of all rows, and how many there are to get."""
        points = sum(points for _, _, points in self.rows)
        return f"{points:g} of {sum(e.points for e, _, _ in self.rows)} points"

    def __repr__(self):
        lines = [
            f"{LOOKS[status][0]} {e.id:5}{e.title:40}{points:4g} of {e.points}"
            for e, status, points in self.rows
        ]
        return "\n".join([*lines, self.total])

    def _repr_html_(self):
        rows = "".join(
            f"<tr><td>{LOOKS[status][0]}</td><td>{e.id}</td>"
            f'<td style="text-align: left">{escape(e.title)}</td>'
            f"<td>{points:g} of {e.points}</td></tr>"
            for e, status, points in self.rows
        )
        return f"<table>{rows}</table><strong>{self.total}</strong>"
