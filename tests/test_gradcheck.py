"""The gradient check accepts right backward passes, rejects wrong ones, and measures
what it says."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    Dense,
    Gradient,
    Network,
    check_gradients,
    compare,
    half_squared_error,
    loss_and_gradients,
    mlp,
    numerical_gradient,
    relu,
    sigmoid,
    stack,
    tanh,
)
from nnlib.engine.slopes import slopes_of
from tests.support.helpers import (
    LOSSES,
    SMOOTH,
    assert_same,
    random_network,
    random_targets,
    seeds,
    sizes,
    steady,
)


def example(dtype=np.float64, bias=True, seed=1):
    rng = np.random.default_rng(seed)
    net = random_network([3, 3, 3, 3], [tanh, sigmoid, tanh], rng, bias=bias)
    X, Y = rng.standard_normal((4, 3)), rng.standard_normal((4, 3))
    return net.astype(dtype), X.astype(dtype), Y.astype(dtype)


def changed(**changes):
    """A backward pass in which one layer, or one rule, is wrong."""

    def backward(network, caches, dA):
        gradients = []
        for layer, cache in zip(reversed(network.layers), reversed(caches)):
            delta = dA * layer.activation.derivative(cache.Z)
            parts = {
                "W": delta.mT @ cache.X,
                "b": delta.sum(axis=-2),
                "X": delta @ layer.W,
            }
            given = {"delta": delta, "dA": dA, "W": layer.W, "X": cache.X}
            parts |= {name: rule(**given) for name, rule in changes.items()}
            gradients.append(Gradient(delta=delta, **parts))
            dA = parts["X"]
        return gradients[::-1]

    return backward


MISTAKES = {
    "sign of dL/dW": changed(W=lambda delta, X, **_: -delta.mT @ X),
    "sign of dL/db": changed(b=lambda delta, **_: -delta.sum(axis=-2)),
    "factor 2": changed(W=lambda delta, X, **_: 2 * delta.mT @ X),
    "mean over samples once more": changed(W=lambda delta, X, **_: delta.mT @ X / 4),
    "mean in place of sum for b": changed(b=lambda delta, **_: delta.mean(axis=-2)),
    "slope forgotten in dL/dW": changed(W=lambda dA, X, **_: dA.mT @ X),
    "slope forgotten on the way down": changed(X=lambda dA, W, **_: dA @ W),
    "W transposed on the way down": changed(X=lambda delta, W, **_: delta @ W.mT),
    "outer product swapped": changed(W=lambda delta, X, **_: X.mT @ delta),
    "b forgotten": changed(b=lambda delta, **_: 0 * delta.sum(axis=-2)),
    "nan": changed(W=lambda delta, X, **_: np.nan * delta.mT @ X),
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_right_code_passes(dtype):
    assert check_gradients(*example(dtype)).ok
    assert check_gradients(*example(dtype), backward=changed()).ok


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", MISTAKES)
def test_wrong_code_does_not(name, dtype):
    report = check_gradients(*example(dtype), backward=MISTAKES[name])
    assert not report.ok
    assert not report[-1].ok


@pytest.mark.parametrize("name", MISTAKES)
def test_wrong_code_does_not_on_many_networks_either(name):
    net, X, Y = example()
    nets = stack([net, example(seed=2)[0]])
    assert check_gradients(nets, X, Y).ok
    assert not check_gradients(nets, X, Y, backward=MISTAKES[name]).ok


def test_the_wrong_array_is_named():
    report = check_gradients(*example(), backward=MISTAKES["sign of dL/db"])
    wrong = [line.name for line in report if not line.ok]
    assert wrong == ["b1", "b2", "b3", "all"]


def test_networks_without_biases_have_no_lines_for_them():
    report = check_gradients(*example(bias=False))
    assert [line.name for line in report] == ["W1", "W2", "W3", "all"]


def test_the_network_is_left_alone_even_by_a_careless_backward_pass():
    def careless(network, caches, dA):
        gradients = network.backward(caches, dA)
        network.step(gradients, 1.0)
        return gradients

    net, X, Y = example()
    kept = net.copy()
    assert check_gradients(net, X, Y, backward=careless).ok
    assert_same(net, kept)


def test_zero_gradients_agree_with_zero():
    net, X, _ = example()
    assert check_gradients(net, X, net(X)).ok


def test_tiny_gradients_are_judged_fairly():
    net, X, Y = example()
    report = check_gradients(net, X, net(X) + 1e-9 * Y)
    assert report.ok


def test_small_gradients_do_not_hide_a_mistake():
    net, X, Y = example()
    report = check_gradients(net, X, net(X) + 1e-6 * Y, backward=MISTAKES["factor 2"])
    assert not any(line.ok for line in report if line.name.startswith("W"))


def test_report_reads_as_lines():
    lines = repr(check_gradients(*example())).splitlines()
    assert len(lines) == 7
    assert lines[0] == "W1      agrees    error below 1e-09"


@pytest.mark.parametrize(
    ("mine", "reference", "error"),
    [
        ([3.0, 4.0], [3.0, 4.0], 0),
        ([2.0, 4.0], [1.0, 2.0], 1 / 3),
        ([1.0, -2.0], [-1.0, 2.0], 1),
        ([0.0, 0.0], [3.0, 4.0], 1),
        ([0.0, 0.0], [0.0, 0.0], 0),
        ([1.0, 0.0], [0.0, 1.0], np.sqrt(2) / 2),
        (2, 1, 1 / 3),
        (1.0, np.float32(1), 0),
    ],
)
def test_the_ruler(mine, reference, error):
    measured = compare("x", mine, reference)
    assert measured.error == pytest.approx(error)
    assert measured.ok == (error == 0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_inf_agree_with_nothing(bad):
    for pair in ([bad, 1.0], [1.0, 1.0]), ([1.0, 1.0], [bad, 1.0]), ([bad], [bad]):
        assert not compare("x", *pair).ok
        assert not compare("x", *pair, noise=1.0).ok


def test_tolerance_and_noise():
    assert compare("x", 1.0, 1.0 + 1e-6).ok
    assert not compare("x", 1.0, 1.0 + 1e-5).ok
    assert compare("x", 1.0, 1.0 + 1e-5, tolerance=1e-5).ok
    assert compare("x", 1e-12, 2e-12, noise=1e-11).ok
    assert not compare("x", [1e-12, 1.0], [2e-12, 1.1], noise=1e-11).ok


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        ((1.0, 1.0), "x       agrees    error below 1e-12"),
        ((1.0, 1.0 + 1e-10), "x       agrees    error below 1e-09"),
        ((1.0, 1.0 + 1e-8), "x       agrees    error below 1e-06"),
        ((1.0, 3.0), "x       differs   error 0.5"),
        ((1.0, -3.0), "x       differs   error 1"),
        ((0.0, -3.0), "x       differs   error 1, one is all zeros"),
        ((2.0, 0.0), "x       differs   error 1, one is all zeros"),
        ((0.0, 0.0), "x       agrees    error below 1e-12"),
        ((1.0, np.nan), "x       differs   error nan"),
    ],
)
def test_what_is_shown(pair, text):
    assert repr(compare("x", *pair)) == text


def test_long_names_keep_their_distance():
    assert repr(compare("a_long_name", 1.0, 1.0)).startswith("a_long_name agrees ")
    assert repr(compare("a_long_name", 1.0, 2.0)).startswith("a_long_name differs ")


def test_noise_is_shown():
    shown = repr(compare("x", 1e-12, 2e-12, noise=1e-11))
    assert shown == "x       agrees    error within the noise"


@steady
@given(
    shape=st.lists(st.integers(1, 3), max_size=3),
    seed=seeds,
)
def test_numerical_gradient_of_a_cubic(shape, seed):
    x = np.random.default_rng(seed).standard_normal(shape)
    kept = np.array(x)
    measured = numerical_gradient(lambda x: (x**3).sum(), x)
    assert measured.shape == x.shape
    np.testing.assert_allclose(measured, 3 * x**2, rtol=1e-7, atol=1e-9)
    np.testing.assert_array_equal(x, kept)


def test_numerical_gradient_of_many_functions_at_once():
    x = np.arange(6.0).reshape(3, 2)
    measured = numerical_gradient(lambda x: (x**2).sum(axis=-1), x)
    np.testing.assert_allclose(measured, 2 * x, atol=1e-8)


def test_numerical_gradient_of_a_part_of_x_and_of_a_careless_f():
    def careless(x):
        x *= 2
        return x.sum()

    x = np.array([3.0, 4.0])
    np.testing.assert_allclose(numerical_gradient(lambda x: x[1, ...], x), [0, 1])
    np.testing.assert_allclose(numerical_gradient(careless, x), [2, 2])


def test_float32_needs_a_larger_step():
    x = np.random.default_rng(0).normal(size=20).astype(np.float32)
    errors = [
        abs(numerical_gradient(lambda x: np.sin(x).sum(), x, step=step) - np.cos(x))
        for step in (1e-5, 1e-2)
    ]
    assert errors[0].max() > 1e-3 > 1e-4 > errors[1].max()


def test_a_step_that_is_lost_in_rounding_is_refused():
    message = "1e-05 is lost in the rounding of 1e+12. Write a larger one."
    with pytest.raises(ValueError, match=re.escape(message)):
        numerical_gradient(np.sum, np.array([1.0, 1e12]))


def test_whole_numbers_in_a_list_are_floats():
    measured = numerical_gradient(lambda x: (x**2).sum(), [3, 4])
    np.testing.assert_allclose(measured, [6, 8])


def test_kink_is_where_differences_mislead():
    assert numerical_gradient(relu, 0.0) == pytest.approx(0.5)
    assert relu.derivative(0.0) == 0


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_can_be_checked(loss):
    net, X, _ = example()
    Y = random_targets(loss, (4, 3), np.random.default_rng(0))
    assert check_gradients(net, X, Y, loss).ok
    assert not check_gradients(net, X, Y, loss, MISTAKES["factor 2"]).ok


ENGINES = ("numpy", "compiled")


def assert_alike(reports):
    """The same lines, from differences that are the same to rounding."""
    one, two = reports
    assert repr(one) == repr(two)
    for line, other in zip(one, two, strict=True):
        assert (line.name, line.ok) == (other.name, other.ok)
        assert line.error == pytest.approx(other.error, rel=1e-6, abs=1e-8, nan_ok=True)


@pytest.mark.parametrize("name", [None, *MISTAKES])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_compiled_check_says_the_same(name, dtype):
    backward = MISTAKES.get(name, changed())
    runs = [
        check_gradients(*example(dtype), backward=backward, engine=e) for e in ENGINES
    ]
    assert_alike(runs)


@steady
@given(
    seed=seeds,
    sizes=sizes,
    n=st.sampled_from([1, 5, 256, 300]),
    m=st.sampled_from([0, 1, 3]),
    bias=st.booleans(),
    loss=st.sampled_from(LOSSES[:3]),
    own_data=st.booleans(),
)
def test_compiled_differences(seed, sizes, n, m, bias, loss, own_data):
    rng = np.random.default_rng(seed)
    activations = [SMOOTH[k] for k in rng.integers(0, len(SMOOTH), len(sizes) - 1)]
    nets = [random_network(sizes, activations, rng, bias=bias) for _ in range(m or 1)]
    net = stack(nets) if m else nets[0]
    leading = (m,) if m and own_data else ()
    X = rng.uniform(-1, 1, (*leading, n, sizes[0]))
    Y = rng.uniform(-1, 1, (*leading, n, sizes[-1]))
    _, exact = loss_and_gradients(net, X, Y, loss)
    for layer, slopes in zip(exact, slopes_of(net, X, Y, loss, 1e-5).layers):
        np.testing.assert_allclose(slopes.W, layer.W, rtol=1e-6, atol=1e-8)
        assert (slopes.b is None) == (not bias)
        if bias:
            np.testing.assert_allclose(slopes.b, layer.b, rtol=1e-6, atol=1e-8)
    kept = net.copy()
    assert check_gradients(net, X, Y, loss, engine="compiled").ok
    assert_same(net, kept)


def test_compiled_differences_mislead_at_a_kink_as_others_do():
    net = Network([Dense([[0.0]], [0.0], relu)])
    X, Y = np.array([[1.0]]), np.array([[-1.0]])
    assert_alike([check_gradients(net, X, Y, engine=e) for e in ENGINES])


def test_compiled_check_of_wide_layers():
    net = mlp([40, 64, 1], tanh, sigmoid, rng=np.random.default_rng(0))
    X, Y = np.random.default_rng(1).uniform(size=(20, 40)), np.full((20, 1), 0.3)
    assert check_gradients(net, X, Y, engine="compiled").ok


@pytest.mark.parametrize(
    "options, text",
    [
        ({"engine": "fast"}, 'engine needs "numpy" or "compiled"; got \'fast\'.'),
        (
            {"engine": "compiled", "loss": LOSSES[3]},
            "The compiled engine knows the losses mse, half_squared_error and "
            "sum_squared_error; got softmax_cross_entropy. "
            'For others use train or check_gradients with engine="numpy".',
        ),
    ],
)
def test_refuses_engines(options, text):
    net, X, _ = example()
    Y = random_targets(LOSSES[3], (4, 3), np.random.default_rng(0))
    with pytest.raises(ValueError) as error:
        check_gradients(net, X, Y, **options)
    assert str(error.value) == text


def test_default_loss_is_the_blackboards():
    net, X, Y = example()
    assert check_gradients(net, X, Y) == check_gradients(net, X, Y, half_squared_error)
