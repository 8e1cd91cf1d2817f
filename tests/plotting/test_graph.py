"""Drawn graphs: each number is there, boxes stand apart, and words say the same."""

from itertools import combinations

import pytest
from matplotlib import pyplot as plt

from nnlib.autograd import Value, named
from nnlib.paper.notation import minus
from nnlib.plotting import plot_graph
from nnlib.plotting.graph import labels_of, users_of
from tests.support.homework_graph import net


def small():
    """b = 3a, d = b + b²."""
    a = Value(2)
    b = a * 3
    d = b + b * b
    return named({"a": a, "b": b, "d": d})["d"]


def longer():
    """Numbers of several ages meet."""
    a, b, c = (Value(k) for k in (1, 2, 3))
    s = (a + b) * c
    return named({"a": a, "b": b, "c": c, "s": s})["s"].sigmoid() * a + s * b + a


GRAPHS = {"net": lambda: net()["L"], "small": small, "longer": longer}
each_graph = pytest.mark.parametrize("name", GRAPHS)


def drawn(loss):
    loss.backward()
    ax = plot_graph(loss, title="A graph")
    ax.figure.canvas.draw()
    plt.close(ax.figure)
    return ax


@each_graph
def test_each_number_is_drawn_and_told(name):
    loss = GRAPHS[name]()
    ax = drawn(loss)
    nodes = loss.nodes()
    words = ax.figure.get_label()
    edges = sum(len(node.parents) for node in nodes)
    start = f"A graph. Graph of {len(nodes)} nodes and {edges} edges. "
    assert words.startswith(start)
    assert words.count("∂") == len(nodes)
    texts = {text.get_text() for text in ax.texts}
    for node, label in labels_of(nodes).items():
        assert {label, minus(f"∂ {node.grad:.4g}")} <= texts


@each_graph
def test_boxes_stand_apart_and_hold_their_texts(name):
    loss = GRAPHS[name]()
    ax = drawn(loss)
    lines, boxes = ax.collections
    places = [path.get_extents(ax.transData) for path in boxes.get_paths()]
    assert not any(one.overlaps(other) for one, other in combinations(places, 2))
    for text in ax.texts:
        extent = text.get_window_extent()
        inside = [
            place
            for place in places
            if place.x0 <= extent.x0 <= extent.x1 <= place.x1
            and place.y0 <= extent.y0 <= extent.y1 <= place.y1
        ]
        assert len(inside) == 1, text.get_text()
    edges = sum(map(len, users_of(loss.nodes()).values()))
    assert len(lines.get_paths()) == edges


def test_what_is_used_twice_has_two_lines_apart():
    a = Value(3)
    ax = drawn(named({"a": a, "b": a * a})["b"])
    one, other = (path.vertices.tolist() for path in ax.collections[0].get_paths())
    assert one != other


def test_a_long_line_goes_around_the_box_between():
    ax = drawn(small())
    bent = [path for path in ax.collections[0].get_paths() if abs_bend(path) > 30]
    assert len(bent) == 1


def abs_bend(path):
    (_, start), (_, middle), (_, end) = path.vertices
    return abs(middle - (start + end) / 2)


def test_labels_say_what_a_node_is_made_of():
    a, b = Value(1), Value(2)
    named({"a": a, "w12": b})
    expected = {
        a: "a",
        b: "w₁₂",
        Value(5): "constant",
        a * b: "a·w₁₂",
        a + b: "a+w₁₂",
        a * a: "a²",
        a.sigmoid(): "σ(a)",
        (a + b) * a: "(a+w₁₂)·a",
        (a * b + a * b) * b: "×",
    }
    assert {node: labels_of(node.nodes())[node] for node in expected} == expected


def test_many_paths_take_a_moment():
    v = Value(1)
    for _ in range(40):
        v = v + v
    words = drawn(v).figure.get_label()
    assert "41 nodes and 80 edges" in words


def test_what_is_no_graph_is_refused():
    with pytest.raises(TypeError, match=r"loss needs to be a Value .*; got 0\.5\."):
        plot_graph(0.5)


def test_too_many_boxes_are_refused():
    v = Value(1)
    for _ in range(60):
        v = v + v
    with pytest.raises(ValueError, match="draws at most 60 nodes; got 61"):
        plot_graph(v)
