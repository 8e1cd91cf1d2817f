"""Exercise 8.4: how much each fix helps, alone and where nothing hides it."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def factors(fixed, rms):
    """How many times smaller rms gets by each fix, from the posted program and best."""
    count = fixed.sum(axis=1)  # the number of fixes
    posted = rms[count == 0][0]  # the rms of the posted program
    alone, best = [], []
    for k in range(fixed.shape[1]):
        single = rms[(count == 1) & fixed[:, k]][0]  # the rms with one fix
        alone.append(posted / single)
        ratios = []  # the ratio of a pair
        for i in range(len(rms)):
            for j in range(len(rms)):
                differ = np.sum(fixed[i] != fixed[j])
                if fixed[j, k] and not fixed[i, k] and differ == 1:
                    ratios.append(rms[i] / rms[j])
        best.append(max(ratios))
    return np.array(alone), np.array(best)


def cases(rng):
    """Tables of several forms; the rows come in any order."""
    every = np.array(list(np.ndindex(2, 2, 2))) > 0
    section = [0.275, 0.568, 0.279, 0.554, 0.077, 0.295, 0.012, 0.007]
    yield "section 6, rounded, three suspects", shuffled(rng, every, np.array(section))
    yield "three suspects, all runs", shuffled(rng, every, drawn(rng, 8))
    four = np.array(list(np.ndindex(2, 2, 2, 2))) > 0
    yield "four suspects, all runs", shuffled(rng, four, drawn(rng, 16))
    some = four[[0, 1, 2, 4, 8, 3, 7, 15, 14, 10]]
    yield "four suspects, some runs", shuffled(rng, some, drawn(rng, 10))
    two = np.array(list(np.ndindex(2, 2))) > 0
    hidden = np.array([0.3, 0.32, 0.31, 0.004]) * rng.uniform(0.97, 1.03, 4)
    yield "two faults that hide each other", shuffled(rng, two, hidden)
    harm = np.array([0.01, 0.05, 0.3, 0.9]) * rng.uniform(0.9, 1.1, 4)
    yield "each fix does harm", shuffled(rng, two, harm)
    yield "one suspect", shuffled(rng, two[:2, 1:], drawn(rng, 2))


def drawn(rng, count):
    """Draw the rms of runs, from 0.01 to 1."""
    return 10 ** rng.uniform(-2, 0, count)


def shuffled(rng, fixed, rms):
    """The same table in another order, the posted program not on top."""
    order = rng.permutation(len(rms))
    while len(rms) > 1 and not fixed[order[0]].any():
        order = rng.permutation(len(rms))
    return fixed[order], rms[order]


MISTAKES = """
You take the first row for the posted program, and the next ones for single fixes. The
rows come in any order: `fixed` says what each run is.
    rms[count == 0][0] -> rms[0]
    rms[(count == 1) & fixed[:, k]][0] -> rms[k + 1]

Your ratios are upside down: rms without the fix, divided by rms with it. A fix that
helps has more than 1.
    posted / single -> single / posted
    rms[i] / rms[j] -> rms[j] / rms[i]

For the second array you turned the ratio upside down and took the smallest: rms without
the fix is divided by rms with it.
    rms[i] / rms[j] -> rms[j] / rms[i]
    max(ratios) -> min(ratios)

You return differences of rms. Asked is how many times smaller it gets.
    posted / single -> posted - single
    rms[i] / rms[j] -> rms[i] - rms[j]

For the second array you compare every run with the posted program. Then one fix is
praised for what another one did: the two runs of a pair differ in one fix.
    differ == 1 -> count[i] == 0

For the second array you pair runs that differ in other fixes as well. The two runs of a
pair differ in one fix.
    and differ == 1 ->

You compare the best run with a fix to the best run without it. They may differ in other
fixes too: go through the pairs that differ in one.
    max(ratios) -> min(rms[~fixed[:, k]]) / min(rms[fixed[:, k]])

You take the mean over the pairs. A fault that hides behind another one shows in one
pair: take the largest ratio.
    max(ratios) -> np.mean(ratios)

You take the smallest ratio of the pairs. Asked is where the fix helps most.
    max(ratios) -> min(ratios)

Your second array is the first again. Look at the pairs in which other fixes are already
made.
    np.array(best) -> np.array(alone)

A fix that does harm counts as help in your second array: which run of the pair has the
fix?
    fixed[j, k] and not fixed[i, k] -> fixed[i, k] != fixed[j, k]

The two arrays stand in the wrong order: first the fixes alone.
    np.array(alone), np.array(best) -> np.array(best), np.array(alone)

You return the rms of the single fixes. Divide the rms of the posted program by it.
    posted / single -> single
"""

EXERCISE = Exercise(
    id="8.4",
    title="Rank the suspects",
    points=3,
    minutes=12,
    reference=factors,
    cases=cases,
    mistakes=slips(factors, MISTAKES),
    hints=(
        "`fixed.sum(axis=1)` counts the fixes of each run. The posted program has "
        "none, and a single fix has one.",
        "A pair for suspect k: `fixed[i, k]` is False, `fixed[j, k]` is True, and the "
        "two rows are equal everywhere else. How many places differ then?",
        "Go through all pairs of runs in two loops, and keep the largest ratio.",
    ),
    right="On section 6 it puts tanh on the input first, and finds the hidden biases.",
)
