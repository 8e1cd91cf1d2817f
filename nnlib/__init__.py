"""A small library to learn backpropagation with: nothing hidden, every number shown.

Importing it loads NumPy alone; the compiled engine loads Numba on first use. Beside
these names there are `nnlib.dynamics`, gradient descent as a map; `nnlib.plotting`,
figures by matplotlib; `nnlib.explorers`, figures with sliders; `nnlib.exercises`,
exercises and their checks; `nnlib.autograd`, backpropagation for single numbers; and
`nnlib.torch_bridge`, the way to PyTorch and back.
"""

from nnlib.activations import Activation, identity, leaky_relu, relu, sigmoid, tanh
from nnlib.builders import mlp, stack, unstack
from nnlib.datasets import HOMEWORK_NAMES, homework, mazur, wavy, wavy_curve, xor
from nnlib.engine.sweep import sweep
from nnlib.examples.personal import personal_example
from nnlib.gradcheck import check_gradients, compare, numerical_gradient
from nnlib.initializers import constant, glorot, he, normal, zeros
from nnlib.losses import (
    Loss,
    half_squared_error,
    log_sum_exp,
    mse,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    sum_squared_error,
)
from nnlib.mistakes.diagnosis import diagnose
from nnlib.mistakes.known import MISTAKES
from nnlib.mistakes.steps import diagnose_step
from nnlib.network import Cache, Dense, Gradient, Network
from nnlib.paper.worksheet import worksheet
from nnlib.training import History, batches, loss_and_gradients, step_decay, train

__all__ = [
    *("Activation", "identity", "leaky_relu", "relu", "sigmoid", "tanh"),
    *("HOMEWORK_NAMES", "homework", "mazur", "wavy", "wavy_curve", "xor"),
    *("constant", "glorot", "he", "normal", "zeros"),
    *("Loss", "half_squared_error", "mse", "sum_squared_error"),
    *("log_sum_exp", "softmax", "sigmoid_cross_entropy", "softmax_cross_entropy"),
    *("Dense", "Network", "Cache", "Gradient", "mlp", "stack", "unstack"),
    *("train", "History", "batches", "loss_and_gradients", "step_decay", "sweep"),
    *("check_gradients", "compare", "numerical_gradient"),
    *("MISTAKES", "diagnose", "diagnose_step"),
    *("personal_example", "worksheet"),
]
