"""Many networks at once: eight networks in the lanes of a vector.

A block of eight goes through all steps before the next one begins, so what it works
with stays in the first cache. The recipe is that of `batch`, and so are the bits.
"""

from nnlib.engine.compiled.lanes import LANES, load, spread, store
from nnlib.engine.compiled.layers import backward, errors, forward, squared_errors
from nnlib.engine.compiled.numba_setup import compiled, kernel
from nnlib.engine.compiled.steps import batch_of, factors, own_or_only


@compiled
def fill(A, at, values, samples, block, group):
    """Write the values of `samples`, a row for each of their entries, into `A`."""
    own = values.shape[2] > 1
    for s in range(samples.size):
        for i in range(values.shape[1]):
            of_all = values[samples[s], i]
            if own:
                store(A, at + i, load(of_all, block * LANES))
            else:
                store(A, at + i, spread(of_all[0]))
        at += group


@compiled
def fill_rates(rates, block, lr):
    """Write the learning rates of a block into `lr`, a row for each layer."""
    for layer in range(lr.shape[0]):
        of_all = rates[own_or_only(layer, rates.shape[0])]
        for m in range(LANES):
            lr[layer, m] = of_all[own_or_only(block * LANES + m, of_all.size)]


@kernel
def train_side_by_side(form, task, P, m, A, D, lr, losses, clock):
    """Train `m` networks, `P` (blocks, parameters, 8); see `batch.train_batches`.

    `losses` has a column for each network, `lr` a row of eight for each layer, `A` and
    `D` a row of eight for each unit of as many samples as they have room for.
    """
    n, number, outputs = task.X.shape[0], P.dtype.type, task.Y.shape[1]
    skipped = task.steps + 1 - losses.shape[0]
    out, one = form.rows[-1], form.rows[-1] + outputs
    group = one + 1 + outputs
    room = A.shape[0] // group
    alike = task.batch_size >= n and task.order.shape[0] == 1
    for block in range(P.shape[0]):
        for step in range(task.steps + 1):
            if clock[1]:
                return
            turn, start, count = batch_of(task, step, n)
            factor, scale = factors(task, count, number)
            total = spread(number(0))
            for begin in range(start, start + count, room):
                samples = task.order[turn, begin : min(begin + room, start + count)]
                if step == 0 or not alike:
                    fill(A, 0, task.X, samples, block, group)
                    fill(A, one + 1, task.Y, samples, block, group)
                forward(form, P[block], A, 1, group, samples.size)
                errors(A, D, out, one + 1, one, outputs, 1, group, samples.size, factor)
                total += squared_errors(A, D, one, group, samples.size)
            if step >= skipped:
                store(losses[step - skipped], block * LANES, total * scale)
            if step < task.steps:
                rates = task.rates[own_or_only(step, task.rates.shape[0])]
                if step == 0 or task.rates.shape[0] > 1:
                    fill_rates(rates, block, lr)
                backward(form, P[block], A, D, lr, task.before, 1, group, count, count)
                clock[0] += min(LANES, m - block * LANES)
