"""Exercise 10.4: how many multiplications a gradient costs, both ways."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.slips import slips


def multiplications(sizes):
    """The multiplications of a forward pass, of both passes, and of differences."""
    units = np.array(sizes[1:])  # the units of the layers
    weights = units * sizes[:-1]  # the weights of the layers
    forward = weights.sum()  # the forward pass
    parameters = forward + units.sum()  # the number of parameters
    back = weights[1:].sum()  # what Wᵀδ takes
    both = forward + forward + back  # the cost of both passes
    differences = 2 * parameters * forward  # the cost of differences
    return forward, both, differences


def cases(rng):
    """The nets of the table, a single layer, and drawn ones."""
    yield "the homework's sizes", ([2, 2, 2],)
    yield "64-32-10", ([64, 32, 10],)
    yield "784-128-10", ([784, 128, 10],)
    yield "one layer", ([int(rng.integers(3, 9)), int(rng.integers(3, 9))],)
    yield "one unit in the middle", ([int(rng.integers(3, 9)), 1, 4],)
    for depth in (3, 4, 6):
        yield f"{depth} layers", (rng.integers(2, 30, depth + 1).tolist(),)


MISTAKES = """
The biases are left out of the parameters. A difference is taken for each of them, too.
    forward + units.sum() -> forward

The inputs have no biases: they are given, not computed.
    forward + units.sum() -> forward + np.sum(sizes)

You count the biases as multiplications. They are only added.
    forward = weights.sum() -> forward = weights.sum() + units.sum()
    parameters = forward + units.sum() -> parameters = forward

You count units. There is a multiplication for each weight.
    forward = weights.sum() -> forward = np.sum(sizes)

You multiply all sizes together. Each layer has its own weights; the layers are added.
    forward = weights.sum() -> forward = np.prod(sizes)

You carry δ back to the inputs as well. Nobody needs it there: the first matrix has no
layer before it.
    weights[1:].sum() -> weights.sum()

The way back costs more than that: a multiplication for each weight in δaᵀ, and in Wᵀδ
again, but for the first layer.
    forward + forward + back -> forward + forward

The second number lacks one of its three parts: the forward pass, δaᵀ and Wᵀδ. The first
two take a multiplication for each weight.
    forward + forward + back -> forward + back

These are differences to one side. Central differences take two forward passes for each
parameter.
    2 * parameters * forward -> (parameters + 1) * forward

You take one forward pass for each parameter. Central differences take two: one on each
side.
    2 * parameters * forward -> parameters * forward

You count a forward *and* a backward pass for each difference. It needs the loss alone.
    2 * parameters * forward -> 2 * parameters * both

You multiply the number of parameters by itself. Each difference costs forward passes,
and these have multiplications for the weights alone.
    2 * parameters * forward -> parameters**2
"""

EXERCISE = Exercise(
    id="10.4",
    title="What a gradient costs",
    points=2,
    minutes=8,
    reference=multiplications,
    cases=cases,
    mistakes=slips(multiplications, MISTAKES),
    hints=(
        "Forward, each weight takes part in one multiplication. How many weights lead "
        "from a layer of a units to one of b?",
        "Back, δaᵀ takes one for each weight, and Wᵀδ one for each weight again; the "
        "first layer needs no Wᵀδ, since nothing stands before it.",
        "Central differences: for each parameter, weight or bias, two forward passes.",
    ),
    right="The cost of the way back grows like the net; that of differences like its "
    "square.",
    rtol=1e-9,
)
