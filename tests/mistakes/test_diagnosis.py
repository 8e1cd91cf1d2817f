"""A diagnosis names every known mistake, on any dense network, and no right program."""

import re

import numpy as np
import pytest
from hypothesis import given

from nnlib import (
    MISTAKES,
    Activation,
    Dense,
    Gradient,
    Network,
    compare,
    diagnose,
    homework,
    identity,
    leaky_relu,
    loss_and_gradients,
    mazur,
    relu,
    sigmoid,
    stack,
    tanh,
)
from nnlib.mistakes.backward_rules import (
    Rules,
    no_slope,
    slope_at_A,
    swapped_product,
    through_dW,
)
from tests.support.helpers import (
    ACTIVATIONS,
    LOSSES,
    assert_same,
    random_network,
    random_targets,
    seeds,
    sizes,
    steady,
)

ARCHITECTURES = {
    "2-2-2": ((2, 2, 2), True),
    "1-64-1": ((1, 64, 1), True),
    "3-5-4-2": ((3, 5, 4, 2), True),
    "4-3-3-2 without biases": ((4, 3, 3, 2), False),
}
SEEDS = range(3)


def example(sizes, activation, *, bias=True, n=3, seed=0):
    rng = np.random.default_rng(seed)
    net = random_network(sizes, [activation] * (len(sizes) - 1), rng, bias=bias)
    return net, rng.standard_normal((n, sizes[0])), rng.standard_normal((n, sizes[-1]))


def matters(net, X, Y, backward):
    """Whether a backward pass changes the gradient at all."""
    right = loss_and_gradients(net, X, Y)[1]
    wrong = loss_and_gradients(net, X, Y, backward=backward)[1]
    pairs = [(two.W, one.W) for one, two in zip(right, wrong)]
    pairs += [(two.b, one.b) for one, two in zip(right, wrong) if one.b is not None]
    return not all(compare("", *pair).ok for pair in pairs)


def verdicts(diagnosis):
    return {finding.name: finding.verdict for finding in diagnosis}


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu], ids=repr)
@pytest.mark.parametrize("form", ARCHITECTURES)
@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("n", [1, 3])
def test_it_names_every_mistake(name, form, activation, n):
    sizes, bias = ARCHITECTURES[form]
    for seed in SEEDS:
        case = example(sizes, activation, bias=bias, n=n, seed=seed)
        found = diagnose(*case, MISTAKES[name]).mistakes
        assert found == ([MISTAKES[name]] if matters(*case, MISTAKES[name]) else [])


def test_nearly_all_of_these_cases_change_the_gradient():
    cases = [
        matters(*example(sizes, activation, bias=bias), MISTAKES[name])
        for sizes, bias in ARCHITECTURES.values()
        for activation in (sigmoid, tanh, relu)
        for name in MISTAKES
    ]
    # "slope taken at h" is none for relu (4), "W not transposed" and "outer product
    # swapped" are none for 1-64-1 (6)
    assert len(cases) - sum(cases) == 10
    assert len(cases) == 9 * 4 * 3


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu, leaky_relu, identity])
@pytest.mark.parametrize("form", ARCHITECTURES)
def test_right_code_is_right(form, activation):
    sizes, bias = ARCHITECTURES[form]
    report = diagnose(*example(sizes, activation, bias=bias), Network.backward)
    assert report.ok
    assert report.mistakes == []
    assert len(report) == (2 if bias else 1) * (len(sizes) - 1)


@steady
@given(sizes=sizes, seed=seeds)
def test_right_code_is_right_on_any_network(sizes, seed):
    assert diagnose(*example(sizes, tanh, seed=seed), sample_by_sample).ok


@steady
@given(sizes=sizes, seed=seeds)
def test_it_names_every_mistake_on_any_network(sizes, seed):
    rng = np.random.default_rng(seed)
    activations = rng.choice(ACTIVATIONS, len(sizes) - 1)
    net = random_network(sizes, activations, rng, bias=seed % 2 == 0)
    case = net, rng.standard_normal((2, sizes[0])), rng.standard_normal((2, sizes[-1]))
    for mistake in MISTAKES.values():
        found = diagnose(*case, mistake).mistakes
        assert found == ([mistake] if matters(*case, mistake) else [])


SLOPES = {
    "sigmoid": lambda Z, A: np.exp(-Z) / (1 + np.exp(-Z)) ** 2,
    "tanh": lambda Z, A: 1 / np.cosh(Z) ** 2,
    "relu": lambda Z, A: (Z >= 0) * 1.0,
    "leaky_relu": lambda Z, A: (Z > 0) * 1.0 + (Z < 0) * 0.01,
}


def sample_by_sample(network, caches, dA, slopes=SLOPES):
    """A right program in other words: one sample at a time, other formulas."""
    gradients = []
    for layer, cache in zip(reversed(network.layers), reversed(caches)):
        deltas = dA * slopes[layer.activation.name](cache.Z, cache.A)
        W = sum(np.outer(d, x) for d, x in zip(deltas, cache.X))
        b = None if layer.b is None else sum(deltas)
        dA = np.array([layer.W.T.dot(d) for d in deltas])
        gradients.insert(0, Gradient(W, b, None, None))
    return gradients


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu, leaky_relu], ids=repr)
@pytest.mark.parametrize("size", [1.0, 1e-4, 1e-8, 1e-12, 0.0])
def test_a_right_program_in_other_words_is_right(activation, size):
    net, X, Y = example((3, 5, 4, 2), activation, n=7)
    Y = net(X) + size * Y
    assert diagnose(net, X, Y, sample_by_sample).ok


@pytest.mark.parametrize("shift", [5.0, 10.0, 15.0])
def test_saturated_units_are_judged_fairly(shift):
    net, X, Y = example((3, 5, 4, 2), sigmoid)
    net.layers[-1].b += shift
    assert diagnose(net, X, Y, sample_by_sample).ok
    found = diagnose(net, X, Y, MISTAKES["slope taken at h"]).mistakes
    assert found == [MISTAKES["slope taken at h"]]


@pytest.mark.parametrize("size", [1e-4, 1e-8])
@pytest.mark.parametrize("name", MISTAKES)
def test_small_gradients_hide_no_mistake(name, size):
    net, X, Y = example((3, 5, 4, 2), sigmoid)
    case = net, X, net(X) + size * Y
    found = diagnose(*case, MISTAKES[name]).mistakes
    assert found == ([MISTAKES[name]] if matters(*case, MISTAKES[name]) else [])


def test_a_gradient_that_shrinks_through_ten_layers():
    net, X, Y = example([3] * 11, sigmoid)
    assert abs(loss_and_gradients(net, X, Y)[1][0].W).max() < 1e-4
    assert diagnose(net, X, Y, sample_by_sample).ok
    for name in MISTAKES:
        assert diagnose(net, X, Y, MISTAKES[name]).mistakes == [MISTAKES[name]]


KINK_SLOPES = {
    "left": lambda Z: (Z > 0) + 0.01 * (Z <= 0),
    "right": lambda Z: (Z >= 0) + 0.01 * (Z < 0),
    "mean": lambda Z: (1.01 + 0.99 * np.sign(Z)) / 2,
    "none": lambda Z: (Z > 0) + 0.01 * (Z < 0),
}


@pytest.mark.parametrize("choice", KINK_SLOPES)
def test_on_a_kink_every_slope_is_right(choice):
    net, X, Y = example((1, 5, 4, 1), leaky_relu, n=5)
    net.layers[0].b[:] = 0
    net.layers[1].b[:] = 0
    X[0] = 0.0  # all units of the first two layers are on their kink
    assert (net.forward(X)[1].Z[0] == 0).all()
    slopes = {"leaky_relu": lambda Z, A: KINK_SLOPES[choice](Z)}

    def backward(network, caches, dA):
        return sample_by_sample(network, caches, dA, slopes)

    report = diagnose(net, X, Y, backward)
    assert report.ok
    words = {finding.words for finding in report}
    assert words <= {"right", "right, with another slope at a kink"}


def test_a_mistake_is_named_beside_kinks_too():
    net, X, Y = example((1, 5, 4, 1), relu, n=5)
    net.layers[0].b[:] = 0
    X[0] = 0.0

    def backward(network, caches, dA):
        return sample_by_sample(network, caches, 2 * dA)

    assert diagnose(net, X, Y, backward).mistakes == [MISTAKES["factor 2"]]


def test_it_says_which_gradients_are_wrong():
    case = example((3, 5, 4, 2), sigmoid)
    assert verdicts(diagnose(*case, MISTAKES["outer product swapped"])) == {
        "W1": "wrong",
        "b1": "right",
        "W2": "wrong",
        "b2": "right",
        "W3": "right",
        "b3": "right",
    }
    assert verdicts(diagnose(*case, MISTAKES["factor 2"])) == {
        "W1": "follows",
        "b1": "follows",
        "W2": "follows",
        "b2": "follows",
        "W3": "wrong",
        "b3": "wrong",
    }


def with_rules(*rules, lr=1.0):
    """A backward pass with its own rules in each layer, first to last."""

    def backward(network, caches, dA):
        gradients = []
        for layer, cache, own in list(zip(network.layers, caches, rules))[::-1]:
            gradients.insert(0, own.gradient(layer, cache, dA, lr))
            dA = gradients[0].X
        return gradients

    return backward


@pytest.mark.parametrize("activation", [sigmoid, tanh], ids=repr)
@pytest.mark.parametrize("first", MISTAKES)
@pytest.mark.parametrize("last", MISTAKES)
def test_two_mistakes_in_two_layers(first, last, activation):
    case = example((3, 3, 3), activation)
    backward = with_rules(MISTAKES[first].rules, MISTAKES[last].rules)
    found = {mistake.rules for mistake in diagnose(*case, backward).mistakes}
    expected = {MISTAKES[name].rules for name in (first, last)}
    if MISTAKES[first].rules.back != Rules().back:  # nothing comes before layer 1
        expected.discard(MISTAKES[first].rules)
        found.discard(MISTAKES[first].rules)
    assert found == expected


def test_three_mistakes_at_once():
    case = example((3, 4, 3, 2), tanh)
    rules = Rules(outer=swapped_product), Rules(no_slope), Rules(back=through_dW)
    report = diagnose(*case, with_rules(*rules))
    names = "dW passed back", "slope forgotten at hidden", "outer product swapped"
    assert report.mistakes == [MISTAKES[name] for name in names]
    assert verdicts(report)["b1"] == "follows"


def test_a_mistake_that_is_not_handed_on():
    def backward(network, caches, dA):
        first, second, third = network.backward(caches, dA)
        return [first, second._replace(W=-second.W, b=-second.b), third]

    report = diagnose(*example((3, 5, 4, 2), tanh), backward)
    assert report.mistakes == [MISTAKES["sign flipped"]]
    assert verdicts(report)["W1"] == "right"


def test_a_mistake_that_is_only_handed_on():
    def backward(network, caches, dA):
        _, last = network.backward(caches, dA)
        first = network.layers[0].backward(caches[0], dA @ network.layers[1].W)
        return [first, last]

    report = diagnose(*example((3, 5, 2), tanh), backward)
    assert report.mistakes == [MISTAKES["slope forgotten at output"]]
    assert verdicts(report)["W2"] == "right"
    assert verdicts(report)["W1"] == "wrong"


@pytest.mark.parametrize("lr", [0.5, 0.01, 3.0])
def test_the_learning_rate_of_an_early_update_is_found(lr):
    rules = [MISTAKES["updated W used"].rules] * 3
    report = diagnose(*example((3, 5, 4, 2), tanh), with_rules(*rules, lr=lr))
    assert report.mistakes == [MISTAKES["updated W used"]]
    way = "wrong: updated W used on the way back through"
    assert report[0].words == f"{way} W2 (lr = {lr:g})"
    assert report[2].words == f"{way} W3 (lr = {lr:g})"


def test_an_early_update_beside_another_mistake():
    rules = Rules(slope_at_A, back=MISTAKES["updated W used"].rules.back)
    report = diagnose(*example((3, 5, 4, 2), tanh), with_rules(*[rules] * 3, lr=0.1))
    names = "slope taken at h", "updated W used"
    assert report.mistakes == [MISTAKES[name] for name in names]
    assert report[0].words == (
        "wrong: updated W used on the way back through W2 (lr = 0.1) and slope taken "
        "at h"
    )


def test_the_published_example_of_mazur():
    X, Y, W1, b1, W2, b2 = mazur()
    net = Network([Dense(W1, b1, sigmoid), Dense(W2, b2, sigmoid)])

    def backward(network, caches, dA):
        moved = network.copy()
        moved.step(network.backward(caches, dA), lr=0.5)
        return moved.backward(caches, dA)

    assert repr(diagnose(net, X, Y, backward)).splitlines()[:2] == [
        "W1   wrong: updated W used on the way back through W2 (lr = 0.5)",
        "b1   wrong: updated W used on the way back through W2 (lr = 0.5)",
    ]


def test_what_is_shown():
    X, Y, W1, W2 = homework()
    net = Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)])
    assert repr(diagnose(net, X, Y, Network.backward)) == "W1   right\nW2   right"
    assert repr(diagnose(net, X, Y, MISTAKES["factor 2"])).splitlines() == [
        "W1   wrong only by what comes back from the next layer",
        "W2   wrong: factor 2",
        "factor 2: Your gradient is twice as large; look at the factor in the loss.",
    ]


def unknown(change):
    def backward(network, caches, dA):
        first, *others = network.backward(caches, dA)
        return [first._replace(**change(first)), *others]

    return backward


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            lambda g: {"W": 3 * g.W},
            [
                "W1   wrong: none of the known mistakes, 3 times the right one",
                "b1   right",
            ],
        ),
        (
            lambda g: {"b": 0 * g.b},
            [
                "W1   right",
                "b1   wrong: none of the known mistakes, 0 times the right one",
            ],
        ),
        (
            lambda g: {"W": g.W + 0.1},
            ["W1   wrong: none of the known mistakes", "b1   right"],
        ),
    ],
)
def test_none_of_the_known_mistakes(change, lines):
    report = diagnose(*example((3, 5, 2), tanh), unknown(change), probe=False)
    assert repr(report).splitlines()[:2] == lines
    assert verdicts(report)["W2"] == verdicts(report)["b2"] == "right"
    assert not report.ok
    assert report.mistakes == []


def test_an_unknown_slope_spoils_what_comes_before():
    def backward(network, caches, dA):
        return network.backward([c._replace(Z=c.Z + 0.1) for c in caches], dA)

    report = diagnose(*example((3, 5, 2), tanh), backward)
    assert set(verdicts(report).values()) == {"unknown"}


def test_lists_of_numbers_are_gradients_too():
    def backward(network, caches, dA):
        gradients = network.backward(caches, 2 * dA)
        return [g._replace(W=g.W.tolist(), b=g.b.tolist()) for g in gradients]

    report = diagnose(*example((3, 5, 4, 2), tanh), backward)
    assert report.mistakes == [MISTAKES["factor 2"]]


def test_many_networks_side_by_side():
    nets, X, Y = zip(*(example((3, 5, 4, 2), tanh, seed=seed) for seed in SEEDS))
    case = stack(nets), np.stack(X), np.stack(Y)
    assert diagnose(*case, Network.backward).ok
    for mistake in MISTAKES.values():
        assert diagnose(*case, mistake).mistakes == [mistake]


def test_float32_is_judged_in_float64():
    net, X, Y = example((3, 5, 4, 2), tanh)
    case = net.astype(np.float32), X.astype(np.float32), Y.astype(np.float32)
    assert diagnose(*case, Network.backward).ok
    assert diagnose(*case, MISTAKES["factor 2"]).mistakes == [MISTAKES["factor 2"]]


def test_your_own_activation():
    square = Activation("square", lambda Z: Z**2, lambda Z: 2 * Z)
    case = example((3, 5, 4, 2), square)
    for mistake in MISTAKES.values():
        assert diagnose(*case, mistake).mistakes == [mistake]


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_every_loss(loss):
    net, X, _ = example((3, 5, 2), tanh)
    net.layers[-1].activation = identity
    Y = random_targets(loss, (3, 2), np.random.default_rng(0))
    assert diagnose(net, X, Y, Network.backward, loss).ok
    found = diagnose(net, X, Y, MISTAKES["updated W used"], loss).mistakes
    assert found == [MISTAKES["updated W used"]]


# Bad input


def returns(change):
    return lambda network, caches, dA: change(network.backward(caches, dA))


def replaces(**arrays):
    return returns(lambda g: [g[0]._replace(**arrays), *g[1:]])


def nan_at(row, column):
    W = np.zeros((2, 2))
    W[row, column] = np.nan
    return W


@pytest.mark.parametrize(
    ("backward", "text"),
    [
        (returns(lambda g: g[:1]), "gradients needs one Gradient per layer, 2; got 1."),
        (returns(lambda g: None), "Does your backward pass return its list?"),
        (returns(lambda g: g[0]), "one Gradient per layer, 2; got a single Gradient."),
        (returns(lambda g: [g[0].W, g[1].W]), "W, b, delta, X) for layer 1; got a nd"),
        (
            replaces(W=np.zeros((2, 3))),
            "dL/dW1 needs the shape of W1, (2, 2); got (2, 3).",
        ),
        (
            replaces(b=np.zeros((1, 2))),
            "b1, (2,); got (1, 2). Sum without keepdims=True.",
        ),
        (replaces(b=None), "dL/db1 needs the shape of b1, (2,); got ()."),
        (replaces(W=nan_at(0, 1)), "dL/dW1 needs finite numbers; got nan at [0, 1]."),
        (
            replaces(b=np.array([0.0, np.inf])),
            "dL/db1 needs finite numbers; got inf at [1].",
        ),
        (3, "backward needs a function of (network, caches, dA); got 3."),
    ],
)
def test_what_is_no_backward_pass_is_told_so(backward, text):
    with pytest.raises((TypeError, ValueError), match=re.escape(text)):
        diagnose(*example((2, 2, 2), tanh), backward)


def steps(network, caches, dA):
    gradients = network.backward(caches, dA)
    network.step(gradients, 0.1)
    return gradients


def changes(pick):
    def backward(network, caches, dA):
        gradients = network.backward(caches, dA)
        array = pick(network, caches, dA)
        array += 1
        return gradients

    return backward


def pops(network, caches, dA):
    gradients = network.backward(caches, dA)
    caches.pop()
    return gradients


@pytest.mark.parametrize(
    ("backward", "name"),
    [
        (steps, "W1"),
        (changes(lambda network, caches, dA: network.layers[1].b), "b2"),
        (changes(lambda network, caches, dA: caches[0].Z), "Z of cache 1"),
        (changes(lambda network, caches, dA: caches[1].X), "X of cache 2"),
        (changes(lambda network, caches, dA: dA), "dA"),
        (pops, "the list caches"),
    ],
)
def test_a_backward_pass_that_changes_its_arguments_is_told_so(backward, name):
    case = example((2, 2, 2), tanh)
    kept = case[0].copy()
    text = (
        "backward needs to leave its arguments as they are; it changed "
        f"{name}. Change a copy: network.copy(), array.copy()."
    )
    with pytest.raises(ValueError, match=re.escape(text)):
        diagnose(*case, backward)
    assert_same(case[0], kept)
