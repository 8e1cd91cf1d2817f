"""Figures with sliders: each call draws one, with what the sliders start with.

Where a person has opened the notebook, sliders and a figure that follows them take its
place. Everywhere else the figure stands alone.
"""

from nnlib.explorers.activation import explore_activations
from nnlib.explorers.graph import explore_graph
from nnlib.explorers.lr_and_steps import explore_steps
from nnlib.explorers.mistakes import explore_mistakes
from nnlib.explorers.net import explore_net
from nnlib.explorers.numpy_torch import explore_stepping
from nnlib.explorers.placing import explore_placing
from nnlib.explorers.signal import explore_signal
from nnlib.explorers.targets import explore_targets
from nnlib.explorers.tree import explore_tree

__all__ = [
    *("explore_activations",),
    *("explore_graph",),
    *("explore_steps",),
    *("explore_mistakes",),
    *("explore_net",),
    *("explore_stepping",),
    *("explore_placing",),
    *("explore_signal",),
    *("explore_targets",),
    *("explore_tree",),
]
