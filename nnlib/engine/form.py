"""Networks, samples and learning rates as the plain arrays that compiled code takes.

Raises errors for what the engine does not know; rows of parameters become networks
again afterwards.
"""

import numpy as np

from nnlib.engine.compiled.plan import Form, Task
from nnlib.losses import half_squared_error, mse, sum_squared_error
from nnlib.network import Network
from nnlib.validation.arguments import check_lr_values
from nnlib.validation.arrays import as_array

LOSSES = [mse, half_squared_error, sum_squared_error]
OTHERS = 'use train or check_gradients with engine="numpy"'


def form_of(network, loss):
    """Describe the network; raise ValueError for what the engine does not know."""
    # imported here, so that `import nnlib` stays quick
    from nnlib.engine.compiled.activations import KNOWN  # noqa: PLC0415

    if len(network.stacked) > 1:
        raise ValueError(
            "The compiled engine takes networks along one leading axis; "
            f"got {network.stacked}. For others {OTHERS}."
        )
    known = list(KNOWN)
    _check_known("activations", known, *(a.activation for a in network.layers))
    _check_known("losses", LOSSES, loss)
    codes = [known.index(layer.activation) for layer in network.layers]
    sizes = np.array([network.shapes[0][1], *(out for out, _ in network.shapes)])
    counts = sizes[1:] * (sizes[:-1] + 1)
    biased = np.array([layer.b is not None for layer in network.layers])
    begins, rows = (np.cumsum(each) - each for each in (counts, sizes))
    return Form(sizes, begins, rows, np.array(codes), biased)


def _check_known(kind, known, *wanted):
    for one in wanted:
        if one not in known:
            names = ", ".join(map(repr, known[:-1]))
            raise ValueError(
                f"The compiled engine knows the {kind} {names} and {known[-1]}; "
                f"got {one}. For others {OTHERS}."
            )


def task_of(X, Y, loss, *, order, batch_size, steps, rates, before=False):
    """Describe a run on samples X (..., n, inputs), Y (..., n, outputs)."""
    X, Y = (array.reshape(-1, *array.shape[-2:]) for array in (X, Y))
    outputs = Y.shape[-1]
    slope, scale = 2.0, 1.0
    if loss == mse:
        slope, scale = 2 / outputs, 1 / outputs
    if loss == half_squared_error:
        slope, scale = 1.0, 0.5
    mean = loss != sum_squared_error
    return Task(X, Y, order, batch_size, steps, rates, before, slope, scale, mean)


def rates_of(lr, steps, layers, m, dtype):
    """The learning rates of all steps, (steps or 1, layers or 1, m or 1).

    `lr` is one number, one per network (m,), one per layer and network (layers, m), or
    a function of the step that returns one of these. Without networks side by side,
    `m` is None and (layers,) is one per layer.
    """
    values = [lr(step) for step in range(steps)] if callable(lr) else [lr]
    rates = as_array("lr", values or [0.0])
    check_lr_values(rates)
    rates = rates.astype(dtype)
    if rates.ndim == 2 and m is None:
        rates = rates[:, :, None]
    elif rates.ndim < 3:
        rates = rates.reshape(len(rates), 1, -1)
    shape = rates.shape[1:]
    if rates.ndim != 3 or shape[0] not in (1, layers) or shape[1] not in (1, m or 1):
        need = f"({layers},)" if m is None else f"({m},) or ({layers}, {m})"
        raise ValueError(
            f"lr needs one number, or an array of shape {need}; "
            f"got shape {np.shape(values[0])}."
        )
    return rates


def flat(network):
    """All parameters of each network as one row, (m, parameters)."""
    m = network.stacked[0] if network.stacked else 1
    arrays = []
    for layer in network.layers:
        b = np.zeros(layer.W.shape[:-1], layer.W.dtype) if layer.b is None else layer.b
        arrays += [layer.W.reshape(m, -1), b.reshape(m, -1)]
    return np.concatenate(arrays, axis=1)


def unflat(P, network, stacked):
    """Build networks like `network`, with leading axes `stacked`, from rows of `P`."""
    at, layers = 0, []
    for layer in network.layers:
        outputs, inputs = layer.W.shape[-2:]
        b = at + outputs * inputs
        W, biases = P[:, at:b], P[:, b : b + outputs]
        at = b + outputs
        new = layer.map(np.copy)
        new.W = W.reshape(*stacked, outputs, inputs).copy()
        new.b = None if layer.b is None else biases.reshape(*stacked, outputs).copy()
        layers.append(new)
    return Network(layers)
