"""The scalar autograd: its slopes, its order, what adds up, and how short it is."""

import ast

import numpy as np
import pytest
import torch

from nnlib.autograd import Value, named
from tests.support.homework_graph import net
from tests.support.places import ROOT


def formula(a, b, c):
    """One that uses numbers more than once, on ways of several lengths."""
    d = a * b + c
    e = (d * d + a).sigmoid() * b
    return e + d * 0.25 + e * c + -1.5


@pytest.mark.parametrize("seed", range(10))
def test_gradients_are_those_of_pytorch(seed):
    numbers = np.random.default_rng(seed).normal(size=3)
    values = [Value(number) for number in numbers]
    tensors = [torch.tensor(number, requires_grad=True) for number in numbers]
    ours, theirs = formula(*values), formula(*tensors)
    ours.backward()
    theirs.backward()
    assert ours.data == pytest.approx(theirs.item(), rel=1e-14)
    for value, tensor in zip(values, tensors):
        assert value.grad == pytest.approx(tensor.grad.item(), rel=1e-13)


@pytest.mark.parametrize(
    ("make", "op", "slopes"),
    [
        (lambda a, b: a + b, "+", (1, 1)),
        (lambda a, b: a * b, "×", (-3, 2)),
        (lambda a, b: a * a, "×", (2, 2)),
        (lambda a, b: (a + -2).sigmoid(), "σ", (0.25,)),
    ],
)
def test_an_operation_notes_its_parents_and_slopes(make, op, slopes):
    a, b = Value(2), Value(-3)
    made = make(a, b)
    assert (made.op, made.slopes) == (op, slopes)
    assert len(made.parents) == len(slopes)
    assert made.grad == a.grad == 0.0


def test_nodes_are_listed_once_and_parents_first():
    nodes = net()["L"].nodes()
    places = {node: k for k, node in enumerate(nodes)}
    assert len(places) == len(nodes)
    for node in nodes:
        assert all(places[parent] < places[node] for parent in node.parents)


def test_a_number_alone_is_its_own_graph():
    a = Value(3)
    a.backward()
    assert (a.nodes(), a.grad) == ([a], 1.0)


def test_names_are_those_of_variables():
    a, number = Value(1), 2.5
    variables = named({"a": a, "number": number})
    assert a.name == "a"
    assert variables == {"a": a, "number": number}


def test_a_long_sum_of_doublings_takes_a_moment():
    x = v = Value(1)
    for _ in range(60):
        v = v + v
    v.backward()
    assert x.grad == 2.0**60


def test_it_has_less_than_forty_lines_besides_docstrings():
    text = (ROOT / "nnlib/autograd.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            node.body = node.body[bool(ast.get_docstring(node)) :]
    plain = ast.unparse(tree).splitlines()
    assert len([line for line in plain if line.strip()]) < 40
