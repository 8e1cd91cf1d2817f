"""New parameters as programs return them, read in whatever form they come.

A dictionary, a list or a tuple; pairs, or all W and then all b; matrices with a row
per unit or with a column per unit.
"""

import numpy as np

from nnlib.validation.arrays import float_array


def read_parameters(value, layers):
    """Read new parameters: how they were read, and a pair (W, b) for each layer.

    Raises ValueError where the numbers fit in no way, or one is nan or infinite.
    """
    for words, all_W, all_b in _readings(value, layers):
        if len(all_W) == len(all_b) == len(layers):
            pairs = list(zip(layers, map(_plain, all_W), map(_plain, all_b)))
            for turned in _ways_round(pairs):
                if all(_fits(*pair, turned) for pair in pairs):
                    way = "(inputs, outputs)" if turned else "(outputs, inputs)"
                    read = [_read(k, *p, turned) for k, p in enumerate(pairs, start=1)]
                    return f"{words}, each W {way}", read
    needed = ", ".join(f"W{k} {layer.W.shape}" for k, layer in enumerate(layers, 1))
    raise ValueError(
        f"step needs to return the new W and b of all layers, {needed}; got "
        f"{value!r:.60}. Write return W, b with a list of each."
    )


def _readings(value, layers):
    """Yield how a value may be read, its W and its b."""
    many, none = len(layers), [None] * len(layers)
    bare = all(layer.b is None for layer in layers)
    if isinstance(value, dict):
        named = {str(key).lower(): array for key, array in value.items()}
        numbers = range(1, many + 1)
        if all(f"w{k}" in named for k in numbers):
            b = [named.get(f"b{k}") for k in numbers]
            yield "a dictionary of W1, b1, ...", [named[f"w{k}"] for k in numbers], b
        if "w" in named:
            yield "a dictionary of W and b", named["w"], named.get("b", none)
        value = list(value.values())
    if not isinstance(value, (list, tuple)):
        return
    if len(value) == 2 and all(isinstance(one, (list, tuple)) for one in value):
        yield "(W, b)", *value
    if bare and len(value) == many:
        yield "W1, W2, ...", value, none
    if len(value) == many and all(
        isinstance(one, (list, tuple)) and len(one) == 2 for one in value
    ):
        yield "pairs (W, b)", *zip(*value)
    if len(value) == 2 * many:
        yield "W1, b1, W2, b2, ...", value[::2], value[1::2]
        yield "W1, W2, ..., b1, b2, ...", value[:many], value[many:]


def _plain(value):
    """An array of a number, a list or a tensor; what is none has no shape that fits."""
    if value is None:
        return None
    value = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return np.zeros(0)


def _ways_round(pairs):
    """The ways round to try: for square matrices first the one that changes less."""
    away = [
        sum(
            abs((W.T if turned else W) - layer.W).sum()
            for layer, W, _ in pairs
            if np.shape(W) == layer.W.shape == layer.W.shape[::-1]
        )
        for turned in (False, True)
    ]
    return (False, True) if away[0] <= away[1] else (True, False)


def _fits(layer, W, b, turned):
    shape = layer.W.shape[::-1] if turned else layer.W.shape
    enough = layer.b is None or (b is not None and b.size == layer.b.size)
    return np.shape(W) == shape and enough


def _read(k, layer, W, b, turned):
    W = float_array(f"the new W{k}", W.T if turned else W)
    b = None if layer.b is None else float_array(f"the new b{k}", b.reshape(-1))
    return W, b
