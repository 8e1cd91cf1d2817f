"""The slopes of the loss by central differences: each parameter moved up and down.

A moved parameter changes one term of one unit, and that unit one term of each unit in
the next layer; the layers after that are computed anew, and nothing else is.
"""

from nnlib.engine.compiled.activations import activation
from nnlib.engine.compiled.batch import fill
from nnlib.engine.compiled.lanes import LANES, first, load, store, total
from nnlib.engine.compiled.layers import units
from nnlib.engine.compiled.numba_setup import compiled, inlined, kernel
from nnlib.engine.compiled.sums import nothing

ZS = -1  # the code of no activation: pre-activations stay what they are


@compiled
def activate(A, Z, begin, end, code):
    """Keep the pre-activations in `A` from `begin` to `end` in `Z`; activate them."""
    for k in range(begin, end, LANES):
        z = load(A, k)
        store(Z, k, z)
        store(A, k, activation(code, z))


@compiled
def move_unit(Z, A, moved, unit, x, columns, step, code):
    """Write the unit where the weight of its input x, or b, is moved by `step`."""
    for c in range(0, columns, LANES):
        z = load(Z, unit + c) + step * load(A, x + c)
        store(moved, unit + c, activation(code, z))


@compiled
def move_next(P, w, Z, A, moved, unit, out, columns, inputs, outputs, code):
    """Write the next layer, where the unit has moved, with weights w of the first."""
    for c in range(0, columns, LANES):
        change = load(moved, unit + c) - load(A, unit + c)
        for j in range(outputs):
            k = out + j * columns + c
            z = load(Z, k) + P[w + j * inputs] * change
            store(moved, k, activation(code, z))


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
def layer_of(form, P, A, columns, layer, code):
    """Compute a layer from its inputs."""
    inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
    w, b = form.begins[layer], form.begins[layer] + outputs * inputs
    x, out = form.rows[layer] * columns, form.rows[layer + 1] * columns
    groups = columns // LANES
    units(P, w, b, A, x, out, columns, LANES, groups, inputs, outputs, code)


@inlined
def error_from(form, P, A, Z, moved, columns, layer, j, x, step, count):
    """The total error where a weight of unit `j` of a layer is moved by `step`."""
    layers, unit = form.activations.size, (form.rows[layer + 1] + j) * columns
    move_unit(Z, A, moved, unit, x, columns, step, form.activations[layer])
    if layer + 1 < layers:
        inputs, outputs = form.sizes[layer + 1], form.sizes[layer + 2]
        w, out = form.begins[layer + 1] + j, form.rows[layer + 2] * columns
        code = form.activations[layer + 1]
        move_next(P, w, Z, A, moved, unit, out, columns, inputs, outputs, code)
    for k in range(layer + 2, layers):
        layer_of(form, P, moved, columns, k, form.activations[k])
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
    n, one = task.X.shape[0], form.rows[-1] + form.sizes[-1]
    for begin in range(0, n, columns):
        samples = task.order[0, begin : min(begin + columns, n)]
        fill(A, 0, task.X, samples, columns)
        fill(A, (one + 1) * columns, task.Y, samples, columns)
        for layer in range(form.activations.size):
            begun, outputs = form.rows[layer + 1] * columns, form.sizes[layer + 1]
            layer_of(form, P, A, columns, layer, ZS)
            end, code = begun + outputs * columns, form.activations[layer]
            activate(A, Z, begun, end, code)
        for k in range(A.size):
            moved[k] = A[k]
        add_differences(form, P, A, Z, moved, columns, samples.size, step, G)
