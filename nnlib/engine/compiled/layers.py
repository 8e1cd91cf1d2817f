"""One recipe of training for two kinds of lanes: eight samples, or eight networks.

Arrays with one axis hold one network: `P` its parameters, `A` and `D` a stretch of
samples for each unit. Arrays with two axes hold eight networks in each row: `P` a row
for each parameter, `A` and `D` a row for each unit of each sample. From unit to unit
it is `unit` entries in A and D, from one group of lanes to the next `group`.

After the units of the network comes one in `A` that is always 1, whose weights are b,
and then the targets.
"""

from nnlib.engine.compiled.activations import activate, slope
from nnlib.engine.compiled.lanes import load, store
from nnlib.engine.compiled.numba_setup import OPTIONS, compiled, inlined, overload
from nnlib.engine.compiled.steps import own_or_only, stepped
from nnlib.engine.compiled.sums import (
    along_rows,
    entry,
    is_long,
    nothing,
    over_samples,
)


@compiled
def weighted_sums(P, w, b, A, x, out, unit, group, groups, inputs, outputs):
    """Write W x + b of the units from `x` on into those from `out` on."""
    long = is_long(inputs, outputs)
    for _ in range(groups):
        p = w
        for j in range(outputs):
            z = nothing(A) + entry(P, b + j)
            if long:
                z += along_rows(P, p, 1, A, x, unit, inputs)
            else:
                for i in range(inputs):
                    z += entry(P, p + i) * load(A, x + i * unit)
            store(A, out + j * unit, z)
            p += inputs
        x, out = x + group, out + group


@inlined
def forward(form, P, A, unit, group, groups):
    """Carry the samples in `A` through the layers."""
    for layer in range(form.activations.size):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        w, code = form.begins[layer], form.activations[layer]
        x, out = form.rows[layer] * unit, form.rows[layer + 1] * unit
        b = w + outputs * inputs
        weighted_sums(P, w, b, A, x, out, unit, group, groups, inputs, outputs)
        activate(code, A, out, outputs, unit, group, groups)


@compiled
def errors(A, D, out, y, square, outputs, unit, group, groups, factor):
    """Write dL/dA of the outputs and the squared error of each sample into `D`."""
    for _ in range(groups):
        squares = nothing(A)
        for j in range(outputs):
            error = load(A, out + j * unit) - load(A, y + j * unit)
            squares += error * error
            store(D, out + j * unit, error * factor)
        store(D, square, squares)
        out, y, square = out + group, y + group, square + group


@compiled
def multiply_by_slopes(D, A, at, outputs, unit, group, groups, code):
    """Turn dL/dA of the units from `at` on into dL/dZ."""
    for _ in range(groups):
        for k in range(at, at + outputs * unit, unit):
            store(D, k, load(D, k) * slope(code, load(A, k)))
        at += group


@compiled
def pass_back(P, w, D, dx, delta, unit, group, groups, inputs, outputs):
    """dL/dX = Wᵀ delta for each sample."""
    long = is_long(outputs, inputs + 1)
    for _ in range(groups):
        for i in range(inputs):
            if long:
                d = along_rows(P, w + i, inputs, D, delta, unit, outputs)
            else:
                d = nothing(D)
                for j in range(outputs):
                    d += entry(P, w + i + j * inputs) * load(D, delta + j * unit)
            store(D, dx + i * unit, d)
        dx, delta = dx + group, delta + group


def descend(P, p, lr, g):
    """Take a step with parameter `p`, of one network or of eight."""
    raise NotImplementedError


@overload(descend, jit_options=OPTIONS | {"forceinline": True})
def _descend(P, p, lr, g):
    def one(P, p, lr, g):
        P[p] = stepped(P[p], lr, g)

    def eight(P, p, lr, g):
        store(P, p, stepped(load(P, p), lr, g))

    return eight if P.ndim == 2 else one


@compiled
def update(
    P, w, b, biased, lr, D, delta, A, x, one, unit, group, count, inputs, outputs
):
    """Take a step with W and b: their gradients are sums of delta xᵀ over samples."""
    for j in range(outputs):
        for i in range(inputs):
            g = over_samples(D, delta, A, x + i * unit, group, count)
            descend(P, w + i, lr, g)
        if biased:
            descend(P, b + j, lr, over_samples(D, delta, A, one, group, count))
        w, delta = w + inputs, delta + unit


@inlined
def backward(form, P, A, D, rates, before, unit, group, groups, count):
    """Carry dL/dA of the outputs, in `D`, back, and update each layer."""
    one = (form.rows[-1] + form.sizes[-1]) * unit
    for layer in range(form.activations.size - 1, -1, -1):
        inputs, outputs = form.sizes[layer], form.sizes[layer + 1]
        w, code = form.begins[layer], form.activations[layer]
        x, out = form.rows[layer] * unit, form.rows[layer + 1] * unit
        b, biased = w + outputs * inputs, form.biased[layer]
        multiply_by_slopes(D, A, out, outputs, unit, group, groups, code)
        lr = entry(rates, own_or_only(layer, rates.shape[0]))
        for now in (before, not before):
            if now:
                update(
                    P, w, b, biased, lr, D, out, A, x, one, unit, group, count,
                    inputs, outputs,
                )  # fmt: skip
            elif layer:
                pass_back(P, w, D, x, out, unit, group, groups, inputs, outputs)


@inlined
def squared_errors(A, D, one, group, count):
    """Add up what `errors` wrote."""
    return over_samples(D, one, A, one, group, count)
