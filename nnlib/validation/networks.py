"""Checks of layers and networks; of what goes through them in `passes`.

Each message names the argument, what is needed, what came and, where one is nearly
always right, the fix. Arrays are checked in `arrays`, the rest in `arguments`.
"""

from itertools import pairwise

import numpy as np

from nnlib.validation.arrays import check_dtype, check_rows, check_targets, float_array


def check_network(network):
    """Raise TypeError unless `network` is a network; a layer or a list is none."""
    if not hasattr(network, "layers"):
        hint = " Write Network([layer])." if hasattr(network, "activation") else ""
        if isinstance(network, (list, tuple)):
            hint = " Write Network(layers) for a list of layers."
        raise TypeError(f"network needs a Network; got {network!r:.60}.{hint}")


def check_single(network):
    """Raise an error unless `network` is one network, not several side by side."""
    check_network(network)
    if network.stacked:
        raise ValueError(
            f"network needs to be one network; got {network.stacked[0]} side by side. "
            "Take them one by one with unstack."
        )


def check_weights(network):
    """Raise ValueError where weights are nan or inf, as after a run that diverged."""
    check_network(network)
    for number, layer in enumerate(network.layers, start=1):
        for name in ("W", "b"):
            if getattr(layer, name) is not None:
                float_array(f"{name}{number}", getattr(layer, name))


def checked_data(network, X, Y):
    """Copy `X` and `Y` into new arrays; raise an error where they do not fit."""
    check_network(network)
    X = float_array("X", X, network.dtype)
    check_rows(X, network.layers[0].W)
    outputs = network.layers[-1].W.shape[-2]
    check_targets(Y, (*network.stacked, X.shape[-2], outputs))
    Y = float_array("Y", Y, network.dtype)
    check_dtype("Y", Y, network.dtype)
    return X, Y


def check_bias(W, b):
    """Raise an error unless `b` has one entry, of the type of `W`, per row of `W`."""
    if W.ndim < 2:
        raise ValueError(
            "W needs one row per unit and one column per input, "
            f"shape (outputs, inputs); got {W.shape}."
        )
    if b is not None and b.shape != W.shape[:-1]:
        raise ValueError(
            f"b needs one entry per row of W, shape {W.shape[:-1]}; got {b.shape}."
        )
    if b is not None and b.dtype != W.dtype:
        raise TypeError(f"b needs the type of W, {W.dtype}; got {b.dtype}.")


def check_chain(layers):
    """Raise an error unless each layer fits onto the one before."""
    dense = isinstance(layers, (list, tuple)) and all(
        hasattr(layer, "activation") for layer in layers
    )
    if not dense:
        raise TypeError(f"layers needs a list of Dense layers; got {layers!r:.60}.")
    if not layers:
        raise ValueError("layers needs at least one Dense layer; got none.")
    for number, (before, layer) in enumerate(pairwise(layers), start=2):
        (_, inputs), (outputs, _) = layer.W.shape[-2:], before.W.shape[-2:]
        if inputs != outputs:
            raise ValueError(
                f"Layer {number} takes {inputs} inputs (W is {layer.W.shape}) but "
                f"layer {number - 1} has {outputs} outputs (W is {before.W.shape})."
            )
        if layer.W.shape[:-2] != before.W.shape[:-2] or layer.W.dtype != before.W.dtype:
            raise ValueError(
                f"Layer {number} needs the leading axes and type of layer "
                f"{number - 1}, {before.W.shape[:-2]} {before.W.dtype}; "
                f"got {layer.W.shape[:-2]} {layer.W.dtype}."
            )


def checked_alike(networks):
    """Make a list of `networks`; raise ValueError unless all have the same form."""
    if hasattr(networks, "layers") or not np.iterable(networks):
        raise TypeError(f"networks needs a list of networks; got {networks!r:.60}.")
    networks = list(networks)
    if not networks:
        raise ValueError("networks needs at least one network; got none.")
    for number, network in enumerate(networks, start=1):
        check_network(network)
        if _form(network) != _form(networks[0]):
            raise ValueError(
                f"networks need one form, {networks[0]}; network {number} is {network}."
            )
    return networks


def check_side_by_side(network):
    """Raise ValueError unless `network` is many networks side by side."""
    check_network(network)
    if len(network.stacked) != 1:
        raise ValueError(
            "unstack needs networks side by side, one leading axis; "
            f"got {network.stacked}."
        )


def _form(network):
    return [
        (layer.W.shape, layer.W.dtype, layer.b is None, layer.activation)
        for layer in network.layers
    ]
