"""The exercises of notebook 08: slopes, a gradient check, patient one, suspects.

The first two build the tool, the last two repair and rank with numbers.
"""

from nnlib.exercises.notebook_08 import are_right, cost_and_gradients, factors, slopes

EXERCISES = [
    module.EXERCISE for module in (slopes, are_right, cost_and_gradients, factors)
]
