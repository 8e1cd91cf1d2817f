"""Train in every form and print the bits, and the widest registers that were used.

Run in a process of its own: Numba reads for which processor it compiles when it starts.
"""

import re
from hashlib import sha256

import numpy as np

from nnlib import mlp, sigmoid, sweep, tanh, train
from nnlib.engine.compiled.batch import train_batches
from nnlib.engine.compiled.differences import measure
from nnlib.engine.compiled.online import train_online
from nnlib.engine.compiled.side_by_side import train_side_by_side
from nnlib.engine.slopes import slopes_of
from nnlib.losses import mse

KERNELS = train_online, train_batches, train_side_by_side, measure


def fractions(*shape):
    """Numbers between -1 and 1, the same on every processor."""
    count = np.prod(shape, dtype=int)
    return ((np.arange(count) * 37 % 129 - 64) / 64).reshape(shape)


def trained():
    """The parameters, losses and slopes of all forms."""
    net = mlp([3, 40, 5, 2], tanh, sigmoid, rng=np.random.default_rng(0))
    for layer in net.layers:
        layer.W, layer.b = fractions(*layer.W.shape) / 4, fractions(*layer.b.shape)
    X, Y = fractions(19, 3), fractions(19, 2)
    for batch_size in (1, 4, None):
        options = {"steps": 50, "lr": 0.5, "batch_size": batch_size, "loss": mse}
        one, history = train(net, X, Y, engine="compiled", **options)
        many, losses = sweep(net, X, Y, keep=51, **options | {"lr": [0.5, 0.1] * 20})
        assert np.array_equal(losses[:, -2], history.loss)
        for network in (one, many):
            yield from (array for a in network.layers for array in (a.W, a.b))
        yield losses
    yield from (a.W for a in slopes_of(net, X, Y, mse, 1e-5).layers)
    net, X, Y = (each.astype(np.float32) for each in (net, X, Y))
    yield train(net, X, Y, engine="compiled", **options)[1].loss


def widest(kernel):
    """How many bits the widest register has that a kernel computes with."""
    text = "".join(kernel.inspect_asm().values())
    widths = {"x": 128, "y": 256, "z": 512}
    lines = re.findall(r"^\s*v?(?:add|mul|sub|div)pd\s.*", text, re.M)
    return max(
        (widths[w] for w in re.findall(r"%([xyz])mm", "".join(lines))), default=0
    )


if __name__ == "__main__":
    print(sha256(b"".join(array.tobytes() for array in trained())).hexdigest()[:16])
    print(*(widest(kernel) for kernel in KERNELS))
