"""Targets against losses: which loss reaches which targets, which refuses them.

The 2-2-2 net is trained with the chosen pair and shows its loss and its outputs.
"""

import numpy as np

from nnlib.activations import identity, sigmoid
from nnlib.explorers.controls import choice, slider
from nnlib.explorers.explorer import Explorer
from nnlib.losses import Loss, half_squared_error, softmax, softmax_cross_entropy
from nnlib.network import Dense, Network
from nnlib.plotting import plot_lines
from nnlib.plotting.axes import beside
from nnlib.plotting.figures import describe, styled
from nnlib.training import train

minus_log = Loss(
    "minus_log",
    lambda Y_hat, Y: -(Y * np.log(Y_hat)).sum(axis=(-2, -1)),
    lambda Y_hat, Y: -Y / Y_hat,
)
KINDS = {  # the loss, the output layer's activation, and what the outputs become
    "half squared error": (half_squared_error, sigmoid, np.asarray),
    "−Σ y ln o": (minus_log, sigmoid, np.asarray),
    "softmax and cross-entropy": (softmax_cross_entropy, identity, softmax),
}


def explore_targets(X, Y, W1, W2, name):
    """Choose the two targets and the loss of the 2-2-2 net; watch loss and outputs.

    X, Y  one sample, (1, 2) and (1, 2)
    W1    the weights of the hidden layer, (2, 2)
    W2    the weights of the output layer, (2, 2)
    name  the file of the figure at the start, as for `save_figure`

    Returns an `Explorer`.
    """
    places = np.linspace(-0.5, 1, 151).round(2) + 0.0  # no -0
    controls = {
        "kind": choice("loss", {key: key for key in KINDS}),
        "y1": slider("target y₁", places, float(Y[0, 0]), "{:.2f}"),
        "y2": slider("target y₂", places, float(Y[0, 1]), "{:.2f}"),
        "lr": slider("learning rate", (0.1, 0.2, 0.5, 1, 2, 5), 1),
        "steps": slider("training", (10, 50, 100, 200, 500), 100, "{} steps"),
    }

    def draw(values):
        loss, output, shown = KINDS[values["kind"]]
        network = Network([Dense(W1, None, sigmoid), Dense(W2, None, output)])
        targets = np.array([[values["y1"], values["y2"]]])
        options = {"steps": values["steps"] + 1, "lr": values["lr"], "loss": loss}
        options["observe"] = lambda net: shown(net(X))[0]
        try:
            _, history = train(network, X, targets, **options)
        except ValueError as error:
            yield _plot_refusal(values["kind"], error)
        else:
            yield _plot_run(values["kind"], targets[0], history)

    return Explorer(draw, controls, name)


@styled(figsize=(9.6, 3.8))
def _plot_run(kind, targets, history, *, ax=None):
    left, right = beside(ax, 1, 1)
    losses = np.where(np.isfinite(history.loss), history.loss, np.nan)[:-1]
    title = f"{kind}: {losses[0]:.4f} → {history.loss[-2]:.4f}"
    plot_lines({"loss": losses}, xlabel="step", ylabel="loss", title=title, ax=left)
    words = left.figure.get_label()
    lines = {f"o{'₁₂'[j]}": history.seen[:, j] for j in range(2)}
    ends = ", ".join(f"{line[-1]:.4f}" for line in lines.values())
    labels = {"xlabel": "step", "ylabel": "output", "title": f"outputs {ends}"}
    plot_lines(lines, **labels, ax=right)
    for j, y in enumerate(targets):
        name = f"target y{'₁₂'[j]}"
        right.axhline(y, color=f"C{j}", linewidth=1, linestyle=":", label=name)
    right.legend(loc="upper right", ncols=2)
    asked = ", ".join(f"{y:.2f}" for y in targets)
    right.set_ylim(min(-0.1, *targets) - 0.05, 1.4)
    describe(left, f"{words} Outputs at the end: {ends}; targets, dotted: {asked}.")
    return left


@styled(figsize=(9.6, 3.8))
def _plot_refusal(kind, error, *, ax=None):
    left, right = beside(ax, 1, 1)
    for empty in (left, right):
        empty.axis("off")
    words = f"{kind} refuses these targets"
    left.set_title(words)
    left.text(0, 0.85, str(error).replace("; ", ";\n"), transform=left.transAxes)
    describe(left, f"{words}. {error}")
    return left
