"""Other right ways to write the functions of notebook 02."""

import numpy as np
import torch
from torch import nn


def autograd_step(X, Y, W1, b1, W2, b2, lr):
    """With modules and an optimizer, in float32; returns NumPy arrays."""
    module = nn.Sequential(
        nn.Linear(*W1.shape[::-1]), nn.Sigmoid(), nn.Linear(*W2.shape[::-1])
    )
    parameters = list(module.parameters())
    with torch.no_grad():
        for parameter, value in zip(parameters, (W1, b1, W2, b2)):
            parameter.copy_(torch.tensor(value))
    outputs = torch.sigmoid(module(torch.tensor(X, dtype=torch.float32)))
    targets = torch.tensor(Y, dtype=torch.float32)
    optimizer = torch.optim.SGD(parameters, lr=lr)
    (nn.functional.mse_loss(outputs, targets) * Y.shape[1] / 2).backward()
    optimizer.step()
    return [parameter.detach().numpy() for parameter in parameters]


def numpy_step(X, Y, W1, b1, W2, b2, lr):
    """Sample by sample, the biases as weights of an input 1."""
    V1, V2 = np.column_stack([W1, b1]), np.column_stack([W2, b2])
    dV1, dV2 = np.zeros_like(V1), np.zeros_like(V2)
    for x, y in zip(X, Y):
        x = np.append(x, 1)
        h = np.append(1 / (1 + np.exp(-V1 @ x)), 1)
        o = 1 / (1 + np.exp(-V2 @ h))
        delta2 = (o - y) * (o - o**2)
        delta1 = (V2.T @ delta2 * (h - h**2))[:-1]
        dV1 += np.outer(delta1, x) / len(X)
        dV2 += np.outer(delta2, h) / len(X)
    V1, V2 = V1 - lr * dV1, V2 - lr * dV2
    return V1[:, :-1], V1[:, -1], V2[:, :-1], V2[:, -1]


def torch_train(X, Y, W1, W2, lr, epochs):
    """Without an optimizer: new tensors in each step, so nothing is left in grad."""
    W1, W2 = torch.from_numpy(W1), torch.from_numpy(W2)
    losses = []
    for step in range(epochs * len(X)):
        x, y = (torch.from_numpy(array[step % len(X)]) for array in (X, Y))
        W1.requires_grad_()
        W2.requires_grad_()
        o = torch.sigmoid(W2 @ torch.sigmoid(W1 @ x))
        losses.append(((o - y) ** 2).sum() / 2)
        dW1, dW2 = torch.autograd.grad(losses[-1], (W1, W2))
        W1, W2 = (W1 - lr * dW1).detach(), (W2 - lr * dW2).detach()
    return W1, W2, torch.stack(losses)


def numpy_step_by_copies(X, Y, W1, b1, W2, b2, lr):
    """In place, on copies, each mean taken where a sample's part is ready."""
    W1, b1, W2, b2 = (array.copy() for array in (W1, b1, W2, b2))
    H = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    Y_hat = 1 / (1 + np.exp(-(H @ W2.T + b2)))
    delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat)
    delta1 = delta2 @ W2 * H * (1 - H)
    W2 -= lr * (delta2[:, :, None] * H[:, None, :]).mean(axis=0)
    b2 -= lr * delta2.mean(axis=0)
    W1 -= lr * (delta1[:, :, None] * X[:, None, :]).mean(axis=0)
    b1 -= lr * delta1.mean(axis=0)
    return [W1, b1, W2, b2]
