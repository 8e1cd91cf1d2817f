"""The table `data/scores.csv`: what each known mistake of each exercise scores.

Drawn numbers can be right by luck, so it has the least and the most points of many
seeds. `.venv/bin/python -m tests.scores 3.3` measures those of exercise 3.3 anew, and
`.venv/bin/python -m tests.scores` all, in a minute.
"""

import csv
import sys
import textwrap

import numpy as np

from nnlib.exercises.attempts import attempt_of, attempts_at
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import find
from nnlib.exercises.judging import counted
from tests.support.places import DATA
from tests.support.trials import ALL

TABLE = DATA / "scores.csv"
COLUMNS = "exercise", "mistake", "least", "most", "of"
SEEDS = 60


def name(mistake):
    """A mistake in the table: its message, cut off."""
    return textwrap.shorten(mistake.message, 99, placeholder=" …")


def renewed(id):
    """What to do if the table does not fit an exercise."""
    return f"run .venv/bin/python -m tests.scores {id}"


def rows():
    """All rows of the table, as dictionaries."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(exercise, mistake):
    """The row of a mistake; an AssertionError that says what to do without one."""
    wanted = exercise.id, name(mistake)
    for row in rows():
        if (row["exercise"], row["mistake"]) == wanted:
            return row
    raise AssertionError(
        f"tests/data/scores.csv lacks the mistake “{wanted[1]}” of {exercise.id}: "
        f"{renewed(exercise.id)}"
    )


def measured(exercise, seeds=SEEDS):
    """The rows of an exercise, of cases drawn as the marker draws them."""
    points = [[] for _ in exercise.mistakes]
    for seed in range(seeds):
        numbers = [seed, *map(int, exercise.id.split("."))]
        cases = exercise.drawn(np.random.default_rng(numbers))
        answers = [answer(exercise.reference, case.arguments) for case in cases]
        right = attempts_at(exercise, cases, answers)
        for got, mistake in zip(points, exercise.mistakes):
            tried = [attempt_of(mistake.function, one, exercise) for one in right]
            got.append(counted(exercise, tried).points)
    for got, mistake in zip(points, exercise.mistakes):
        least, most = f"{min(got):g}", f"{max(got):g}"
        values = exercise.id, name(mistake), least, most, exercise.points
        yield dict(zip(COLUMNS, values))


def renew(exercises):
    """Write the table anew: the rows of these exercises measured, the others kept."""
    kept = rows()
    new = []
    for exercise in ALL:
        there = [row for row in kept if row["exercise"] == exercise.id]
        new += measured(exercise) if exercise in exercises else there
    for row in new:
        if row["least"] == f"{row['of']}":
            print(f"{row['exercise']}: no case tells “{row['mistake']}” from the right")
    with open(TABLE, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(new)
    print(f"{TABLE.name} is written")


if __name__ == "__main__":
    renew([find(id) for id in sys.argv[1:]] or ALL)
