"""Figures from arrays: the only part of nnlib that imports matplotlib.

Each `plot_...` draws on `ax`, or on a new figure, and returns the axes. It also puts
what the figure shows into words, which `save_figure` prints and stores as alt text.
"""

from nnlib.plotting.figures import (
    as_pdf,
    as_picture,
    as_svg,
    describe,
    save_figure,
    styled,
)
from nnlib.plotting.lines import plot_activations, plot_fit, plot_lines, plot_losses
from nnlib.plotting.sheet import Sheet
