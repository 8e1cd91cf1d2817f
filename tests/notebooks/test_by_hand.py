"""What notebook 01 writes out in formulas and in prose is what the homework's net has.

The formula of ∂L/∂w₁ is read from the notebook's cell and computed as it stands there.
"""

import json
import re

import numpy as np
import pytest

from tests.support.places import ROOT

X, Y = np.array([0.5, 0.3]), np.array([0.23, -0.07])
W1, W2 = np.array([[0.2, 0.5], [-0.4, 0.6]]), np.array([[0.1, -0.3], [-0.5, 0.8]])
NAMES = dict(w1=0.2, w2=-0.4, w3=0.5, w4=0.6, w5=0.1, w6=-0.5, w7=-0.3, w8=0.8)
NAMES |= dict(x1=0.5, x2=0.3, y1=0.23, y2=-0.07)


def sigma(z):
    return 1 / (1 + np.exp(-z))


def loss(w1):
    h = sigma(np.array([[w1, 0.5], [-0.4, 0.6]]) @ X)
    return np.sum((sigma(W2 @ h) - Y) ** 2) / 2


def formulas(cell_id):
    """The right sides of the formulas of a cell, as Python."""
    path = ROOT / "notebooks/01_hand_worked_backprop.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    (text,) = ("".join(c["source"]) for c in cells if c["id"] == cell_id)
    for formula in re.findall(r"\$\$.*?=(.*?)\$\$", text, re.DOTALL):
        for latex, python in (
            (r"\\(begin|end)\{aligned\}|\\[bB]ig[lr]|&|\\\\|\{\}", ""),
            (r"\\cdot", "*"),
            (r"\\sigma", "σ"),
            (r"\\delta", "δ"),
            (r"_(\w)", r"\1"),
            (r"(?<=[\d)])(?=[wxσho(])", "*"),
        ):
            formula = re.sub(latex, python, formula)
        yield formula


def test_the_long_formula_is_the_slope_of_the_loss():
    (formula,) = formulas("why-chain-rule")
    slope = (loss(0.2 + 1e-6) - loss(0.2 - 1e-6)) / 2e-6
    assert eval(formula, {"σ": sigma}, NAMES) == pytest.approx(slope, rel=1e-7)


def test_it_asks_for_sigma_twenty_times():
    (formula,) = formulas("why-chain-rule")
    assert formula.count("σ") == 20


def test_the_short_way_gives_the_same():
    (formula,) = formulas("short-way")
    short, _ = formula.split(r",\qquad")
    h, o = sigma(W1 @ X), sigma(W2 @ sigma(W1 @ X))
    delta = (o - Y) * o * (1 - o)
    parts = {"h1": h[0], "δ1": delta[0], "δ2": delta[1]}
    (long,) = formulas("why-chain-rule")
    expected = eval(long, {"σ": sigma}, NAMES)
    assert eval(short, parts, NAMES) == pytest.approx(expected, rel=1e-12)


def test_where_the_paths_cancel():
    def products(w5):
        weights = np.array([[w5, -0.3], [-0.5, 0.8]])
        o = sigma(weights @ sigma(W1 @ X))
        delta = (o - Y) * o * (1 - o)
        return delta[0], w5 * delta[0], -0.5 * delta[1]

    at = np.arange(-10, 21) / 10
    nearest = min(at, key=lambda w5: abs(sum(products(w5)[1:])))
    assert nearest == 0.9
    assert products(0.9) == pytest.approx((0.0868, 0.078, -0.075), abs=5e-4)
