"""The slopes of the loss by central differences: each parameter moved up and down.

A moved parameter changes one unit and the layers after it; nothing else is computed.
"""

from nnlib.engine.compiled.batch import forward, load, units
from nnlib.engine.compiled.numba_setup import ZERO, compiled, kernel


@compiled
def total_error(task, samples, A):
    """Add up the squared errors of the outputs, the last rows of `A`."""
    outputs, total = task.Y.shape[1], A.dtype.type(0)
    for c in range(samples.size):
        for j in range(outputs):
            error = A[A.shape[0] - outputs + j, c] - task.Y[samples[c], j]
            total += error * error
    return total


@compiled
def error_from(form, task, samples, P, A, extra, layer, j):
    """Compute unit `j` of a layer and all layers after it; return the total error."""
    units(form, P, A, extra, layer, j, j + 1)
    forward(form, P, A, extra, layer + 1)
    return total_error(task, samples, A)


@compiled
def add_differences(form, task, samples, P, A, extra, step, G):
    """Add the differences of all parameters to `G`, on the samples in `A`.

    From the last layer to the first: the layers after a moved unit may stay moved.
    """
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs, at = (
            form.sizes[layer],
            form.sizes[layer + 1],
            form.begins[layer],
        )
        for j in range(outputs):
            for i in range(inputs + form.biased[layer]):
                p = at + j * inputs + i if i < inputs else at + outputs * inputs + j
                kept = P[p]
                P[p] = kept + step
                above = error_from(form, task, samples, P, A, extra, layer, j)
                P[p] = kept - step
                below = error_from(form, task, samples, P, A, extra, layer, j)
                P[p] = kept
                G[p] += above - below
            units(form, P, A, extra, layer, j, j + 1)


@kernel
def measure(form, task, P, A, extra, step, G):
    """Add the differences of all parameters to `G`, over all samples.

    `A` is room for as many samples at a time as it has columns.
    """
    n = task.X.shape[0]
    for first in range(0, n, extra.size):
        samples = task.order[0, first : min(first + extra.size, n)]
        load(task.X, samples, A)
        forward(form, P, A, extra, ZERO)
        add_differences(form, task, samples, P, A, extra, step, G)
