"""What the grammar names in real programs, and that it names nothing falsely.

`python -m tests.diagnosing` measures the same on many more.
"""

import numpy as np
import pytest

from nnlib import (
    MISTAKES,
    Dense,
    Gradient,
    Network,
    diagnose,
    mlp,
    relu,
    sigmoid,
    tanh,
    xor,
)
from tests.diagnosing import example, pairs
from tests.mistakes.mechanisms import FURTHER, MECHANISMS, home, passes
from tests.mistakes.outside import OUTSIDE
from tests.mistakes.right_programs import RIGHT


def verdicts(diagnosis):
    return {finding.name: finding.verdict for finding in diagnosis}


def names(diagnosis):
    return [mistake.name for mistake in diagnosis.mistakes]


@pytest.mark.parametrize("mechanism", MECHANISMS + FURTHER, ids=lambda m: m.thread)
def test_a_mistake_of_a_real_program_is_named(mechanism):
    for kind in mechanism.homes:
        assert mechanism.is_named(diagnose(*home(kind), mechanism.backward)), kind


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside_the_grammar_gets_no_name(name):
    for form, activation, n in (("2-2-2", sigmoid, 1), ("3-5-4-2", tanh, 4)):
        case = example(form, activation, n)
        found = diagnose(*case, OUTSIDE[name](np.random.default_rng(0)))
        assert found.mistakes == []
        assert not found.ok


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("activation", [sigmoid, tanh, relu], ids=repr)
def test_right_programs_are_asked_once(name, activation):
    for n in (1, 4):
        found = diagnose(*example("3-5-4-2", activation, n), RIGHT[name])
        assert found.ok
        assert found.calls == 1


def test_two_drawn_mistakes_are_named_together():
    named, many = pairs(12, seed=1)
    assert named >= many - 1


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("own", ["Y", "X and Y", "numbers"])
def test_programs_that_hold_on_to_their_data(name, own):
    net, X, Y = example("3-5-4-2", tanh, 3)
    once = MISTAKES[name](net, net.forward(X), (net(X) - Y) / len(Y))

    def backward(network, caches, dA):
        if own == "numbers":
            return once
        caches = network.forward(X) if own == "X and Y" else caches
        return MISTAKES[name](network, caches, (caches[-1].A - Y) / len(Y))

    found = names(diagnose(net, X, Y, backward))
    assert found == ["factor 2 or times outputs" if name == "factor 2" else name]


def test_a_program_of_fixed_sizes_that_prints_and_warns(capsys):
    def backward(network, caches, dA):
        print("loss", float((dA**2).sum()))
        (w11, w12), (w21, w22) = network.layers[1].W
        d1, d2 = dA[0] * sigmoid.derivative(caches[1].A[0])
        back = np.array([d1 * w11 + d2 * w21, d1 * w12 + d2 * w22])
        delta = back * sigmoid.derivative(caches[0].Z[0])
        return [
            Gradient(np.outer(delta, caches[0].X[0]), None, None, None),
            Gradient(np.outer([d1, d2], caches[1].X[0]), None, None, None),
        ]

    found = diagnose(*home("homework"), backward)
    assert names(found) == ["slope taken at h"]
    assert (
        capsys.readouterr().out.count("loss") == 1
    )  # what probes print is thrown away


def test_one_weight_for_another_on_the_way_back():
    def backward(network, caches, dA):
        first, second = network.backward(caches, dA)
        W = network.layers[1].W.copy()
        W[0, 1] = W[1, 0]
        delta = (second.delta @ W) * sigmoid.derivative(caches[0].Z)
        return [first._replace(W=delta.T @ caches[0].X), second]

    found = diagnose(*home("homework"), backward)
    assert names(found) == ["W[1, 0] in place of W[0, 1]"]


def test_a_sum_over_four_samples_is_no_factor_2():
    rng = np.random.default_rng(5)
    layers = [Dense(rng.normal(size=(2, 2)), np.zeros(2), sigmoid)]
    layers += [Dense(rng.normal(size=(1, 2)), np.zeros(1), sigmoid)]
    for X, Y in (xor(), tuple(np.vstack([one, one]) for one in xor())):
        found = diagnose(
            Network(layers), X, Y, lambda net, c, dA: net.backward(c, len(dA) * dA)
        )
        assert names(found) == ["summed over samples"]
        assert verdicts(found)["W1"] == "follows"


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (lambda g, c, dA: dA.sum(axis=0), "slope forgotten"),
        (lambda g, c, dA: np.full(g.b.shape, g.delta.sum()), "one sum for all units"),
        (lambda g, c, dA: g.delta.mean(axis=0), "divided by n once more"),
        (lambda g, c, dA: g.W.sum(axis=1), "b times the inputs"),
        (lambda g, c, dA: 0 * g.b, "b not trained"),
        (lambda g, c, dA: g.delta[-1], "only the last sample"),
        (lambda g, c, dA: -g.b, "sign flipped"),
        (lambda g, c, dA: 0.1 * g.b, "0.1 times"),
    ],
)
def test_mistakes_in_b_alone(rule, name):
    def backward(network, caches, dA):
        gradients = network.backward(caches, dA)
        every = zip(gradients, caches, [gradients[1].X, dA])
        return [g._replace(b=rule(g, c, a)) for g, c, a in every]

    rng = np.random.default_rng(5)
    net = mlp([3, 4, 2], sigmoid, sigmoid, rng=rng)
    found = diagnose(net, rng.normal(size=(5, 3)), rng.random((5, 2)), backward)
    assert {one.split(" at ")[0] for one in names(found)} == {name}
    assert verdicts(found)["W1"] == verdicts(found)["W2"] == "right"


def test_a_single_number_is_not_so_many_times_the_right_one():
    net = Network([Dense([[0.5, -0.3]], [0.1], sigmoid)])
    X, Y = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[0.0], [1.0]])

    def backward(network, caches, dA):
        (gradient,) = network.backward(caches, dA)
        return [gradient._replace(b=np.full(gradient.b.shape, 0.123))]

    assert diagnose(net, X, Y, backward)[1].words == "wrong: none of the known mistakes"


def test_what_is_known_of_the_unknown():
    def backward(network, caches, dA):
        first, second = network.backward(caches, dA)
        first.W[0, 0] += 0.3 + np.sin(first.W[0, 0])
        return [first, second._replace(W=second.W + np.cos(second.W))]

    found = diagnose(*example((3, 5, 2), tanh), backward)
    assert [finding.words for finding in found] == [
        "wrong: none of the known mistakes, right but for [0, 0]",
        "right",
        "wrong: none of the known mistakes",
        "right",
    ]


def test_without_probes_it_is_asked_once():
    found = diagnose(*example("3-5-4-2", tanh), MISTAKES["dW passed back"], probe=False)
    assert names(found) == ["dW passed back"]
    assert found.calls == 1


def test_a_factor_that_is_1_here_is_not_told():
    def backward(network, caches, dA):  # the mean over one sample is the sample
        return passes(lambda layer, c, a, last: 1 / len(a))(network, caches, dA)

    net, X, Y = example((3, 4, 2), sigmoid, 1)
    assert names(diagnose(net, X, Y, backward)) == [
        "slope forgotten at output",
        "slope forgotten at hidden",
    ]
