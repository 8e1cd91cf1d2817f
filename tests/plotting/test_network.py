"""Drawn networks: every number is there, and no label covers another one."""

import re
from itertools import combinations, product

import numpy as np
import pytest
from matplotlib import pyplot as plt

from nnlib import HOMEWORK_NAMES, loss_and_gradients, stack, tanh
from nnlib.plotting import plot_network
from tests.support.helpers import random_network

SIZES = [[1, 1], [2, 2, 2], [1, 6, 1], [3, 5, 3], [3, 4, 2], [2, 3, 3, 1], [1, 15, 1]]


def net(*sizes):
    return random_network(sizes, [tanh] * (len(sizes) - 1), np.random.default_rng(0))


def draw(network):
    inputs, outputs = network.shapes[0][1], network.shapes[-1][0]
    X, Y = np.full((1, inputs), -0.123456), np.ones((1, outputs))
    _, gradients = loss_and_gradients(network, X, Y)
    return plot_network(network, network.forward(X), gradients)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_all_numbers_are_put_into_words(sizes):
    network = net(*sizes)
    ax = draw(network)
    plt.close(ax.figure)
    words = ax.figure.get_label()
    assert words.startswith(f"Network {'-'.join(map(str, sizes))}. ")
    assert words.count("derivative") == sum(layer.W.size for layer in network.layers)
    assert words.count("delta") == words.count("bias") == sum(sizes[1:])


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_labels_cover_neither_one_another_nor_a_unit(sizes):
    figure = draw(net(*sizes)).figure
    figure.canvas.draw()
    (ax,) = figure.axes
    boxes = [text.get_window_extent() for text in ax.texts]
    labels = [b for b, text in zip(boxes, ax.texts) if "\n" not in text.get_text()]
    units = [line for line in ax.lines if line.get_marker() == "o"]
    centres = [ax.transData.transform(line.get_xydata()[0]) for line in units]
    radius = units[0].get_markersize() / 2 * figure.dpi / 72
    plt.close(figure)
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    for box in boxes:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1
    assert len(units) == sum(sizes)
    for box, (x, y) in product(labels, centres):
        nearest = np.clip(x, box.x0, box.x1) - x, np.clip(y, box.y0, box.y1) - y
        assert np.hypot(*nearest) >= radius


def refusal(*arguments, **options):
    with pytest.raises((TypeError, ValueError)) as caught:
        plot_network(*arguments, **options)
    return str(caught.value)


def test_what_cannot_be_drawn():
    small = net(2, 2, 1)
    assert refusal(net(4, 4)) == (
        "plot_network draws at most 15 weights between two layers; got 16."
    )
    assert refusal(stack([small, small])) == (
        "network needs to be one network; got 2 side by side. "
        "Take them one by one with unstack."
    )
    assert refusal(small, small.forward(np.ones((3, 2)))) == (
        "caches needs the forward pass of one sample; got 3."
    )
    caches = small.forward(np.ones((1, 2)))
    assert refusal(small, caches[:1]).startswith("caches needs a list of one Cache per")
    assert refusal(small, caches, caches[0]).startswith("gradients needs one Gradient")
    assert refusal(small, digits=0) == (
        "digits needs a whole number of at least 1; got 0."
    )
    assert refusal(small, X=np.ones((3, 2))) == "X needs to be one sample; got 3."
    assert refusal(small, X=np.ones((1, 3))) == (
        "X needs one row per sample, shape (n, 2); got (1, 3)."
    )
    assert refusal(small, names=HOMEWORK_NAMES).startswith("names needs one name per")
    assert refusal(small.layers[0]).startswith("network needs a Network; got Dense(")


def test_the_sample_alone():
    network, X = net(2, 2, 1), np.array([[0.25, -0.5]])
    ax = plot_network(network, X=X)
    plt.close(ax.figure)
    shown = [text.get_text() for text in ax.texts if "=" not in text.get_text()]
    assert shown == ["x₁\n0.25", "x₂\n−0.5", "h₁", "h₂", "o₁"]
    assert ax.figure.get_label().startswith("Network 2-2-1. x₁ = 0.25; x₂ = −0.5; h₁, ")


def test_targets_are_put_into_words():
    ax = plot_network(net(2, 2), X=np.ones((1, 2)), Y=np.array([[0.25, -3]]))
    plt.close(ax.figure)
    words = ax.figure.get_label()
    assert re.findall("(o.), bias [^,]*, target ([^;]*);", words) == [
        ("o₁", "0.25"),
        ("o₂", "−3"),
    ]
    assert refusal(net(2, 2), Y=np.ones((1, 3))).startswith("Y needs ")
