"""Exercise 10.2: the gradients of all matrices of a net, whatever its depth."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_10.nets import nets
from nnlib.exercises.slips import slips


def all_gradients(weights, x, y):
    """∂L/∂W of each matrix, from the first layer to the last."""
    outputs = [x]  # the output of a layer
    for W in weights:
        z = W @ outputs[-1]
        a = 1 / (1 + np.exp(-z))  # the output of a layer
        outputs.append(a)
    back = outputs[-1] - y  # ∂L/∂a
    gradients = []
    for layer in reversed(range(len(weights))):
        W = weights[layer]
        a = outputs[layer + 1]
        slope = a * (1 - a)
        delta = back * slope
        dW = np.outer(delta, outputs[layer])
        gradients = [dW, *gradients]
        back = W.T @ delta
    return gradients


def cases(rng):
    """Nets of one to four layers, outputs on target, and large weights."""
    yield from nets(rng)
    for name, (weights, x, y) in nets(rng):
        if name == "three layers":
            yield "large weights", ([2 * W for W in weights], x, y)
        if name == "layers of one width":
            yield "far from its target", (weights, x, y + 5)


MISTAKES = """
σ′ is missing in every layer. What comes back is ∂L/∂a; times a(1 − a) it is δ.
    back * slope -> back

σ′ is forgotten at the output: a − y is ∂L/∂a, and δ belongs to z.
    back * slope -> back if layer + 1 == len(weights) else back * slope

σ′ is forgotten in the hidden layers. Wᵀδ is ∂L/∂a; times a(1 − a) it is the next δ.
    back * slope -> back * slope if layer + 1 == len(weights) else back

You took σ′ at the output a, so σ goes over z once more. In terms of a it is a(1 − a).
    slope = a * (1 - a) -> s = 1 / (1 + np.exp(-a)); slope = s * (1 - s)

You took σ′ at the output a in the hidden layers. In terms of a it is a(1 − a).
    slope = a * (1 - a) -> s = 1 / (1 + np.exp(-a)); s = a if layer + 1 == len(weights) else s; slope = s * (1 - s)

The sign is wrong: L is ½·Σ(a − y)², so ∂L/∂a is a − y.
    outputs[-1] - y -> y - outputs[-1]

There is a factor 2 too many. The ½ of the loss takes it away.
    outputs[-1] - y -> 2 * (outputs[-1] - y)

You divide by the number of outputs. This loss adds the squares of the outputs up.
    outputs[-1] - y -> (outputs[-1] - y) / len(y)

The target is forgotten: y has to come into the error at the output.
    outputs[-1] - y -> outputs[-1]

The outer product takes what leaves the layer. A weight is multiplied by what comes
*into* its layer.
    np.outer(delta, outputs[layer]) -> np.outer(delta, a)

The outer product takes the sums z of the layer before. What comes in is σ of them.
    outputs[layer]) -> np.log(outputs[layer] / (1 - outputs[layer])) if layer else x)

The outer product stands the wrong way round. Like W, the gradient has one row per unit:
δ goes down, what comes in goes across.
    np.outer(delta, outputs[layer]) -> np.outer(outputs[layer], delta)

You send δ back through weights that have already moved. Backpropagation uses the
weights of the forward pass.
    W.T @ delta -> (W - dW).T @ delta

W is not transposed on the way back. Forward W leads from a layer to the next one; back,
the sum goes over its rows.
    W.T @ delta -> W @ delta

The derivatives of W go back where Wᵀδ belongs.
    W.T @ delta -> dW.sum(axis=0)

The gradients are right, but they stand in the order in which you computed them, from
the last layer on. The first layer comes first.
    [dW, *gradients] -> [*gradients, dW]
"""  # noqa: E501 - a slip stands in one line

EXERCISE = Exercise(
    id="10.2",
    title="All layers, whatever the depth",
    points=4,
    minutes=15,
    reference=all_gradients,
    cases=cases,
    mistakes=slips(all_gradients, MISTAKES),
    hints=(
        "Forward first, and keep what leaves every layer in a list that begins with x: "
        "each gradient needs what came into its layer.",
        "Then go from the last layer to the first. You hold ∂L/∂a of the layer; times "
        "a(1 − a) it is δ. At the output ∂L/∂a is a − y.",
        "Each layer has two uses for its δ: an outer product makes its gradient, and a "
        "product with W turned round makes ∂L/∂a of the layer before.",
    ),
    right="This function trains a net of any depth: W − lr · dW is all that is left.",
)
