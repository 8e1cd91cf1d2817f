"""The compiled engine agrees with `train`, with the same bits however it is run."""

import subprocess
import sys

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    Activation,
    Network,
    half_squared_error,
    identity,
    leaky_relu,
    mlp,
    mse,
    relu,
    sigmoid,
    softmax_cross_entropy,
    stack,
    step_decay,
    sum_squared_error,
    sweep,
    tanh,
    train,
    unstack,
)
from nnlib.engine.compiled.activations import KNOWN
from tests.support.helpers import (
    assert_same,
    random_network,
    seeds,
    sizes,
    steady,
)
from tests.support.places import ROOT

ENGINES = ("numpy", "compiled")
SQUARED = [mse, half_squared_error, sum_squared_error]


def data(sizes, n, rng, leading=()):
    shape = (*leading, n)
    X = rng.uniform(-1, 1, (*shape, sizes[0]))
    return X, rng.uniform(-1, 1, (*shape, sizes[-1]))


def arrays(network):
    both = [(layer.W, layer.b) for layer in network.layers]
    return [array for pair in both for array in pair if array is not None]


def assert_close(run, other, atol):
    (net, history), (net2, history2) = run, other
    assert history.loss.shape == history2.loss.shape
    np.testing.assert_allclose(history.loss, history2.loss, rtol=atol, atol=atol)
    for one, two in zip(arrays(net), arrays(net2), strict=True):
        assert one.dtype == two.dtype
        np.testing.assert_allclose(one, two, rtol=atol, atol=atol)


runs = {
    "seed": seeds,
    "sizes": sizes,
    "n": st.integers(1, 9),
    "m": st.sampled_from([0, 1, 3, 33]),
    "bias": st.booleans(),
    "loss": st.sampled_from(SQUARED),
    "batch_size": st.sampled_from([None, 1, 2, 4]),
    "shuffled": st.booleans(),
    "own_data": st.booleans(),
}


def two_runs(seed, sizes, n, m, bias, loss, batch_size, shuffled, own_data, dtype):
    rng = np.random.default_rng(seed)
    acts = [list(KNOWN)[k] for k in rng.integers(0, len(KNOWN), len(sizes) - 1)]
    nets = [random_network(sizes, acts, rng, bias=bias) for _ in range(m or 1)]
    net = (stack(nets) if m else nets[0]).astype(dtype)
    X, Y = data(sizes, n, rng, (m,) if m and own_data else ())
    options = {"steps": 5, "loss": loss, "batch_size": batch_size}
    options["lr"] = rng.uniform(0, 0.01, (m,) if m else ())
    for engine in ("numpy", "compiled"):
        order = np.random.default_rng(seed) if shuffled else None
        yield train(
            net, X.astype(dtype), Y.astype(dtype), **options, rng=order, engine=engine
        )


@steady
@given(**runs)
def test_agrees_with_numpy(**case):
    assert_close(*two_runs(**case, dtype=np.float64), atol=1e-13)


@steady
@given(**runs)
def test_agrees_with_numpy_in_float32(**case):
    assert_close(*two_runs(**case, dtype=np.float32), atol=2e-4)


@pytest.mark.parametrize("sizes", [[40, 3], [3, 40, 2], [64, 64, 1]])
@pytest.mark.parametrize("batch_size", [None, 1])
def test_wide_layers(sizes, batch_size):
    rng = np.random.default_rng(0)
    net = mlp(sizes, tanh, identity, rng=rng)
    X, Y = data(sizes, 5, rng)
    options = {"steps": 4, "lr": 0.01, "batch_size": batch_size}
    expected = train(net, X, Y, **options)
    assert_close(train(net, X, Y, **options, engine="compiled"), expected, 1e-13)
    many, losses = sweep(net, X, Y, **options | {"lr": [0.01] * 32}, keep=5)
    alone, history = train(net, X, Y, **options, engine="compiled")
    assert_same(unstack(many)[31], alone)
    np.testing.assert_array_equal(losses[:, 31], history.loss)


def test_schedules():
    rng = np.random.default_rng(0)
    net, (X, Y) = mlp([2, 3, 1], tanh, sigmoid, rng=rng), data([2, 1], 5, rng)
    options = {"steps": 9, "lr": step_decay(0.3, 0.5, every=2)}
    expected = train(net, X, Y, **options)
    assert_close(train(net, X, Y, **options, engine="compiled"), expected, 1e-14)


def by_hand(net, X, Y, *, lr, steps, order):
    """Full-batch descent on the sum of squares; lr has one rate per layer."""
    net, losses = net.copy(), []
    for _ in range(steps):
        caches = net.forward(X)
        losses.append(sum_squared_error(caches[-1].A, Y))
        dA = sum_squared_error.gradient(caches[-1].A, Y)
        for layer, cache, rate in list(zip(net.layers, caches, lr))[::-1]:
            gradient = layer.backward(cache, dA)
            old = layer.W.copy()
            layer.W = layer.W - rate * gradient.W
            layer.b = layer.b - rate * gradient.b
            dA = gradient.delta @ (layer.W if order == "before" else old)
    return net, np.array([*losses, sum_squared_error(net(X), Y)])


@pytest.mark.parametrize("order", ["after", "before"])
@pytest.mark.parametrize("m", [1, 40])
@pytest.mark.parametrize("n", [1, 6])
def test_order_and_rates_per_layer(order, m, n):
    rng = np.random.default_rng(0)
    net, (X, Y) = mlp([2, 3, 1], tanh, sigmoid, rng=rng), data([2, 1], n, rng)
    lr = rng.uniform(0.1, 0.5, (2, m))
    options = {"steps": 6, "loss": sum_squared_error}
    many, losses = sweep(net, X, Y, lr=lr, order=order, keep=7, **options)
    expected, record = by_hand(net, X, Y, lr=lr[:, -1], steps=6, order=order)
    np.testing.assert_allclose(losses[:, -1], record, rtol=1e-13)
    for one, two in zip(arrays(unstack(many)[-1]), arrays(expected)):
        np.testing.assert_allclose(one, two, rtol=1e-13)


def test_rates_per_layer_of_one_network():
    rng = np.random.default_rng(0)
    net, (X, Y) = mlp([2, 3, 1], tanh, sigmoid, rng=rng), data([2, 1], 4, rng)
    options = {"steps": 3, "loss": sum_squared_error}
    trained, history = train(net, X, Y, lr=[0.0, 0.4], engine="compiled", **options)
    expected, record = by_hand(net, X, Y, lr=[0.0, 0.4], steps=3, order="after")
    np.testing.assert_allclose(history.loss, record, rtol=1e-14)
    np.testing.assert_array_equal(trained.layers[0].W, net.layers[0].W)
    np.testing.assert_allclose(trained.layers[1].W, expected.layers[1].W, rtol=1e-13)


def tree():
    """The curve that bifurcates, 6 samples, all sigmoid.

    Made of fractions and rounded targets, it begins the same on every processor.
    """
    sizes, k = [1, 4, 2, 2, 1], 0
    net = random_network(sizes, [sigmoid] * 4, np.random.default_rng(0))
    for array in arrays(net):
        array.flat = (np.arange(k, k + array.size) * 37 % 64 + 1) / 64
        k += array.size
    X = np.arange(6)[:, None] / 4
    return net, X, (np.sin(2 * np.pi * X) / 4 + 0.5).round(12)


BITS = {
    "after": ["0x1.c009d38895146p-1", "0x1.35a6b45c67c4bp-2", "0x1.b56311b9ce264p-1"],
    "before": ["0x1.0b8baf5f9f9c2p+0", "0x1.7dc43a78c0e71p-3", "0x1.63b13017af118p-2"],
}
CHAOS = {"steps": 40_000, "loss": sum_squared_error}


@pytest.mark.parametrize("order, lr", [("after", 5.75), ("before", 2.5)])
def test_chaos_has_the_same_bits_everywhere(order, lr):
    net, X, Y = tree()
    _, alone = sweep(net, X, Y, lr=[lr], order=order, keep=3, **CHAOS)
    assert [loss.hex() for loss in alone[:, 0].tolist()] == BITS[order]
    rates = np.linspace(0.1, 3.1, 200)
    rates[[0, 150]] = lr
    for workers in (1, 2):
        options = {"order": order, "keep": 3, "workers": workers}
        _, losses = sweep(net, X, Y, lr=rates, **options, **CHAOS)
        np.testing.assert_array_equal(losses[:, [0, 150]], alone[:, [0, 0]])


@pytest.mark.parametrize("order, lr", [("after", 5.75), ("before", 2.5)])
def test_chaos_is_chaos(order, lr):
    net, X, Y = tree()
    moved = net.copy()
    moved.layers[0].W[0, 0] += 1e-15
    options = {"lr": [lr], "order": order, "keep": 100, **CHAOS}
    (_, losses), (_, others) = (sweep(one, X, Y, **options) for one in (net, moved))
    assert abs(losses - others).max() > 0.5


@pytest.mark.parametrize("batch_size", [1, 4, None])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_one_network_has_the_same_bits_among_many(batch_size, dtype):
    rng = np.random.default_rng(0)
    nets = [mlp([3, 5, 2], tanh, leaky_relu, rng=rng) for _ in range(250)]
    many = stack(nets).astype(dtype)
    X, Y = (array.astype(dtype) for array in data([3, 2], 7, rng, (250,)))
    options = {"steps": 300, "lr": 0.2, "batch_size": batch_size, "engine": "compiled"}
    trained, history = train(many, X, Y, **options, rng=np.random.default_rng(1))
    for k in (0, 191, 249):
        one = nets[k].astype(dtype)
        options["rng"] = np.random.default_rng(1)
        alone, record = train(one, X[k], Y[k], **options)
        assert_same(alone, unstack(trained)[k])
        assert record.loss.tobytes() == history.loss[:, k].tobytes()


def test_a_diverged_network_is_nan_and_no_other():
    rng = np.random.default_rng(0)
    net, (X, Y) = mlp([2, 3, 1], relu, identity, rng=rng), data([2, 1], 5, rng)
    lr = np.full(40, 0.01)
    lr[7] = 1e3
    trained, losses = sweep(net, X, Y, lr=lr, steps=200, keep=201)
    assert np.isnan(losses[-1]).tolist() == (lr > 1).tolist()
    assert np.isnan(trained.layers[1].b).any(axis=1).tolist() == (lr > 1).tolist()
    _, history = train(net, X, Y, lr=1e3, steps=200, engine="compiled")
    np.testing.assert_array_equal(history.loss, losses[:, 7])


def test_no_steps_leave_the_network_as_it_is():
    net, X, Y = tree()
    trained, history = train(net, X, Y, lr=0.1, steps=0, engine="compiled")
    assert_same(trained, net)
    np.testing.assert_allclose(history.loss, [half_squared_error(net(X), Y)])


@pytest.mark.parametrize(
    "options, text",
    [
        ({"engine": "fast"}, 'engine needs "numpy" or "compiled"; got \'fast\'.'),
        (
            {"backward": lambda network, caches, dA: []},
            'The compiled engine does not call your backward. Write engine="numpy".',
        ),
        (
            {"observe": Network.copy},
            'The compiled engine does not call your observe. Write engine="numpy".',
        ),
        (
            {"loss": softmax_cross_entropy},
            "The compiled engine knows the losses mse, half_squared_error and "
            "sum_squared_error; got softmax_cross_entropy. "
            'For others use train or check_gradients with engine="numpy".',
        ),
        (
            {"lr": [0.1, 0.2, 0.3]},
            "lr needs one number, or an array of shape (4,); got shape (3,).",
        ),
        (
            {"lr": lambda step: [0.1] * (step + 1), "steps": 2},
            "lr needs numbers in rows of one length; got [[0.1], [0.1, 0.1]].",
        ),
        (
            {"lr": -0.1},
            "lr needs finite numbers that are not negative; got [-0.1].",
        ),
    ],
)
def test_train_refuses(options, text):
    net, X, Y = tree()
    options = {"engine": "compiled", "lr": 0.1, "steps": 1} | options
    with pytest.raises(ValueError) as error:
        train(net, X, Y, **options)
    assert str(error.value) == text


def test_train_refuses_networks_it_cannot_compile():
    X, Y = data([2, 1], 3, np.random.default_rng(0))
    square = Activation("square", lambda Z: Z**2, lambda Z: 2 * Z)
    net = random_network([2, 1], [square], np.random.default_rng(0))
    options = {"lr": 0.1, "steps": 1, "engine": "compiled"}
    with pytest.raises(ValueError) as error:
        train(net, X, Y, **options)
    *names, last = map(repr, KNOWN)
    assert str(error.value) == (
        f"The compiled engine knows the activations {', '.join(names)} and {last}; "
        "got square. "
        'For others use train or check_gradients with engine="numpy".'
    )
    net = random_network([2, 1], [sigmoid], np.random.default_rng(0))
    grid = net.map(lambda array: np.broadcast_to(array, (2, 3, *array.shape)).copy())
    with pytest.raises(ValueError) as error:
        train(grid, X, Y, **options)
    assert str(error.value) == (
        "The compiled engine takes networks along one leading axis; got (2, 3). "
        'For others use train or check_gradients with engine="numpy".'
    )


@pytest.mark.parametrize("x", [np.nan, np.inf, -np.inf, 1e300, -1e300, 710.0, -710.0])
def test_limits_of_the_activations(x):
    X, Y = np.array([[1.0]]), np.array([[0.5]])
    for activation in KNOWN:
        net = random_network([1, 1], [activation], np.random.default_rng(0))
        net.layers[0].W[:], net.layers[0].b[:] = x, 0.0
        runs = [train(net, X, Y, lr=0.0, steps=1, engine=e) for e in ENGINES]
        assert_close(*runs, atol=1e-15)


@pytest.mark.parametrize("dtype, rtol", [(np.float64, 4e-16), (np.float32, 2e-7)])
def test_sigmoid(dtype, rtol):
    from nnlib.engine.compiled.activations import activate
    from nnlib.engine.compiled.lanes import LANES

    x = np.linspace(-80, 80, 10_001 // LANES * LANES).astype(dtype)
    A, vectors = x.copy(), x.size // LANES
    code = list(KNOWN).index(sigmoid)
    numba.njit(lambda A: activate(code, A, 0, vectors, LANES, 0, 1), _nrt=False)(A)
    exact = 1 / (1 + np.exp(-x.astype(np.longdouble)))
    np.testing.assert_allclose(A, exact, rtol=2 * rtol)


NUMBA = "numba>=0.68,<0.69"


@pytest.mark.parametrize(
    "run",
    [
        "train(net, X, Y, steps=1, lr=0.1, engine='compiled')",
        "sweep(net, X, Y, steps=1, lr=[0.1])",
        "check_gradients(net, X, Y, engine='compiled')",
    ],
)
def test_no_numba(run):
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from nnlib import *\n"
        "X, Y, W1, W2 = homework()\n"
        "net = Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)])\n"
        "check_gradients(net, X, Y), train(net, X, Y, steps=1, lr=0.1)\n"
        f"try: {run}\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    told = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert told == (
        "The compiled engine needs the package numba, which is not installed. Type "
        f'{sys.executable} -m pip install "{NUMBA}". Without it, train and '
        'check_gradients run with engine="numpy".\n'
    )
    requirements = ROOT / "requirements.txt"
    assert f"\n{NUMBA}\n" in requirements.read_text(encoding="utf-8")
