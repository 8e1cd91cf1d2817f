"""The points so far, in a file beside the notebooks.

The file helps the student alone: marks are given by trying the answers again.
"""

import json
from contextlib import suppress
from html import escape
from itertools import groupby
from pathlib import Path

from nnlib.atomic_write import write
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.statuses import NOT_ATTEMPTED, STATUSES, look_of
from nnlib.exercises.worth import notebooks_here, worth_here

FILE = "progress.json"
session = {}  # the verdicts of this session, for folders where nothing can be written


def keep(verdict):
    """Note the verdict, in the file of this folder if it can be written."""
    session[verdict.id] = [verdict.status, verdict.points]
    with suppress(OSError):
        write(Path(FILE), json.dumps(noted(), indent=1))


def noted():
    """What is noted: {id: [status, points]}, of the file and of this session."""
    try:
        kept = json.loads(Path(FILE).read_text(encoding="utf-8"))
        kept = {
            id: [status, float(points)]
            for id, (status, points) in kept.items()
            if status in STATUSES
        }
    except (OSError, ValueError, TypeError, AttributeError):
        kept = {}  # none yet, or damaged: checks fill it again
    return kept | session


def progress(notebook=None):
    """Show the points so far.

    `notebook` is the number of one notebook, None for all. Raises ValueError where
    there is no such notebook.
    """
    there = notebooks_here()
    if notebook is not None and notebook not in there:
        raise ValueError(
            f"notebook needs a number from {there[0]} to {there[-1]}; got {notebook!r}."
        )
    return Progress(there if notebook is None else [notebook], noted())


class Progress:
    """A table of points, per exercise and notebook.

    numbers   the numbers of the notebooks
    verdicts  what is noted, {id: [status, points]}
    """

    def __init__(self, numbers, verdicts):
        self.rows = [
            (exercise, *verdicts.get(exercise.id, (NOT_ATTEMPTED, 0.0)), worth)
            for number in numbers
            for exercise in exercises_of(number)
            if (worth := worth_here(exercise)).points
        ]

    def __repr__(self):
        lines = []
        for number, rows in self._notebooks():
            lines += [
                f"{look_of(status).sign} {exercise.id:5}{exercise.title:40}"
                f"{points:4g} of {_words(worth)}"
                for exercise, status, points, worth in rows
            ]
            lines.append(f"  Notebook {number:02}: {_total(rows)}")
        return "\n".join([*lines, *self._sum()])

    def _repr_html_(self):
        lines = ""
        for number, rows in self._notebooks():
            lines += "".join(
                f"<tr><td>{look_of(status).sign}</td><td>{exercise.id}</td>"
                f'<td style="text-align: left">{escape(exercise.title)}</td>'
                f"<td>{points:g} of {_words(worth)}</td></tr>"
                for exercise, status, points, worth in rows
            )
            lines += (
                f'<tr><td colspan="3" style="text-align: left"><strong>Notebook '
                f"{number:02}</strong></td><td><strong>{_total(rows)}</strong></td></tr>"
            )
        return f"<table>{lines}</table>{''.join(self._sum())}"

    def _notebooks(self):
        by_number = groupby(self.rows, key=lambda row: row[0].notebook)
        return [(number, list(rows)) for number, rows in by_number]

    def _sum(self):
        return [f"All: {_total(self.rows)}"] if len(self._notebooks()) > 1 else []


def _total(rows):
    points = sum(points for _, _, points, _ in rows)
    of = sum(worth.points for *_, worth in rows if not worth.extra)
    return f"{points:g} of {of:g} points"


def _words(worth):
    return f"{worth.points:g}{' extra' if worth.extra else ''}"
