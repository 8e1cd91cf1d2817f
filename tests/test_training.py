"""Training is gradient descent and nothing else, as in the loops written out here."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    History,
    Loss,
    Network,
    batches,
    half_squared_error,
    identity,
    loss_and_gradients,
    mlp,
    mse,
    relu,
    sigmoid,
    stack,
    step_decay,
    tanh,
    train,
    unstack,
    xor,
)
from tests.support.helpers import (
    ACTIVATIONS,
    LOSSES,
    assert_same,
    dtypes,
    random_network,
    random_targets,
    seeds,
    steady,
)

X, Y = xor()


def network(seed=0):
    return random_network([2, 3, 1], [tanh, sigmoid], np.random.default_rng(seed))


def descend(net, rows_of_step, lr, loss=half_squared_error):
    """Gradient descent, written out."""
    net, losses = net.copy(), []
    for step, rows in enumerate(rows_of_step):
        value, gradients = loss_and_gradients(net, X[rows], Y[rows], loss)
        losses.append(value)
        for layer, gradient in zip(net.layers, gradients):
            layer.W = layer.W - lr(step) * gradient.W
            layer.b = layer.b - lr(step) * gradient.b
    return net, [*losses, loss(net(X), Y)]


def assert_run(measured, expected):
    (net, history), (other, losses) = measured, expected
    assert_same(net, other)
    np.testing.assert_array_equal(history.loss, losses)


@pytest.mark.parametrize("loss", [half_squared_error, mse])
def test_full_batch(loss):
    run = train(network(), X, Y, steps=4, lr=0.5, loss=loss)
    rows = [[0, 1, 2, 3]] * 4
    assert_run(run, descend(network(), rows, lambda step: 0.5, loss))


def test_online():
    run = train(network(), X, Y, steps=6, lr=0.5, batch_size=1)
    rows = [[0], [1], [2], [3], [0], [1]]
    assert_run(run, descend(network(), rows, lambda step: 0.5))


def test_mini_batches_the_last_one_smaller():
    run = train(network(), X, Y, steps=4, lr=0.5, batch_size=3)
    rows = [[0, 1, 2], [3], [0, 1, 2], [3]]
    assert_run(run, descend(network(), rows, lambda step: 0.5))


def test_random_order():
    rng = np.random.default_rng(3)
    order = [*rng.permutation(4), *rng.permutation(4)]
    run = train(
        network(), X, Y, steps=4, lr=0.5, batch_size=2, rng=np.random.default_rng(3)
    )
    rows = [order[i : i + 2] for i in (0, 2, 4, 6)]
    assert_run(run, descend(network(), rows, lambda step: 0.5))


def test_schedule():
    schedule = step_decay(0.5, 0.1, every=2)
    run = train(network(), X, Y, steps=5, lr=schedule)
    rates = [0.5, 0.5, 0.05, 0.05, 0.005]
    np.testing.assert_allclose([schedule(step) for step in range(5)], rates)
    assert_run(run, descend(network(), [[0, 1, 2, 3]] * 5, schedule))


def test_step_decay_has_the_same_bits_everywhere():
    schedule = step_decay(0.3, 0.999, every=100)
    assert schedule(39_999).hex() == "0x1.9c2ca5275962ap-3"
    assert schedule(70_000).hex() == "0x1.30fec39e83b7ep-3"
    rates = [schedule(100 * k) for k in range(1000)]
    np.testing.assert_allclose(rates, 0.3 * 0.999 ** np.arange(1000), rtol=1e-13)


def test_one_rate_per_network_also_in_a_schedule():
    nets = stack([network(0), network(1)])
    rates = np.array([0.1, 0.9])
    plain, _ = train(nets, X, Y, steps=3, lr=rates)
    scheduled, _ = train(nets, X, Y, steps=3, lr=lambda step: rates)
    assert_same(plain, scheduled)
    for i, net in enumerate(unstack(plain)):
        alone, _ = train(network(i), X, Y, steps=3, lr=rates[i])
        for one, other in zip(net.layers, alone.layers):
            np.testing.assert_allclose(one.W, other.W, rtol=1e-12)


def test_schedule_is_asked_once_for_each_step():
    seen = []
    train(
        network(),
        X,
        Y,
        steps=3,
        lr=lambda step: seen.append(step) or 0.1,
        batch_size=1,
    )
    assert seen == [0, 1, 2]


@steady
@given(
    activation=st.sampled_from(ACTIVATIONS),
    loss=st.sampled_from(LOSSES),
    dtype=dtypes,
    m=st.integers(0, 2),
    steps=st.integers(0, 3),
    batch_size=st.none() | st.integers(1, 5),
    seed=seeds,
)
def test_any_run_leaves_its_arguments_alone_and_can_be_repeated(
    activation, loss, dtype, m, steps, batch_size, seed
):
    rng = np.random.default_rng(seed)
    nets = [random_network([2, 3, 2], [activation, tanh], rng) for _ in range(m or 1)]
    net = (stack(nets) if m else nets[0]).astype(dtype)
    X = rng.standard_normal((3, 2)).astype(dtype)
    Y = random_targets(loss, (3, 2), rng).astype(dtype)
    kept = [net.copy(), X.copy(), Y.copy()]

    def run():
        return train(
            net,
            X,
            Y,
            steps=steps,
            lr=0.01,
            loss=loss,
            batch_size=batch_size,
            rng=np.random.default_rng(1),
            observe=lambda net: net.layers[0].W,
        )

    trained, history = run()
    again, record = run()
    assert_same(net, kept[0])
    np.testing.assert_array_equal(X, kept[1])
    np.testing.assert_array_equal(Y, kept[2])
    assert_same(trained, again)
    np.testing.assert_array_equal(history.loss, record.loss)
    assert history.loss.shape == (steps + 1, *net.stacked)
    assert history.loss.dtype == trained.dtype == dtype
    assert len(history.seen) == steps
    if steps:
        assert history.seen.dtype == dtype
        np.testing.assert_array_equal(history.seen[0], net.layers[0].W)


def test_float32_steps_are_taken_in_float32():
    rng = np.random.default_rng(0)
    net = random_network([30, 30], [tanh], rng).astype(np.float32)
    x, y = (rng.standard_normal((4, 30)).astype(np.float32) for _ in range(2))
    _, (gradient,) = loss_and_gradients(net, x, y)
    trained, _ = train(net, x, y, steps=1, lr=0.1)
    expected = net.layers[0].W - np.float32(0.1) * gradient.W
    np.testing.assert_array_equal(trained.layers[0].W, expected)


def test_first_and_last_loss():
    net = network()
    trained, history = train(net, X, Y, steps=3, lr=0.5, batch_size=1)
    assert history.loss[0] == half_squared_error(net(X[:1]), Y[:1])
    assert history.loss[-1] == half_squared_error(trained(X), Y)


def test_no_steps_at_all():
    net = network()
    trained, history = train(net, X, Y, steps=0, lr=0.5)
    assert_same(trained, net)
    assert trained is not net
    assert history.loss.tolist() == [half_squared_error(net(X), Y)]
    assert history.seen.shape == (0,)


def test_observe_sees_each_network_before_its_step():
    _, history = train(
        network(), X, Y, steps=3, lr=0.5, observe=lambda net: net.layers[0].W
    )
    assert history.seen.shape == (3, 3, 2)
    for steps, seen in enumerate(history.seen):
        net, _ = train(network(), X, Y, steps=steps, lr=0.5)
        np.testing.assert_array_equal(seen, net.layers[0].W)


def test_without_observe_nothing_is_seen():
    _, history = train(network(), X, Y, steps=3, lr=0.5)
    assert history.seen.shape == (0,)


def test_lists_are_data_too():
    run = train(network(), X.tolist(), Y.tolist(), steps=2, lr=0.5)
    assert_run(run, descend(network(), [[0, 1, 2, 3]] * 2, lambda step: 0.5))


def test_own_backward_pass_is_used():
    def uphill(network, caches, dA):
        return network.backward(caches, -dA)

    net = network()
    _, history = train(net, X, Y, steps=5, lr=0.5, backward=uphill)
    assert (np.diff(history.loss) > 0).all()
    _, (_, last) = loss_and_gradients(net, X, Y, backward=uphill)
    _, (_, right) = loss_and_gradients(net, X, Y)
    np.testing.assert_array_equal(last.W, -right.W)


def test_own_backward_pass_may_return_a_tuple():
    def mine(network, caches, dA):
        return tuple(network.backward(caches, dA))

    run = train(network(), X, Y, steps=2, lr=0.5, backward=mine)
    assert_run(run, descend(network(), [[0, 1, 2, 3]] * 2, lambda step: 0.5))


def test_own_backward_pass_on_a_network_without_biases():
    net = random_network([2, 3, 1], [tanh, tanh], np.random.default_rng(0), bias=False)
    trained, history = train(net, X, Y, steps=5, lr=0.1, backward=Network.backward)
    assert all(layer.b is None for layer in trained.layers)
    assert history.loss[-1] < history.loss[0]


def test_own_loss():
    absolute = Loss(
        "absolute",
        lambda Y_hat, Y: abs(Y_hat - Y).sum(axis=(-2, -1)),
        lambda Y_hat, Y: np.sign(Y_hat - Y),
    )
    _, history = train(network(), X, Y, steps=20, lr=0.05, loss=absolute)
    assert history.loss[-1] < history.loss[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_that_blows_up_shows_nan_without_a_warning(dtype):
    rng = np.random.default_rng(0)
    net = mlp([2, 3, 1], relu, identity, rng=rng).astype(dtype)
    data = X.astype(dtype), Y.astype(dtype)
    trained, history = train(net, *data, steps=60, lr=1e10)
    assert np.isnan(history.loss[-1])
    again, _ = train(stack([trained, net]), *data, steps=2, lr=0.1)
    assert np.isfinite(unstack(again)[1].layers[0].W).all()


def test_batches_go_through_all_rows_in_each_pass():
    stream = batches(5, 2, np.random.default_rng(0))
    for _ in range(3):
        rows = [next(stream) for _ in range(3)]
        assert [len(part) for part in rows] == [2, 2, 1]
        assert sorted(np.concatenate(rows).tolist()) == [0, 1, 2, 3, 4]


def test_batches_larger_than_the_data():
    stream = batches(3, 10)
    assert next(stream).tolist() == next(stream).tolist() == [0, 1, 2]


def test_what_is_shown():
    _, history = train(network(), X, Y, steps=3, lr=0.5)
    one = f"{history.loss[0]:.4g} -> {history.loss[-1]:.4g}"
    assert repr(history) == f"History of 3 steps, loss {one}"
    _, history = train(stack([network()] * 4), X, Y, steps=3, lr=0.5)
    assert repr(history) == "History of 3 steps of 4 networks"
    assert isinstance(history, History)
