"""Exercise 8.1: the slopes of a loss, by differences that reach eight digits."""

import numpy as np

from nnlib.activations import tanh
from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_08.nets import drawn, loss_of, samples, weights
from nnlib.losses import half_squared_error


def slopes(loss, w):
    """The derivative of the loss by each entry of w."""
    near, far = central(loss, w, 1e-4), central(loss, w, 2e-4)
    return near + (near - far) / 3


def moved(loss, w, step):
    """The loss with one entry of w moved by `step`, for each entry."""
    moves = step * np.eye(w.size).reshape(-1, *w.shape)
    return np.array([loss(w + move) for move in moves]).reshape(w.shape)


def central(loss, w, step):
    """The central difference."""
    return (moved(loss, w, step) - moved(loss, w, -step)) / (2 * step)


def forward(loss, w, step):
    """The difference to one side."""
    return (moved(loss, w, step) - loss(w)) / step


def all_at_once(loss, w):
    """The change of the loss when all weights move together."""
    slope = (loss(w + 1e-5) - loss(w - 1e-5)) / 2e-5
    return np.full(w.shape, slope)


def without_return(loss, w):
    """Each entry stays where it was moved to."""
    w, found = w.copy(), np.empty(w.shape)
    for index in np.ndindex(w.shape):
        w[index] += 1e-5
        above = loss(w)
        w[index] -= 2e-5
        found[index] = (above - loss(w)) / 2e-5
    return found


def cases(rng):
    """Losses of vectors and of matrices, flat ones and steep ones."""
    a, A = rng.uniform(0.5, 2, 4), rng.uniform(0.5, 2, (2, 3))
    yield "a parabola", (lambda w: 3 + a @ (w - 1) ** 2, rng.uniform(2, 4, 4))
    yield (
        "a matrix of weights",
        (
            lambda W: (A * np.sin(W)).sum() + W.sum() ** 2,
            rng.uniform(0.2, 0.8, (2, 3)),
        ),
    )
    yield (
        "a steep valley",
        (
            lambda w: 500 * (a * w) @ w + np.exp(w).sum(),
            rng.uniform(0.001, 0.004, 4),
        ),
    )
    yield "one weight", (lambda w: 2 + np.tanh(w[0] * a[0]), rng.uniform(0.2, 0.6, 1))
    X, Y, W1, W2 = homework()
    H = 1 / (1 + np.exp(-X @ W1.T))
    yield (
        "the homework's W2",
        (
            lambda W: half_squared_error(1 / (1 + np.exp(-H @ W.T)), Y),
            W2,
        ),
    )
    net = drawn(rng, (2, 3, 1), tanh, tanh)
    yield "a net with tanh", (loss_of(net, *samples(rng, net, 5)), weights(net))


EXERCISE = Exercise(
    id="8.1",
    title="The referee",
    points=2,
    minutes=6,
    reference=slopes,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "You move each weight to one side only. The chord from w to w + h is off "
            "by about h; the one from w − h to w + h by about h².",
            lambda loss, w: forward(loss, w, 1e-5),
        ),
        WrongAnswer(
            "You move each weight to the left only. The chord from w − h to w + h is "
            "far more exact.",
            lambda loss, w: forward(loss, w, -1e-5),
        ),
        WrongAnswer(
            "You divide by one step. From w − h to w + h it is two steps.",
            lambda loss, w: 2 * slopes(loss, w),
        ),
        WrongAnswer(
            "You divide by two steps, but one of the two losses is the one at w "
            "itself: they are one step apart.",
            lambda loss, w: forward(loss, w, 1e-5) / 2,
        ),
        WrongAnswer(
            "You subtract in the wrong order: the loss at w + h comes first.",
            lambda loss, w: -slopes(loss, w),
        ),
        WrongAnswer(
            "You move all weights at once. Move one at a time, and leave the others "
            "where they are.",
            all_at_once,
        ),
        WrongAnswer(
            "You move all weights at once and return one number. Each weight has a "
            "slope of its own.",
            lambda loss, w: all_at_once(loss, w).flat[0],
        ),
        WrongAnswer(
            "A weight that was moved stays moved while you measure the next ones. Put "
            "it back first.",
            without_return,
        ),
        WrongAnswer(
            "Your step is too large: it misses the slope. The table of section 3 shows "
            "the step for a central difference.",
            lambda loss, w: central(loss, w, 1e-2),
        ),
        WrongAnswer(
            "Your step is too small: the difference drowns in the rounding of the "
            "loss. The table of section 3 shows a better one.",
            lambda loss, w: central(loss, w, 1e-10),
        ),
        WrongAnswer(
            "You return a flat vector. The slopes have the shape of w, which may be a "
            "matrix.",
            lambda loss, w: slopes(loss, w).ravel(),
        ),
    ),
    hints=(
        "Copy w, move one entry of the copy up by h, and compute the loss. Do the same "
        "downwards. What are the two places apart?",
        "`np.ndindex(w.shape)` runs through the places of an array of any shape, and "
        "`w[index]` is the entry there.",
    ),
    right="With h = 10⁻⁵ it is the referee of all tables in this notebook.",
    rtol=1e-7,
)
