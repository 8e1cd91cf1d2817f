"""Exercise 8.1: the slopes of a loss, by differences that reach eight digits."""

import numpy as np

from nnlib.activations import tanh
from nnlib.datasets import homework
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_08.nets import drawn, loss_of, samples, weights
from nnlib.exercises.slips import slips
from nnlib.losses import half_squared_error


def slopes(loss, w):
    """The derivative of the loss by each entry of w."""
    found = np.zeros(w.shape)  # the derivative
    step = 1e-5  # the step
    for index in np.ndindex(w.shape):
        up = w.copy()
        down = w.copy()
        up[index] += step
        down[index] -= step
        rise = loss(up) - loss(down)  # the difference of the losses
        run = 2 * step  # the distance
        found[index] = rise / run
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


MISTAKES = """
You move each weight to one side only. The chord from w to w + h is off by about h; the
one from w − h to w + h by about h².
    loss(down) -> loss(w)
    2 * step -> step

You move each weight to the left only. The chord from w − h to w + h is far more exact.
    loss(up) -> loss(w)
    2 * step -> step

You divide by one step. From w − h to w + h it is two steps.
    2 * step -> step

You divide by two steps, but one of the two losses is the one at w itself: they are one
step apart.
    loss(down) -> loss(w)

You subtract in the wrong order: the loss at w + h comes first.
    loss(up) - loss(down) -> loss(down) - loss(up)

You move all weights at once. Move one at a time, and leave the others where they are.
    up[index] += step -> up += step
    down[index] -= step -> down -= step

You move all weights at once and return one number. Each weight has a slope of its own.
    up[index] += step -> up += step
    down[index] -= step -> down -= step
    found[index] = -> found =

A weight that was moved stays moved while you measure the next ones. Put it back first.
    found[index] = rise / run -> found[index] = rise / run; w = down

Your step is too large: it misses the slope. The table of section 3 shows the step for a
central difference.
    1e-5 -> 1e-2

Your step is too small: the difference drowns in the rounding of the loss. The table of
section 3 shows a better one.
    1e-5 -> 1e-10

You return a flat vector. The slopes have the shape of w, which may be a matrix.
    return found -> return found.ravel()
"""

EXERCISE = Exercise(
    id="8.1",
    title="The referee",
    points=2,
    minutes=6,
    reference=slopes,
    cases=cases,
    mistakes=slips(slopes, MISTAKES),
    hints=(
        "Copy w, move one entry of the copy up by h, and compute the loss. Do the same "
        "downwards. What are the two places apart?",
        "`np.ndindex(w.shape)` runs through the places of an array of any shape, and "
        "`w[index]` is the entry there.",
    ),
    right="With h = 10⁻⁵ it is the referee of all tables in this notebook.",
    rtol=1e-7,
)
