"""The exercises of notebook 09: the bug, the forks, the exponent, Feigenbaum's δ.

The nets of the first one are the program's without biases; the map of the next two is
that of two weights in a row.
"""

from nnlib.exercises.notebook_09 import deltas, fork_steps, lyapunov, train_step

EXERCISES = [module.EXERCISE for module in (train_step, fork_steps, lyapunov, deltas)]
