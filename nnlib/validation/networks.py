"""What is refused of layers, networks, and what goes through them.

Each error names the argument, what is needed, what came and, where one is nearly
always right, the fix. `arrays` has the same for arrays, `arguments` for the rest.
"""

from itertools import pairwise

import numpy as np

from nnlib.validation.arrays import check_dtype, check_rows, check_targets, float_array


def check_network(network):
    """Refuse what is no network, such as one layer or a list of layers."""
    if not hasattr(network, "layers"):
        hint = " Write Network([layer])." if hasattr(network, "activation") else ""
        if isinstance(network, (list, tuple)):
            hint = " Write Network(layers) for a list of layers."
        raise TypeError(f"network needs a Network; got {network!r:.60}.{hint}")


def check_weights(network):
    """Refuse a network whose weights are nan or inf, as after a run that diverged."""
    check_network(network)
    for number, layer in enumerate(network.layers, start=1):
        for name in ("W", "b"):
            if getattr(layer, name) is not None:
                float_array(f"{name}{number}", getattr(layer, name))


def checked_data(network, X, Y):
    """Make fresh arrays of `X` and `Y`; refuse what does not fit the network."""
    check_network(network)
    X = float_array("X", X, network.dtype)
    check_rows(X, network.layers[0].W)
    outputs = network.layers[-1].W.shape[-2]
    check_targets(Y, (*network.stacked, X.shape[-2], outputs))
    Y = float_array("Y", Y, network.dtype)
    check_dtype("Y", Y, network.dtype)
    return X, Y


def check_bias(W, b):
    """Refuse a `b` that has not one entry, of the same type, per row of `W`."""
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
    """Refuse layers that do not fit onto one another."""
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


def check_caches(layers, caches):
    """Refuse what is not the list that the forward pass of these layers returns."""
    many = isinstance(caches, (list, tuple)) and not hasattr(caches, "Z")
    if not many or len(caches) != len(layers) or not hasattr(caches[0], "Z"):
        got = f"{len(caches)} of them" if many else f"{caches!r:.60}"
        got = "a single Cache" if hasattr(caches, "Z") else got
        raise ValueError(
            f"caches needs a list of one Cache per layer, {len(layers)}; got {got}. "
            "Write network.forward(X)."
        )


def check_slopes(dA, Z):
    """Refuse a `dA` that NumPy would have to broadcast to the layer's output."""
    if np.shape(dA) != Z.shape:
        raise ValueError(
            f"dA needs the shape of the layer's output, {Z.shape}; got {np.shape(dA)}."
        )


def check_gradients_fit(layers, gradients):
    """Refuse gradients that are not shaped like the weights they belong to."""
    if not isinstance(gradients, (list, tuple)) or hasattr(gradients, "delta"):
        single = hasattr(gradients, "delta")
        got = "a single Gradient" if single else f"{gradients!r:.60}"
        raise TypeError(
            f"gradients needs a list of one Gradient per layer, {len(layers)}; "
            f"got {got}. Does your backward pass return its list?"
        )
    if len(gradients) != len(layers):
        raise ValueError(
            f"gradients needs one Gradient per layer, {len(layers)}; "
            f"got {len(gradients)}."
        )
    for number, (layer, gradient) in enumerate(zip(layers, gradients), start=1):
        if not hasattr(gradient, "W"):
            raise TypeError(
                f"gradients needs a Gradient(W, b, delta, X) for layer {number}; "
                f"got a {type(gradient).__name__}."
            )
        for name in ("W", "b"):
            array, derivative = getattr(layer, name), getattr(gradient, name)
            if array is not None and np.shape(derivative) != array.shape:
                raise ValueError(
                    f"dL/d{name}{number} needs the shape of {name}{number}, "
                    f"{array.shape}; got {np.shape(derivative)}."
                )


def checked_gradients(layers, gradients):
    """Make pairs (dL/dW, dL/db) of arrays; refuse what does not fit, nan and inf."""
    check_gradients_fit(layers, gradients)
    pairs = []
    for number, (layer, gradient) in enumerate(zip(layers, gradients), start=1):
        W = float_array(f"dL/dW{number}", gradient.W)
        b = layer.b is not None
        pairs.append((W, float_array(f"dL/db{number}", gradient.b) if b else None))
    return pairs


def check_unchanged(given, kept):
    """Refuse a backward pass that changed its network, caches or dA; `kept` are copies.

    Each is a tuple (network, caches, dA).
    """
    (network, caches, dA), (old_network, old_caches, old_dA) = given, kept
    pairs = {"the list network.layers": (len(network.layers), len(old_network.layers))}
    pairs["the list caches"] = len(caches), len(old_caches)
    pairs["dA"] = dA, old_dA
    for number, two in enumerate(zip(network.layers, old_network.layers), start=1):
        for name in ("W", "b"):
            pairs[f"{name}{number}"] = tuple(getattr(layer, name) for layer in two)
    for number, two in enumerate(zip(caches, old_caches), start=1):
        for name in ("X", "Z", "A"):
            pairs[f"{name} of cache {number}"] = tuple(getattr(c, name) for c in two)
    for name, (array, old) in pairs.items():
        if not np.array_equal(array, old):
            raise ValueError(
                "backward needs to leave its arguments as they are; "
                f"it changed {name}. Change a copy: network.copy(), array.copy()."
            )


def checked_alike(networks):
    """Make a list; refuse networks of different shapes, activations or biases."""
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
    """Refuse a network that is not many side by side."""
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
