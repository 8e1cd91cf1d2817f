"""The two posted programs fail as they did, and every experiment ends as it should."""

import numpy as np
import pytest

from nnlib import (
    Gradient,
    Network,
    check_gradients,
    compare,
    diagnose,
    loss_and_gradients,
    mse,
    numerical_gradient,
    stack,
    sweep,
)
from nnlib.activations import identity, leaky_relu, tanh
from nnlib.dynamics import parameters, with_parameters
from nnlib.examples.posted_programs import parabola_net, sine_net, sine_program
from tests.support.helpers import assert_same, reference

X = np.linspace(0, 1, 201)[:, None]
Y = X**2
SEEDS = 0, 1, 3
LINE = np.column_stack([X, np.ones_like(X)])


# x² by straight lines


def test_the_posted_start():
    np.random.seed(1)  # noqa: NPY002, as the posted program does
    W1 = np.random.randn(64, 1) * np.sqrt(2 / 1)  # noqa: NPY002
    W2 = np.random.randn(1, 64) * np.sqrt(2 / 64)  # noqa: NPY002
    first, second = parabola_net(1).layers
    np.testing.assert_array_equal(first.W, W1)
    np.testing.assert_array_equal(second.W, W2)
    assert not first.b.any()
    assert not second.b.any()
    assert first.activation == second.activation == leaky_relu


def test_changes_leave_the_weights_alone():
    changed = parabola_net(1, linear=True, biases=0.5)
    for one, two in zip(parabola_net(1).layers, changed.layers):
        np.testing.assert_array_equal(one.W, two.W)
    assert changed.layers[1].activation == identity
    assert changed.layers[0].b.std() == pytest.approx(0.5, rel=0.2)
    assert not changed.layers[1].b.any()


def test_best_line():
    values, rtol = reference("001/reference")
    line = np.linalg.lstsq(LINE, Y)[0]
    np.testing.assert_allclose(line[:, 0], values["best_line"], rtol=rtol)
    assert mse(LINE @ line, Y) == pytest.approx(values["mse_line"], abs=5e-8)


@pytest.mark.parametrize(
    ("row", "lr", "steps", "linear"),
    [
        ("as posted: leaky output, lr 1e-6, 50000 it", 1e-6, 50_000, False),
        ("linear output only, lr 1e-6, 50000 it", 1e-6, 50_000, True),
        ("leaky output, lr 1e-2, 50000 it", 1e-2, 50_000, False),
        ("linear output, lr 1e-2, 50000 it", 1e-2, 50_000, True),
        ("leaky output, lr 1e-1, 20000 it", 1e-1, 20_000, False),
        ("linear output, lr 1e-1, 20000 it", 1e-1, 20_000, True),
    ],
)
def test_final_errors(row, lr, steps, linear):
    """At lr 0.1 the loss leaps at times that rounding moves: a median stays."""
    values, rtol = reference("001/runs")
    values, copies = values[row], 15 if lr == 0.1 else 1
    nets = [parabola_net(s, linear=linear) for s in SEEDS for _ in range(copies)]
    for k, net in enumerate(nets):
        net.layers[0].W[k % copies] *= 1 + 1e-15 * (k % copies > 0)
    nets, loss = sweep(stack(nets), X, Y, lr=lr, steps=steps, loss=mse)
    losses = np.median(loss[-1].reshape(-1, copies), axis=1)
    np.testing.assert_allclose(losses, values["mse"], rtol=rtol)
    fits = nets(X)[..., 0].T
    bend = fits - LINE @ np.linalg.lstsq(LINE, fits)[0]
    if "rms_nonlin" in values:
        rms = np.sqrt((bend**2).mean(axis=0))[::copies]
        np.testing.assert_allclose(rms, values["rms_nonlin"], rtol=rtol)


def flat(gradients):
    return np.concatenate([np.append(g.W, g.b) for g in gradients])


def check(net, Y, decay=0.0, power=1, *, also_in_gradient=False, rows=slice(None)):
    """The check of the posted program: its cost, its step, its bare ruler."""

    def cost(w):
        moved = with_parameters(net, w)
        weights = sum((layer.W**power).sum() for layer in moved.layers)
        return mse(moved(X[rows]), Y[rows]) + decay / (2 * 201) * weights

    mine = flat(loss_and_gradients(net, X[rows], Y[rows], mse)[1])
    if also_in_gradient:
        both = [np.append(decay / 201 * a.W, 0 * a.b) for a in net.layers]
        mine = mine + np.concatenate(both)
    return compare("", mine, numerical_gradient(cost, parameters(net), step=1e-7)).error


def test_decay_on_one_side_only():
    values, rtol = reference("001/gradcheck")
    rows = values[
        "seed0 decay->diff (as written: cost uses sum w, gradient has no decay)"
    ]
    for decay, error in rows.items():
        measured = check(parabola_net(0), Y, float(decay))
        assert measured == pytest.approx(error, rel=rtol)
    assert check(parabola_net(1), Y, 10.0) == pytest.approx(
        values["seed1 decay 10"], rel=rtol
    )


def test_decay_on_both_sides():
    values, rtol = reference("001/gradcheck")
    for decay, error in values["seed0 cost sum w^2 AND gradient with decay"].items():
        measured = check(parabola_net(0), Y, float(decay), 2, also_in_gradient=True)
        assert measured == pytest.approx(error, rel=rtol)


def test_kink():
    values, rtol = reference("001/gradcheck")
    values = values["kink: target x^2+1, linear output, seed1"]
    net = parabola_net(1, linear=True)
    assert check(net, Y + 1) == pytest.approx(values["diff"], rel=rtol)
    assert check(net, Y + 1, rows=slice(1, None)) < 1e-9
    assert not check_gradients(net, X, Y + 1, mse).ok
    assert diagnose(net, X, Y + 1, Network.backward, mse).ok


def test_vanishing_gradient():
    values, rtol = reference("001/gradcheck")
    key = "vanishing gradient: |g|->diff (linear out, residual c*sin7x)"
    net = parabola_net(1, linear=True)
    for c, (size, error) in zip((1e-3, 1e-6, 1e-9), values[key].items()):
        target = net(X) - c * np.sin(7 * X)
        gradient = flat(loss_and_gradients(net, X, target, mse)[1])
        assert np.linalg.norm(gradient) == pytest.approx(float(size), rel=rtol)
        assert check(net, target) == pytest.approx(error, rel=rtol)
        assert diagnose(net, X, target, Network.backward, mse).ok


# A sine that does not learn


def posted_backward(network, caches, dA):
    gradients = []
    for layer, cache in zip(network.layers[::-1], caches[::-1]):
        errors = dA * (1 - cache.A**2)
        gradients.insert(0, Gradient(errors.T @ cache.X, None, errors, None))
        dA = errors @ layer.W
    return gradients


def test_its_gradients_are_right():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20, 1))
    case = sine_net(rng), np.tanh(x), np.tanh(np.sin(x))
    assert check_gradients(*case, backward=posted_backward).ok
    assert diagnose(*case, posted_backward).ok


def test_the_net():
    posted = sine_net(np.random.default_rng(0))
    assert posted.shapes == [(6, 1), (1, 6)]
    assert [layer.b for layer in posted.layers] == [None, None]
    assert all(layer.activation == tanh for layer in posted.layers)
    wide = sine_net(np.random.default_rng(0), bias=True, linear=True, hidden=500)
    first, second = wide.layers
    assert second.activation == identity
    for array, width in ((first.W, 1), (first.b, 1), (second.W, 1 / np.sqrt(500))):
        assert array.std() == pytest.approx(width, rel=0.1)
    assert second.b.shape == (1,)


BEST = {"raw_input": True, "wide": True}
EDIT = {"bias": True, "wide": True, "linear": True, "lr": 0.01, "hidden": 5}
RUNS = {
    "as posted": {},
    "+bias only": {"bias": True},
    "no tanh on input only": {"raw_input": True},
    "inputs U(-5,5) only": {"wide": True},
    "linear output + raw sin target only": {"linear": True},
    "rate .01 only": {"lr": 0.01},
    "no tanh on input + U(-5,5)": BEST,
    "no tanh on input + U(-5,5) + bias": BEST | {"bias": True},
    "the same + linear output": BEST | {"bias": True, "linear": True},
    "the same + linear, rate .01, no bias": BEST | {"linear": True, "lr": 0.01},
    "EDIT version as edited (tanh still on input), 10000 steps": EDIT
    | {"steps": 10_000},
    "EDIT version as edited, 100000 steps": EDIT,
    "EDIT version without tanh on input, 10000 steps": EDIT
    | {"raw_input": True, "steps": 10_000},
    "EDIT version without tanh on input, 100000 steps": EDIT | {"raw_input": True},
}


def test_every_stored_run_is_repeated():
    values, _ = reference("003/runs")
    rows = {row for row, stored in values.items() if isinstance(stored, dict)}
    assert rows == set(RUNS)


@pytest.mark.parametrize("row", RUNS)
def test_how_far_from_the_sine(row):
    expected = reference("003/runs")[0][row]
    predict = sine_program(**RUNS[row])
    for key, end in (("rms3", 3), ("rms5", 5)):
        x = np.linspace(-end, end, 40 * end + 1)
        rms = np.sqrt(((predict(x) - np.sin(x)) ** 2).mean(axis=-1))
        np.testing.assert_allclose(rms, expected[key], atol=6e-4)
    if "f3" in expected:
        np.testing.assert_allclose(predict([3.0])[:, 0], expected["f3"], atol=6e-4)


def test_the_same_program_twice_and_alone():
    together = sine_program(steps=200)([1.0, 2.0])
    assert together.shape == (3, 2)
    np.testing.assert_array_equal(together, sine_program(steps=200)([1.0, 2.0]))
    alone = sine_program(steps=200, seeds=(1,))([1.0, 2.0])
    np.testing.assert_allclose(alone[0], together[1], rtol=1e-12)


def test_one_seed_is_one_net():
    assert_same(parabola_net(3), parabola_net(3))
