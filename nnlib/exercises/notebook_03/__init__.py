"""The exercises of notebook 03: what ReLU, leaky ReLU and tanh do on the way back.

The nets are those of the notebook: no biases, one activation in all layers.
"""

from nnlib.exercises.notebook_03 import (
    leaky_update,
    living_units,
    relu_and_slope,
    tanh_delta_sizes,
)

EXERCISES = [
    module.EXERCISE
    for module in (relu_and_slope, living_units, leaky_update, tanh_delta_sizes)
]
