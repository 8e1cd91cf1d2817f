"""Exercise 9.1: one step of the program, with its bug repaired, for any depth."""

from nnlib.activations import sigmoid
from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_09.steps import (
    drawn_net,
    in_place,
    source_net,
    step_by,
    times,
    with_back,
)
from nnlib.mistakes.backward_rules import (
    Rules,
    no_slope,
    slope_at_A,
    through_dW,
    through_updated_W,
)
from nnlib.mistakes.known import MISTAKES


def train_step(weights, X, Y, lr):
    """The new weights: each layer passes the error back through its old ones."""
    outputs = [X]
    for W in weights:
        outputs.append(sigmoid(outputs[-1] @ W.T))
    delta, moved = 2 * (outputs[-1] - Y), []
    for layer in reversed(range(len(weights))):
        A = outputs[layer + 1]
        delta = delta * A * (1 - A)
        moved.insert(0, weights[layer] - lr * delta.T @ outputs[layer])
        delta = delta @ weights[layer]
    return moved


def cases(rng):
    """Nets of one to four layers, with a usual lr, a large one and none."""
    X, Y, *weights = homework()
    yield "the homework", (weights, X, Y, 1.0)
    yield "the program's net", (*source_net(rng), 0.3)
    yield "one layer", (*drawn_net(rng, 4, 3, 2), 0.5)
    yield "two layers, one sample", (*drawn_net(rng, 1, 2, 3, 2), 0.5)
    yield "three layers", (*drawn_net(rng, 5, 2, 4, 3, 2), 0.5)
    yield "four layers of two units", (*drawn_net(rng, 3, 2, 2, 2, 2, 2), 0.5)
    yield "a large lr", (*drawn_net(rng, 6, 2, 3, 3, 1), 4.0)
    yield "lr 0", (*drawn_net(rng, 2, 2, 2, 1), 0.0)


def one_by_one(weights, X, Y, lr):
    """One step per sample, each from where the one before ended."""
    for row in range(len(X)):
        weights = train_step(weights, X[[row]], Y[[row]], lr)
    return weights


UPDATED = Rules(back=through_updated_W)
NO_SLOPE = Rules(slope=no_slope)

EXERCISE = Exercise(
    id="9.1",
    title="Repair the program",
    points=3,
    minutes=10,
    reference=train_step,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "This is the program's own bug: the error goes back through weights that "
            "have already moved. Pass it back through the weights of the forward pass.",
            step_by(UPDATED),
        ),
        WrongAnswer(
            "This is the program's own bug: the error goes back through weights that "
            "have already moved. Besides, `-=` writes into the arrays that you were "
            "given.",
            in_place(step_by(UPDATED)),
        ),
        WrongAnswer(
            "You repaired the last layer only. The layers before it still pass the "
            "error back through weights that have already moved.",
            step_by(UPDATED, Rules()),
        ),
        WrongAnswer(
            "The last layer still passes the error back through weights that have "
            "already moved. The layers before it are repaired.",
            step_by(Rules(), UPDATED),
        ),
        WrongAnswer(
            "The order is repaired, and the new numbers are right. But you write them "
            "over the weights that you were given. Put new arrays into a new list.",
            in_place(train_step),
        ),
        WrongAnswer(
            "The new weights are right, but they stand in the order in which you "
            "computed them, from the back. The first layer comes first.",
            lambda weights, X, Y, lr: train_step(weights, X, Y, lr)[::-1],
        ),
        WrongAnswer(
            "The step is half as long as it should be. This loss has no ½: its "
            "gradient is 2·(o − y).",
            times(lambda Y: 0.5),
        ),
        WrongAnswer(
            "You divide by the number of samples. The program adds them up; that was "
            "the secret of section 3.",
            times(lambda Y: 1 / len(Y)),
        ),
        WrongAnswer(
            "You take the mean over all samples and outputs. The program adds up.",
            times(lambda Y: 1 / Y.size),
        ),
        WrongAnswer(
            "You take one step per sample. The program takes one step for all: the "
            "samples stand in the rows of X, and δᵀ times its input adds them up.",
            one_by_one,
        ),
        WrongAnswer(
            "You go uphill. Each weight moves against its derivative.",
            times(lambda Y: -1.0),
        ),
        WrongAnswer(
            "lr is not used. The step is lr times the derivative.",
            lambda weights, X, Y, lr: train_step(weights, X, Y, 1.0),
        ),
        WrongAnswer(
            "You return the steps. The new weights are the old ones minus the steps.",
            lambda weights, X, Y, lr: [
                W - new for W, new in zip(weights, train_step(weights, X, Y, lr))
            ],
        ),
        WrongAnswer(
            "σ′ is missing in every layer. What comes back is ∂L/∂a; times a(1 − a) "
            "it is δ.",
            step_by(NO_SLOPE),
        ),
        WrongAnswer(
            MISTAKES["slope forgotten at output"].message, step_by(Rules(), NO_SLOPE)
        ),
        WrongAnswer(
            MISTAKES["slope forgotten at hidden"].message, step_by(NO_SLOPE, Rules())
        ),
        WrongAnswer(
            "You took σ′ at the output a. It belongs to the sum z: σ′(z) = a(1 − a).",
            step_by(Rules(slope=slope_at_A)),
        ),
        WrongAnswer(MISTAKES["dW passed back"].message, with_back(through_dW)),
        WrongAnswer(
            "W stands the wrong way round on the way back. W has one row per unit, and "
            "so δ has one column per row of W.",
            with_back(lambda delta, W, dW, lr: delta @ W.T),
        ),
    ),
    hints=(
        "Forward, keep the output of every layer: the way back needs them all. Then go "
        "through the layers from the last to the first.",
        "Each layer gets ∂L/∂a, and times a(1 − a) that is δ. Now two things are due: "
        "its new weights, and what the layer in front gets. Both need the old W.",
        "The step of W is lr times δᵀ times what came into the layer. What goes back "
        "is δ times W. Keep the new W under another name until all is done.",
    ),
    right="This change of order turns 100 trees of 100 starts into none.",
)
