"""Training programs acted out in NumPy: each line of the loop is the name of an act.

The acts do what PyTorch does: `backward` adds to the gradients, `zero` empties them.
So a program with its lines in a wrong order is one word long.
"""

import numpy as np

from nnlib.activations import sigmoid


class Training:
    """The weights of a net without biases, its gradients, and the losses noted."""

    def __init__(self, W1, W2, lr):
        self.W1, self.W2, self.lr = W1, W2, lr
        self.losses = []
        self.zero()

    def forward(self, x):
        """The hidden values and the outputs of one sample."""
        h = sigmoid(self.W1 @ x)
        return h, sigmoid(self.W2 @ h)

    def note(self, x, y):
        """Write down the loss."""
        self.losses.append(((self.forward(x)[1] - y) ** 2).sum() / 2)

    def backward(self, x, y):
        """Add the derivatives of this sample's loss to the gradients."""
        h, o = self.forward(x)
        delta2 = (o - y) * o * (1 - o)
        delta1 = (delta2 @ self.W2) * h * (1 - h)
        self.dW1 = self.dW1 + np.outer(delta1, x)
        self.dW2 = self.dW2 + np.outer(delta2, h)

    def zero(self, *sample):
        """Empty the gradients."""
        self.zero_W1()
        self.zero_W2()

    def zero_W1(self, *sample):
        """Empty those of W1 alone."""
        self.dW1 = 0 * self.W1

    def zero_W2(self, *sample):
        """Empty those of W2 alone."""
        self.dW2 = 0 * self.W2

    def step(self, *sample):
        """Update the weights."""
        self.W1 = self.W1 - self.lr * self.dW1
        self.W2 = self.W2 - self.lr * self.dW2


def program(each, *, first="", last=""):
    """The program that does the acts `each` for every sample of every pass.

    It does those in `first` before a pass and those in `last` after it.
    """

    def trained(X, Y, W1, W2, lr, epochs):
        training = Training(W1, W2, lr)
        for _ in range(epochs):
            acts(training, first)
            for sample in zip(X, Y):
                acts(training, each, *sample)
            acts(training, last)
        return training.W1, training.W2, np.array(training.losses)

    return trained


def acts(training, names, *sample):
    """Do the acts with these names, one after another."""
    for name in names.split():
        getattr(training, name)(*sample)
