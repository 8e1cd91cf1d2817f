"""Exercise 4.2: the logarithm of a sum of exponentials, row by row."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_04.softmax import cases
from nnlib.exercises.slips import slips


def log_sum_exp(Z):
    """The logarithm of Σ exp(z) of each row, as a column."""
    m = Z.max(axis=1, keepdims=True)  # what is subtracted
    E = np.exp(Z - m)  # the exponential
    total = E.sum(axis=1, keepdims=True)  # the sum of the exponentials
    lse = m + np.log(total)  # log-sum-exp
    return lse


MISTAKES = """
exp gives inf for large z, and 0 for very negative z, whose logarithm is −inf. Take the
largest z of the row out of the sum first, and add it after the logarithm.
    np.exp(Z - m) -> np.exp(Z)
    m + np.log(total) -> np.log(total)

You subtract m and do not add it again. Softmax does not notice a moved row, but
log-sum-exp moves with it.
    m + np.log(total) -> np.log(total)

You subtract m a second time, outside the logarithm. There it has to be added.
    m + np.log(total) -> np.log(total) - m

You use the largest z of the whole batch. In a row that lies far below it every exp
becomes 0, and the logarithm −inf.
    Z.max(axis=1, keepdims=True) -> Z.max()

You return one number for the whole batch. Each row has its own, with its own m.
    axis=1, keepdims=True ->

You return the largest z. It is near, but the other terms of the sum count too.
    return lse -> return m

You take the mean of the exponentials. It is a log-*sum*-exp.
    E.sum -> E.mean

The sum is taken after the logarithm. ln exp(z) is z again: exp first, then the sum,
then ln.
    m + np.log(total) -> Z.sum(axis=1, keepdims=True)

You return ln p = z − log-sum-exp(z). Only the log-sum-exp is asked for, one number per
row.
    return lse -> return Z - lse

The sum goes down the columns. A row is a sample, and gives one number.
    axis=1 -> axis=0

m stands before the logarithm as a factor. It is a term: plus.
    m + np.log -> m * np.log
"""

EXERCISE = Exercise(
    id="4.2",
    title="Log-sum-exp",
    points=2,
    minutes=5,
    reference=log_sum_exp,
    cases=cases,
    mistakes=slips(log_sum_exp, MISTAKES),
    hints=(
        "Write each exp(z) as exp(m)·exp(z − m). What comes out of the sum, and what "
        "does the logarithm make of it?",
        "Let m be the largest z of the row, as in the exercise before. With "
        "`keepdims=True` in maximum *and* sum the answer stays a column.",
    ),
    right="Subtract it from z and you have ln p; p itself need never be formed.",
)
