"""Networks from layer sizes, and many networks of one form as a single one.

`mlp` draws new weights; `stack` puts networks side by side, `unstack` separates them.
"""

import numpy as np

from nnlib.initializers import glorot
from nnlib.network import Dense, Network
from nnlib.validation import arguments
from nnlib.validation import networks as validation


def mlp(sizes, hidden, output, *, rng, init=glorot):
    """Build a multilayer perceptron: `mlp([2, 3, 1], tanh, identity, rng=rng)`.

    sizes   the number of units per layer, [inputs, ..., outputs]
    hidden  the activation of the hidden layers
    output  the activation of the last layer
    rng     a random generator, such as `np.random.default_rng(0)`
    init    draws the weights: a function of (rng, shape) with shape (outputs, inputs);
            biases are zero

    Raises ValueError where `sizes` are not at least two whole numbers or `init` returns
    another shape, TypeError where `rng` is a seed or `init` takes other arguments.
    """
    arguments.check_sizes(sizes)
    draw = arguments.checked_init(init, rng)
    activations = [hidden] * (len(sizes) - 2) + [output]
    return Network(
        [
            Dense(draw((outputs, inputs)), np.zeros(outputs), activation)
            for inputs, outputs, activation in zip(sizes, sizes[1:], activations)
        ]
    )


def stack(networks):
    """Put m networks of one form side by side, as a single `Network`.

    `networks` is a list; their layers need the same shapes, types and activations. The
    arrays get a leading axis: W becomes (m, outputs, inputs), b (m, outputs). Raises
    ValueError where the forms differ, TypeError where `networks` is no list.
    """
    networks = validation.checked_alike(networks)
    layers = zip(*(network.layers for network in networks))
    return Network([_side_by_side(alike) for alike in layers])


def unstack(network):
    """Undo `stack`: turn one `network` of m side by side into a list of m networks.

    Raises ValueError where the network is not stacked.
    """
    validation.check_side_by_side(network)
    (m,) = network.stacked
    return [network.map(lambda array, i=i: array[i].copy()) for i in range(m)]


def _side_by_side(layers):
    """One layer with the weights of many, along a new leading axis."""
    layer = layers[0].map(np.copy)
    layer.W = np.stack([one.W for one in layers])
    if layer.b is not None:
        layer.b = np.stack([one.b for one in layers])
    return layer
