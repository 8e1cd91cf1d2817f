"""The slopes of the loss by central differences: each parameter moved up and down.

A moved parameter changes one term of one unit, and that unit one term of each unit in
the next layer; the layers after that are computed anew, and nothing else is.
"""

from nnlib.engine.compiled.activations import activate
from nnlib.engine.compiled.batch import fill
from nnlib.engine.compiled.lanes import LANES, first, load, store, total
from nnlib.engine.compiled.layers import weighted_sums
from nnlib.engine.compiled.numba_setup import compiled, inlined, kernel
from nnlib.engine.compiled.sums import nothing


@compiled
def activate_rows(A, at, rows, columns, code):
    """Turn the pre-activations in some rows into activations."""
    activate(code, A, at, rows * columns // LANES, LANES, 0, 1)


@compiled
def move_unit(Z, A, moved, unit, x, columns, step):
    """Write Z of the unit where the weight of its input x, or b, is moved by `step`."""
    for c in range(0, columns, LANES):
        store(moved, unit + c, load(Z, unit + c) + step * load(A, x + c))


@compiled
def move_next(P, w, Z, A, moved, unit, out, columns, inputs, outputs):
    """Write Z of the next layer where the unit has moved; the first weight is at w."""
    for c in range(0, columns, LANES):
        change = load(moved, unit + c) - load(A, unit + c)
        for j in range(outputs):
            k = out + j * columns + c
            store(moved, k, load(Z, k) + P[w + j * inputs] * change)


@compiled
def total_error(moved, A, out, y, columns, outputs, count):
    """Add up the squared errors of the outputs in `moved`."""
    squares = nothing(A)
    for c in range(0, count, LANES):
        for j in range(0, outputs * columns, columns):
            error = load(moved, out + j + c) - load(A, y + j + c)
            squares = first(count - c, squares + error * error, squares)
    return total(squares)


@inlined
def sums_of(form, P, A, columns, layer):
    """Write Z of a layer into `A`."""
    inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
    w, b = form.begins[layer], form.begins[layer] + outputs * inputs
    x, out = form.rows[layer] * columns, form.rows[layer + 1] * columns
    groups = columns // LANES
    weighted_sums(P, w, b, A, x, out, columns, LANES, groups, inputs, outputs)


@inlined
def error_from(form, P, A, Z, moved, columns, layer, j, x, step, count):
    """The total error where a weight of unit `j` of a layer is moved by `step`."""
    layers, unit = form.activations.size, (form.rows[layer + 1] + j) * columns
    move_unit(Z, A, moved, unit, x, columns, step)
    activate_rows(moved, unit, 1, columns, form.activations[layer])
    for k in range(layer + 1, layers):
        inputs, outputs = form.sizes[k], form.sizes[k + 1]
        out = form.rows[k + 1] * columns
        if k == layer + 1:
            w = form.begins[k] + j
            move_next(P, w, Z, A, moved, unit, out, columns, inputs, outputs)
        else:
            sums_of(form, P, moved, columns, k)
        activate_rows(moved, out, outputs, columns, form.activations[k])
    out, outputs = form.rows[-1], form.sizes[-1]
    y = (out + outputs + 1) * columns
    return total_error(moved, A, out * columns, y, columns, outputs, count)


@inlined
def add_differences(form, P, A, Z, moved, columns, count, step, G):
    """Add the differences of all parameters to `G`, on the samples in `A`.

    From the last layer to the first: the layers after a moved unit may stay moved.
    """
    one = (form.rows[-1] + form.sizes[-1]) * columns
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        for j in range(outputs):
            w = form.begins[layer] + j * inputs
            b = form.begins[layer] + inputs * outputs + j
            for i in range(inputs + form.biased[layer]):
                x = (form.rows[layer] + i) * columns if i < inputs else one
                difference = 0.0
                for by in (-step, step):
                    difference = -difference + error_from(
                        form, P, A, Z, moved, columns, layer, j, x, by, count
                    )
                G[w + i if i < inputs else b] += difference
            unit = (form.rows[layer + 1] + j) * columns
            for c in range(unit, unit + columns):
                moved[c] = A[c]


@kernel
def measure(form, task, P, A, Z, moved, columns, step, G):
    """Add the differences of all parameters to `G`, over all samples.

    `A`, `Z` and `moved` are room for as many samples at a time as they have columns:
    activations, pre-activations, and activations where a parameter is moved.
    """
    n, y = task.X.shape[0], (form.rows[-1] + form.sizes[-1] + 1) * columns
    for begin in range(0, n, columns):
        samples = task.order[0, begin : min(begin + columns, n)]
        fill(A, 0, task.X, samples, columns)
        fill(A, y, task.Y, samples, columns)
        for layer in range(form.activations.size):
            sums_of(form, P, A, columns, layer)
            at, rows = form.rows[layer + 1] * columns, form.sizes[layer + 1]
            for k in range(at, at + rows * columns):
                Z[k] = A[k]
            activate_rows(A, at, rows, columns, form.activations[layer])
        for k in range(A.size):
            moved[k] = A[k]
        add_differences(form, P, A, Z, moved, columns, samples.size, step, G)
