"""Gradient descent as a map: its curvature, its forks, its chaos.

Each step of training maps the weights to new ones; what such a map does again and again
decides whether training settles, alternates or never repeats.
"""

from nnlib.dynamics.attractors import bifurcation
from nnlib.dynamics.curvature import (
    hessian_vector,
    parameters,
    sharpness,
    training_lyapunov,
    with_parameters,
)
from nnlib.dynamics.forks import feigenbaum, fork_points
from nnlib.dynamics.maps import (
    Cycle,
    Map,
    alternating,
    cubic_map,
    find_cycle,
    lyapunov,
    orbit,
    sigmoid_map,
)
from nnlib.dynamics.planes import markus_lyapunov, trainability
from nnlib.dynamics.thresholds import (
    SIGMOID_FLIP,
    SIGMOID_FORK,
    relu_thresholds,
    saturated_thresholds,
    steps_until,
)
