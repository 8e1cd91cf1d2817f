"""A small library to learn backpropagation with: nothing hidden, every number shown.

To import it loads NumPy alone: what is compiled loads Numba on first use, `fork_points`
loads mpmath. `nnlib.plotting` draws with matplotlib, `nnlib.torch_bridge` talks to
PyTorch.
"""

from nnlib.activations import Activation, identity, leaky_relu, relu, sigmoid, tanh
from nnlib.batches import batches
from nnlib.datasets import HOMEWORK_NAMES, homework, mazur, wavy, wavy_curve, xor
from nnlib.diagnosis import diagnose
from nnlib.dynamics import (
    hessian_vector,
    parameters,
    sharpness,
    training_lyapunov,
    with_parameters,
)
from nnlib.forks import feigenbaum, fork_points
from nnlib.fractals import markus_lyapunov, trainability
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
from nnlib.maps import (
    Cycle,
    Map,
    alternating,
    cubic_map,
    find_cycle,
    lyapunov,
    orbit,
    sigmoid_map,
)
from nnlib.mistakes import MISTAKES
from nnlib.network import Cache, Dense, Gradient, Network, mlp, stack, unstack
from nnlib.personal import personal_example
from nnlib.sweep import bifurcation, sweep
from nnlib.thresholds import (
    SIGMOID_FLIP,
    SIGMOID_FORK,
    relu_thresholds,
    saturated_thresholds,
    steps_until,
)
from nnlib.training import History, loss_and_gradients, step_decay, train
from nnlib.worksheet import worksheet
