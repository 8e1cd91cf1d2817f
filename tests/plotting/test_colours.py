"""The colours of all figures can be told apart, seen or printed without colours, too.

Formulas: https://www.w3.org/TR/WCAG22 (contrast), CIE 15 (L*a*b* of a colour).
"""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from nnlib.plotting import plot_lines
from nnlib.plotting.figures import STYLE

with plt.style.context(STYLE):
    PALETTE = plt.rcParams["axes.prop_cycle"].by_key()["color"]

# What is seen with one kind of cone missing, in linear RGB: Machado, Oliveira and
# Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", severity 1.0.
VISION = {
    "all cones": np.eye(3),
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(  # of linear sRGB
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)

# About 2.3 can just be noticed (Mahy and others, 1994); this is more than four times
# as much, for lines are thin.
APART = 10
CONTRAST = 3  # success criterion 1.4.11 of WCAG 2.2, for graphical objects
# They have less, and stand only from the fifth line on, where markers have black edges.
LIGHT = ["#E69F00", "#56B4E9"]


def linear(color):
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """L*, a* and b* of a colour in linear RGB."""
    ratios = XYZ @ rgb / XYZ.sum(axis=1)
    f = np.where(
        ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116
    )
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_ruler():
    np.testing.assert_allclose(lab(np.ones(3)), [100, 0, 0], atol=1e-6)
    # red in sRGB
    np.testing.assert_allclose(lab(linear("#FF0000")), [53.24, 80.09, 67.2], atol=0.02)


@pytest.mark.parametrize("vision", VISION)
def test_colours_differ(vision):
    seen = {
        color: lab(np.clip(VISION[vision] @ linear(color), 0, 1)) for color in PALETTE
    }
    for one, other in combinations(PALETTE, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > APART, (one, other)


def test_red_and_green_of_one_lightness_would_not_pass():
    seen = [
        lab(np.clip(VISION["deuteranopia"] @ linear(color), 0, 1))
        for color in ("#C05A00", "#7A8000")
    ]
    assert np.linalg.norm(seen[0] - seen[1]) < APART


def test_colours_stand_out_from_white():
    weak = [
        color.upper()
        for color in PALETTE
        if 1.05 / (XYZ[1] @ linear(color) + 0.05) < CONTRAST
    ]
    assert weak == LIGHT == [color.upper() for color in PALETTE[4:6]]


def test_lines_differ_in_black_and_white():
    lines = {f"line {n}": [0.0, float(n)] for n in range(11)}
    ax = plot_lines(lines, xlabel="x", ylabel="y")
    looks = [(line.get_linestyle(), line.get_marker()) for line in ax.lines]
    edges = [line.get_markeredgecolor() for line in ax.lines]
    plt.close(ax.figure)
    assert len(set(looks)) == 11
    assert {marker for _, marker in looks[:4]} == {"None"}
    assert set(edges[4:]) == {"black"}
