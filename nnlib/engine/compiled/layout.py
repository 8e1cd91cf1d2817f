"""Where the numbers of networks lie for compiled code: in whole vectors of eight.

Nothing here needs Numba. What fills a vector up is computed with, and never looked at.
"""

import numpy as np

LANES = 8
CACHE_LINE = 64  # bytes; a vector that crosses one takes as long as two


def whole(size):
    """The next multiple of eight."""
    return -(-int(size) // LANES) * LANES


def room(shape, dtype):
    """Zeros that begin where a cache line does."""
    size = int(np.prod(shape)) * dtype.itemsize
    memory = np.zeros(size + CACHE_LINE, np.uint8)
    begin = -memory.ctypes.data % CACHE_LINE
    return memory[begin : begin + size].view(dtype).reshape(shape)


def filled(array):
    """Repeat the last network, along the last axis, up to whole vectors.

    What is the same for all networks, one entry, stays as it is.
    """
    m = array.shape[-1]
    extra = 0 if m == 1 else whole(m) - m
    return np.concatenate([array, np.repeat(array[..., -1:], extra, -1)], -1)


def in_blocks(P):
    """Turn networks (m, parameters) into blocks (blocks, parameters, 8)."""
    columns = filled(P.T)
    laid = room((columns.shape[1] // LANES, len(columns), LANES), P.dtype)
    laid[:] = columns.reshape(len(columns), -1, LANES).swapaxes(0, 1)
    return laid


def out_of_blocks(laid, P):
    """Write the networks of blocks back into `P`."""
    P[:] = laid.swapaxes(1, 2).reshape(-1, P.shape[1])[: len(P)]


class InVectors:
    """A network for `online`: rows along the longer side of W, each in whole vectors.

    form  the form, as it lies there
    P     the parameters, as they lie there
    """

    def __init__(self, form, P):
        begins, at = [], 0
        for inputs, outputs in zip(form.sizes, form.sizes[1:]):
            begins.append(at)
            long, short = max(inputs, outputs), min(inputs, outputs)
            at += short * whole(long) + whole(outputs)
        sizes = np.array([whole(size) for size in form.sizes])
        rows, self.units = np.cumsum(sizes) - sizes, int(sizes.sum())
        self.form = form._replace(begins=np.array(begins), rows=rows)
        self.P = room(at, P.dtype)
        for here, there in self._parts(form, P):
            there[:] = here

    def write_back(self, form, P):
        """Write the parameters into `P`, as `form` says."""
        for here, there in self._parts(form, P):
            here[:] = there

    def _parts(self, form, P):
        """Pair W and b of each layer, views of `P`, with the same in whole vectors."""
        for layer, (inputs, outputs) in enumerate(zip(form.sizes, form.sizes[1:])):
            at, to = form.begins[layer], self.form.begins[layer]
            b = at + outputs * inputs
            W = P[at:b].reshape(outputs, inputs)
            W = W.T if outputs > inputs else W
            end = to + len(W) * whole(W.shape[1])
            yield W, self.P[to:end].reshape(len(W), -1)[:, : W.shape[1]]
            yield P[b : b + outputs], self.P[end : end + outputs]
