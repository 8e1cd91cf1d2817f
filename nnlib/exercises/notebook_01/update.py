"""Exercise 1.4: one full update of both weight matrices, for any number of samples."""

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_01.delta_hidden import delta_hidden
from nnlib.exercises.notebook_01.delta_output import delta_output
from nnlib.exercises.notebook_01.forward import forward
from nnlib.exercises.notebook_01.nets import drawn_nets, nets
from nnlib.mistakes import MISTAKES
from nnlib.network import Dense, Network
from nnlib.training import loss_and_gradients


def update(X, Y, W1, W2, lr):
    """Both weight matrices after one step downhill."""
    H, Y_hat = forward(X, W1, W2)
    delta2 = delta_output(Y_hat, Y)
    delta1 = delta_hidden(delta2, W2, H)
    return W1 - lr * delta1.T @ X / len(X), W2 - lr * delta2.T @ H / len(X)


def cases(rng):
    """Nets of several shapes, with a usual lr, a large one and none."""
    for name, net in nets(rng):
        yield name, (*net, 1.0 if name == "the homework" else 1.5)
    yield "a large lr", (*drawn_nets(rng, 4, 3, 2, 2), 5.0)
    yield "lr 0", (*drawn_nets(rng, 2, 2, 3, 1), 0.0)


def update_with(backward):
    """The same step with a wrong backward pass."""

    def wrong_update(X, Y, W1, W2, lr):
        network = Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)])
        network.step(loss_and_gradients(network, X, Y, backward=backward)[1], lr)
        return tuple(layer.W for layer in network.layers)

    return wrong_update


def update_W2_first(X, Y, W1, W2, lr):
    """The error goes back through W2 after its update."""
    H, Y_hat = forward(X, W1, W2)
    delta2 = delta_output(Y_hat, Y)
    new_W2 = W2 - lr * delta2.T @ H / len(X)
    delta1 = delta_hidden(delta2, new_W2, H)
    return W1 - lr * delta1.T @ X / len(X), new_W2


def with_parts(parts):
    """The steps of W1 and W2 times `parts(n, outputs)`."""

    def wrong_update(X, Y, W1, W2, lr):
        first, second = parts(*Y.shape)
        new_W1 = update(X, Y, W1, W2, lr * first)[0]
        return new_W1, update(X, Y, W1, W2, lr * second)[1]

    return wrong_update


def one_by_one(X, Y, W1, W2, lr):
    """One step per sample, each from where the one before ended."""
    for row in range(len(X)):
        W1, W2 = update(X[[row]], Y[[row]], W1, W2, lr)
    return W1, W2


EXERCISE = Exercise(
    id="1.4",
    title="One full update",
    points=3,
    minutes=10,
    reference=update,
    cases=cases,
    mistakes=(
        WrongAnswer(MISTAKES["updated W used"].message, update_W2_first),
        *(
            WrongAnswer(mistake.message, update_with(mistake))
            for name, mistake in MISTAKES.items()
            if name not in ("updated W used", "sign flipped")
        ),
        WrongAnswer(
            "You go uphill. Each weight moves against its derivative: minus lr times "
            "derivative.",
            lambda X, Y, W1, W2, lr: update(X, Y, W1, W2, -lr),
        ),
        WrongAnswer(
            "You add up the samples. The loss is their mean: divide by their number.",
            with_parts(lambda n, outputs: (n, n)),
        ),
        WrongAnswer(
            "W1 gets the sum over the samples and W2 the mean. Divide both by their "
            "number.",
            with_parts(lambda n, outputs: (n, 1)),
        ),
        WrongAnswer(
            "W2 gets the sum over the samples and W1 the mean. Divide both by their "
            "number.",
            with_parts(lambda n, outputs: (1, n)),
        ),
        WrongAnswer(
            "You divide by n twice in W1. If delta2 is already divided by n, delta1 "
            "has its share from there.",
            with_parts(lambda n, outputs: (1 / n, 1)),
        ),
        WrongAnswer(
            "You take the mean over the outputs too. The squares of a sample's outputs "
            "are added up; only over the samples there is a mean.",
            with_parts(lambda n, outputs: (1 / outputs, 1 / outputs)),
        ),
        WrongAnswer(
            "You return W2 first. The order is W1, W2.",
            lambda X, Y, W1, W2, lr: update(X, Y, W1, W2, lr)[::-1],
        ),
        WrongAnswer(
            "You take one step per sample. Here one step serves all samples, down the "
            "mean of their losses: `delta1.T @ X` adds them up.",
            one_by_one,
        ),
        WrongAnswer(
            "You return the derivatives. The new weights are W − lr · dW.",
            lambda X, Y, W1, W2, lr: (
                W1 - update(X, Y, W1, W2, 1.0)[0],
                W2 - update(X, Y, W1, W2, 1.0)[1],
            ),
        ),
        WrongAnswer(
            "lr is not used. The step is lr times the derivative.",
            lambda X, Y, W1, W2, lr: update(X, Y, W1, W2, 1.0),
        ),
    ),
    hints=(
        "Put the three functions above together: forward, delta of the output, delta "
        "of the hidden units. Compute both before you change a weight.",
        "∂L/∂W2 is `delta2.T @ H`, ∂L/∂W1 is `delta1.T @ X`. With n samples the loss "
        "is their mean: divide both by `len(X)`.",
    ),
    right="This is all of backpropagation; everything else in the course builds on it.",
)
