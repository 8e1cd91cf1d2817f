"""ReLU nets with one living path: the homework, personal examples and drawn ones.

One sample, two layers without biases; exactly one hidden unit and one output are above
zero.
"""

import numpy as np

from nnlib.datasets import homework
from nnlib.examples.personal import personal_example

SHAPES = {  # inputs, hidden units and outputs, and the output that lives
    "2-2-2, the second output lives": (2, 2, 2, 1),
    "3-4-3, the last output lives": (3, 4, 3, 2),
    "4-3-2, the first output lives": (4, 3, 2, 0),
    "5-1-4, a single hidden unit": (5, 1, 4, 1),
    "1-2-2, a single input": (1, 2, 2, 1),
}


def living_paths(rng):
    """Pairs of a name and X, Y, W1 and W2."""
    X, Y, W1, W2 = homework()
    yield "the homework", (X, Y, W1, W2)
    yield "the homework, upside down", (X, Y[:, ::-1], W1[::-1], W2[::-1, ::-1])
    for number in range(2):
        example = personal_example(f"student {rng.integers(10**6)}")
        yield f"personal example {number + 1}", tuple(example)
    for name, shape in SHAPES.items():
        yield name, drawn_path(rng, *shape)
    yield "a dead unit with large weights", heavy_dead_unit(rng)
    X, Y, W1, W2 = drawn_path(rng, 3, 3, 3, 1)
    yield "the other targets negative", (X, Y * [-1, 1, -1], W1, W2)


def drawn_path(rng, inputs, hidden, outputs, output):
    """Draw a net in which one hidden unit lives, and of the outputs this one."""
    X, Y = rng.uniform(-0.9, 0.9, (1, inputs)), rng.uniform(0.1, 0.9, (1, outputs))
    unit = rng.integers(hidden)
    Z1 = rng.uniform(0.2, 1, hidden) * np.where(np.arange(hidden) == unit, 1, -1)
    W1 = rng.uniform(-0.9, 0.9, (hidden, inputs))
    W1 += (Z1[:, None] - W1 @ X.T) * X / (X**2).sum()  # so that W1 @ X.T is Z1
    W2 = rng.uniform(-0.9, 0.9, (outputs, hidden))
    signs = np.where(np.arange(outputs) == output, 1, -1)
    W2[:, unit] = rng.uniform(0.2, 0.9, outputs) * signs
    return X, Y, W1, W2


def heavy_dead_unit(rng):
    """Draw a 2-2-2 net in which a dead unit would decide, were it not for ReLU."""
    X, Y = rng.uniform(0.3, 0.9, (1, 2)), np.sort(rng.uniform(0.1, 0.9, (1, 2)))
    W1 = np.array([[0.3, 0.2], [-0.8, -0.9]]) * rng.uniform(0.9, 1.1)
    return X, Y, W1, np.array([[0.5, 0.9], [-0.4, -0.9]])
