"""Exercise 6.4: a schedule that rises in a warm-up and then comes down in stairs."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.training import step_decay


def learning_rates(lr, factor, every, warm_up, steps):
    """The learning rate of each step."""
    falling = step_decay(lr, factor, every)
    return by_step(
        steps,
        warm_up,
        lambda step: lr * (step + 1) / warm_up,
        lambda step: falling(step - warm_up),
    )


def by_step(steps, warm_up, rising, falling):
    """One function of the step in the warm-up, another one after it."""
    rates = [(rising if k < warm_up else falling)(k) for k in range(steps)]
    return np.array(rates, float)


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


def variant(rising=None, falling=None):
    """The schedule with another warm-up, or with another way down after it."""

    def rates(lr, factor, every, warm_up, steps):
        def up(k):
            return (rising or (lambda k, n: (k + 1) / n))(k, warm_up)

        def down(k):
            usual = factor ** ((k - warm_up) // every)
            return falling(k, warm_up, factor, every) if falling else usual

        return lr * by_step(steps, warm_up, up, down)

    return rates


def stairs(power):
    """The schedule with factor to another power after the warm-up."""
    return variant(falling=lambda k, n, factor, every: factor ** power(k, n, every))


EXERCISE = Exercise(
    id="6.4",
    title="A schedule with a warm-up",
    points=2,
    minutes=8,
    reference=learning_rates,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "lr falls a little with every step, where stairs are wanted: `/` stands "
            "where `//` belongs.",
            stairs(lambda k, n, every: (k - n) / every),
        ),
        WrongAnswer(
            "The stairs begin at step 0. They begin where the warm-up ends.",
            stairs(lambda k, n, every: k // every),
        ),
        WrongAnswer(
            "You multiply the warm-up and the stairs, so lr falls while it should "
            "rise. The stairs begin where the warm-up ends.",
            lambda lr, factor, every, warm_up, steps: (
                np.minimum(1, (np.arange(steps) + 1) / max(warm_up, 1))
                * learning_rates(lr, factor, every, 0, steps)
            ),
        ),
        WrongAnswer(
            "Your warm-up begins with lr = 0: the first step goes nowhere.",
            variant(rising=lambda k, n: k / n),
        ),
        WrongAnswer(
            "Your warm-up goes in equal parts from 0 to lr, so its first step goes "
            "nowhere. It has to begin with one part of lr.",
            variant(rising=lambda k, n: k / max(n - 1, 1)),
        ),
        WrongAnswer(
            "Your warm-up is one step too long: its last step has the full lr.",
            variant(rising=lambda k, n: (k + 1) / (n + 1)),
        ),
        WrongAnswer(
            "The warm-up is missing: lr is largest at the start.",
            variant(rising=lambda k, n: 1),
        ),
        WrongAnswer(
            "Before the warm-up ends, your stairs are climbed backwards: step − "
            "warm_up is negative there, and lr too large.",
            lambda lr, factor, every, warm_up, steps: (
                lr * factor ** ((np.arange(steps) - warm_up) // every * 1.0)
            ),
        ),
        WrongAnswer(
            "Your first stair is one step too short. Count the steps from 0.",
            stairs(lambda k, n, every: (k - n + 1) // every),
        ),
        WrongAnswer(
            "Your stairs come one step late, and the first step after the warm-up has "
            "lr divided by factor. Count the steps from 0.",
            stairs(lambda k, n, every: (k - n - 1) // every),
        ),
        WrongAnswer(
            "Your first stair is missing: the first steps after the warm-up still have "
            "the full lr.",
            stairs(lambda k, n, every: (k - n) // every + 1),
        ),
        WrongAnswer(
            "You multiply by factor wherever the step is a multiple of every. Count "
            "from the end of the warm-up, and leave out the first of those steps.",
            stairs(lambda k, n, every: k // every - (n - 1) // every),
        ),
        WrongAnswer(
            "You multiply by factor with every step. Once every `every` steps is "
            "enough.",
            stairs(lambda k, n, every: k - n),
        ),
        WrongAnswer(
            "lr falls once and then stays. Each new stair multiplies by factor again.",
            variant(
                falling=lambda k, n, factor, every: factor if k - n >= every else 1
            ),
        ),
        WrongAnswer(
            "You multiply factor by the number of stairs. Each stair multiplies lr by "
            "factor: factor to that power.",
            variant(
                falling=lambda k, n, factor, every: (
                    factor * ((k - n) // every) if k - n >= every else 1
                )
            ),
        ),
        WrongAnswer(
            "Your lr grows: you divide by factor, which is below 1.",
            stairs(lambda k, n, every: -((k - n) // every)),
        ),
        WrongAnswer(
            "lr is not used. The rates are shares of it.",
            lambda lr, factor, every, warm_up, steps: learning_rates(
                1, factor, every, warm_up, steps
            ),
        ),
        WrongAnswer(
            "Where lr is a whole number, your rates are cut to whole numbers: "
            "np.full(steps, lr) and np.array take their type from lr. Use float(lr).",
            lambda lr, factor, every, warm_up, steps: learning_rates(
                lr, factor, every, warm_up, steps
            ).astype(type(lr)),
        ),
        WrongAnswer(
            "Your run has one step too many: the steps are 0, 1, …, steps − 1.",
            lambda lr, factor, every, warm_up, steps: learning_rates(
                lr, factor, every, warm_up, steps + 1
            ),
        ),
        WrongAnswer(
            "The steps of the warm-up come on top of the others. They are the first "
            "of the steps: there is one rate for each of them, `steps` in all.",
            lambda lr, factor, every, warm_up, steps: learning_rates(
                lr, factor, every, warm_up, steps + warm_up
            ),
        ),
        WrongAnswer(
            "A run may end in its warm-up. Then there are fewer rates than that.",
            lambda lr, factor, every, warm_up, steps: learning_rates(
                lr, factor, every, warm_up, max(steps, warm_up)
            ),
        ),
    ),
    hints=(
        "Which lr have the steps 0, 1 and 2 of a warm-up of 3? Which ones the five "
        "steps after it, if every is 2?",
        "After the warm-up, count from its end: `step - warm_up`. Divided by `every` "
        "with `//` this says how often factor has been applied.",
        "Write it for one step, with `if`, and fill an array of floats in a loop.",
    ),
    right="Their sum is the time that the run can spend, as section 6 says.",
)
