"""Exercise 2.1: one training step of a net with biases, by PyTorch's autograd.

The right answer is computed in NumPy: this module needs no PyTorch.
"""

from nnlib.activations import identity, sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_02.nets import steps
from nnlib.exercises.notebook_02.numpy_step import derivatives_alone, numpy_step
from nnlib.network import Dense, Network
from nnlib.training import loss_and_gradients

SHARED_MEMORY = (
    "Your function changes the arrays it is called with: torch.from_numpy shares their "
    "memory, so an update in place reaches the caller's. torch.tensor makes a copy."
)


def autograd_step(X, Y, W1, b1, W2, b2, lr):
    """The new weights and biases after one step downhill."""
    return numpy_step(X, Y, W1, b1, W2, b2, lr)


def loss_times(factor):
    """The step down a loss that is `factor(n, outputs)` times the right one."""

    def wrong_step(X, Y, W1, b1, W2, b2, lr):
        return numpy_step(X, Y, W1, b1, W2, b2, lr * factor(*Y.shape))

    return wrong_step


def step_in_place(X, Y, *parameters_and_lr):
    """The new values are written into the arguments."""
    *parameters, lr = parameters_and_lr
    for array, new in zip(parameters, numpy_step(X, Y, *parameters, lr)):
        array[...] = new
    return parameters


def step_without_lr(X, Y, W1, b1, W2, b2, lr):
    """The step with lr 1 whatever lr is."""
    return numpy_step(X, Y, W1, b1, W2, b2, 1.0)


def step_through(hidden, output):
    """The step of a net with other activations."""

    def wrong_step(X, Y, W1, b1, W2, b2, lr):
        network = Network([Dense(W1, b1, hidden), Dense(W2, b2, output)])
        network.step(loss_and_gradients(network, X, Y)[1], lr)
        return tuple(p for layer in network.layers for p in (layer.W, layer.b))

    return wrong_step


def nothing_moves(X, Y, W1, b1, W2, b2, lr):
    """The parameters as they were."""
    return W1, b1, W2, b2


def biases_stay(X, Y, W1, b1, W2, b2, lr):
    """Only the weights are updated."""
    new_W1, _, new_W2, _ = numpy_step(X, Y, W1, b1, W2, b2, lr)
    return new_W1, b1, new_W2, b2


EXERCISE = Exercise(
    id="2.1",
    title="A training step with autograd",
    points=2,
    minutes=8,
    reference=autograd_step,
    cases=steps,
    mistakes=(
        WrongAnswer(
            "You add up the samples. The loss is their mean: divide by their number.",
            loss_times(lambda n, outputs: n),
        ),
        WrongAnswer(
            "The step is twice as large as it should be: the ½ of the loss is missing.",
            loss_times(lambda n, outputs: 2),
        ),
        WrongAnswer(
            "Your loss is PyTorch's MSELoss, the mean over samples and outputs. Here "
            "the squares of a sample's outputs are added up, times ½; only over the "
            "samples there is a mean.",
            loss_times(lambda n, outputs: 2 / outputs),
        ),
        WrongAnswer(
            "You take the mean over the outputs too. The squares of a sample's outputs "
            "are added up; only over the samples there is a mean.",
            loss_times(lambda n, outputs: 1 / outputs),
        ),
        WrongAnswer(
            "Your loss is the sum of all squares: the ½ and the mean over the samples "
            "are missing.",
            loss_times(lambda n, outputs: 2 * n),
        ),
        WrongAnswer(
            "You go uphill. Each number moves against its derivative: minus lr times "
            "grad.",
            loss_times(lambda n, outputs: -1),
        ),
        WrongAnswer(SHARED_MEMORY, step_in_place),
        WrongAnswer(
            "You return the derivatives. The new weights are W − lr · grad.",
            derivatives_alone,
        ),
        WrongAnswer(
            "lr is not used. The step is lr times the derivative.", step_without_lr
        ),
        WrongAnswer(
            "Nothing moves. `backward` only fills grad; the update is a line of its "
            "own.",
            nothing_moves,
        ),
        WrongAnswer(
            "The hidden layer sends its sums z on without σ. Each layer ends with σ.",
            step_through(identity, sigmoid),
        ),
        WrongAnswer(
            "The output layer ends without σ. Each layer ends with σ.",
            step_through(sigmoid, identity),
        ),
        WrongAnswer(
            "The biases do not move. They have a grad too.",
            biases_stay,
        ),
    ),
    hints=(
        "Make tensors of the arrays first. What must PyTorch know about W1, b1, W2 and "
        "b2 that it need not know about X and Y?",
        "`torch.tensor(W1, requires_grad=True)` starts the record. The forward pass is "
        "that of NumPy with `torch.sigmoid`; `X @ W1.T + b1` is the same in both.",
        "The loss must be one number: half of all squared errors added up, divided by "
        "the number of samples. After `backward` the derivative of W1 lies in W1.grad.",
    ),
    right="Autograd needed the forward pass alone. Exercise 2.2 is its other half.",
    imports=("numpy", "torch"),
)
