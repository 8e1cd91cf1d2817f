"""One network and one sample per step: vectors along the units of a layer.

Every sum runs in the order of its index, as in `batch` and `side_by_side`.
"""

from nnlib.compiled.elementary import activate, compiled, multiply_by_slope, part_of
from nnlib.compiled.steps import batch_of, factors


@compiled
def weighted_sum(w, x, b, part):
    """Add w·x to b, in four parts unless `part` is all of them."""
    if part == x.size:
        for i in range(part):
            b += w[i] * x[i]
        return b
    w1, w2, w3 = w[part:], w[2 * part :], w[3 * part :]
    x1, x2, x3 = x[part:], x[2 * part :], x[3 * part :]
    sum1 = sum2 = sum3 = w.dtype.type(0)
    for i in range(part):
        b += w[i] * x[i]
        sum1 += w1[i] * x1[i]
        sum2 += w2[i] * x2[i]
        sum3 += w3[i] * x3[i]
    for i in range(part, x3.size):
        sum3 += w3[i] * x3[i]
    return ((b + sum1) + sum2) + sum3


@compiled
def weighted_sums(W, b, x, z):
    """Write W x + b into `z`."""
    if z.size > x.size:
        for j in range(z.size):
            z[j] = b[j]
        for i in range(x.size):
            row, factor = W[i * z.size : (i + 1) * z.size], x[i]
            for j in range(z.size):
                z[j] += row[j] * factor
    else:
        for j in range(z.size):
            row = W[j * x.size : (j + 1) * x.size]
            z[j] = weighted_sum(row, x, b[j], part_of(x.size, z.size))


@compiled
def pass_back(W, delta, dx):
    """dL/dx = Wᵀ delta."""
    if delta.size > dx.size:
        for i in range(dx.size):
            row = W[i * delta.size : (i + 1) * delta.size]
            total = row[0] * delta[0]
            for j in range(1, delta.size):
                total += row[j] * delta[j]
            dx[i] = total
    else:
        for i in range(dx.size):
            dx[i] = W[i] * delta[0]
        for j in range(1, delta.size):
            row, factor = W[j * dx.size : (j + 1) * dx.size], delta[j]
            for i in range(dx.size):
                dx[i] += row[i] * factor


@compiled
def update(W, b, delta, x, lr, biased):
    """W -= lr delta xᵀ and b -= lr delta."""
    long, short = (delta, x) if delta.size > x.size else (x, delta)
    for k in range(short.size):
        row, factor = W[k * long.size : (k + 1) * long.size], short[k]
        for i in range(long.size):
            row[i] -= lr * (long[i] * factor)
    if biased:
        for j in range(delta.size):
            b[j] -= lr * delta[j]


@compiled
def forward(form, P, A):
    """Carry the sample in the first entries of `A` through the layers."""
    at = row = 0
    for layer in range(form.activations.size):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        out = A[row + inputs : row + inputs + outputs]
        b = at + outputs * inputs
        weighted_sums(P[at:b], P[b : b + outputs], A[row : row + inputs], out)
        activate(out, form.activations[layer])
        at, row = b + outputs, row + inputs


@compiled
def backward(form, task, P, A, D, step):
    """Carry dL/dA in the last entries of `D` back, and update each layer."""
    at, row = P.size, A.size - form.sizes[-1]
    rates = task.rates[step % task.rates.shape[0]]
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        b = at - outputs
        at = b - outputs * inputs
        W, delta = P[at:b], D[row : row + outputs]
        multiply_by_slope(delta, A[row : row + outputs], form.activations[layer])
        row -= inputs
        x, dx = A[row : row + inputs], D[row : row + inputs]
        lr, biased = rates[layer % rates.size], form.biased[layer]
        for now in (task.before, not task.before):
            if now:
                update(W, P[b : b + outputs], delta, x, lr, biased)
            elif layer:
                pass_back(W, delta, dx)


@compiled
def squared_errors(task, sample, A, D, slope, total):
    """Write dL/dA into the last entries of `D`; add the squared errors to `total`."""
    outputs = task.Y.shape[1]
    for j in range(outputs):
        error = A[A.size - outputs + j] - task.Y[sample, j]
        total += error * error
        D[A.size - outputs + j] = error * slope
    return total


@compiled
def train_online(form, task, P, A, D, losses, clock):
    """Train the network `P` (parameters,), in place; see `batch.train_batches`."""
    n, inputs = task.X.shape
    number, skipped = P.dtype.type, task.steps + 1 - losses.size
    for step in range(task.steps + 1):
        if clock[1]:
            return
        turn, start, count = batch_of(task, step, n)
        slope, scale = factors(task, count, number)
        total = number(0)
        for k in range(start, start + count):
            sample = task.order[turn, k]
            for i in range(inputs):
                A[i] = task.X[sample, i]
            forward(form, P, A)
            total = squared_errors(task, sample, A, D, slope, total)
        if step >= skipped:
            losses[step - skipped] = total * scale
        if step < task.steps:
            backward(form, task, P, A, D, step)
            clock[0] += 1
