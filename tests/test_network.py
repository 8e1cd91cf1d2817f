"""Forward and backward pass against PyTorch's autograd and against finite differences,
for one network and for many side by side; shapes, for any sizes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    Cache,
    Dense,
    Network,
    check_gradients,
    constant,
    glorot,
    identity,
    loss_and_gradients,
    mlp,
    relu,
    sigmoid,
    stack,
    tanh,
    train,
    unstack,
)
from tests.support.helpers import (
    ACTIVATIONS,
    LOSSES,
    assert_same,
    dtypes,
    random_network,
    random_targets,
    seeds,
    sizes,
    steady,
    torch_gradients,
)

PAIRINGS = [(loss, activation) for loss in LOSSES for activation in ACTIVATIONS]


def pairing(loss, activation, seed=51):
    """Three layers, with the activation at both ends, and a batch away from kinks."""
    rng = np.random.default_rng(seed)
    net = random_network([3, 5, 4, 3], [activation, tanh, activation], rng)
    X = rng.standard_normal((4, 3))
    caches = net.forward(X)
    assert min(abs(cache.Z).min() for cache in caches) > 1e-3
    assert all((cache.Z > 0).any(axis=0).all() for cache in caches)  # no dead unit
    return net, X, random_targets(loss, (4, 3), rng)


def side_by_side(loss, activation, seeds=(51, 60, 65)):
    each = [pairing(loss, activation, seed) for seed in seeds]
    nets, Xs, Ys = zip(*each)
    return stack(nets), np.stack(Xs), np.stack(Ys), each


@pytest.mark.parametrize(("loss", "activation"), PAIRINGS)
def test_gradients_agree_with_pytorch(loss, activation):
    net, X, Y = pairing(loss, activation)
    value, gradients = loss_and_gradients(net, X, Y, loss)
    expected, pairs = torch_gradients(net, X, Y, loss)
    np.testing.assert_allclose(value, expected, rtol=1e-12)
    for gradient, (W, b) in zip(gradients, pairs, strict=True):
        assert W.any() and b.any()
        np.testing.assert_allclose(gradient.W, W, rtol=1e-9, atol=1e-14)
        np.testing.assert_allclose(gradient.b, b, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(("loss", "activation"), PAIRINGS)
def test_gradients_agree_with_finite_differences(loss, activation):
    report = check_gradients(*pairing(loss, activation), loss)
    assert [line.name for line in report] == ["W1", "b1", "W2", "b2", "W3", "b3", "all"]
    assert max(line.error for line in report) < 1e-7


@pytest.mark.parametrize(("loss", "activation"), PAIRINGS)
def test_stacked_gradients_are_those_of_each(loss, activation):
    nets, X, Y, each = side_by_side(loss, activation)
    values, gradients = loss_and_gradients(nets, X, Y, loss)
    for i, one in enumerate(each):
        expected, pairs = torch_gradients(*one, loss)
        np.testing.assert_allclose(values[i], expected, rtol=1e-12)
        _, alone = loss_and_gradients(*one, loss)
        for gradient, by_itself, (W, b) in zip(gradients, alone, pairs, strict=True):
            np.testing.assert_allclose(gradient.W[i], W, rtol=1e-9, atol=1e-14)
            np.testing.assert_allclose(gradient.b[i], b, rtol=1e-9, atol=1e-14)
            for a, b in zip(gradient, by_itself, strict=True):
                np.testing.assert_allclose(a[i], b, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("loss", "activation"), PAIRINGS)
def test_stacked_gradients_agree_with_finite_differences(loss, activation):
    nets, X, Y, _ = side_by_side(loss, activation)
    assert max(line.error for line in check_gradients(nets, X, Y, loss)) < 1e-7


@pytest.mark.parametrize(("loss", "activation"), PAIRINGS)
def test_stacked_training_is_that_of_each(loss, activation):
    nets, X, Y, _ = side_by_side(loss, activation)
    lr = np.array([0.01, 0.02, 0.03])
    trained, history = train(nets, X[0], Y[0], steps=5, lr=lr, loss=loss)
    for i, net in enumerate(unstack(nets)):
        alone, record = train(net, X[0], Y[0], steps=5, lr=lr[i], loss=loss)
        np.testing.assert_allclose(history.loss[:, i], record.loss, rtol=1e-11)
        for one, other in zip(unstack(trained)[i].layers, alone.layers):
            np.testing.assert_allclose(one.W, other.W, rtol=1e-10, atol=1e-13)
            np.testing.assert_allclose(one.b, other.b, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(("loss", "activation"), PAIRINGS)
def test_float32_stays_float32(loss, activation):
    net, X, Y = pairing(loss, activation)
    exact = loss_and_gradients(net, X, Y, loss)
    net, X, Y = (array.astype(np.float32) for array in (net, X, Y))
    value, gradients = loss_and_gradients(net, X, Y, loss)
    assert value.dtype == np.float32
    np.testing.assert_allclose(value, exact[0], rtol=1e-5)
    for gradient, right in zip(gradients, exact[1]):
        assert {array.dtype for array in gradient} == {np.dtype(np.float32)}
        np.testing.assert_allclose(gradient.W, right.W, rtol=1e-2, atol=1e-5)
    assert {a.dtype for c in net.forward(X) for a in c} == {np.dtype(np.float32)}


def test_dL_dX_is_the_slope_along_the_input():
    net, X, Y = pairing(LOSSES[1], sigmoid)
    loss = LOSSES[1]
    _, (first, *_) = loss_and_gradients(net, X, Y, loss)
    moved = X.copy()
    moved[1, 2] += 1e-6
    slope = (loss(net(moved), Y) - loss(net(X), Y)) / 1e-6
    np.testing.assert_allclose(first.X[1, 2], slope, rtol=1e-4)


@st.composite
def any_network(draw, m=0):
    """A network of any size, or `m` side by side, with a batch that suits it."""
    rng = np.random.default_rng(draw(seeds))
    shape, bias = draw(sizes), draw(st.booleans())
    chosen = [draw(st.sampled_from(ACTIVATIONS)) for _ in shape[1:]]
    nets = [random_network(shape, chosen, rng, bias=bias) for _ in range(m or 1)]
    n = draw(st.integers(1, 4))
    return (stack(nets) if m else nets[0]), rng.standard_normal((n, shape[0])), rng


def assert_shapes(net, X, leading):
    caches = net.forward(X)
    loss = LOSSES[0]
    Y = np.zeros(caches[-1].A.shape)
    gradients = net.backward(caches, loss.gradient(caches[-1].A, Y))
    assert len(caches) == len(gradients) == len(net.layers)
    for layer, cache, gradient in zip(net.layers, caches, gradients):
        outputs, _ = layer.W.shape[-2:]
        assert cache.Z.shape == cache.A.shape == (*leading, len(X), outputs)
        assert gradient.W.shape == layer.W.shape
        assert (gradient.b is None) == (layer.b is None)
        assert gradient.b is None or gradient.b.shape == layer.b.shape
        assert gradient.delta.shape == cache.Z.shape
        assert gradient.X.shape == (*leading, *cache.X.shape[-2:])


@steady
@given(any_network())
def test_shapes_of_one_network(drawn):
    net, X, _ = drawn
    assert net.stacked == ()
    assert_shapes(net, X, ())


@steady
@given(st.integers(1, 3).flatmap(any_network))
def test_shapes_of_many(drawn):
    nets, X, _ = drawn
    assert_shapes(nets, X, nets.stacked)
    assert_shapes(nets, X, (len(unstack(nets)),))


@steady
@given(st.integers(1, 3).flatmap(any_network))
def test_unstack_undoes_stack(drawn):
    nets, X, _ = drawn
    assert_same(stack(unstack(nets)), nets)
    for i, net in enumerate(unstack(nets)):
        np.testing.assert_allclose(net(X), nets(X)[i], rtol=1e-12, atol=1e-14)
        again = unstack(stack([net]))[0]
        assert_same(again, net)


@steady
@given(any_network())
def test_same_call_twice_gives_the_same_and_changes_nothing(drawn):
    net, X, rng = drawn
    before, kept = net.copy(), X.copy()
    Y = rng.standard_normal(net(X).shape)
    one, two = (loss_and_gradients(net, X, Y) for _ in range(2))
    assert one[0] == two[0]
    for a, b in zip(one[1], two[1]):
        np.testing.assert_array_equal(a.W, b.W)
    assert_same(net, before)
    np.testing.assert_array_equal(X, kept)


@steady
@given(any_network(), dtypes)
def test_copies_share_nothing_and_astype_sets_the_type(drawn, dtype):
    net, X, _ = drawn
    copy, other = net.copy(), net.astype(dtype)
    assert other.dtype == dtype
    assert other(X.astype(dtype)).dtype == dtype
    kept = net.copy()
    for layer in [*copy.layers, *other.layers]:
        layer.W += 1
    assert_same(net, kept)


def test_unstacked_networks_share_nothing_with_the_stack():
    nets, *_ = side_by_side(LOSSES[0], tanh)
    kept = nets.copy()
    for net in unstack(nets):
        net.layers[0].W += 1
        net.layers[0].b += 1
    assert_same(nets, kept)


def test_by_hand():
    net = Network(
        [
            Dense([[1.0, 2.0], [3.0, 4.0]], [0.5, -0.5], relu),
            Dense([[1.0, -1.0]], [0.25], identity),
        ]
    )
    X = np.array([[1.0, -1.0], [1.0, 1.0]])
    one, two = net.forward(X)
    assert isinstance(one, Cache)
    np.testing.assert_array_equal(one.Z, [[-0.5, -1.5], [3.5, 6.5]])
    np.testing.assert_array_equal(one.A, [[0, 0], [3.5, 6.5]])
    np.testing.assert_array_equal(two.A, [[0.25], [-2.75]])
    np.testing.assert_array_equal(net(X), two.A)
    first, second = net.backward([one, two], np.array([[1.0], [2.0]]))
    np.testing.assert_array_equal(second.W, [[7, 13]])
    np.testing.assert_array_equal(second.b, [3])
    np.testing.assert_array_equal(first.delta, [[0, 0], [2, -2]])
    np.testing.assert_array_equal(first.W, [[2, 2], [-2, -2]])
    np.testing.assert_array_equal(first.b, [2, -2])
    np.testing.assert_array_equal(first.X, [[0, 0], [-4, -4]])
    net.step([first, second], 0.5)
    np.testing.assert_array_equal(net.layers[0].W, [[0, 1], [4, 5]])
    np.testing.assert_array_equal(net.layers[0].b, [-0.5, 0.5])
    np.testing.assert_array_equal(net.layers[1].W, [[-2.5, -7.5]])
    np.testing.assert_array_equal(net.layers[1].b, [-1.25])


def test_dense_copies_its_arrays():
    W, b = np.ones((1, 2)), np.ones(1)
    layer = Dense(W, b, tanh)
    layer.W += 1
    layer.b += 1
    np.testing.assert_array_equal(W, [[1, 1]])
    np.testing.assert_array_equal(b, [1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dense_keeps_the_type_of_its_arrays(dtype):
    layer = Dense(np.ones((1, 2), dtype), np.ones(1, dtype), tanh)
    assert layer.W.dtype == layer.b.dtype == dtype


def test_dense_takes_lists():
    layer = Dense([[1, 2]], [3], tanh)
    assert layer.W.dtype == layer.b.dtype == np.float64


def test_mlp():
    net = mlp([2, 5, 4, 3], relu, sigmoid, rng=np.random.default_rng(0))
    assert net.shapes == [(5, 2), (4, 5), (3, 4)]
    assert [layer.activation for layer in net.layers] == [relu, relu, sigmoid]
    assert not any(layer.b.any() for layer in net.layers)
    assert net.dtype == np.float64


def test_mlp_without_hidden_layer():
    net = mlp([2, 3], relu, sigmoid, rng=np.random.default_rng(0))
    assert [layer.activation for layer in net.layers] == [sigmoid]


def test_mlp_draws_its_layers_from_one_generator():
    net = mlp([2, 2, 2], tanh, tanh, rng=np.random.default_rng(7))
    rng = np.random.default_rng(7)
    for layer in net.layers:
        np.testing.assert_array_equal(layer.W, glorot(rng, (2, 2)))


def test_mlp_uses_its_initializer():
    rng = np.random.default_rng(0)
    net = mlp([2, 1], tanh, tanh, rng=rng, init=constant(0.5))
    np.testing.assert_array_equal(net.layers[0].W, [[0.5, 0.5]])


def test_stack_keeps_diverged_networks():
    net = mlp([2, 1], tanh, tanh, rng=np.random.default_rng(0))
    net.layers[0].W[:] = np.nan
    assert np.isnan(unstack(stack([net, net]))[1].layers[0].W).all()


def test_what_is_shown():
    net = Network([Dense([[1, 2]], None, tanh), Dense([[1]], [0], sigmoid)])
    shown = "Network(layers=[Dense(2 -> 1, tanh, no bias), Dense(1 -> 1, sigmoid)])"
    assert repr(net) == shown
