"""Other right ways to write the functions of notebook 05."""

import numpy as np


def count_units(W, b):
    """Each unit against those that are already counted, in float32."""
    kinds = []
    for row, bias in zip(W.astype(np.float32), b.astype(np.float32)):
        unit = np.append(row, bias)
        if not any(np.allclose(unit, kind, rtol=0, atol=1e-6) for kind in kinds):
            kinds.append(unit)
    return len(kinds)


def vanishing_gradients(X, W2, delta2, f0, slope0):
    """From the sums over the samples, with room for rounding."""

    def vanish(array):
        return bool(np.allclose(array, 0))

    total = delta2.sum(axis=0)
    return (
        slope0 == 0 or vanish(np.einsum("no,oh,ni->hi", delta2, W2, X)),
        slope0 == 0 or vanish(total @ W2),
        f0 == 0 or vanish(total),
        vanish(total),
    )


def he_weights(rng, shape):
    """Drawn the other way round, then transposed, in float32."""
    outputs, inputs = shape
    return rng.normal(0, (2 / inputs) ** 0.5, (inputs, outputs)).T.astype(np.float32)


def count_units_by_sets(W, b):
    """As a set of tuples."""
    return len({tuple(np.round([*row, bias], 6)) for row, bias in zip(W, b)})


def count_units_by_distances(W, b):
    """From the distances of all pairs: a unit counts if none before it is its twin."""
    units = np.c_[W, b].astype(np.float32)
    twins = abs(units[:, None] - units).max(axis=2) < 1e-6
    return np.float64(sum(not row[:i].any() for i, row in enumerate(twins)))
