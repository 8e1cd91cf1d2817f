"""The exercises of notebook 02: one step with autograd, by hand, and a bug to find.

The nets of the first two have biases, as those of `torch.nn.Linear` do.
"""

from nnlib.exercises.notebook_02 import autograd_step, numpy_step, torch_train

EXERCISES = [module.EXERCISE for module in (autograd_step, numpy_step, torch_train)]
