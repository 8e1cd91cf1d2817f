"""Other right ways to write the functions of notebook 06."""

import numpy as np


def first_fork(X, Y, W1, W2):
    """Unit by unit, in plain numbers, as float32."""
    x = [float(value) for value in X[0]]
    H = [max(0.0, sum(w * v for w, v in zip(row, x))) for row in W1]
    for row, y in zip(W2, Y[0]):
        if sum(w * h for w, h in zip(row, H)) > 0:
            return np.float32(1 / (y * sum(v * v for v in x) ** 0.5))
    raise ValueError("no output lives")


def largest_curvature(gradient, w):
    """By power iteration: the largest in size, then the largest above that one."""

    def times(v):
        return (gradient(w + 1e-4 * v) - gradient(w - 1e-4 * v)) / 2e-4

    def iterate(shift):
        v = np.random.default_rng(0).normal(size=w.size)
        for _ in range(300):
            v = v / np.linalg.norm(v)
            v = times(v) - shift * v
        v = v / np.linalg.norm(v)
        return v @ times(v)

    largest_in_size = iterate(0.0)
    return largest_in_size if largest_in_size > 0 else iterate(largest_in_size)


def hidden_spike(losses, every):
    """Window by window; in the last one, the print before stands for both."""
    best = 0.0, -1
    for start in range(0, len(losses), every):
        level = losses[start : start + every + 1 : every].max()
        for step in range(start + 1, min(start + every, len(losses))):
            best = max(best, (losses[step] / level, step))
    times, step = best
    return [np.int64(step), np.float32(times)]


def learning_rates(lr, factor, every, warm_up, steps):
    """As a walk: the rate changes from step to step."""
    rates, rate, since = [], lr, 0
    for step in range(steps):
        if step < warm_up:
            rates.append(lr * (1 - (warm_up - 1 - step) / warm_up))
            continue
        if since == every:
            rate, since = rate * factor, 0
        rates.append(rate)
        since += 1
    return rates


def hidden_spike_by_numbers(losses, every):
    """As the largest of tuples of Python's own numbers."""
    values = losses.tolist()

    def ratio(step):
        start = step // every * every
        return values[step] / max(values[start : start + every + 1 : every])

    hidden = [step for step in range(len(values)) if step % every]
    return max(((step, ratio(step)) for step in hidden), key=lambda pair: pair[1])


def hidden_spike_by_windows(losses, every):
    """In a table with a window per row; both values in one array."""
    rows = -(-len(losses) // every)
    table = np.full((rows + 1, every), np.nan)
    table.flat[: len(losses)] = losses
    ratios = table[:-1] / np.fmax(table[:-1, :1], table[1:, :1])
    ratios[:, 0] = np.nan
    step = np.nanargmax(ratios)
    return np.array([step, ratios.flat[step]])


def largest_curvature_by_powers(gradient, w):
    """By powers of the matrix, shifted so that no eigenvalue is negative."""
    h = 1e-5 * max(1, np.abs(w).max())
    moves = h * np.eye(len(w))
    H = np.array([gradient(w + e) - gradient(w - e) for e in moves]) / (2 * h)
    shifted = H + np.abs(H).sum(axis=1).max() * np.eye(len(w))
    v = np.random.rand(len(w))  # noqa: NPY002
    for _ in range(2000):
        v = shifted @ v
        v /= np.linalg.norm(v)
    return v @ H @ v
