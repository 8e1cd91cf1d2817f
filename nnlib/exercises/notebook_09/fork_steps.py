"""Exercise 9.2: when the loss of one's own net merges while the learning rate falls."""

import numpy as np

from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def fork_steps(X, y, lr, factor, every):
    """The steps at which four values become two, and two become one; 0 if at once."""
    length = np.sqrt((X**2).sum())  # |x|
    r = lr * length * y  # r
    forks = np.array([np.sqrt(5) - 1, 1.0])  # the list of forks
    falls = np.log(r / forks) / -np.log(factor)  # the number of falls
    four_to_two, two_to_one = np.maximum(every * falls, 0)
    return four_to_two, two_to_one


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
    X = rng.uniform(0.6, 0.9, (1, 5))  # |x| is so large that lr is below the forks
    yield "five inputs", (X, 0.9, 1.4 / (np.linalg.norm(X) * 0.9), 0.999, 100)


MISTAKES = """
A count of steps below 0 comes out where lr starts below a fork: that one is past at the
start. Return 0 there.
    np.maximum(every * falls, 0) -> every * falls

You return the first fork first. A falling lr meets the second fork first: four values
become two, then one.
    return four_to_two, two_to_one -> return two_to_one, four_to_two

Your second number counts from the first merging on. Both count from the start.
    return four_to_two, two_to_one -> return four_to_two, two_to_one - four_to_two

You take |x|² where |x| belongs.
    np.sqrt((X**2).sum()) -> (X**2).sum()

You add up the inputs. |x| is the length of x: the root of the sum of the squares.
    np.sqrt((X**2).sum()) -> X.sum()

|x| is missing: r = lr·|x|·y.
    lr * length * y -> lr * y

y is missing: r = lr·|x|·y.
    lr * length * y -> lr * length

You compare lr itself with the forks. They are values of r = lr·|x|·y.
    lr * length * y -> lr

The step from four values to two is wrong: the second fork is at r = √5 − 1.
    np.sqrt(5) - 1 -> np.sqrt(5)

`every` is missing. lr falls by the factor only once in so many steps.
    every * falls -> falls

You divide by `every`. Each fall takes that many steps: multiply.
    every * falls -> falls / every

You let lr fall by the same amount each time. It falls by the same factor, so log(lr)
falls in a straight line.
    np.log(r / forks) / -np.log(factor) -> (1 - forks / r) / (1 - factor)

The logarithm of the factor is missing: how often must lr be multiplied by the factor?
    / -np.log(factor) ->

The logarithm of a factor below 1 is negative. log(factor) needs a minus, or write
log(1/factor).
    -np.log(factor) -> np.log(factor)

The logarithm of a factor below 1 is negative: your steps have the wrong sign.
    -np.log(factor) -> np.log(factor)
    np.maximum(every * falls, 0) -> every * falls

You count whole stairs of the schedule. Here the stairs are smoothed: do not round.
    every * falls -> every * np.ceil(falls)

You cut the count down to whole stairs of the schedule. Here the stairs are smoothed: do
not round.
    every * falls -> every * np.floor(falls)

You round the count to whole stairs of the schedule. Here the stairs are smoothed: do
not round.
    every * falls -> every * np.rint(falls)
"""

EXERCISE = Exercise(
    id="9.2",
    title="The forks of your own example",
    points=3,
    minutes=8,
    reference=fork_steps,
    cases=cases,
    mistakes=slips(fork_steps, MISTAKES),
    hints=(
        "What is r at the start? By which number must it be divided to reach a fork?",
        "After k falls, r is the starting r times factorᵏ. Set this equal to the fork "
        "and take logarithms on both sides.",
        "Each fall takes `every` steps. With `max(0.0, ...)` a count below zero "
        "becomes 0.",
    ),
    right="So a schedule is a clock: it says when each fork is due, before you train.",
)
