"""Exercise 8.4: how much each fix helps, alone and where nothing hides it."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer


def factors(fixed, rms):
    """How many times smaller rms gets by each fix, from the posted program and best."""
    return ranked(fixed, rms)


def ratios(fixed, rms, alike=None):
    """The ratio of rms without and with each fix, in all pairs of runs that count."""
    alike = alike or only
    return [
        np.array(
            [
                rms[one] / rms[other]
                for one in range(len(rms))
                for other in range(len(rms))
                if fixed[other, k] > fixed[one, k] and alike(fixed, one, other, k)
            ]
        )
        for k in range(fixed.shape[1])
    ]


def only(fixed, one, other, k):
    """The two runs differ in this fix alone."""
    return (fixed[one] != fixed[other]).sum() == 1


def ranked(fixed, rms, alike=None, choose=np.max):
    """Both arrays; a slip is another kind of pair, or another choice among them."""
    best = [choose(pairs) for pairs in ratios(fixed, rms, alike)]
    return alone(fixed, rms), np.array(best)


def alone(fixed, rms, top=None):
    """The rms as posted over that of each single fix."""
    count = fixed.sum(axis=1)
    single = fixed[count == 1].argmax(axis=1).argsort()
    top = rms[count == 0][0] if top is None else top
    return top / rms[count == 1][single]


def from_posted(fixed, one, other, k):
    """The first run is the posted program."""
    return not fixed[one].any()


def any_pair(fixed, one, other, k):
    """Whatever else differs."""
    return True


def by_rows(fixed, rms):
    """Take the rows for ordered: as posted, then one fix each."""
    count = fixed.shape[1]
    return rms[0] / rms[1 : count + 1], factors(fixed, rms)[1]


def by_differences(fixed, rms):
    """Differences in the place of ratios: those of the exponentials of rms."""
    return tuple(np.log(part) for part in factors(fixed, np.exp(rms)))


def best_runs(fixed, rms):
    """Compare the best run with a fix to the best run without it."""
    best = [rms[~made].min() / rms[made].min() for made in fixed.T]
    return alone(fixed, rms), np.array(best)


def either_way(fixed, rms):
    """Count harm as help."""
    best = [np.maximum(pairs, 1 / pairs).max() for pairs in ratios(fixed, rms)]
    return alone(fixed, rms), np.array(best)


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


EXERCISE = Exercise(
    id="8.4",
    title="Rank the suspects",
    points=3,
    minutes=12,
    reference=factors,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You take the first row for the posted program, and the next ones for "
            "single fixes. The rows come in any order: `fixed` says what each run is.",
            by_rows,
        ),
        WrongAnswer(
            "Your ratios are upside down: rms without the fix, divided by rms with it. "
            "A fix that helps has more than 1.",
            lambda fixed, rms: ranked(fixed, 1 / rms),
        ),
        WrongAnswer(
            "For the second array you turned the ratio upside down and took the "
            "smallest: rms without the fix is divided by rms with it.",
            lambda fixed, rms: (alone(fixed, rms), 1 / ranked(fixed, rms)[1]),
        ),
        WrongAnswer(
            "You return differences of rms. Asked is how many times smaller it gets.",
            by_differences,
        ),
        WrongAnswer(
            "For the second array you compare every run with the posted program. Then "
            "one fix is praised for what another one did: the two runs of a pair "
            "differ in one fix.",
            lambda fixed, rms: ranked(fixed, rms, from_posted),
        ),
        WrongAnswer(
            "For the second array you pair runs that differ in other fixes as well. "
            "The two runs of a pair differ in one fix.",
            lambda fixed, rms: ranked(fixed, rms, any_pair),
        ),
        WrongAnswer(
            "You compare the best run with a fix to the best run without it. They may "
            "differ in other fixes too: go through the pairs that differ in one.",
            best_runs,
        ),
        WrongAnswer(
            "You take the mean over the pairs. A fault that hides behind another one "
            "shows in one pair: take the largest ratio.",
            lambda fixed, rms: ranked(fixed, rms, choose=np.mean),
        ),
        WrongAnswer(
            "You take the smallest ratio of the pairs. Asked is where the fix helps "
            "most.",
            lambda fixed, rms: ranked(fixed, rms, choose=np.min),
        ),
        WrongAnswer(
            "Your second array is the first again. Look at the pairs in which other "
            "fixes are already made.",
            lambda fixed, rms: (alone(fixed, rms),) * 2,
        ),
        WrongAnswer(
            "A fix that does harm counts as help in your second array: which run of "
            "the pair has the fix?",
            either_way,
        ),
        WrongAnswer(
            "The two arrays stand in the wrong order: first the fixes alone.",
            lambda fixed, rms: factors(fixed, rms)[::-1],
        ),
        WrongAnswer(
            "You return the rms of the single fixes. Divide the rms of the posted "
            "program by it.",
            lambda fixed, rms: (
                1 / alone(fixed, rms, top=1.0),
                factors(fixed, rms)[1],
            ),
        ),
    ),
    hints=(
        "`fixed.sum(axis=1)` counts the fixes of each run. The posted program has "
        "none, and a single fix has one.",
        "A pair for suspect k: `fixed[i, k]` is False, `fixed[j, k]` is True, and the "
        "two rows are equal everywhere else. How many places differ then?",
        "Go through all pairs of runs in two loops, and keep the largest ratio.",
    ),
    right="On section 6 it puts tanh on the input first, and finds the hidden biases.",
)
