"""The known mistakes of backpropagation, each as a small wrong backward pass.

They all follow the right chain rule but for one rule at some of the layers, so they
run on any dense network, and most of them even train it.
"""

from dataclasses import dataclass

from nnlib.mistakes.backward_rules import (
    Rules,
    double_slope,
    minus_slope,
    no_slope,
    slope_at_A,
    swapped_product,
    through_dW,
    through_untransposed_W,
    through_updated_W,
)
from nnlib.validation.passes import check_caches, check_slopes


@dataclass(frozen=True)
class Mistake:
    """A wrong backward pass, for `train` and `check_gradients` as their `backward`.

    name     what it is called, its key in `MISTAKES`
    message  what was done and what is right, said to the one who did it
    looks    what a gradient check shows
    rules    the rules of a layer's backward pass, one of them wrong
    place    the layers where they hold: "every layer", "output" or "hidden"
    lr       the step by which weights have moved that are updated too early

    >>> import numpy as np
    >>> from nnlib import Dense, Network, check_gradients, sigmoid
    >>> network = Network([Dense([[0.5]], None, sigmoid)])
    >>> X = Y = np.array([[1.0]])
    >>> check_gradients(network, X, Y, backward=MISTAKES["factor 2"])
    W1      differs   error 0.3333
    all     differs   error 0.3333
    """

    name: str
    message: str
    looks: str
    rules: Rules
    place: str = "every layer"
    lr: float = 1.0

    def __call__(self, network, caches, dA):
        """Carry dL/dA back with the mistake; return one `Gradient` per layer.

        network  one `Network`, or many stacked
        caches   what `network.forward` returned
        dA       dL/dA of the last layer, (..., n, outputs)

        Raises ValueError where the caches or dA do not fit.
        """
        check_caches(network.layers, caches)
        check_slopes(dA, caches[-1].Z)
        gradients = []
        for layer, cache in zip(reversed(network.layers), reversed(caches)):
            here = "hidden" if gradients else "output"
            rules = self.rules if self.place in ("every layer", here) else Rules()
            gradients.append(rules.gradient(layer, cache, dA, self.lr))
            dA = gradients[-1].X
        return gradients[::-1]

    def __repr__(self):
        return f"{self.name}: {self.message}"


MISTAKES = {
    mistake.name: mistake
    for mistake in (
        Mistake(
            "dW passed back",
            "You passed the gradient of the next weights back; what goes back is delta "
            "times these weights.",
            "The output layer is right; the layers before may have the wrong sign.",
            Rules(back=through_dW),
        ),
        Mistake(
            "slope forgotten at output",
            "You forgot σ′ at the output; delta there is dL/da times σ′(z).",
            "All layers are off; with a sigmoid and one sample the last error is 0.6 "
            "or more.",
            Rules(slope=no_slope),
            "output",
        ),
        Mistake(
            "slope forgotten at hidden",
            "You forgot σ′ at a hidden layer; delta is what comes back times σ′(z).",
            "The output layer is right; with a sigmoid and one sample the error of the "
            "layer before is 0.6 or more.",
            Rules(slope=no_slope),
            "hidden",
        ),
        Mistake(
            "updated W used",
            "You used weights after their update; backpropagation uses the weights of "
            "the forward pass.",
            "The output layer is right; the layers before are off a little, by more "
            "the larger lr is.",
            Rules(back=through_updated_W),
        ),
        Mistake(
            "W not transposed",
            "You did not transpose W on the way back; what goes back is Wᵀ δ. A "
            "reshape is no transpose.",
            "The output layer is right; the layers before are off. Right where W is "
            "symmetric.",
            Rules(back=through_untransposed_W),
        ),
        Mistake(
            "sign flipped",
            "You flipped the sign; delta starts with output minus target.",
            "Every error is 1, and the loss rises.",
            Rules(slope=minus_slope),
            "output",
        ),
        Mistake(
            "slope taken at h",
            "You took the derivative at h; it belongs at z. For a sigmoid σ′(z) is "
            "h(1 − h), not σ′(h).",
            "The output layer is right; the layers before are off a little.",
            Rules(slope=slope_at_A),
            "hidden",
        ),
        Mistake(
            "factor 2",
            "Your gradient is twice as large; look at the factor in the loss.",
            "Every error is 1/3.",
            Rules(slope=double_slope),
            "output",
        ),
        Mistake(
            "outer product swapped",
            "You swapped delta and x in dL/dW; it is δ xᵀ, a row per unit and a column "
            "per input.",
            "The biases are right; the weights have the right length and wrong places.",
            Rules(outer=swapped_product),
            "hidden",
        ),
    )
}
"""The nine known mistakes by name."""
