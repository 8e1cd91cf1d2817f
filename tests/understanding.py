"""The table of docs/understanding.md: how many planted mistakes are named.

`.venv/bin/python -m tests.understanding 3.3` judges those of exercise 3.3, and
`.venv/bin/python -m tests.understanding` all, in ten minutes; it prints the rows.
"""

import sys
import time
import warnings
from collections import Counter
from typing import NamedTuple

import numpy as np

from nnlib.exercises.attempts import attempt_of, attempts_at, same_attempt
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import SEED
from nnlib.exercises.judging import known_mistake
from nnlib.exercises.understanding.telling import mistakes_in, schema_of
from tests.support.trials import ALL

PAIRS = 200
NAMED, OTHERWISE, SILENT, ANOTHER = KINDS = "named", "otherwise", "silent", "another"
COLUMNS = (
    *("exercise", "slips told", "operations", *KINDS),
    *("pairs", *KINDS, "median", "slowest"),
)


class Answers(NamedTuple):
    """The right answers to the cases of an exercise, to be tried with mistakes."""

    exercise: object
    right: list

    @classmethod
    def of(cls, exercise, seed):
        """The answers to the cases that `seed` draws."""
        cases = exercise.drawn(np.random.default_rng(seed))
        answers = [answer(exercise.reference, case.arguments) for case in cases]
        return cls(exercise, attempts_at(exercise, cases, answers))

    def by(self, function):
        """What `function` makes of the cases."""
        return [attempt_of(function, one, self.exercise) for one in self.right]

    def with_mistakes(self, *mistakes):
        """What the worked solution with these mistakes makes of the cases."""
        entries = [entry for one in mistakes for entry in one.entries]
        schema = schema_of(self.exercise)
        return self.by(lambda *arguments: schema.run(entries, arguments))


def planted_pairs(answers, count, rng):
    """Draw pairs of mistakes that are made often and give wrong values together."""
    mistakes = [m for m in all_mistakes(answers) if m.by_hand or not m.rank]
    found = 0
    for _ in range(50 * count):
        one, other = (mistakes[k] for k in rng.choice(len(mistakes), 2, replace=False))
        if one.goes_with(other) and can_be_told(answers.with_mistakes(one, other)):
            yield one, other
            found += 1
        if found == count:
            return


def all_mistakes(answers):
    """The slips and the mutants of an exercise."""
    schema = schema_of(answers.exercise)
    arguments = answers.right[0].case.arguments
    return [*schema.slips, *schema.mutants(arguments)]


def one_of_each(mistakes, answers):
    """One of those that give the same, of all that give wrong values."""
    found = {}
    for mistake in mistakes:
        attempts = answers.with_mistakes(mistake)
        if can_be_told(attempts):
            found.setdefault(repr([a.found for a in attempts]), mistake)
    return list(found.values())


def can_be_told(attempts):
    """Whether some values are wrong and all are such that can be compared."""
    values = all(isinstance(a.found, list) or a.answer.error for a in attempts)
    return values and any(not a.right and not a.answer.error for a in attempts)


def judged(answers, fresh, mistakes):
    """How planted mistakes are told: one of `KINDS`, and in how many seconds."""
    attempts = answers.with_mistakes(*mistakes)
    began = time.process_time()
    message = known_mistake(answers.exercise, attempts)
    told = [] if message else mistakes_in(answers.exercise, attempts)
    took = time.process_time() - began
    if message:
        return _by_hand(answers.exercise, fresh, mistakes, message), took
    if not told:
        return SILENT, took
    if {m.entries for m in mistakes} == {alike[0].entries for alike in told}:
        return NAMED, took
    same = _same(fresh.with_mistakes(*(alike[0] for alike in told)), fresh, mistakes)
    return OTHERWISE if same else ANOTHER, took


def _by_hand(exercise, fresh, mistakes, message):
    if message in [mistake.words for mistake in mistakes]:
        return NAMED
    (function,) = [m.function for m in exercise.mistakes if m.message == message]
    return OTHERWISE if _same(fresh.by(function), fresh, mistakes) else ANOTHER


def _same(attempts, fresh, mistakes):
    """Whether they give what the planted ones give in cases that were not looked at."""
    pairs = zip(attempts, fresh.with_mistakes(*mistakes))
    return all(same_attempt(*pair, fresh.exercise) is not False for pair in pairs)


def row(exercise, pairs=PAIRS):
    """The row of an exercise in the table."""
    answers, fresh = Answers.of(exercise, SEED), Answers.of(exercise, SEED + 1)
    told = [
        known_mistake(exercise, answers.by(mistake.function)) == mistake.message
        for mistake in exercise.mistakes
    ]
    mutants = one_of_each([m for m in all_mistakes(answers) if not m.by_hand], answers)
    single = [judged(answers, fresh, [mutant]) for mutant in mutants]
    rng = np.random.default_rng([SEED, *map(int, exercise.id.split("."))])
    planted = planted_pairs(answers, pairs, rng)
    double = [judged(answers, fresh, pair) for pair in planted]
    counts = [Counter(kind for kind, _ in many) for many in (single, double)]
    seconds = [took for _, took in (*single, *double)]
    return (
        *(exercise.id, f"{sum(told)} of {len(told)}"),
        *(len(single), *(counts[0][kind] for kind in KINDS)),
        *(len(double), *(counts[1][kind] for kind in KINDS)),
        *(f"{np.median(seconds):.3f}", f"{max(seconds):.2f}"),
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    for exercise in [find(id) for id in sys.argv[1:]] or ALL:
        print(f"| {' | '.join(map(str, row(exercise)))} |", flush=True)
