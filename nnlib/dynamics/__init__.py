"""Gradient descent as a map: its curvature, its forks, its chaos.

Each step of training maps the weights to new ones; what such a map does again and again
decides whether training settles, alternates or never repeats.
"""

from nnlib.dynamics.attractors import bifurcation
from nnlib.dynamics.curvature import (
    hessian_vector,
    sharpness,
    training_lyapunov,
)
from nnlib.dynamics.families import alternating, cubic_map, sigmoid_map
from nnlib.dynamics.forks import feigenbaum, fork_points
from nnlib.dynamics.maps import (
    Cycle,
    Map,
    find_cycle,
    lyapunov,
    orbit,
)
from nnlib.dynamics.planes import markus_lyapunov, trainability
from nnlib.dynamics.thresholds import (
    SIGMOID_FLIP,
    SIGMOID_FORK,
    relu_thresholds,
    saturated_thresholds,
    steps_until,
)
from nnlib.dynamics.vectors import parameters, with_parameters

__all__ = [
    *("bifurcation",),
    *("hessian_vector", "sharpness", "training_lyapunov"),
    *("alternating", "cubic_map", "sigmoid_map"),
    *("feigenbaum", "fork_points"),
    *("Cycle", "Map", "find_cycle", "lyapunov", "orbit"),
    *("markus_lyapunov", "trainability"),
    *(
        "SIGMOID_FLIP",
        "SIGMOID_FORK",
        "relu_thresholds",
        "saturated_thresholds",
        "steps_until",
    ),
    *("parameters", "with_parameters"),
]
