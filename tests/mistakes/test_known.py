"""The known mistakes are wrong where they say so, and only there, on any network.

Their numbers on the worked example are in test_reference_numbers.
"""

from dataclasses import replace

import numpy as np
import pytest

from nnlib import (
    MISTAKES,
    Dense,
    Network,
    check_gradients,
    compare,
    loss_and_gradients,
    stack,
    train,
)
from nnlib.activations import identity, leaky_relu, relu, sigmoid, tanh
from nnlib.mistakes.backward_rules import Rules
from tests.support.helpers import ACTIVATIONS, assert_same, random_network

each_mistake = pytest.mark.parametrize("name", MISTAKES)


def example(sizes=(3, 3, 3, 3), activation=sigmoid, *, bias=True, n=4, seed=0):
    rng = np.random.default_rng(seed)
    net = random_network(sizes, [activation] * (len(sizes) - 1), rng, bias=bias)
    return net, rng.standard_normal((n, sizes[0])), rng.standard_normal((n, sizes[-1]))


def gradients(net, X, Y, **options):
    return loss_and_gradients(net, X, Y, **options)[1]


def wrong_arrays(net, X, Y, name):
    right = gradients(net, X, Y)
    wrong = gradients(net, X, Y, backward=MISTAKES[name])
    return {
        f"{array}{number}"
        for number, (one, two) in enumerate(zip(right, wrong), start=1)
        for array in ("W", "b")
        if not compare("", getattr(two, array), getattr(one, array)).ok
    }


def test_there_are_nine_and_each_knows_its_name():
    assert len(MISTAKES) == 9
    assert all(name == mistake.name for name, mistake in MISTAKES.items())


@each_mistake
def test_it_speaks_to_the_student_in_sentences(name):
    mistake = MISTAKES[name]
    assert mistake.message.startswith("You")
    assert mistake.message.endswith(".")
    assert mistake.looks.endswith(".")
    assert repr(mistake) == f"{name}: {mistake.message}"


def test_names_and_messages_are_all_different():
    for what in ("message", "looks", "name"):
        assert len({getattr(m, what) for m in MISTAKES.values()}) == 9


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("bias", [True, False])
def test_the_right_rules_are_the_networks_own(activation, bias):
    net, X, Y = example((2, 3, 4), activation, bias=bias)
    for layer, cache, right in zip(net.layers, net.forward(X), gradients(net, X, Y)):
        dA = np.ones_like(cache.A)
        for mine, own in zip(
            Rules().gradient(layer, cache, dA), layer.backward(cache, dA)
        ):
            np.testing.assert_array_equal(mine, own)
        assert (right.b is None) == (not bias)


HIDDEN = {"W1", "b1", "W2", "b2"}
EVERY = HIDDEN | {"W3", "b3"}
WHERE = {
    "dW passed back": HIDDEN,
    "slope forgotten at output": EVERY,
    "slope forgotten at hidden": HIDDEN,
    "updated W used": HIDDEN,
    "W not transposed": HIDDEN,
    "sign flipped": EVERY,
    "slope taken at h": HIDDEN,
    "factor 2": EVERY,
    "outer product swapped": {"W1", "W2"},
}


@each_mistake
def test_it_is_wrong_where_it_says(name):
    assert wrong_arrays(*example(), name) == WHERE[name]


@each_mistake
@pytest.mark.parametrize("sizes", [(2, 2, 2), (1, 64, 1), (3, 5, 4, 2), (2, 1), (1, 1)])
@pytest.mark.parametrize("bias", [True, False])
def test_it_runs_on_any_network_and_leaves_it_alone(name, sizes, bias):
    net, X, Y = example(sizes, bias=bias)
    kept = net.copy()
    trained, history = train(net, X, Y, steps=3, lr=0.1, backward=MISTAKES[name])
    assert_same(net, kept)
    assert trained.shapes == net.shapes
    assert np.isfinite(history.loss).all()


def test_weights_updated_early_have_moved_by_lr():
    net, X, Y = example((2, 3, 2), bias=False)
    right = gradients(net, X, Y)
    mistake = replace(MISTAKES["updated W used"], lr=0.25)
    wrong = gradients(net, X, Y, backward=mistake)
    moved = net.layers[1].W - 0.25 * right[1].W
    slope = net.layers[0].activation.derivative(net.forward(X)[0].Z)
    np.testing.assert_allclose(wrong[0].delta, right[1].delta @ moved * slope)
    np.testing.assert_array_equal(wrong[1].W, right[1].W)


@each_mistake
def test_many_networks_side_by_side_make_it_alike(name):
    nets, X, Y = zip(*(example((3, 5, 4, 2), seed=seed) for seed in range(3)))
    together = gradients(stack(nets), np.stack(X), np.stack(Y), backward=MISTAKES[name])
    for i, one in enumerate(zip(nets, X, Y)):
        for mine, reference in zip(together, gradients(*one, backward=MISTAKES[name])):
            np.testing.assert_allclose(mine.W[i], reference.W, rtol=1e-12)
            np.testing.assert_allclose(mine.b[i], reference.b, rtol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_how_they_look(seed):
    net, X, Y = example((3, 4, 2), n=1, seed=seed)
    errors = {}
    for name, mistake in MISTAKES.items():
        report = check_gradients(net, X, Y, backward=mistake)
        errors[name] = {line.name: line.error for line in report}
    for error in errors["sign flipped"].values():
        assert error == pytest.approx(1)
    for error in errors["factor 2"].values():
        assert error == pytest.approx(1 / 3)
    for array in ("W2", "b2"):
        assert errors["slope forgotten at output"][array] >= 0.6 - 1e-9
        for name in set(MISTAKES) - {"sign flipped", "factor 2"}:
            if name != "slope forgotten at output":
                assert errors[name][array] < 1e-6
    assert errors["slope forgotten at hidden"]["W1"] >= 0.6 - 1e-9
    assert errors["outer product swapped"]["b1"] < 1e-6


@pytest.mark.parametrize(
    ("name", "activation"),
    [
        ("slope forgotten at output", identity),
        ("slope forgotten at hidden", identity),
        ("slope taken at h", identity),
        ("slope taken at h", relu),
        ("slope taken at h", leaky_relu),
    ],
)
def test_where_it_changes_nothing_it_is_no_mistake(name, activation):
    assert wrong_arrays(*example(activation=activation), name) == set()


def test_a_reshape_does_for_a_transpose_where_one_side_is_one():
    one_row = example((1, 64, 1))
    assert wrong_arrays(*one_row, "W not transposed") == set()
    assert wrong_arrays(*one_row, "outer product swapped") == set()
    wider = example((3, 5, 4, 2))
    assert wrong_arrays(*wider, "W not transposed") == HIDDEN
    assert wrong_arrays(*wider, "outer product swapped") == {"W1", "W2"}


def test_a_symmetric_W_needs_no_transpose():
    W = np.array([[0.3, -0.2], [-0.2, 0.5]])
    net = Network([Dense(W, None, tanh), Dense(W, None, tanh)])
    X, Y = np.array([[0.4, 1.0]]), np.array([[0.1, 0.2]])
    wrong = gradients(net, X, Y, backward=MISTAKES["W not transposed"])
    for mine, right in zip(wrong, gradients(net, X, Y)):
        np.testing.assert_array_equal(mine.W, right.W)


def test_caches_of_another_network_are_refused():
    net, X, _ = example()
    with pytest.raises(ValueError, match=r"one Cache per layer, 3; got 2 of them"):
        MISTAKES["factor 2"](net, net.forward(X)[:2], X)


def test_a_dA_that_would_be_broadcast_is_refused():
    net, X, _ = example()
    with pytest.raises(ValueError, match=r"^dA needs the shape of the layer's output"):
        MISTAKES["factor 2"](net, net.forward(X), 1.0)
