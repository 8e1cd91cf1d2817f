"""Exercise 9.2: when the loss of one's own net merges while the learning rate falls."""

import numpy as np

from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise, WrongAnswer

FORKS = np.sqrt(5) - 1, 1.0  # of r = lr |x| y, in the order in which a falling r meets


def fork_steps(X, y, lr, factor, every):
    """The steps at which four values become two, and two become one; 0 if at once."""
    return steps(lr * np.linalg.norm(X) * y, factor, every)


def steps(r, factor, every, forks=FORKS):
    """How long r needs to fall to each of the forks."""
    return tuple(max(0.0, unclipped(r / fork, factor, every)) for fork in forks)


def unclipped(ratio, factor, every):
    """The same for one ratio; below 0 for what is past at the start."""
    return every * np.log(ratio) / np.log(1 / factor)


def cases(rng):
    """The homework, drawn examples, other schedules, and starts below the forks."""
    X, Y, *_ = homework()
    yield "the homework", (X, float(Y[0, 0]), 9.6, 0.999, 100)
    for name, r, factor, every in (
        ("an own example", 1.26, 0.999, 100),
        ("from chaos on", 1.5, 0.999, 100),
        ("a slower decay", 1.4, 0.9999, 50),
        ("a decay in every step", 1.3, 0.995, 1),
        ("half of lr every 1000 steps", 1.45, 0.5, 1000),
        ("a start between the forks", 1.1, 0.999, 100),
        ("a start below both forks", 0.8, 0.999, 100),
    ):
        X, y = rng.uniform(0.1, 0.9, (1, 2)), rng.uniform(0.1, 0.9)
        yield name, (X, y, r / (np.linalg.norm(X) * y), factor, every)
    X = rng.uniform(0.1, 0.9, (1, 5))
    yield "five inputs", (X, 0.3, 1.4 / (np.linalg.norm(X) * 0.3), 0.999, 100)


def with_r(r_of, forks=FORKS):
    """The formula with another r, or with other forks."""
    return lambda X, y, lr, factor, every: steps(r_of(X, y, lr), factor, every, forks)


def by_count(count):
    """The formula with another number of steps for a ratio r/fork."""

    def fork_steps(X, y, lr, factor, every):
        ratios = lr * np.linalg.norm(X) * y / np.array(FORKS)
        return tuple(max(0.0, count(ratio, factor, every)) for ratio in ratios)

    return fork_steps


def in_whole_stairs(rounding):
    """The formula with whole stairs of the schedule."""
    return by_count(
        lambda ratio, factor, every: every * rounding(unclipped(ratio, factor, 1))
    )


def between(*arguments):
    """The second number counted from the first one on."""
    first, second = fork_steps(*arguments)
    return first, second - first


def right_r(X, y, lr):
    """The parameter of the map."""
    return lr * np.linalg.norm(X) * y


EXERCISE = Exercise(
    id="9.2",
    title="The forks of your own example",
    points=3,
    minutes=8,
    reference=fork_steps,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "A count of steps below 0 comes out where lr starts below a fork: that one "
            "is past at the start. Return 0 there.",
            lambda X, y, lr, factor, every: tuple(
                unclipped(right_r(X, y, lr) / fork, factor, every) for fork in FORKS
            ),
        ),
        WrongAnswer(
            "You return the first fork first. A falling lr meets the second fork "
            "first: four values become two, then one.",
            lambda *arguments: fork_steps(*arguments)[::-1],
        ),
        WrongAnswer(
            "Your second number counts from the first merging on. Both count from the "
            "start.",
            between,
        ),
        WrongAnswer(
            "You take |x|² where |x| belongs.",
            with_r(lambda X, y, lr: lr * (X**2).sum() * y),
        ),
        WrongAnswer(
            "You add up the inputs. |x| is the length of x: the root of the sum of "
            "the squares.",
            with_r(lambda X, y, lr: lr * X.sum() * y),
        ),
        WrongAnswer("|x| is missing: r = lr·|x|·y.", with_r(lambda X, y, lr: lr * y)),
        WrongAnswer(
            "y is missing: r = lr·|x|·y.",
            with_r(lambda X, y, lr: lr * np.linalg.norm(X)),
        ),
        WrongAnswer(
            "You compare lr itself with the forks. They are values of r = lr·|x|·y.",
            with_r(lambda X, y, lr: lr),
        ),
        WrongAnswer(
            "The step from four values to two is wrong: the second fork is at "
            "r = √5 − 1.",
            with_r(right_r, (np.sqrt(5), 1.0)),
        ),
        WrongAnswer(
            "`every` is missing. lr falls by the factor only once in so many steps.",
            by_count(lambda ratio, factor, every: unclipped(ratio, factor, 1)),
        ),
        WrongAnswer(
            "You divide by `every`. Each fall takes that many steps: multiply.",
            by_count(lambda ratio, factor, every: unclipped(ratio, factor, 1 / every)),
        ),
        WrongAnswer(
            "You let lr fall by the same amount each time. It falls by the same "
            "factor, so log(lr) falls in a straight line.",
            by_count(
                lambda ratio, factor, every: every * (1 - 1 / ratio) / (1 - factor)
            ),
        ),
        WrongAnswer(
            "The logarithm of the factor is missing: how often must lr be multiplied "
            "by the factor?",
            by_count(lambda ratio, factor, every: every * np.log(ratio)),
        ),
        WrongAnswer(
            "The logarithm of a factor below 1 is negative. log(factor) needs a minus, "
            "or write log(1/factor).",
            by_count(lambda ratio, factor, every: -unclipped(ratio, factor, every)),
        ),
        WrongAnswer(
            "The logarithm of a factor below 1 is negative: your steps have the wrong "
            "sign.",
            lambda X, y, lr, factor, every: tuple(
                -unclipped(right_r(X, y, lr) / fork, factor, every) for fork in FORKS
            ),
        ),
        WrongAnswer(
            "You count whole stairs of the schedule. Here the stairs are smoothed: do "
            "not round.",
            in_whole_stairs(np.ceil),
        ),
        WrongAnswer(
            "You cut the count down to whole stairs of the schedule. Here the stairs "
            "are smoothed: do not round.",
            in_whole_stairs(np.floor),
        ),
        WrongAnswer(
            "You round the count to whole stairs of the schedule. Here the stairs are "
            "smoothed: do not round.",
            in_whole_stairs(np.rint),
        ),
    ),
    hints=(
        "What is r at the start? By which number must it be divided to reach a fork?",
        "After k falls, r is the starting r times factorᵏ. Set this equal to the fork "
        "and take logarithms on both sides.",
        "Each fall takes `every` steps. With `max(0.0, ...)` a count below zero "
        "becomes 0.",
    ),
    right="So a schedule is a clock: it says when each fork is due, before you train.",
)
