"""What is refused at the door, and the sentence that says why.

Arrays, layers and gradients from outside pass through here: each error names the
argument, what is needed, what came and, where one is nearly always right, the fix.
"""

from itertools import pairwise

import numpy as np

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def float_array(name, value):
    """Make a fresh array of floats from `value`.

    Lists of numbers become float64; float32 stays float32. Refused, with `name` in
    the message: arrays of integers, nothing at all, nan and inf.
    """
    try:
        is_array = isinstance(value, np.ndarray)
        array = np.array(value) if is_array else np.array(value, dtype=np.float64)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"{name} needs numbers in rows of one length; got {value!r:.60}."
        ) from error
    if array.dtype not in FLOATS:
        raise TypeError(
            f"{name} needs float64 or float32 numbers; got {array.dtype}. "
            f"Write {name}.astype(float)."
        )
    if array.size == 0:
        raise ValueError(f"{name} needs at least one number; got shape {array.shape}.")
    if not np.isfinite(array).all():
        index = np.argwhere(~np.isfinite(array))[0].tolist()
        raise ValueError(
            f"{name} needs finite numbers; got {array[tuple(index)]} at {index}."
        )
    return array


def check_rows(X, W):
    """Refuse an `X` that is not one row per sample, with a column per column of `W`."""
    inputs = W.shape[-1]
    if not isinstance(X, np.ndarray):
        raise TypeError(
            f"X needs to be an array with one row per sample, shape (n, {inputs}); "
            f"got a {type(X).__name__}. Write np.array(X)."
        )
    if X.ndim < 2 or X.shape[-1] != inputs:
        hint = " For one sample write X[None, :]." if X.shape == (inputs,) else ""
        hint = " Write X[:, None]." if X.ndim == inputs == 1 else hint
        raise ValueError(
            f"X needs one row per sample, shape (n, {inputs}); got {X.shape}.{hint}"
        )
    if X.shape[:-2] not in ((), W.shape[:-2]):
        raise ValueError(
            f"X needs no leading axes or those of the networks, {W.shape[:-2]}; "
            f"got {X.shape[:-2]}."
        )
    check_dtype("X", X, W.dtype)


def check_targets(Y, output):
    """Refuse a `Y` that does not lie entry by entry on an output of shape `output`.

    NumPy would broadcast (n, 1) - (n,) to (n, n) and say nothing.
    """
    shape, needed = np.shape(Y), output[-2:]
    if len(needed) < 2:
        raise ValueError(
            f"Y_hat needs one row per sample, shape (n, outputs); got {output}."
        )
    if shape[-2:] == needed and shape[:-2] in ((), output[:-2]):
        return
    n, outputs = needed
    hint = " Write Y[None, :]." if shape == (outputs,) and n == 1 else ""
    hint = " Write Y[:, None]." if shape == (n,) and outputs == 1 else hint
    raise ValueError(
        f"Y needs the shape of the network's output, {needed}; got {shape}.{hint}"
    )


def check_network(network):
    """Refuse what is no network, such as one layer or a list of networks."""
    if not hasattr(network, "layers"):
        raise TypeError(f"network needs a Network; got {network!r:.60}.")


def check_dtype(name, array, dtype):
    """Refuse an array whose numbers are not of the network's type."""
    if array.dtype != dtype:
        raise TypeError(
            f"{name} needs the network's type of number, {dtype}; got {array.dtype}. "
            f"Write {name}.astype(np.{dtype})."
        )


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


def check_gradients_fit(layers, gradients):
    """Refuse gradients that are not shaped like the weights they belong to."""
    if not isinstance(gradients, (list, tuple)):
        raise TypeError(
            f"gradients needs a list of one Gradient per layer, {len(layers)}; "
            f"got {gradients!r:.60}. Does your backward pass return its list?"
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


def check_alike(networks):
    """Refuse to stack networks of different shapes, activations or biases."""
    if not networks:
        raise ValueError("networks needs at least one network; got none.")
    for number, network in enumerate(networks[1:], start=2):
        if _form(network) != _form(networks[0]):
            raise ValueError(
                f"networks need one form, {networks[0]}; network {number} is {network}."
            )


def check_side_by_side(network):
    """Refuse a network that is not many side by side."""
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
