"""Exercise 4.2: the logarithm of a sum of exponentials, row by row."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_04.softmax import cases
from nnlib.losses import log_sum_exp


def largest(Z):
    """The largest z of each row, as a column."""
    return Z.max(axis=1, keepdims=True)


EXERCISE = Exercise(
    id="4.2",
    title="Log-sum-exp",
    points=2,
    minutes=5,
    reference=log_sum_exp,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "This is the formula as it stands. exp gives inf for large z, and 0 for "
            "very negative z, whose logarithm is −inf. Take the largest z of the row "
            "out of the sum first.",
            lambda Z: np.log(np.exp(Z).sum(axis=1, keepdims=True)),
        ),
        WrongAnswer(
            "You subtract m and do not add it again. Softmax does not notice a moved "
            "row, but log-sum-exp moves with it.",
            lambda Z: log_sum_exp(Z - largest(Z)),
        ),
        WrongAnswer(
            "You subtract m a second time, outside the logarithm. There it has to be "
            "added.",
            lambda Z: log_sum_exp(Z - largest(Z)) - largest(Z),
        ),
        WrongAnswer(
            "You use the largest z of the whole batch. In a row that lies far below "
            "it every exp becomes 0, and the logarithm −inf.",
            lambda Z: Z.max() + np.log(np.exp(Z - Z.max()).sum(axis=1, keepdims=True)),
        ),
        WrongAnswer(
            "You return one number for the whole batch. Each row has its own, with its "
            "own m.",
            lambda Z: Z.max() + np.log(np.exp(Z - Z.max()).sum()),
        ),
        WrongAnswer(
            "You return the largest z. It is near, but the other terms of the sum "
            "count too.",
            largest,
        ),
        WrongAnswer(
            "You take the mean of the exponentials. It is a log-*sum*-exp.",
            lambda Z: log_sum_exp(Z) - np.log(Z.shape[1]),
        ),
        WrongAnswer(
            "The sum is taken after the logarithm. ln exp(z) is z again: exp first, "
            "then the sum, then ln.",
            lambda Z: Z.sum(axis=1, keepdims=True),
        ),
        WrongAnswer(
            "You return ln p = z − log-sum-exp(z). Only the log-sum-exp is asked for, "
            "one number per row.",
            lambda Z: Z - log_sum_exp(Z),
        ),
        WrongAnswer(
            "The sum goes down the columns. A row is a sample, and gives one number.",
            lambda Z: log_sum_exp(Z.T).T,
        ),
        WrongAnswer(
            "m stands before the logarithm as a factor. It is a term: plus.",
            lambda Z: largest(Z) * log_sum_exp(Z - largest(Z)),
        ),
    ),
    hints=(
        "Write each exp(z) as exp(m)·exp(z − m). What comes out of the sum, and what "
        "does the logarithm make of it?",
        "Let m be the largest z of the row, as in the exercise before. With "
        "`keepdims=True` in maximum *and* sum the answer stays a column.",
    ),
    right="Subtract it from z and you have ln p; p itself need never be formed.",
)
