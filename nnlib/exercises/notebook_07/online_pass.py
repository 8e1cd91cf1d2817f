"""Exercise 7.4: online training, one pass over the samples in their order.

The loss of a sample is ½(o − y)².
"""

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer


def online_pass(X, Y, W1, b1, W2, b2, lr):
    """The four parameters after one update per sample, in the order of the rows."""
    return passed(X, Y, (W1, b1, W2, b2), lr)


def passed(X, Y, parameters, lr, gradients=None, order=None):
    """One pass; a slip is another function for the gradients, or another order."""
    gradients = gradients or right_gradients
    for row in range(len(X)) if order is None else order:
        moves = gradients(X[[row]], Y[[row]], *parameters, lr)
        parameters = tuple(p - lr * move for p, move in zip(parameters, moves))
    return parameters


def right_gradients(X, Y, W1, b1, W2, b2, lr, *, slope=True, W2_back=None):
    """The derivatives of the mean loss of some samples, by backpropagation."""
    H = sigmoid(X @ W1.T + b1)
    delta2 = (H @ W2.T + b2 - Y) / len(X)
    delta1 = delta2 @ (W2 if W2_back is None else W2_back)
    delta1 = delta1 * H * (1 - H) if slope else delta1
    return delta1.T @ X, delta1.sum(axis=0), delta2.T @ H, delta2.sum(axis=0)


def cases(rng):
    """Nets of several sizes, one sample and many, a large lr and none."""
    for name, (n, units, lr) in {
        "one sample": (1, 3, 0.5),
        "two samples": (2, 3, 0.5),
        "12 samples, 6 units": (12, 6, 0.2),
        "12 samples, one unit": (12, 1, 0.2),
        "a large lr": (4, 3, 1.5),
        "lr 0": (5, 3, 0.0),
    }.items():
        W1, b1 = 2 * rng.normal(size=(units, 1)), rng.normal(size=units)
        W2, b2 = rng.normal(size=(1, units)), rng.normal(size=1)
        yield name, (rng.random((n, 1)), rng.random((n, 1)), W1, b1, W2, b2, lr)


def after_update(X, Y, W1, b1, W2, b2, lr):
    """The error goes back through W2 after its update."""
    moved = W2 - lr * right_gradients(X, Y, W1, b1, W2, b2, lr)[2]
    return right_gradients(X, Y, W1, b1, W2, b2, lr, W2_back=moved)


def sigmoid_output(X, Y, W1, b1, W2, b2, lr):
    """The derivatives of a net with σ at the output."""
    H = sigmoid(X @ W1.T + b1)
    Y_hat = sigmoid(H @ W2.T + b2)
    delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(X)
    delta1 = (delta2 @ W2) * H * (1 - H)
    return delta1.T @ X, delta1.sum(axis=0), delta2.T @ H, delta2.sum(axis=0)


def batch_step(X, Y, parameters, lr):
    """One update with the mean over all samples."""
    moves = right_gradients(X, Y, *parameters, lr)
    return tuple(p - lr * move for p, move in zip(parameters, moves))


def in_order(number):
    """Visit other samples, or in another order: `number` gives their rows."""
    return lambda X, Y, W1, b1, W2, b2, lr: passed(
        X, Y, (W1, b1, W2, b2), lr, order=number(len(X))
    )


def with_gradients(gradients):
    """The pass with wrong derivatives."""
    return lambda X, Y, W1, b1, W2, b2, lr: passed(
        X, Y, (W1, b1, W2, b2), lr, gradients
    )


def with_moves(*shares):
    """The pass in which W1, b1, W2 and b2 move by these shares of their steps."""
    return with_gradients(
        lambda *a: [move * share for move, share in zip(right_gradients(*a), shares)]
    )


EXERCISE = Exercise(
    id="7.4",
    title="One pass of online training",
    points=4,
    minutes=12,
    reference=online_pass,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You make one update with the mean over all samples. Online, every sample "
            "has an update of its own.",
            lambda X, Y, W1, b1, W2, b2, lr: batch_step(X, Y, (W1, b1, W2, b2), lr),
        ),
        WrongAnswer(
            "All your derivatives are taken at the weights of the start. Online, each "
            "sample meets the weights that the sample before has left.",
            lambda X, Y, W1, b1, W2, b2, lr: batch_step(
                X, Y, (W1, b1, W2, b2), lr * len(X)
            ),
        ),
        WrongAnswer(
            "You used W2 after its update. Backpropagation uses the weights of the "
            "forward pass.",
            with_gradients(after_update),
        ),
        WrongAnswer(
            "σ′ is forgotten at the hidden units: times h(1 − h).",
            with_gradients(lambda *a: right_gradients(*a, slope=False)),
        ),
        WrongAnswer(
            "The biases stay as they were. They are updated too, with δ itself.",
            with_moves(1, 0, 1, 0),
        ),
        WrongAnswer(
            "b1 stays as it was. It is updated too, with δ of the hidden units.",
            with_moves(1, 0, 1, 1),
        ),
        WrongAnswer(
            "b2 stays as it was. It is updated too, with δ of the output.",
            with_moves(1, 1, 1, 0),
        ),
        WrongAnswer(
            "The output goes through σ in your net. Here it is linear: o is the sum "
            "itself, and δ is o − y.",
            with_gradients(sigmoid_output),
        ),
        WrongAnswer(
            "You go uphill. Each parameter moves against its derivative.",
            lambda X, Y, W1, b1, W2, b2, lr: passed(X, Y, (W1, b1, W2, b2), -lr),
        ),
        WrongAnswer(
            "There is a factor 2 too many. The ½ of the loss takes it away.",
            lambda X, Y, W1, b1, W2, b2, lr: passed(X, Y, (W1, b1, W2, b2), 2 * lr),
        ),
        WrongAnswer(
            "Only the first sample is used. Does `return` stand inside the loop?",
            in_order(lambda n: range(1)),
        ),
        WrongAnswer(
            "Only the last sample counts. Each update begins where the last one ended.",
            in_order(lambda n: range(n - 1, n)),
        ),
        WrongAnswer("The last sample is left out.", in_order(lambda n: range(n - 1))),
        WrongAnswer(
            "You take the samples from the last to the first. Keep the order of the "
            "rows.",
            in_order(lambda n: range(n - 1, -1, -1)),
        ),
    ),
    hints=(
        "Write the update for one sample first; then a loop over the rows around it.",
        "`X[[row]]` keeps the shape (1, 1) of a sample. The output is linear, so its δ "
        "is o − y.",
        "Compute all four derivatives of a sample before you change a parameter, and "
        "return after the loop.",
    ),
    right="The same loop with 1500 samples and 1000 epochs is row 5 of the table.",
)
