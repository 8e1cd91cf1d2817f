"""One network and one sample per step: eight units in the lanes of a vector.

Rows of W lie along the longer side of a layer. Rows, b and the units of a layer are
filled up to whole vectors; what is in the extra lanes is never summed.
"""

from nnlib.engine.compiled.activations import activate, slope
from nnlib.engine.compiled.lanes import LANES, first, load, spread, store
from nnlib.engine.compiled.numba_setup import inlined, kernel
from nnlib.engine.compiled.steps import factors, own_or_only, stepped
from nnlib.engine.compiled.sums import along_lanes, is_long, nothing


@inlined
def whole(size):
    """Fill up to whole vectors."""
    return (size + LANES - 1) // LANES * LANES


@inlined
def tall_sums(P, w, b, A, x, out, inputs, outputs):
    """Write W x + b where there are more units than inputs."""
    wide = whole(outputs)
    for j in range(0, outputs, LANES):
        z = load(P, b + j)
        for i in range(inputs):
            z += load(P, w + i * wide + j) * A[x + i]
        store(A, out + j, z)


@inlined
def flat_sums(P, w, b, A, x, out, inputs, outputs):
    """Write W x + b where there are as many inputs as units, or more."""
    wide, long = whole(inputs), is_long(inputs, outputs)
    for begin in range(0, outputs, LANES):
        zs = nothing(A)
        for j in range(min(begin + LANES, outputs) - 1, begin - 1, -1):
            z, row = P[b + j], w + j * wide
            if long:
                z += along_lanes(P, row, A, x, inputs)
            else:
                for i in range(inputs):
                    z += P[row + i] * A[x + i]
            zs = first(j - begin + 1, spread(z), zs)
        store(A, out + begin, zs)


@inlined
def tall_back(P, w, D, A, x, delta, inputs, outputs, code):
    """Carry delta through W and the activations A of the layer before."""
    wide, long = whole(outputs), is_long(outputs, inputs + 1)
    for begin in range(0, inputs, LANES):
        dx = nothing(D)
        for i in range(min(begin + LANES, inputs) - 1, begin - 1, -1):
            row, d = w + i * wide, P.dtype.type(-0.0)
            if long:
                d = along_lanes(P, row, D, delta, outputs)
            else:
                for j in range(outputs):
                    d += P[row + j] * D[delta + j]
            dx = first(i - begin + 1, spread(d), dx)
        store(D, x + begin, dx * slope(code, load(A, x + begin)))


@inlined
def tall_update(P, w, b, biased, lr, D, delta, A, x, inputs, outputs):
    """W -= lr delta xᵀ and b -= lr delta."""
    wide = whole(outputs)
    for j in range(0, outputs, LANES):
        d = load(D, delta + j)
        for i in range(inputs):
            p = w + i * wide + j
            store(P, p, stepped(load(P, p), lr, d * A[x + i]))
        if biased:
            store(P, b + j, stepped(load(P, b + j), lr, d))


@inlined
def flat_backward(P, w, b, biased, lr, before, D, delta, A, x, inputs, outputs, code):
    """Do both, W column by column."""
    wide = whole(inputs)
    for i in range(0, inputs, LANES):
        xs, dx = load(A, x + i), nothing(D)
        for j in range(outputs):
            p, d = w + j * wide + i, D[delta + j]
            old = load(P, p)
            new = stepped(old, lr, d * xs)
            store(P, p, new)
            dx += (new if before else old) * d
        store(D, x + i, dx * slope(code, xs))
    if biased:
        for j in range(outputs):
            P[b + j] = stepped(P[b + j], lr, D[delta + j])


@inlined
def forward(form, P, A):
    """Carry the sample in the first entries of `A` through the layers."""
    for layer in range(form.activations.size):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        w, x, out = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        if outputs > inputs:
            b = w + inputs * whole(outputs)
            tall_sums(P, w, b, A, x, out, inputs, outputs)
        else:
            b = w + outputs * whole(inputs)
            flat_sums(P, w, b, A, x, out, inputs, outputs)
        activate(form.activations[layer], A, out, whole(outputs) // LANES, LANES, 0, 1)


@inlined
def backward(form, P, A, D, rates, before):
    """Carry dL/dZ in the last entries of `D` back, and update each layer."""
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        w, x, delta = form.begins[layer], form.rows[layer], form.rows[layer + 1]
        code, biased = form.activations[max(layer - 1, 0)], form.biased[layer]
        lr = rates[own_or_only(layer, rates.size)]
        if outputs > inputs:
            b = w + inputs * whole(outputs)
            for now in (before, not before):
                if now:
                    tall_update(P, w, b, biased, lr, D, delta, A, x, inputs, outputs)
                elif layer:
                    tall_back(P, w, D, A, x, delta, inputs, outputs, code)
        else:
            b = w + outputs * whole(inputs)
            flat_backward(
                P, w, b, biased, lr, before, D, delta, A, x, inputs, outputs, code
            )


@inlined
def run_sample(form, task, P, A, D, sample, factor):
    """Carry a sample through; write dL/dZ to `D`; return its squared error."""
    outputs, out, code = task.Y.shape[1], form.rows[-1], form.activations[-1]
    for i in range(task.X.shape[1]):
        A[i] = task.X[sample, i]
    forward(form, P, A)
    squares = P.dtype.type(0)
    for j in range(outputs):
        error = A[out + j] - task.Y[sample, j]
        squares += error * error
    for begin in range(0, outputs, LANES):
        y = nothing(D)
        for j in range(min(begin + LANES, outputs) - 1, begin - 1, -1):
            y = first(j - begin + 1, spread(task.Y[sample, j]), y)
        a = load(A, out + begin)
        store(D, out + begin, (a - y) * factor * slope(code, a))
    return squares


@kernel
def train_online(form, task, P, A, D, losses, clock):
    """Train the network `P`, laid out in vectors; see `batch.train_batches`."""
    n, number, skipped = task.X.shape[0], P.dtype.type, task.steps + 1 - losses.size
    factor, scale = factors(task, 1, number)
    turn = k = 0
    for step in range(task.steps):
        if clock[1]:
            return
        squares = run_sample(form, task, P, A, D, task.order[turn, k], factor)
        if step >= skipped:
            losses[step - skipped] = squares * scale
        rates = task.rates[own_or_only(step, task.rates.shape[0])]
        backward(form, P, A, D, rates, task.before)
        clock[0] += 1
        k += 1
        if k == n:
            k, turn = 0, turn + 1
        if turn == task.order.shape[0]:
            turn = 0
    squares = number(0)
    for k in range(n):
        squares += run_sample(form, task, P, A, D, task.order[0, k], factor)
    losses[-1] = squares * factors(task, n, number)[1]
