"""Exercise 8.3: patient one repaired: no activation at the output, decay in both."""

import numpy as np

from nnlib.activations import identity, leaky_relu, relu
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_08.patient import (
    half_sum,
    nothing,
    repaired,
    undivided,
)


def cost_and_gradients(X, Y, W1, b1, W2, b2, decay):
    """The cost with its decay, and its derivatives by W1, b1, W2 and b2."""
    return repaired()(X, Y, W1, b1, W2, b2, decay)


def cases(rng):
    """Nets of the patient's form, away from kinks, with outputs on both sides of 0."""
    for name, (n, units, decay) in {
        "one sample, decay 0.5": (1, 3, 0.5),
        "two samples, decay 1": (2, 3, 1.0),
        "12 samples, decay 0.1": (12, 5, 0.1),
        "12 samples, decay 3": (12, 5, 3.0),
        "no decay": (6, 4, 0.0),
        "one hidden unit": (6, 1, 0.7),
    }.items():
        X, (W1, W2) = rng.random((n, 1)), rng.normal(size=(2, units))
        b1 = rng.normal(size=units)
        middle = np.median(leaky_relu(X * W1 + b1) @ W2)
        b2 = np.array([-middle - 0.3])
        yield name, (X, X**2, W1[:, None], b1, W2[None], b2, decay)


EXERCISE = Exercise(
    id="8.3",
    title="Repair patient one",
    points=4,
    minutes=15,
    reference=cost_and_gradients,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "The output still goes through leaky ReLU. With it, luck decides whether "
            "the net learns: make the output linear.",
            repaired(output=leaky_relu),
        ),
        WrongAnswer(
            "You took leaky ReLU off the forward pass, and its slope is still in δ of "
            "the output. A linear output has slope 1.",
            repaired(output_slope=leaky_relu.derivative),
        ),
        WrongAnswer(
            "The slope of the hidden layer is missing in its δ.",
            repaired(hidden_slope=identity.derivative),
        ),
        WrongAnswer(
            "Your hidden layer is ReLU. The patient's is leaky: slope 0.01 on the "
            "left, in both passes.",
            repaired(hidden=relu),
        ),
        WrongAnswer(
            "You took leaky ReLU off the hidden layer as well. Without it the whole "
            "net is a straight line.",
            repaired(hidden=identity),
        ),
        WrongAnswer(
            "The derivative of the squared error is 2·(o − y): in your δ the 2 is "
            "missing.",
            repaired(two=1),
        ),
        WrongAnswer(
            "The decay is still a sum of W in the cost, and absent from the gradients. "
            "Square the weights, and take the derivative into dW.",
            repaired(term=half_sum, pull=nothing),
        ),
        WrongAnswer(
            "The cost still sums W itself, and a sum of W has no minimum. Square the "
            "weights.",
            repaired(term=half_sum),
        ),
        WrongAnswer(
            "You took the derivative of the posted decay term, so cost and gradient "
            "agree. But a sum of W has no minimum: the term needs squares.",
            repaired(term=half_sum, pull=lambda W: np.full(W.shape, 0.5)),
        ),
        WrongAnswer(
            "The decay is in the cost and not in the gradients: a gradient check would "
            "fail. Add its derivative to dW1 and dW2.",
            repaired(pull=nothing),
        ),
        WrongAnswer(
            "The decay is in the gradients and not in the cost. It belongs in both.",
            repaired(term=nothing),
        ),
        WrongAnswer(
            "You left the decay out. That runs, but here it belongs in cost and "
            "gradients.",
            repaired(term=nothing, pull=nothing),
        ),
        WrongAnswer(
            "You square the sum of the weights. Sum their squares.",
            repaired(term=lambda W: W.sum() ** 2 / 2),
        ),
        WrongAnswer(
            "Cost and gradient do not fit: the ½ of the cost takes away the 2 of the "
            "derivative of W².",
            repaired(pull=lambda W: 2 * W),
        ),
        WrongAnswer(
            "The ½ of the decay term is missing in the cost.",
            repaired(term=lambda W: (W**2).sum()),
        ),
        WrongAnswer(
            "The derivative of ½W² is W, without the ½.",
            repaired(pull=lambda W: W / 2),
        ),
        WrongAnswer(
            "The decay is not divided by n, the number of samples.",
            repaired(cost_share=undivided, share=undivided),
        ),
        WrongAnswer(
            "In the gradients the decay is not divided by n. In the cost it is, so a "
            "gradient check would fail.",
            repaired(share=undivided),
        ),
        WrongAnswer(
            "In the cost the decay is not divided by n. In the gradients it is, so a "
            "gradient check would fail.",
            repaired(cost_share=undivided),
        ),
        WrongAnswer(
            "You let the biases decay. Only the weights do, as in the posted program.",
            repaired(biases=1),
        ),
        WrongAnswer(
            "You sum the squared errors. The cost takes their mean over the samples.",
            repaired(weight=lambda n: 1),
        ),
        WrongAnswer(
            "You halve the squared errors. This cost is their mean, so its derivative "
            "keeps a factor 2.",
            repaired(weight=lambda n: 1 / (2 * n)),
        ),
    ),
    hints=(
        "Without decay first: a forward pass as posted, but for the last line, and δ "
        "of the output is the derivative of the cost by the output.",
        "The slope of leaky ReLU is 1 where z > 0 and 0.01 where z < 0: `np.where`.",
        "What is the derivative of decay/(2n) times the sum of all W²? Add it to dW1 "
        "and dW2 alone.",
    ),
    right="With lr = 10⁻² this program learns x²; with the posted 10⁻⁶ it does not.",
)
