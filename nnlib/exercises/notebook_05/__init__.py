"""The exercises of notebook 05: count units, predict gradients, draw He's weights.

They are about the start of training, so nothing is trained here.
"""

from nnlib.exercises.notebook_05 import count_units, he_weights, vanishing_gradients

EXERCISES = [
    module.EXERCISE for module in (count_units, vanishing_gradients, he_weights)
]
