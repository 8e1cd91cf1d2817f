"""The table `data/scores.csv`: what each known mistake of each exercise scores.

Drawn numbers can be right by luck, so it has the least and the most points of many
seeds. `python -m tests.scores` measures it anew, in a minute.
"""

import csv
import textwrap

import numpy as np

from nnlib.exercises.attempts import attempt_of, attempts_at
from nnlib.exercises.calls.calling import answer
from tests.support.places import DATA
from tests.support.trials import ALL

TABLE = DATA / "scores.csv"
COLUMNS = "exercise", "mistake", "least", "most", "of"
SEEDS = 60


def name(mistake):
    """A mistake in the table: its message, cut off."""
    return textwrap.shorten(mistake.message, 99, placeholder=" …")


def tabulated(exercise):
    """The rows of an exercise, in the order of its mistakes."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["exercise"] == exercise.id]


def measured(exercise, seeds):
    """The same rows, of cases drawn as the marker draws them."""
    points = [[] for _ in exercise.mistakes]
    for seed in range(seeds):
        numbers = [seed, *map(int, exercise.id.split("."))]
        cases = exercise.drawn(np.random.default_rng(numbers))
        answers = [answer(exercise.reference, case.arguments) for case in cases]
        right = attempts_at(exercise, cases, answers)
        for got, mistake in zip(points, exercise.mistakes):
            tried = [attempt_of(mistake.function, one, exercise) for one in right]
            share = sum(attempt.right for attempt in tried) / len(cases)
            got.append(round(exercise.points * share, 2))
    for got, mistake in zip(points, exercise.mistakes):
        least, most = f"{min(got):g}", f"{max(got):g}"
        yield exercise.id, name(mistake), least, most, exercise.points


if __name__ == "__main__":
    with open(TABLE, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for exercise in ALL:
            table.writerows(measured(exercise, SEEDS))
