"""The exercises of notebook 04: softmax, log-sum-exp, cross-entropy and its gradient.

All work on pre-activations, one row per sample and one column per class.
"""

from nnlib.exercises.notebook_04 import (
    cross_entropy_gradient,
    cross_entropy_loss,
    log_sum_exp,
    softmax,
)

EXERCISES = [
    module.EXERCISE
    for module in (softmax, log_sum_exp, cross_entropy_loss, cross_entropy_gradient)
]
