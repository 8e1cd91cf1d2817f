"""Exercise 2.3: a training program in PyTorch whose zero_grad stands in a wrong place.

The right answer is computed in NumPy: this module needs no PyTorch.
"""

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_01.nets import drawn_nets
from nnlib.exercises.notebook_02.autograd_step import SHARED_MEMORY
from nnlib.exercises.notebook_02.programs import program

SGD_LR = 1e-3  # of torch.optim.SGD, where none is given
CASES = {  # the shape of the net, lr and the number of passes
    "one sample, 4 passes": ((1, 2, 2, 2), 0.5, 4),
    "3 samples, one pass": ((3, 2, 2, 1), 1.0, 1),
    "3 samples, 3 passes": ((3, 2, 4, 2), 1.0, 3),
    "2 samples, 4 passes": ((2, 3, 4, 1), 0.5, 4),
    "5 samples, 2 passes": ((5, 4, 3, 3), 0.5, 2),
    "a small lr": ((4, 3, 2, 3), 0.05, 3),
    "a large lr": ((6, 2, 3, 3), 4.0, 2),
    "8 samples, one pass": ((8, 2, 2, 1), 0.5, 1),
}


def torch_train(X, Y, W1, W2, lr, epochs):
    """The weights after training sample by sample, and the losses on the way."""
    return program("note zero backward step")(X, Y, W1, W2, lr, epochs)


def cases(rng):
    """Nets of several shapes; one sample, where the friend's program is right."""
    for name, (shape, lr, epochs) in CASES.items():
        yield name, (*drawn_nets(rng, *shape), lr, epochs)


def train_on_means(X, Y, W1, W2, lr, epochs):
    """The loss is the mean of the squared errors over the outputs."""
    times = 2 / Y.shape[1]
    *weights, losses = torch_train(X, Y, W1, W2, lr * times, epochs)
    return *weights, times * losses


def train_in_place(X, Y, W1, W2, lr, epochs):
    """The new weights are written into the arguments."""
    W1[...], W2[...], losses = torch_train(X, Y, W1, W2, lr, epochs)
    return W1, W2, losses


EXERCISE = Exercise(
    id="2.3",
    title="Find the forgotten zero_grad",
    points=3,
    minutes=10,
    reference=torch_train,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "This does what your friend's program does. The gradients are emptied once "
            "in each pass, but `backward` runs once for each sample and adds.",
            program("note backward step", first="zero"),
        ),
        WrongAnswer(
            "The gradients are never emptied during training. `backward` adds to grad, "
            "so each step uses the sum of all gradients so far.",
            program("note backward step"),
        ),
        WrongAnswer(
            "Nothing moves: you empty the gradients after `backward` and before the "
            "step, which then finds zeros.",
            program("note backward zero step"),
        ),
        WrongAnswer(
            "Each gradient is twice as large as it should be. Does `backward` run "
            "twice before the step, or is the ½ of the loss gone?",
            program("note zero backward backward step"),
        ),
        WrongAnswer(
            "There is only one step in each pass, with the sum of the gradients. Here "
            "every sample has a step of its own.",
            program("note backward", first="zero", last="step"),
        ),
        WrongAnswer(
            "There is only one step in each pass, and only the gradient of the last "
            "sample survives until then. Every sample has a step of its own.",
            program("note zero backward", last="step"),
        ),
        WrongAnswer(
            "The gradient of W1 is emptied before each `backward`, that of W2 is not.",
            program("note zero_W1 backward step"),
        ),
        WrongAnswer(
            "The gradient of W2 is emptied before each `backward`, that of W1 is not.",
            program("note zero_W2 backward step"),
        ),
        WrongAnswer(
            "The weights are right, but you write the losses down after the step. They "
            "belong before it, where `backward` starts.",
            program("zero backward step note"),
        ),
        WrongAnswer(
            "lr does not reach the optimizer: without it SGD takes 0.001.",
            lambda X, Y, W1, W2, lr, epochs: torch_train(X, Y, W1, W2, SGD_LR, epochs),
        ),
        WrongAnswer(
            "Your loss is the mean of the squared errors over the outputs. Here it is "
            "half of their sum, which is the same for two outputs only.",
            train_on_means,
        ),
        WrongAnswer(SHARED_MEMORY, train_in_place),
    ),
    hints=(
        "With one sample your friend's program is right. What happens twice between "
        "two calls of `zero_grad` as soon as there are two samples?",
        "Write down the acts for two samples in one pass, in their order. Between two "
        "steps there must be exactly one emptying and one `backward`, in this order.",
    ),
    right="The line was there, in the wrong loop: with one sample nobody can see it.",
    imports=("numpy", "torch"),
)
