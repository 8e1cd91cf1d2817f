"""A student's worksheet: one training step with gaps to fill in.

All of it is here that stands on the HTML page and on the PDF.
"""

from typing import NamedTuple

import numpy as np

from nnlib.activations import sigmoid
from nnlib.datasets import HOMEWORK_NAMES, WorkedExample
from nnlib.examples.personal import checked_id, personal_example
from nnlib.network import Dense, Network
from nnlib.paper.notation import Symbols, number
from nnlib.paper.tables import Line
from nnlib.paper.worksheet import worksheet

TITLE = "One step of backpropagation, by hand"
RULES = (
    "These numbers are yours alone. In each line, first put the numbers into the "
    "formula, then work out the value. Go on with your own values, rounded to 6 digits "
    "after the point.",
    "All units are sigmoid units without biases: σ(z) = 1/(1 + exp(-z)). The loss is "
    "half the sum of the squared errors, the learning rate lr is 1.",
    "The lines go unit by unit, so w₃ comes before w₂: w₁ and w₃ lead into h₁, w₂ and "
    "w₄ into h₂. In the same way w₅ and w₇ lead into o₁, w₆ and w₈ into o₂.",
)
STEPS = {  # headings as in notebook 01, and the parts of the calculation below each
    "1 · Forward: from x to o": ("forward", None),
    "2 · Loss: one number for the error": ("loss", None),
    "3 · Backward: the output units": ("backward", 2),
    "4 · Backward: the hidden units": ("backward", 1),
    "5 · Update: one step downhill": ("update", None),
}


class BlankWorksheet(NamedTuple):
    """What stands on a student's worksheet, whatever it is printed as."""

    student: str  # the id as it is shown
    example: WorkedExample
    network: Network
    given: dict[str, str]  # from symbol to number, as in the drawing
    steps: dict[str, list[Line]]  # from heading to lines with gaps


def blank_worksheet(student_id):
    """Set up the worksheet of a student, all values left to be worked out."""
    example = personal_example(student_id)
    X, Y, *weights = example
    network = Network([Dense(W, None, sigmoid) for W in weights])
    symbols = Symbols(network.shapes, HOMEWORK_NAMES)
    given = {symbols.unit(0, k): x for k, x in enumerate(X[0])}
    given |= {symbols.y(j): y for j, y in enumerate(Y[0])}
    for layer, W in enumerate(weights, start=1):
        given |= {symbols.w(layer, j, k): W[j, k] for k, j in np.ndindex(W.T.shape)}
    lines = worksheet(network, X, Y, names=HOMEWORK_NAMES).blank()
    return BlankWorksheet(
        checked_id(student_id),
        example,
        network,
        {symbol: number(value, 3) for symbol, value in given.items()},
        {heading: lines.part(*part).lines for heading, part in STEPS.items()},
    )
