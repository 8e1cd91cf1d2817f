"""One network and one sample per step: vectors along the units of a layer.

Every sum runs in the order of its index, as in `batch` and `side_by_side`.
"""

from nnlib.engine.compiled.activations import activate, multiply_by_slope
from nnlib.engine.compiled.numba_setup import inlined, kernel
from nnlib.engine.compiled.steps import factors, own_or_only
from nnlib.engine.compiled.sums import part_of


@inlined
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


@inlined
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


@inlined
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


@inlined
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


@inlined
def forward(form, P, A):
    """Carry the sample in the first entries of `A` through the layers."""
    for layer in range(form.activations.size):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        at, row, out = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        b, a = at + outputs * inputs, A[out : out + outputs]
        weighted_sums(P[at:b], P[b : b + outputs], A[row:out], a)
        activate(form.activations[layer], a)


@inlined
def backward(form, task, P, A, D, step):
    """Carry dL/dA in the last entries of `D` back, and update each layer."""
    rates = task.rates[own_or_only(step, task.rates.shape[0])]
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        at, row, out = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        b = at + outputs * inputs
        W, delta, x, dx = P[at:b], D[out : out + outputs], A[row:out], D[row:out]
        multiply_by_slope(form.activations[layer], delta, A[out : out + outputs])
        lr, biased = rates[own_or_only(layer, rates.size)], form.biased[layer]
        for now in (task.before, not task.before):
            if now:
                update(W, P[b : b + outputs], delta, x, lr, biased)
            elif layer:
                pass_back(W, delta, dx)


@inlined
def run_sample(form, task, P, A, D, sample, slope, total):
    """Carry a sample through; write dL/dA to `D`; add its squared errors to `total`."""
    inputs, outputs = task.X.shape[1], task.Y.shape[1]
    for i in range(inputs):
        A[i] = task.X[sample, i]
    forward(form, P, A)
    for j in range(outputs):
        error = A[A.size - outputs + j] - task.Y[sample, j]
        total += error * error
        D[A.size - outputs + j] = error * slope
    return total


@kernel
def train_online(form, task, P, A, D, losses, clock):
    """Train the network `P` (parameters,), in place; see `batch.train_batches`."""
    n, number, skipped = task.X.shape[0], P.dtype.type, task.steps + 1 - losses.size
    slope, scale = factors(task, 1, number)
    turn = k = 0
    for step in range(task.steps):
        if clock[1]:
            return
        sample = task.order[turn, k]
        total = run_sample(form, task, P, A, D, sample, slope, number(0))
        if step >= skipped:
            losses[step - skipped] = total * scale
        backward(form, task, P, A, D, step)
        clock[0] += 1
        k += 1
        if k == n:
            k, turn = 0, turn + 1
        if turn == task.order.shape[0]:
            turn = 0
    total = number(0)
    for k in range(n):
        total = run_sample(form, task, P, A, D, task.order[0, k], slope, total)
    losses[-1] = total * factors(task, n, number)[1]
