"""Many networks at once: vectors along the networks.

`P` has a row per parameter, `A` and `D` a row per unit for each sample of the batch,
and all of them a column per network. The sums have the order of `online` and `batch`,
so a network gets the same bits here as alone.
"""

from nnlib.engine.compiled.activations import activate, multiply_by_slope
from nnlib.engine.compiled.numba_setup import compiled, kernel
from nnlib.engine.compiled.steps import batch_of, factors, own_or_only, record
from nnlib.engine.compiled.sums import part_of, weighted_sum, weighted_sum_in_parts


@compiled
def load(X, samples, A):
    """Write the inputs of `samples` into the first rows of `A`."""
    own = 1 if X.shape[2] > 1 else 0
    for s in range(samples.size):
        for i in range(X.shape[1]):
            for m in range(A.shape[2]):
                A[s, i, m] = X[samples[s], i, m * own]


@compiled
def forward(form, P, A, count, extra):
    """Carry the first `count` samples in `A` through the layers."""
    m = A.shape[2]
    for layer in range(form.activations.size):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        at, row, out = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        b, part = at + outputs * inputs, part_of(inputs, outputs)
        for s in range(count):
            x = A[s]
            for j in range(outputs):
                w, unit = at + j * inputs, x[out + j]
                weighted_sum_in_parts(P[b + j], P, w, inputs, part, x, row, unit, extra)
            units = x.reshape(x.size)[out * m : (out + outputs) * m]
            activate(form.activations[layer], units)


@compiled
def gradient(D, A, delta, row, count, g):
    """Write the sum of D[s, delta] A[s, row] over the samples, in order, into `g`."""
    for m in range(g.size):
        g[m] = -0.0  # adding to it changes no number, not even -0
    s = 0
    while s + 4 <= count:
        d0, d1, d2, d3 = D[s, delta], D[s + 1, delta], D[s + 2, delta], D[s + 3, delta]
        x0, x1, x2, x3 = A[s, row], A[s + 1, row], A[s + 2, row], A[s + 3, row]
        for m in range(g.size):
            total = (g[m] + d0[m] * x0[m]) + d1[m] * x1[m]
            g[m] = (total + d2[m] * x2[m]) + d3[m] * x3[m]
        s += 4
    while s < count:
        d0, x0 = D[s, delta], A[s, row]
        for m in range(g.size):
            g[m] += d0[m] * x0[m]
        s += 1


@compiled
def row_sum(D, delta, count, g):
    """Write the sum of D[s, delta] over the samples, in order, into `g`."""
    for s in range(count):
        d = D[s, delta]
        for m in range(g.size):
            g[m] = g[m] + d[m] if s else d[m]


@compiled
def step_down(w, lr, g):
    """Subtract lr g from `w`."""
    for m in range(g.size):
        w[m] -= lr[m] * g[m]


@compiled
def update(P, at, outputs, inputs, biased, D, A, delta, row, count, lr, g):
    """W -= lr delta xᵀ and b -= lr delta, each summed over the samples."""
    for j in range(outputs):
        for i in range(inputs):
            gradient(D, A, delta + j, row + i, count, g)
            step_down(P[at + j * inputs + i], lr, g)
        if biased:
            row_sum(D, delta + j, count, g)
            step_down(P[at + outputs * inputs + j], lr, g)


@compiled
def pass_back(P, at, outputs, inputs, D, delta, dx, count):
    """dL/dX = Wᵀ delta for each sample, from the rows of D at `delta` to those at dx"""
    nothing = D.dtype.type(-0.0)  # adding it changes no number, not even -0
    for s in range(count):
        d = D[s]
        for i in range(inputs):
            weighted_sum(nothing, P, at + i, inputs, outputs, d, delta, d[dx + i])


@compiled
def backward(form, task, P, A, D, step, count, lr, g):
    """Carry dL/dA in the last rows of `D` back, and update each layer."""
    rates = task.rates[own_or_only(step, task.rates.shape[0])]
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        at, row, delta = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        biased = form.biased[layer]
        for s in range(count):
            d, a = D[s].reshape(D[s].size), A[s].reshape(A[s].size)
            first, last = delta * lr.size, (delta + outputs) * lr.size
            code = form.activations[layer]
            multiply_by_slope(code, d[first:last], a[first:last])
        rate = rates[own_or_only(layer, rates.shape[0])]
        for m in range(lr.size):
            lr[m] = rate[own_or_only(m, rate.size)]
        for now in (task.before, not task.before):
            if now:
                update(P, at, outputs, inputs, biased, D, A, delta, row, count, lr, g)
            elif layer:
                pass_back(P, at, outputs, inputs, D, delta, row, count)


@compiled
def squared_errors(task, samples, A, D, slope, total):
    """Write dL/dA into the last rows of `D`; add the squared errors to `total`."""
    outputs = task.Y.shape[1]
    own, row = 1 if task.Y.shape[2] > 1 else 0, A.shape[1] - outputs
    for s in range(samples.size):
        for j in range(outputs):
            for m in range(total.size):
                error = A[s, row + j, m] - task.Y[samples[s], j, m * own]
                total[m] += error * error
                D[s, row + j, m] = error * slope


@kernel
def train_side_by_side(form, task, P, A, D, G, losses, clock):
    """Train the networks `P` (parameters, m), in place; see `batch.train_batches`.

    `losses` has a column per network too; of `G` three rows are used.
    """
    n, number, lr, g, total = task.X.shape[0], P.dtype.type, G[0], G[1], G[2]
    skipped = task.steps + 1 - losses.shape[0]
    record(total, 0.0, lr)
    for step in range(task.steps + 1):
        if clock[1]:
            return
        turn, start, count = batch_of(task, step, n)
        slope, scale = factors(task, count, number)
        stop = start + count
        for first in range(start, stop, A.shape[0]):
            samples = task.order[turn, first : min(first + A.shape[0], stop)]
            load(task.X, samples, A)
            forward(form, P, A, samples.size, g)
            squared_errors(task, samples, A, D, slope, total)
        record(total, scale, losses[step - skipped] if step >= skipped else g)
        if step < task.steps:
            backward(form, task, P, A, D, step, count, lr, g)
            clock[0] += total.size
