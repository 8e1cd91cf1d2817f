"""Other right ways to write the functions of notebook 08."""

import numpy as np


def slopes(loss, w):
    """With five points, entry by entry, in a nested list of numbers."""

    def at(index, step):
        moved = np.array(w)
        moved[index] += step
        return float(loss(moved))

    found, h = np.zeros_like(w), 1e-3
    for index in np.ndindex(*w.shape):
        near, far = (at(index, s) - at(index, -s) for s in (h, 2 * h))
        found[index] = (8 * near - far) / (12 * h)
    return found.tolist()


def are_right(loss, gradients, w):
    """Entry by entry, between the slopes to both sides with a little room."""
    verdicts, h, here = [], 1e-6, loss(w)
    for g in gradients:
        size = float(np.linalg.norm(g))
        right = True
        for i in range(len(w)):
            one = np.zeros(len(w))
            one[i] = h
            above, below = (loss(w + one) - here) / h, (here - loss(w - one)) / h
            slack = 1e-5 * size + 1e-8
            right &= bool(
                min(above, below) - slack <= g[i] <= max(above, below) + slack
            )
        verdicts.append(right)
    return verdicts


def cost_and_gradients(X, Y, W1, b1, W2, b2, decay):
    """Sample by sample, in columns as the posted program has them, in float32."""
    n, dW1, db1, dW2, db2, cost = len(X), 0, 0, 0, 0, 0
    for x, y in zip(X, Y):
        z = W1 @ x + b1
        slope = 0.01 + 0.99 * (z > 0)
        error = W2 @ (slope * z) + b2 - y
        back = 2 * error * W2[0] * slope
        cost += error @ error / n
        dW2, db2 = dW2 + 2 * np.outer(error, slope * z) / n, db2 + 2 * error / n
        dW1, db1 = dW1 + np.outer(back, x) / n, db1 + back / n
    cost += 0.5 * decay * (np.sum(W1 * W1) + np.sum(W2 * W2)) / n
    answer = cost, dW1 + decay * W1 / n, db1, dW2 + decay * W2 / n, db2
    return [np.asarray(part, dtype=np.float32) for part in answer]


def factors(fixed, rms):
    """With the runs in a dictionary by the set of their fixes."""
    k = fixed.shape[1]
    runs = {frozenset(np.flatnonzero(row)): r for row, r in zip(fixed, rms)}
    alone = [runs[frozenset()] / runs[frozenset([j])] for j in range(k)]
    best = [
        max(r / runs[made | {j}] for made, r in runs.items() if made | {j} in runs
            and j not in made)
        for j in range(k)
    ]  # fmt: skip
    return alone, best


def cost_and_gradients_by_complex_steps(X, Y, W1, b1, W2, b2, decay):
    """The derivatives measured by complex steps."""
    n, parameters = len(X), [W1, b1, W2, b2]

    def cost(W1, b1, W2, b2):
        Z = X @ W1.T + b1
        error = np.where(Z.real > 0, Z, 0.01 * Z) @ W2.T + b2 - Y
        return (error**2).sum() / n + decay / (2 * n) * ((W1**2).sum() + (W2**2).sum())

    gradients = [np.zeros(array.shape) for array in parameters]
    for place, gradient in enumerate(gradients):
        for index in np.ndindex(gradient.shape):
            moved = [array.astype(complex) for array in parameters]
            moved[place][index] += 1e-30j
            gradient[index] = cost(*moved).imag / 1e-30
    return cost(*parameters), *gradients


def cost_and_gradients_by_maximum(X, Y, W1, b1, W2, b2, decay, *, leak=0.01):
    """Leaky ReLU as a maximum, the cost as an array without axes, the rest as lists."""
    n, Z = len(X), X @ W1.T + b1
    H = np.maximum(Z, leak * Z)
    error = H @ W2.T + b2 - Y
    cost = np.array((error * error).mean())
    cost += decay / (2 * n) * (np.vdot(W1, W1) + np.vdot(W2, W2))
    back = 2 / n * error * W2 * np.where(Z >= 0, 1, leak)
    dW1, dW2 = back.T @ X + decay * W1 / n, 2 / n * error.T @ H + decay * W2 / n
    return cost, dW1.tolist(), list(back.sum(axis=0)), dW2, 2 * error.mean(axis=0)
