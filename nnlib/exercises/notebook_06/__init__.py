"""The exercises of notebook 06: the first fork, sharpness, a schedule, a hidden spike.

Each asks of a step size what a glance at the last loss does not show.
"""

from nnlib.exercises.notebook_06 import (
    first_fork,
    hidden_spike,
    largest_curvature,
    learning_rates,
)

EXERCISES = [
    module.EXERCISE
    for module in (first_fork, largest_curvature, hidden_spike, learning_rates)
]
