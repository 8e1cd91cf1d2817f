"""Checks of what goes through networks: caches on the way forward, gradients back.

Each message names the argument, what is needed, what came and, where one is nearly
always right, the fix.
"""

import numpy as np

from nnlib.validation.arrays import float_array


def check_caches(layers, caches):
    """Raise ValueError unless `caches` is what the forward pass of `layers` returns."""
    many = isinstance(caches, (list, tuple)) and not hasattr(caches, "Z")
    if not many or len(caches) != len(layers) or not hasattr(caches[0], "Z"):
        got = f"{len(caches)} of them" if many else f"{caches!r:.60}"
        got = "a single Cache" if hasattr(caches, "Z") else got
        raise ValueError(
            f"caches needs a list of one Cache per layer, {len(layers)}; got {got}. "
            "Write network.forward(X)."
        )


def check_slopes(dA, Z):
    """Raise ValueError unless `dA` has the shape of the layer's output."""
    if np.shape(dA) != Z.shape:
        raise ValueError(
            f"dA needs the shape of the layer's output, {Z.shape}; got {np.shape(dA)}."
        )


def check_gradients_fit(layers, gradients):
    """Raise an error unless the gradients have the shapes of the weights."""
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
                    + _hint(array.shape, derivative)
                )


def _hint(needed, derivative):
    """The fix for a gradient of another shape, where there is one."""
    shape = np.shape(derivative)
    if derivative is None:
        return " The layer has a bias: return its gradient too."
    if len(needed) > 1 and shape == (*needed[:-2], *needed[:-3:-1]):
        return " Write .T behind it."
    if (1, *needed) == shape or (*needed, 1) == shape:
        return " Sum without keepdims=True."
    return ""


def checked_gradients(layers, gradients):
    """Make pairs (dL/dW, dL/db) of arrays; raise an error where they do not fit."""
    check_gradients_fit(layers, gradients)
    pairs = []
    for number, (layer, gradient) in enumerate(zip(layers, gradients), start=1):
        W = float_array(f"dL/dW{number}", gradient.W)
        b = layer.b is not None
        pairs.append((W, float_array(f"dL/db{number}", gradient.b) if b else None))
    return pairs


def check_unchanged(given, kept):
    """Raise ValueError where a backward pass changed its network, caches or dA.

    `given` is the tuple (network, caches, dA) that it got, `kept` a copy from before.
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
