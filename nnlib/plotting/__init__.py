"""Figures from arrays: the only part of nnlib that imports matplotlib.

Each `plot_...` draws on `ax`, or on a new figure, and returns the axes. It also puts
what the figure shows into words, which `save_figure` prints and stores as alt text.
"""

from nnlib.plotting.figures import save_figure
from nnlib.plotting.graph import plot_graph
from nnlib.plotting.groups import plot_groups
from nnlib.plotting.lines import plot_activations, plot_fit, plot_lines, plot_losses
from nnlib.plotting.maps import plot_bifurcation, plot_cobweb, plot_loss_against_lr
from nnlib.plotting.network import plot_network
from nnlib.plotting.planes import plot_markus_lyapunov, plot_trainability

__all__ = [
    *("save_figure",),
    *("plot_graph", "plot_groups"),
    *("plot_activations", "plot_fit", "plot_lines", "plot_losses"),
    *("plot_bifurcation", "plot_cobweb", "plot_loss_against_lr"),
    *("plot_network",),
    *("plot_markus_lyapunov", "plot_trainability"),
]
