"""NumPy and PyTorch, step by step: the same net trained twice, number beside number.

One of the two may forget to clear its gradients.
"""

from functools import lru_cache

import numpy as np

from nnlib.explorers.controls import choice, slider
from nnlib.explorers.explorer import Explorer
from nnlib.paper.notation import Symbols, minus, powers_of_ten
from nnlib.plotting.axes import beside, plain_logarithmic
from nnlib.plotting.figures import describe, styled
from nnlib.training import train

MOST = 30  # steps
EQUAL = 1e-12  # differences below it are drawn as this


def explore_stepping(network, X, Y, name, *, names=None):
    """Step a network in NumPy and in PyTorch; see each weight and where they part.

    PyTorch's gradient is autograd's, with or without `zero_grad` between steps.

    network  one `Network` without biases
    X, Y     inputs (n, inputs) and targets (n, outputs)
    name     the file of the figure at the start, as for `save_figure`
    names    the names of the weights, a matrix per layer, as in `HOMEWORK_NAMES`

    Returns an `Explorer`. Raises ValueError where `names` do not fit the weights.
    """
    symbols = Symbols(network.shapes, names)
    labels = [
        symbols.w(layer, j, k)
        for layer, (outputs, inputs) in enumerate(network.shapes, start=1)
        for j, k in np.ndindex(outputs, inputs)
    ]
    controls = {
        "step": slider("look at", range(MOST + 1), 1, "step {}"),
        "lr": slider("learning rate", (0.1, 0.2, 0.5, 1, 2, 5), 1),
        "clears": choice("zero_grad", {"in each step": True, "forgotten": False}),
        "dtype": choice("PyTorch in", {"float64": np.float64, "float32": np.float32}),
    }

    @lru_cache(maxsize=16)
    def runs(lr, clears, dtype):
        options = {"steps": MOST + 1, "lr": lr, "observe": _weights}
        mine = train(network, X, Y, **options)[1].seen
        return mine, _torch_weights(network.astype(dtype), X, Y, lr, clears)

    def draw(values):
        step = values.pop("step")
        yield _plot_runs(labels, step, *runs(**values))

    return Explorer(lambda values: draw(dict(values)), controls, name)


def _weights(network):
    return np.concatenate([layer.W.ravel() for layer in network.layers])


def _torch_weights(network, X, Y, lr, clears):
    """The weights before each step in PyTorch, its gradients by autograd."""
    # imported here, so that the other explorers do without PyTorch
    from nnlib.torch_bridge import from_torch, to_torch  # noqa: PLC0415

    model, seen = to_torch(network), []
    weights = list(model.parameters())
    X, Y = (weights[0].new_tensor(array) for array in (X, Y))
    for _ in range(MOST + 1):
        seen.append(_weights(from_torch(model)))
        if clears:
            model.zero_grad()
        (((model(X) - Y) ** 2).sum() / (2 * len(X))).backward()
        for W in weights:
            W.data -= lr * W.grad
    return np.array(seen)


@styled(figsize=(9.6, 4.2))
def _plot_runs(labels, step, mine, torchs, *, ax=None):
    left, right = beside(ax, 3, 2)
    apart = abs(mine - torchs).max(axis=1)
    left.axis("off")
    rows = [f"{'':6}{'NumPy':>10}{'PyTorch':>11}{'apart':>11}"]
    for label, one, other in zip(labels, mine[step], torchs[step]):
        row = f"{label:6}{one:10.6f}{other:11.6f}{_distance(one - other):>11}"
        rows.append(minus(row))
    text = {"family": "monospace", "va": "top", "linespacing": 1.5, "size": 13}
    left.text(0, 0.98, "\n".join(rows), transform=left.transAxes, **text)
    left.set_title(f"The weights at step {step}")
    right.plot(np.maximum(apart, EQUAL), "-")
    right.plot([step], [max(apart[step], EQUAL)], "o", color="C1", markersize=9)
    top = 100 if apart.max() > 1e-5 else 1e-5  # the same while a slider moves
    right.set(yscale="log", ylim=(EQUAL / 3, top), xlabel="step", ylabel="most apart")
    if apart.max() < EQUAL:
        right.text(MOST / 2, 3 * EQUAL, "< 10⁻¹² at every step", ha="center")
    plain_logarithmic(right.yaxis)
    right.set_title(f"step {step}: apart {_distance(apart[step])}")
    numbers = "; ".join(
        f"{label} {one:.6f} and {other:.6f}"
        for label, one, other in zip(labels, mine[step], torchs[step])
    )
    describe(
        left,
        f"Weights at step {step}, NumPy and PyTorch: {numbers}. Most apart: "
        f"{_distance(apart[step])}; at step {MOST} {_distance(apart[-1])}.",
    )
    return left


def _distance(difference):
    size = abs(difference)
    return "< 10⁻¹²" if size < EQUAL else powers_of_ten(f"{size:.2g}")
