"""One network and many samples per step: eight samples in the lanes of a vector.

The samples of a unit lie in one row, filled up to whole vectors with the last sample
again; what is in the extra lanes is never summed.
"""

from nnlib.engine.compiled.lanes import LANES
from nnlib.engine.compiled.layers import backward, errors, forward, squared_errors
from nnlib.engine.compiled.numba_setup import compiled, kernel
from nnlib.engine.compiled.steps import batch_of, factors, own_or_only


@compiled
def fill(A, at, values, samples, columns):
    """Write the values of `samples`, a row for each of their entries, into `A`."""
    for i in range(values.shape[1]):
        for c in range(columns):
            A[at + c] = values[samples[min(c, samples.size - 1)], i]
        at += columns


@kernel
def train_batches(form, task, P, A, D, columns, losses, clock):
    """Train the network `P` (parameters,) by gradient descent, in place.

    `losses` gets the last of the steps + 1 losses that `History` has, as many as it
    has room for. `clock` counts the steps done; a 1 in its second place stops the run.
    `A` and `D` are room to work in, for as many samples as they have columns; those of
    the unit that is always 1 are 1 in `A`.
    """
    n, number, outputs = task.X.shape[0], P.dtype.type, task.Y.shape[1]
    skipped = task.steps + 1 - losses.size
    out, one = form.rows[-1] * columns, (form.rows[-1] + outputs) * columns
    room, group, groups = min(n, task.batch_size), LANES, columns // LANES
    alike = task.batch_size >= n and task.order.shape[0] == 1
    for step in range(task.steps + 1):
        if clock[1]:
            return
        turn, start, count = batch_of(task, step, n)
        factor, scale = factors(task, count, number)
        total = number(0)
        for begin in range(start, start + count, room):
            samples = task.order[turn, begin : min(begin + room, start + count)]
            if step == 0 or not alike:
                fill(A, 0, task.X, samples, columns)
                fill(A, one + columns, task.Y, samples, columns)
            forward(form, P, A, columns, group, groups)
            errors(
                A, D, out, one + columns, one, outputs, columns, group, groups, factor
            )
            total += squared_errors(A, D, one, group, samples.size)
        if step >= skipped:
            losses[step - skipped] = total * scale
        if step < task.steps:
            rates = task.rates[own_or_only(step, task.rates.shape[0])]
            backward(form, P, A, D, rates, task.before, columns, group, groups, count)
            clock[0] += 1
