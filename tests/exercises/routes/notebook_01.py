"""Other right ways to write the functions of notebook 01."""

import numpy as np


def forward(X, W1, W2):
    """By tanh, in one expression per layer, in float32, as a list."""
    H = 0.5 + 0.5 * np.tanh(0.5 * np.einsum("ni,hi->nh", X, W1))
    Y_hat = 0.5 + 0.5 * np.tanh(0.5 * np.einsum("nh,oh->no", H, W2))
    return [H.astype(np.float32), Y_hat.astype(np.float32)]


def delta_output(Y_hat, Y):
    """Number by number."""
    return [
        [(o - y) * o * (1 - o) for o, y in zip(*sample)] for sample in zip(Y_hat, Y)
    ]


def delta_hidden(delta2, W2, H):
    """Path by path."""
    delta1 = np.zeros(H.shape)
    for sample in range(len(H)):
        for unit in range(H.shape[1]):
            for output in range(len(W2)):
                delta1[sample, unit] += delta2[sample, output] * W2[output, unit]
    return delta1 * (H - H**2)


def update(X, Y, W1, W2, lr):
    """With the derivative of the loss measured by complex steps."""

    def loss(W1, W2):
        H = 1 / (1 + np.exp(-X @ W1.T))
        Y_hat = 1 / (1 + np.exp(-H @ W2.T))
        return ((Y_hat - Y) ** 2).sum() / 2 / len(X)

    def moved(W, loss_of):
        new = W.copy()
        for index in np.ndindex(W.shape):
            step = np.zeros(W.shape, complex)
            step[index] = 1e-30j
            new[index] -= lr * loss_of(W + step).imag / 1e-30
        return new

    return moved(W1, lambda W: loss(W, W2)), moved(W2, lambda W: loss(W1, W))


class Layer:
    """A layer that keeps what it needs on the way back, and moves itself."""

    def __init__(self, W):
        self.W = np.array(W)

    def __call__(self, X):
        self.X, self.A = X, 1 / (1 + np.exp(-X @ self.W.T))
        return self.A

    def back(self, dA, lr):
        delta = dA * self.A * (1 - self.A)
        dX = delta @ self.W
        self.W -= lr * delta.T @ self.X
        return dX


def update_by_layers(X, Y, W1, W2, lr):
    """With objects that change themselves."""
    hidden, output = Layer(W1), Layer(W2)
    hidden.back(output.back((output(hidden(X)) - Y) / len(X), lr), lr)
    return hidden.W, output.W


def update_by_einsum(X, Y, W1, W2, lr):
    """All in float32, in one product for each derivative."""
    X, Y, W1, W2 = (array.astype(np.float32) for array in (X, Y, W1, W2))
    H = 1 / (1 + np.exp(-np.einsum("ni,hi->nh", X, W1)))
    o = 1 / (1 + np.exp(-np.einsum("nh,oh->no", H, W2)))
    delta2 = (o - Y) * o * (1 - o)
    dW1 = np.einsum("no,oh,nh,nh,ni->hi", delta2, W2, H, 1 - H, X)
    dW2 = np.einsum("no,nh->oh", delta2, H)
    share = np.float32(lr / len(X))
    return [W1 - share * dW1, W2 - share * dW2]


def update_by_samples(X, Y, W1, W2, lr):
    """A generator gives the derivatives of each sample; nested lists come out."""

    def derivatives():
        for x, y in zip(X, Y):
            h = 1 / (1 + np.exp(-W1 @ x))
            o = 1 / (1 + np.exp(-W2 @ h))
            delta2 = (o - y) * o * (1 - o)
            yield np.outer(W2.T @ delta2 * h * (1 - h), x), np.outer(delta2, h)

    pairs = zip((W1, W2), zip(*derivatives()))
    return tuple((W - lr * np.mean(dW, axis=0)).tolist() for W, dW in pairs)
