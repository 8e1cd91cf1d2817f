"""A student's worksheet as an HTML page: one training step with gaps to fill in.

The page stands alone: drawing and style lie inside it, nothing is fetched. It prints
on A4 and can be read on a telephone.
"""

from html import escape
from typing import NamedTuple

import numpy as np

from nnlib.activations import sigmoid
from nnlib.datasets import HOMEWORK_NAMES, WorkedExample
from nnlib.examples.personal import checked_id, personal_example
from nnlib.network import Dense, Network
from nnlib.paper.notation import Symbols, number, to_html
from nnlib.paper.tables import Line
from nnlib.paper.worksheet import worksheet
from nnlib.plotting import plot_network
from nnlib.plotting.figures import as_svg

TITLE = "One step of backpropagation, by hand"
RULES = (
    "These numbers are yours alone. In each line, first put the numbers into the "
    "formula, then work out the value. Go on with your own values, rounded to 6 digits "
    "after the point.",
    "All units are sigmoid units without biases: σ(z) = 1/(1 + exp(-z)). The loss is "
    "half the sum of the squared errors, the learning rate lr is 1.",
)
STEPS = {  # headings as in notebook 01, and the parts of the calculation below each
    "1 · Forward: from x to o": ("forward", None),
    "2 · Loss: one number for the error": ("loss", None),
    "3 · Backward: the output units": ("backward", 2),
    "4 · Backward: the hidden units": ("backward", 1),
    "5 · Update: one step downhill": ("update", None),
}

STYLE = """
@page { size: A4; margin: 14mm 16mm }
* { box-sizing: border-box }
body { font: 16px/1.4 "DejaVu Sans", Verdana, sans-serif; color: #222;
       max-width: 46em; margin: 0 auto; padding: 1em;
       overflow-wrap: anywhere }
h1 { font-size: 1.4em; margin: 0 }
h2 { font-size: 1.1em; margin: 1.4em 0 0; break-after: avoid }
svg { display: block; width: 100%; height: auto; margin: 0 }
.given { display: flex; flex-wrap: wrap; gap: .2em 1.5em }
ul { list-style: none; margin: 0; padding: 0 }
li { display: flex; flex-wrap: wrap; column-gap: .5em; break-inside: avoid }
.formula { flex: 0 0 17em; padding-top: .7em }
.gap { display: flex; flex: 3 1 11em; padding-top: .7em; white-space: nowrap }
.value { flex: 1 1 7em }
.gap::after { content: ""; flex: 1; margin-left: .4em; border-bottom: 1px solid #777 }
sub, sup { line-height: 0; font-size: .75em }
@media print {
  body { font-size: 12.5px; max-width: none; padding: 0 }
  section:nth-of-type(3) { break-before: page }
  .formula, .gap { padding-top: 1.1em }
}
"""


class Sheet(NamedTuple):
    """What stands on a student's worksheet, whatever it is printed as."""

    student: str  # the id as it is shown
    example: WorkedExample
    network: Network
    given: dict[str, str]  # from symbol to number, as in the drawing
    steps: dict[str, list[Line]]  # from heading to lines with gaps


def blank_sheet(student_id):
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
    return Sheet(
        checked_id(student_id),
        example,
        network,
        {symbol: number(value, 3) for symbol, value in given.items()},
        {heading: lines.part(*part).lines for heading, part in STEPS.items()},
    )


def html_page(sheet):
    """Write the worksheet as one HTML page."""
    student = f"<bdi>{escape(sheet.student)}</bdi>"
    picture = plot_network(sheet.network, X=sheet.example.X, names=HOMEWORK_NAMES)
    rules = "\n".join(f"<p>{to_html(rule)}</p>" for rule in RULES)
    given = " ".join(
        f"<span>{to_html(f'{symbol} = {value}')}</span>"
        for symbol, value in sheet.given.items()
    )
    steps = "\n".join(
        f"<section><h2>{heading}</h2>\n<ul>\n{''.join(map(_row, lines))}</ul></section>"
        for heading, lines in sheet.steps.items()
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Worksheet of {escape(sheet.student)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{TITLE}</h1>
<p>Student: <strong>{student}</strong></p>
{rules}
{as_svg(picture)}
<p class="given">{given}</p>
{steps}
</body>
</html>
"""


def _row(line):
    formula = f"{to_html(line.symbol)} {line.equals} {to_html(line.formula)}"
    return (
        f'<li><span class="formula">{formula}</span>'
        '<span class="gap">=</span><span class="gap value">=</span></li>\n'
    )
