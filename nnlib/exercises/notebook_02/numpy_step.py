"""Exercise 2.2: the training step of a net with biases, by hand, for a batch."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_02.nets import steps
from nnlib.mistakes.known import MISTAKES
from nnlib.network import Dense, Network
from nnlib.training import loss_and_gradients


def numpy_step(X, Y, W1, b1, W2, b2, lr):
    """The new weights and biases after one step downhill."""
    parameters = W1, b1, W2, b2
    return moved(lr, parameters, derivatives(X, *backward(X, Y, *parameters, W2)))


def backward(X, Y, W1, b1, W2, b2, W2_back):
    """H and the error signals of both layers; the error goes back through `W2_back`."""
    H = sigmoid(X @ W1.T + b1)
    Y_hat = sigmoid(H @ W2.T + b2)
    delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(X)
    return H, (delta2 @ W2_back) * H * (1 - H), delta2


def derivatives(X, H, delta1, delta2):
    """The derivatives of W1, b1, W2 and b2."""
    return delta1.T @ X, delta1.sum(axis=0), delta2.T @ H, delta2.sum(axis=0)


def moved(lr, parameters, gradients):
    """Each parameter after its step."""
    return tuple(p - lr * gradient for p, gradient in zip(parameters, gradients))


def step_with(mistake):
    """The same step with a wrong backward pass."""

    def wrong_step(X, Y, W1, b1, W2, b2, lr):
        network = Network([Dense(W1, b1, sigmoid), Dense(W2, b2, sigmoid)])
        network.step(loss_and_gradients(network, X, Y, backward=mistake)[1], lr)
        return tuple(p for layer in network.layers for p in (layer.W, layer.b))

    return wrong_step


def step_W2_first(X, Y, W1, b1, W2, b2, lr):
    """The error goes back through W2 after its update."""
    parameters = W1, b1, W2, b2
    new_W2 = numpy_step(X, Y, *parameters, lr)[2]
    return moved(lr, parameters, derivatives(X, *backward(X, Y, *parameters, new_W2)))


def biases_with(factor):
    """The same step, the biases' part of it times `factor`, a function of n."""

    def wrong_step(X, Y, W1, b1, W2, b2, lr):
        new_W1, new_b1, new_W2, new_b2 = numpy_step(X, Y, W1, b1, W2, b2, lr)
        times = factor(len(X))
        return new_W1, b1 + times * (new_b1 - b1), new_W2, b2 + times * (new_b2 - b2)

    return wrong_step


def step_without_biases(X, Y, W1, b1, W2, b2, lr):
    """The biases are left out of the forward pass."""
    new = numpy_step(X, Y, W1, 0 * b1, W2, 0 * b2, lr)
    return new[0], b1 + new[1], new[2], b2 + new[3]


def biases_from(derivative):
    """The same step, where a bias gets `derivative(delta)` for its derivative."""

    def wrong_step(X, Y, W1, b1, W2, b2, lr):
        new_W1, _, new_W2, _ = numpy_step(X, Y, W1, b1, W2, b2, lr)
        _, delta1, delta2 = backward(X, Y, W1, b1, W2, b2, W2)
        new_b1, new_b2 = b1 - lr * derivative(delta1), b2 - lr * derivative(delta2)
        return new_W1, new_b1, new_W2, new_b2

    return wrong_step


def derivatives_alone(X, Y, W1, b1, W2, b2, lr):
    """What `backward` would leave in grad."""
    parameters = W1, b1, W2, b2
    return moved(1.0, parameters, numpy_step(X, Y, *parameters, 1.0))


def step_in_another_order(*arguments):
    """The weights first, then the biases."""
    W1, b1, W2, b2 = numpy_step(*arguments)
    return W1, W2, b1, b2


EXERCISE = Exercise(
    id="2.2",
    title="The same step by hand",
    points=3,
    minutes=10,
    reference=numpy_step,
    cases=steps,
    mistakes=(
        WrongAnswer(
            "The biases get one row of derivatives per sample. A bias acts on every "
            "sample, so the chain rule adds up over the samples.",
            biases_from(lambda delta: delta),
        ),
        WrongAnswer(
            "Your biases have become tables with one row. Sum over the samples without "
            "keepdims: a bias is one number per unit.",
            biases_from(lambda delta: delta.sum(axis=0, keepdims=True)),
        ),
        WrongAnswer(
            "All biases of a layer get the same derivative, the sum of all δ. Sum over "
            "the samples only, the axis 0.",
            biases_from(np.sum),
        ),
        WrongAnswer(
            "You divide by n twice in the biases. If δ is already divided by n, they "
            "need the sum of δ over the samples and not the mean.",
            biases_with(lambda n: 1 / n),
        ),
        WrongAnswer(
            "The weights get a mean over the samples and the biases a sum. Divide both "
            "by n.",
            biases_with(lambda n: n),
        ),
        WrongAnswer(
            "The biases do not move. They have a derivative too: that of a weight "
            "whose input is always 1.",
            biases_with(lambda n: 0),
        ),
        WrongAnswer(
            "The forward pass leaves the biases out. They belong into z, before σ.",
            step_without_biases,
        ),
        WrongAnswer(
            "You add up the samples. The loss is their mean: divide by their number.",
            lambda X, Y, W1, b1, W2, b2, lr: numpy_step(
                X, Y, W1, b1, W2, b2, lr * len(X)
            ),
        ),
        WrongAnswer(MISTAKES["updated W used"].message, step_W2_first),
        *(
            WrongAnswer(MISTAKES[name].message, step_with(MISTAKES[name]))
            for name in (
                *("slope forgotten at output", "slope forgotten at hidden"),
                *("slope taken at h", "sign flipped", "factor 2"),
            )
        ),
        WrongAnswer(
            "You return the derivatives. The new weights are W − lr · dW.",
            derivatives_alone,
        ),
        WrongAnswer(
            "The order is W1, b1, W2, b2; yours is W1, W2, b1, b2.",
            step_in_another_order,
        ),
    ),
    hints=(
        "Your update of exercise 1.4 is nearly all of it. New are the biases: they are "
        "added to the sums z, and they need derivatives of their own.",
        "Think of a bias as a weight whose input is always 1. What is left of δ times "
        "input? And what happens over the samples?",
        "Divide the δ of the outputs by n once; all other derivatives follow from it.",
    ),
    right="You wrote what `loss.backward()` does for this net, bias by bias.",
)
