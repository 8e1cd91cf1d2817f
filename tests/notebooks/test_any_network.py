"""The numbers of notebook 10: the graph, what goes wrong in it, and what it costs.

`tests/data/any_network_numbers.json` has them from programs written without nnlib, with
the tolerance of each.
"""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
import torch

from nnlib.exercises.notebook_10.graphs import homework_loss
from nnlib.exercises.notebook_10.multiplications import multiplications
from tests.notebooks.test_striking_numbers import says
from tests.support.helpers import stored
from tests.support.homework_graph import WEIGHTS, build, fresh, in_notebook_10, net

NUMBERS = stored("any_network_numbers.json")
ORDER = ["w1", "w3", "w2", "w4", "w5", "w7", "w6", "w8"]  # by rows of W1, then of W2


def assert_stored(name, found):
    value, tolerance = NUMBERS[name]
    np.testing.assert_allclose(np.ravel(found), np.ravel(value), rtol=0, atol=tolerance)


def walked():
    nodes = net()
    nodes["L"].backward()
    return nodes


def grads(values, names=ORDER):
    return np.array([values[name].grad for name in names])


RIGHT = walked()


def ruler(a, b):
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


@pytest.mark.parametrize("name", [name for name in NUMBERS if ": value, grad" in name])
def test_every_node_has_its_value_and_gradient(name):
    node = RIGHT[name.removeprefix("node ").split(":")[0]]
    assert_stored(name, [node.data, node.grad])


def test_gradients_of_the_inputs():
    assert_stored("x1, x2 grads", grads(RIGHT, ["x1", "x2"]))
    assert RIGHT["x1"].grad < 0 < RIGHT["x2"].grad


def test_how_many_nodes_and_arrows():
    nodes = RIGHT["L"].nodes()
    ops = Counter(node.op for node in nodes)
    edges = sum(len(node.parents) for node in nodes)
    counts = [len(nodes), ops[""], ops["+"], ops["×"], ops["σ"], edges]
    assert_stored(
        "graph: all nodes, leaves, + nodes, * nodes, sigma nodes, edges", counts
    )
    uses = Counter(parent for node in nodes for parent in node.parents)
    shared = sorted(node.name for node, count in uses.items() if count > 1)
    assert shared == ["e1", "e2", "h1", "h2", "x1", "x2"]
    says(
        "10",
        "35 nodes, 40 arrows",
        "6 nodes are used more than once: e1 e2 h1 h2 x1 x2",
    )
    says("10", "given 13", "+     7", "×     11", "σ     4", "L = 0.209709794")


def test_the_exercise_has_the_same_graph():
    loss = homework_loss()
    assert len(loss.nodes()) == 35
    assert loss.data == pytest.approx(RIGHT["L"].data, abs=1e-15)


def test_autograd_is_that_of_pytorch():
    tensors = {
        name: torch.tensor(value.data, dtype=torch.float64, requires_grad=True)
        for name, value in fresh().items()
    }
    build(**tensors)["L"].backward()
    theirs = np.array([tensors[name].grad for name in ORDER])
    off = abs(grads(RIGHT) - theirs).max()
    assert_stored("max |own autograd - torch|", off)


def test_with_assignment_none_is_right():
    values = fresh()
    nodes = build(**values)
    nodes["L"].grad = 1.0
    for node in reversed(nodes["L"].nodes()):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad = slope * node.grad
    wrong, right = grads(values), grads(RIGHT)
    assert_stored("with = in place of +=: the eight gradients", wrong)
    some = grads(nodes, ["h1", "h2", "e1", "z1"])
    assert_stored("with =: h1.grad, h2.grad, e1.grad, z1.grad", some)
    rulers = ruler(wrong[:4], right[:4]), ruler(wrong, right)
    assert_stored("with =: ruler |a-b|/(|a|+|b|), W1 and all", rulers)
    assert wrong[4:] == pytest.approx(right[4:] / 2, rel=1e-12)
    assert (wrong[:4] * right[:4] < 0).all()
    for name, value in values.items():
        if name in WEIGHTS:
            says(
                "10", f"{name}  right {RIGHT[name].grad:9.6f}  with = {value.grad:9.6f}"
            )


def test_two_walks_add_up():
    values = fresh()
    loss = build(**values)["L"]
    loss.backward()
    build(**values)["L"].backward()
    factors = grads(values) / grads(RIGHT)
    assert_stored(
        "a second, fresh graph on the same weights: factor per weight", factors
    )
    values = fresh()
    loss = build(**values)["L"]
    loss.backward()
    loss.backward()
    factors = grads(values) / grads(RIGHT)
    name = "backward twice on ONE graph without zeroing: factor per weight"
    assert_stored(name, factors)
    says("10", "new graph:  w5 times 2.0, w1 times 2.0")
    says("10", "one graph:  w5 times 8.0, w1 times 11.0")


def test_the_factor_is_the_number_of_nodes_on_the_way():
    def lengths(node, to):
        if node is to:
            return {1}
        return {1 + n for parent in node.parents for n in lengths(parent, to)}

    for name, length in (("w5", 8), ("w8", 8), ("w1", 11), ("w4", 11)):
        assert lengths(RIGHT["L"], RIGHT[name]) == {length}


def test_the_order_matters_where_ways_differ_in_length():
    names = in_notebook_10("order-walk")
    a = names["Value"](2)
    b = a * 3
    d = b + b * b
    d.backward()
    assert a.grad == 39 == 3 + 18 * 2
    a.grad = b.grad = d.parents[1].grad = 0.0
    names["near_to_far"](d)
    assert a.grad == 3
    values = fresh()
    names["near_to_far"](build(**values)["L"])
    off = ruler(grads(values), grads(RIGHT))
    assert_stored(
        "breadth-first instead of topological order: ruler (homework net)", off
    )
    says(
        "10", "∂d/∂a = 3.0", "which is 39 at a = 2", "the homework's net is right: True"
    )


@pytest.mark.parametrize("times", [5, 10, 15, 20])
def test_doublings(times):
    names = in_notebook_10()
    x = v = names["Value"](1)
    for _ in range(times):
        v = v + v
    v.backward()
    found = [len(v.nodes()), x.grad]
    assert_stored(f"chain of {times} doublings v=v+v: nodes, paths", found)


def test_paths_are_told():
    says("10", "21 nodes, and from v back to x 1,048,576 paths")


@pytest.mark.parametrize("sizes", [[2, 2, 2], [64, 32, 10], [784, 128, 10]], ids=str)
def test_what_it_costs(sizes):
    name = f"multiplications {sizes}: parameters, forward, backward, forward+backward, "
    weights = [a * b for a, b in pairwise(sizes)]
    parameters = sum(weights) + (sum(sizes[1:]) if sizes[0] > 2 else 0)
    forward, both, _ = multiplications(sizes)
    differences = 2 * parameters * forward
    found = [parameters, forward, both - forward, both, differences, differences]
    assert_stored(f"{name}central differences, forward mode", found)
    row = f"{parameters:11,}{forward:9,}{both:10,}{differences:18,}"
    says("10", f"{'-'.join(map(str, sizes)):11}{row}{differences / both:11,.1f}")
    assert 2 <= both / forward <= 3
    if sizes[0] > 2:
        assert multiplications(sizes)[2] == differences


def test_costs_in_the_words():
    says("10", "2258 times. For the homework's 2-2-2 it was 6.4")
    says("10", "for handwritten digits it is 101,133", "takes 2368 multiplications")
    says("10", "2410 parameters", "5056 forward and back")


def test_forward_mode_and_differences():
    names = in_notebook_10("forward-mode")
    loss = RIGHT["L"]
    front = [names["forward_mode"](loss, RIGHT[name]) for name in ORDER]
    off = abs(np.array(front) - grads(RIGHT)).max()
    assert_stored("forward mode, 8 passes: max |difference to reverse|", off)

    def loss_with(name, by):
        values = fresh()
        values[name].data += by
        return build(**values)["L"].data

    steps = [(loss_with(w, 1e-5) - loss_with(w, -1e-5)) / 2e-5 for w in ORDER]
    off = abs(np.array(steps) - grads(RIGHT)).max()
    assert_stored("central differences 1e-5, 16 passes: max |difference|", off)
    says("10", "off by less than 1e-16: True", "off by 1e-13 to 1e-10: True")
    assert off == pytest.approx(4e-12, rel=0.5)


def test_the_formulas_of_the_page_hold_for_five_layers():
    rng = np.random.default_rng(0)
    sizes = [3, 5, 4, 6, 2]
    Ws = [rng.standard_normal((o, i)) for i, o in pairwise(sizes)]
    bs = [rng.standard_normal(o) for o in sizes[1:]]
    x, y = rng.standard_normal(3), rng.standard_normal(2)
    a = [x]
    for W, b in zip(Ws, bs):
        a.append(1 / (1 + np.exp(-(W @ a[-1] + b))))
    delta = (a[-1] - y) * a[-1] * (1 - a[-1])
    deltas = [delta]
    for layer in (2, 1, 0):
        delta = (Ws[layer + 1].T @ delta) * a[layer + 1] * (1 - a[layer + 1])
        deltas.insert(0, delta)
    weights = [torch.tensor(W, requires_grad=True) for W in Ws]
    biases = [torch.tensor(b, requires_grad=True) for b in bs]
    out = torch.tensor(x)
    for W, b in zip(weights, biases):
        out = torch.sigmoid(W @ out + b)
    (((out - torch.tensor(y)) ** 2).sum() / 2).backward()
    name = "3-5-4-6-2 sigma net: max |delta x^T - torch|, |delta - torch b|"
    outer = (np.outer(d, one) for d, one in zip(deltas, a))
    worst = [
        max(abs(dW - W.grad.numpy()).max() for dW, W in zip(outer, weights)),
        max(abs(d - b.grad.numpy()).max() for d, b in zip(deltas, biases)),
    ]
    assert_stored(name, worst)


def test_the_source_s_star_is_right_for_one_output_alone():
    rng = np.random.default_rng(1)
    W, delta = rng.normal(size=(1, 128)), rng.normal(size=(1, 1))
    assert W.T * delta == pytest.approx(W.T @ delta)
    W, delta = rng.normal(size=(2, 2)), rng.normal(size=(2, 1))
    assert ((W.T * delta).shape, (W.T @ delta).shape) == ((2, 2), (2, 1))


def test_where_the_missing_transpose_is_noticed():
    says("10", "[2, 2, 2] W δ is accepted", "[3, 5, 4, 6, 2] W δ is refused")
    z = np.linspace(-5, 5, 1001)
    slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
    assert slope.max() == slope[500] == 0.25
