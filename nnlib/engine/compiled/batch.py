"""One network and many samples per step: vectors along the samples.

`A` and `D` have a row per unit, all layers below one another, and a column per sample.
The columns are filled up to whole vectors; what is in the extra ones is never summed.
"""

from nnlib.engine.compiled.activations import activate, multiply_by_slope
from nnlib.engine.compiled.numba_setup import ZERO, compiled, kernel
from nnlib.engine.compiled.steps import batch_of, factors, own_or_only
from nnlib.engine.compiled.sums import part_of, weighted_sum, weighted_sum_in_parts


@compiled
def load(X, samples, A):
    """Write the inputs of `samples` into the first rows of `A`, the last one again."""
    for i in range(X.shape[1]):
        for c in range(samples.size):
            A[i, c] = X[samples[c], i]
        for c in range(samples.size, A.shape[1]):
            A[i, c] = A[i, samples.size - 1]


@compiled
def units(form, P, A, extra, layer, first, stop):
    """Compute the units from `first` to `stop` of a layer."""
    inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
    at, row, out = form.begins[layer], form.rows[layer], form.rows[layer + 1]
    b, part = at + outputs * inputs, part_of(inputs, outputs)
    for j in range(first, stop):
        w = at + j * inputs
        weighted_sum_in_parts(P[b + j], P, w, inputs, part, A, row, A[out + j], extra)
    columns = extra.size
    new = A.reshape(A.size)[(out + first) * columns : (out + stop) * columns]
    activate(form.activations[layer], new)


@compiled
def forward(form, P, A, extra, layer):
    """Carry the samples through `layer` and all layers after it."""
    for k in range(layer, form.activations.size):
        units(form, P, A, extra, k, ZERO, form.sizes[k + 1])


@compiled
def gradient(D, A, delta, row, outputs, inputs, count, G):
    """dL/dW = sum of delta xᵀ over `count` samples: four sums at a time, each in order.

    The rows of D from `delta` on are delta, those of A from `row` on are x.
    """
    last = outputs * inputs - 1
    for first in range(0, last + 1, 4):
        p1, p2, p3 = min(first + 1, last), min(first + 2, last), min(first + 3, last)
        d0, x0 = D[delta + first // inputs], A[row + first % inputs]
        d1, x1 = D[delta + p1 // inputs], A[row + p1 % inputs]
        d2, x2 = D[delta + p2 // inputs], A[row + p2 % inputs]
        d3, x3 = D[delta + p3 // inputs], A[row + p3 % inputs]
        g0, g1, g2, g3 = d0[0] * x0[0], d1[0] * x1[0], d2[0] * x2[0], d3[0] * x3[0]
        for c in range(1, count):
            g0 += d0[c] * x0[c]
            g1 += d1[c] * x1[c]
            g2 += d2[c] * x2[c]
            g3 += d3[c] * x3[c]
        G[first], G[p1], G[p2], G[p3] = g0, g1, g2, g3


@compiled
def row_sums(D, delta, count, G):
    """dL/db = sum of delta over `count` samples: four sums at a time, each in order."""
    last = G.size - 1
    for first in range(0, G.size, 4):
        p1, p2, p3 = min(first + 1, last), min(first + 2, last), min(first + 3, last)
        d0, d1, d2, d3 = D[delta + first], D[delta + p1], D[delta + p2], D[delta + p3]
        g0, g1, g2, g3 = d0[0], d1[0], d2[0], d3[0]
        for c in range(1, count):
            g0 += d0[c]
            g1 += d1[c]
            g2 += d2[c]
            g3 += d3[c]
        G[first], G[p1], G[p2], G[p3] = g0, g1, g2, g3


@compiled
def pass_back(P, at, outputs, inputs, D, delta, dx):
    """dL/dX = Wᵀ delta for each sample, from the rows of D at `delta` to those at dx"""
    nothing = D.dtype.type(-0.0)  # adding it changes no number, not even -0
    for i in range(inputs):
        weighted_sum(nothing, P, at + i, inputs, outputs, D, delta, D[dx + i])


@compiled
def backward(form, task, P, G, A, D, step, count):
    """Carry dL/dA in the last rows of `D` back, and update each layer."""
    rates = task.rates[own_or_only(step, task.rates.shape[0])]
    flat_A, flat_D, columns = A.reshape(A.size), D.reshape(D.size), A.shape[1]
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        at, row, delta = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        first, last = delta * columns, (delta + outputs) * columns
        code = form.activations[layer]
        multiply_by_slope(code, flat_D[first:last], flat_A[first:last])
        b = at + outputs * inputs
        gradient(D, A, delta, row, outputs, inputs, count, G[at:b])
        row_sums(D, delta, count, G[b : b + outputs])
        end = b + outputs if form.biased[layer] else b
        lr = rates[own_or_only(layer, rates.size)]
        weights, slopes = P[at:end], G[at:end]
        for now in (task.before, not task.before):
            if now:
                for p in range(weights.size):
                    weights[p] -= lr * slopes[p]
            elif layer:
                pass_back(P, at, outputs, inputs, D, delta, row)


@compiled
def squared_errors(task, samples, A, D, slope, total):
    """Write dL/dA into the last rows of `D`; add the squared errors to `total`."""
    outputs = task.Y.shape[1]
    for c in range(samples.size):
        for j in range(outputs):
            error = A[A.shape[0] - outputs + j, c] - task.Y[samples[c], j]
            total += error * error
            D[D.shape[0] - outputs + j, c] = error * slope
    return total


@kernel
def train_batches(form, task, P, A, D, G, losses, clock):
    """Train the network `P` (parameters,) by gradient descent, in place.

    `losses` gets the last of the steps + 1 losses that `History` has, as many as it
    has room for. `clock` counts the steps done; a 1 in its second place stops the run.
    `A`, `D` and `G`, shaped like P, are room to work in; D must be zero.
    """
    n, number, extra = task.X.shape[0], P.dtype.type, D[0]
    skipped = task.steps + 1 - losses.size
    for step in range(task.steps + 1):
        if clock[1]:
            return
        turn, start, count = batch_of(task, step, n)
        slope, scale = factors(task, count, number)
        total, stop = number(0), start + count
        for first in range(start, stop, extra.size):
            samples = task.order[turn, first : min(first + extra.size, stop)]
            load(task.X, samples, A)
            forward(form, P, A, extra, ZERO)
            total = squared_errors(task, samples, A, D, slope, total)
        if step >= skipped:
            losses[step - skipped] = total * scale
        if step < task.steps:
            backward(form, task, P, G, A, D, step, count)
            clock[0] += 1
