"""Exercise 6.4: a schedule that rises in a warm-up and then comes down in stairs."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def learning_rates(lr, factor, every, warm_up, steps):
    """The learning rate of each step."""
    rates = np.zeros(steps)  # the rate
    for step in range(steps):
        if step < warm_up:
            share = (step + 1) / warm_up  # the share of lr
        else:
            stairs = (step - warm_up) // every  # the number of stairs
            share = factor**stairs
        rates[step] = lr * share
    return rates


def cases(rng):
    """Schedules with and without a warm-up, and all kinds of stairs."""

    def lr():
        return round(rng.uniform(0.5, 8), 3)

    yield "no warm-up", (lr(), 0.5, 10, 0, 45)
    yield "a short warm-up", (lr(), 0.8, 10, 4, 37)
    yield "a warm-up longer than a stair", (lr(), 0.9, 5, 12, 40)
    yield "a warm-up of one step", (lr(), 0.7, 6, 1, 20)
    yield "a stair for each step", (lr(), 0.95, 1, 3, 20)
    yield "the run ends in the warm-up", (lr(), 0.5, 3, 30, 12)
    yield "the run ends on the first stair", (lr(), 0.5, 100, 5, 20)
    yield "factor 1", (lr(), 1.0, 4, 5, 20)
    yield "lr a whole number", (10, 0.5, 7, 4, 40)
    yield "a single step", (lr(), 0.5, 2, 0, 1)


MISTAKES = """
lr falls a little with every step, where stairs are wanted: `/` stands where `//`
belongs.
    // every -> / every

The stairs begin at step 0. They begin where the warm-up ends.
    step - warm_up -> step

You multiply the warm-up and the stairs, so lr falls while it should rise. The stairs
begin where the warm-up ends.
    (step + 1) / warm_up -> (step + 1) / warm_up * factor ** (step // every)
    step - warm_up -> step

Your warm-up begins with lr = 0: the first step changes nothing.
    step + 1 -> step

Your warm-up goes in equal parts from 0 to lr, so its first step does nothing. It has to
begin with one part of lr.
    (step + 1) / warm_up -> step / max(warm_up - 1, 1)

Your warm-up is one step too long: its last step has the full lr.
    / warm_up -> / (warm_up + 1)

The warm-up is missing: lr is largest at the start.
    (step + 1) / warm_up -> 1.0

Before the warm-up ends, your stairs are climbed backwards: step − warm_up is negative
there, and lr too large.
    (step + 1) / warm_up -> factor ** ((step - warm_up) // every)

Your first stair is one step too short. Count the steps from 0.
    step - warm_up -> step - warm_up + 1

Your stairs come one step late, and the first step after the warm-up has lr divided by
factor. Count the steps from 0.
    step - warm_up -> step - warm_up - 1

Your first stair is missing: the first steps after the warm-up still have the full lr.
    // every -> // every + 1

You multiply by factor wherever the step is a multiple of every. Count from the end of
the warm-up, and leave out the first of those steps.
    (step - warm_up) // every -> step // every - (warm_up - 1) // every

You multiply by factor with every step. Once every `every` steps is enough.
    // every ->

lr falls once and then stays. Each new stair multiplies by factor again.
    factor**stairs -> factor ** min(stairs, 1)

You multiply factor by the number of stairs. Each stair multiplies lr by factor: factor
to that power.
    factor**stairs -> factor * stairs if stairs else 1.0

Your lr grows: you divide by factor, which is below 1.
    factor**stairs -> 1 / factor**stairs

lr is not used. The rates are shares of it.
    lr * share -> share

Where lr is a whole number, your rates are cut to whole numbers: np.full(steps, lr) and
np.array take their type from lr. Use float(lr).
    np.zeros(steps) -> np.full(steps, lr)

Your run has one step too many: the steps are 0, 1, …, steps − 1.
    steps -> steps + 1

The steps of the warm-up come on top of the others. They are the first of the steps:
there is one rate for each of them, `steps` in all.
    steps -> steps + warm_up

A run may end in its warm-up. Then there are fewer rates than that.
    steps -> max(steps, warm_up)
"""

EXERCISE = Exercise(
    id="6.4",
    title="A schedule with a warm-up",
    points=2,
    minutes=8,
    reference=learning_rates,
    cases=cases,
    mistakes=slips(learning_rates, MISTAKES),
    hints=(
        "Which lr have the steps 0, 1 and 2 of a warm-up of 3? Which ones the five "
        "steps after it, if every is 2?",
        "After the warm-up, count from its end: `step - warm_up`. Divided by `every` "
        "with `//` this says how often factor has been applied.",
        "Write it for one step, with `if`, and fill an array of floats in a loop.",
    ),
    right="Their sum is the time that the run can spend, as section 6 says.",
)
