"""Exercise 3.3: one full update of a net with leaky ReLU, for any number of samples."""

import numpy as np

from nnlib.activations import Activation, identity, relu
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_01.nets import drawn_nets, nets
from nnlib.mistakes import MISTAKES
from nnlib.network import Dense, Network
from nnlib.training import loss_and_gradients


def leaky_update(X, Y, W1, W2, lr, slope):
    """Both weight matrices after one step downhill."""
    Z1, delta2 = hidden_and_delta(X, Y, W1, W2, slope)
    delta1 = (delta2 @ W2) * leaky_slope(Z1, slope)
    return W1 - lr * delta1.T @ X, W2 - lr * delta2.T @ leaky(Z1, slope)


def hidden_and_delta(X, Y, W1, W2, slope):
    """The sums z of the hidden layer, and δ of the outputs."""
    Z1 = X @ W1.T
    Z2 = leaky(Z1, slope) @ W2.T
    return Z1, (leaky(Z2, slope) - Y) * leaky_slope(Z2, slope) / len(X)


def leaky(Z, slope):
    """Leaky ReLU: z where it is positive, slope times z elsewhere."""
    return np.where(Z > 0, Z, slope * Z)


def leaky_slope(Z, slope):
    """Its derivative; at 0 the one on the left."""
    return np.where(Z > 0, 1.0, slope)


def cases(rng):
    """Several slopes, from ReLU's to a straight line's; sums z that are exactly 0."""
    for name, net in nets(rng):
        lr = 1.0 if name == "the homework" else 0.1
        yield f"{name}, slope 0.01", (*net, lr, 0.01)
    yield "slope 0.3", (*drawn_nets(rng, 5, 3, 4, 2), 0.2, 0.3)
    yield "slope 0, which is ReLU", (*drawn_nets(rng, 4, 3, 3, 2), 0.2, 0.0)
    yield "slope 1, a straight line", (*drawn_nets(rng, 3, 2, 3, 2), 0.1, 1.0)
    X, Y, W1, W2 = drawn_nets(rng, 3, 2, 4, 2)
    yield "W2 all zero", (X, Y, W1, 0 * W2, 0.5, 0.1)


def update_with(
    forward=leaky, back=leaky_slope, output=None, backward=Network.backward
):
    """The same step with other functions, or another one at the output."""

    def wrong_update(X, Y, W1, W2, lr, slope):
        hidden = Activation(
            "hidden", lambda Z: forward(Z, slope), lambda Z: back(Z, slope)
        )
        last = hidden if output is None else output(slope)
        network = Network([Dense(W1, None, hidden), Dense(W2, None, last)])
        network.step(loss_and_gradients(network, X, Y, backward=backward)[1], lr)
        return tuple(layer.W for layer in network.layers)

    return wrong_update


def update_W2_first(X, Y, W1, W2, lr, slope):
    """The error goes back through W2 after its update."""
    Z1, delta2 = hidden_and_delta(X, Y, W1, W2, slope)
    _, new_W2 = leaky_update(X, Y, W1, W2, lr, slope)
    delta1 = (delta2 @ new_W2) * leaky_slope(Z1, slope)
    return W1 - lr * delta1.T @ X, new_W2


def update_with_sums(X, Y, W1, W2, lr, slope):
    """The derivative of W2 is taken with the sums z of the hidden layer."""
    Z1, delta2 = hidden_and_delta(X, Y, W1, W2, slope)
    return leaky_update(X, Y, W1, W2, lr, slope)[0], W2 - lr * delta2.T @ Z1


def sigmoid_like(A):
    """The slope of sigmoid in terms of its output."""
    return A * (1 - A)


EXERCISE = Exercise(
    id="3.3",
    title="Leaky ReLU plugged in",
    points=3,
    minutes=10,
    reference=leaky_update,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "Forward you compute leaky ReLU, but on the way back you use the slope of "
            "ReLU: to the left of 0 it is `slope` now, and not 0.",
            update_with(back=lambda Z, slope: np.where(Z > 0, 1.0, 0.0)),
        ),
        WrongAnswer(
            "On the way back you use the slope of leaky ReLU, but forward you compute "
            "ReLU: a negative z becomes slope times z.",
            update_with(forward=lambda Z, slope: np.maximum(Z, 0)),
        ),
        WrongAnswer(
            "At z = 0 your slope is 1. There the course takes the slope on the left.",
            update_with(back=lambda Z, slope: np.where(Z >= 0, 1.0, slope)),
        ),
        WrongAnswer(
            "A negative z becomes positive in your leaky ReLU: slope times z is "
            "negative too.",
            update_with(
                forward=lambda Z, slope: leaky(Z, -slope),
                back=lambda Z, slope: leaky_slope(Z, -slope),
            ),
        ),
        WrongAnswer(
            "Your leaky ReLU is the larger one of z and slope. To the left of 0 it is "
            "slope times z.",
            update_with(forward=lambda Z, slope: np.maximum(Z, slope)),
        ),
        WrongAnswer(
            "To the left of 0 your derivative is slope times z. That is the value; its "
            "derivative is slope.",
            update_with(back=lambda Z, slope: np.where(Z > 0, 1.0, slope * Z)),
        ),
        WrongAnswer(
            "The factor a(1 − a) is the slope of sigmoid. Here the slope is 1 or "
            "`slope`, by the sign of z.",
            update_with(back=lambda Z, slope: sigmoid_like(leaky(Z, slope))),
        ),
        WrongAnswer(
            "The output layer has no activation in your net. It has leaky ReLU too.",
            update_with(output=lambda slope: identity),
        ),
        WrongAnswer(
            "The output layer has plain ReLU in your net. It has leaky ReLU too.",
            update_with(output=lambda slope: relu),
        ),
        WrongAnswer(
            "This is the step of plain ReLU: `slope` is not used.",
            lambda X, Y, W1, W2, lr, slope: leaky_update(X, Y, W1, W2, lr, 0.0),
        ),
        *(
            WrongAnswer(
                f"You forgot the slope at the {place} layer. δ is what comes back "
                "times the slope at z.",
                update_with(backward=MISTAKES[f"slope forgotten at {place}"]),
            )
            for place in ("output", "hidden")
        ),
        WrongAnswer(
            MISTAKES["factor 2"].message, update_with(backward=MISTAKES["factor 2"])
        ),
        WrongAnswer(MISTAKES["updated W used"].message, update_W2_first),
        WrongAnswer(
            "The derivative of W2 is δ times what W2 receives. That is the hidden "
            "layer's output, and not its sums z.",
            update_with_sums,
        ),
        WrongAnswer(
            "You return the derivatives. The new weights are W − lr · dW.",
            lambda X, Y, W1, W2, lr, slope: (
                W1 - leaky_update(X, Y, W1, W2, 1.0, slope)[0],
                W2 - leaky_update(X, Y, W1, W2, 1.0, slope)[1],
            ),
        ),
        WrongAnswer(
            "You add up the samples. The loss is their mean: divide by their number.",
            lambda X, Y, W1, W2, lr, slope: leaky_update(
                X, Y, W1, W2, lr * len(X), slope
            ),
        ),
        WrongAnswer(
            "You go uphill. Each weight moves against its derivative: minus lr times "
            "derivative.",
            lambda X, Y, W1, W2, lr, slope: leaky_update(X, Y, W1, W2, -lr, slope),
        ),
        WrongAnswer(
            "You use 0.01 where `slope` belongs: the caller says how leaky the net is.",
            lambda X, Y, W1, W2, lr, slope: leaky_update(X, Y, W1, W2, lr, 0.01),
        ),
    ),
    hints=(
        "It is the update of exercise 1.4 with two lines changed on the way forward "
        "and two on the way back. Keep the sums z: you need them twice.",
        "`np.where` takes a condition and two values: what to use where it holds and "
        "what elsewhere. The condition is the same for the value and for the slope.",
        "δ of the outputs is the error times the slope at z2, divided by the number of "
        "samples. δ of the hidden units is `delta2 @ W2` times the slope at z1.",
    ),
    right="To change the activation you changed it in two places, forward and back.",
)
