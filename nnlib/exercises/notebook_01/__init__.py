"""The exercises of notebook 01: forward, the two deltas, one full update.

The loss is that of the homework, half the sum of the squared errors.
"""

from nnlib.exercises.notebook_01 import delta_hidden, delta_output, forward, update

EXERCISES = [
    module.EXERCISE for module in (forward, delta_output, delta_hidden, update)
]
