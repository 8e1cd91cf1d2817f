"""A sweep is many runs of `train`: anywhere, stopped midway, refused if too big."""

import _thread
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nnlib import sigmoid, stack, sweep, tanh, train, unstack
from nnlib.dynamics import bifurcation
from nnlib.engine.compiled.job import run_job
from tests.support.helpers import assert_same, random_network

rng = np.random.default_rng(0)
NET = random_network([2, 3, 1], [tanh, sigmoid], rng)
X, Y = rng.uniform(-1, 1, (5, 2)), rng.uniform(0, 1, (5, 1))
LR = np.linspace(0.1, 2.0, 300)


class Elsewhere(ThreadPoolExecutor):
    """Hand jobs and results over as another process does: pickled."""

    def submit(self, function, *arguments):
        function, arguments = pickle.loads(pickle.dumps((function, arguments)))
        return super().submit(lambda: pickle.loads(pickle.dumps(function(*arguments))))


def run(**options):
    return sweep(NET, X, Y, **{"lr": LR, "steps": 50, "keep": 3} | options)


def test_is_many_trainings():
    trained, losses = run()
    assert losses.shape == (3, 300)
    for k in (0, 130, 299):
        net, history = train(NET, X, Y, lr=LR[k], steps=50, engine="compiled")
        assert_same(unstack(trained)[k], net)
        np.testing.assert_array_equal(losses[:, k], history.loss[-3:])


def test_starts():
    nets = [random_network([2, 3, 1], [tanh, sigmoid], rng) for _ in range(40)]
    options = {"lr": 0.3, "steps": 20}
    trained, losses = sweep(stack(nets), X, Y, **options)
    net, history = train(nets[5], X, Y, **options, engine="compiled")
    assert_same(unstack(trained)[5], net)
    assert losses.tolist()[0][5] == history.loss[-1]


def test_schedule_per_network():
    trained, _ = run(lr=lambda step: LR / (1 + step))
    net, _ = train(NET, X, Y, steps=50, lr=lambda s: LR[9] / (1 + s), engine="compiled")
    assert_same(unstack(trained)[9], net)


def test_shuffled_batches():
    _, losses = run(batch_size=2, rng=np.random.default_rng(3), keep=51)
    options = {"steps": 50, "lr": LR[9], "batch_size": 2}
    _, history = train(NET, X, Y, **options, rng=np.random.default_rng(3))
    np.testing.assert_allclose(losses[:, 9], history.loss, rtol=1e-12)


def test_any_executor():
    with Elsewhere(2) as executor:
        elsewhere, losses = run(executor=executor)
    here, expected = run()
    assert_same(elsewhere, here)
    np.testing.assert_array_equal(losses, expected)


def test_interrupted_locally():
    began = time.monotonic()
    threading.Timer(0.3, _thread.interrupt_main).start()
    with pytest.warns(UserWarning) as record:
        trained, losses = run(steps=10**9)
    assert time.monotonic() - began < 1.3
    assert str(record[0].message) == (
        "Stopped: 0 of 300 networks are trained, the others are nan."
    )
    assert np.isnan(losses).all()
    assert np.isnan(trained.layers[0].W).all()


class Interrupted(ThreadPoolExecutor):
    """Do the first job; at the second, the user presses Ctrl-C."""

    begun = False

    def submit(self, function, *arguments):
        if self.begun:
            raise KeyboardInterrupt
        self.begun = True
        future = super().submit(function, *arguments)
        future.result()
        return future


def test_what_is_done_is_kept():
    whole, expected = run()
    with Interrupted(1) as executor, pytest.warns(UserWarning) as record:
        trained, losses = run(executor=executor)
    assert str(record[0].message) == (
        "Stopped: 192 of 300 networks are trained, the others are nan."
    )
    np.testing.assert_array_equal(losses[:, :192], expected[:, :192])
    assert np.isnan(losses[:, 192:]).all()
    assert_same(unstack(trained)[191], unstack(whole)[191])


def test_a_person_who_waits_is_told_why(monkeypatch, capsys):
    def slow(job, clock):
        time.sleep(1.3)
        return run_job(job, clock)

    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    monkeypatch.setattr("nnlib.engine.pool.run_job", slow)
    run(workers=3)
    told = "Compiling the engine, once: some seconds."
    assert capsys.readouterr().err.count(told) == 1


def test_interrupted_training_returns_nothing():
    threading.Timer(0.3, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        train(NET, X, Y, lr=0.1, steps=10**7, engine="compiled")


@pytest.mark.parametrize(
    "options, error, text",
    [
        (
            {"lr": 0.1},
            ValueError,
            "lr needs one number per copy of the network; got a single one. "
            "Write lr=[...], or stack networks.",
        ),
        (
            {"lr": np.ones((3, 5))},
            ValueError,
            "lr needs one number, or an array of shape (5,) or (2, 5); "
            "got shape (3, 5).",
        ),
        (
            {"keep": 52},
            ValueError,
            "keep needs at most steps + 1 = 51 losses; got 52.",
        ),
        (
            {"executor": ThreadPoolExecutor(1), "workers": 2},
            ValueError,
            "sweep needs one of executor, scheduler and workers; "
            "got executor and workers.",
        ),
        (
            {"lr": [[0.1], [0.1, 0.2]]},
            ValueError,
            "lr needs numbers in rows of one length; got [[0.1], [0.1, 0.2]].",
        ),
        (
            {"workers": 0},
            ValueError,
            "workers needs a whole number of at least 1; got 0.",
        ),
        (
            {"order": "both"},
            ValueError,
            'order needs "after" or "before"; got \'both\'.',
        ),
    ],
)
def test_refuses(options, error, text):
    with pytest.raises(error) as refused:
        run(**options)
    assert str(refused.value) == text


# Bifurcation


def outputs(networks):
    return networks(X)[:, 0, 0]


@pytest.mark.parametrize("order", ["after", "before"])
def test_bifurcation_is_the_last_losses(order):
    options = {"lr": LR, "steps": 50, "keep": 20, "order": order}
    _, losses = sweep(NET, X, Y, **options)
    np.testing.assert_array_equal(bifurcation(NET, X, Y, **options), losses)


@pytest.mark.parametrize("order", ["after", "before"])
def test_bifurcation_observes_the_networks_of_the_last_losses(order):
    options = {"lr": LR, "steps": 50, "keep": 3, "order": order}
    seen = bifurcation(NET, X, Y, observe=outputs, **options)
    assert seen.shape == (3, 300)
    for row, steps in zip(seen, (48, 49, 50)):
        networks, _ = sweep(NET, X, Y, lr=LR, steps=steps, order=order)
        np.testing.assert_array_equal(row, outputs(networks))


def test_bifurcation_observes_networks_side_by_side():
    nets = stack([NET, random_network([2, 3, 1], [tanh, sigmoid], rng)])
    options = {"lr": [0.3, 0.4], "steps": 9}
    seen = bifurcation(nets, X, Y, keep=10, observe=outputs, **options)
    np.testing.assert_array_equal(seen[0], outputs(nets))
    np.testing.assert_array_equal(seen[9], outputs(sweep(nets, X, Y, **options)[0]))


@pytest.mark.parametrize(
    "options, error, text",
    [
        (
            {"lr": lambda step: LR},
            TypeError,
            "lr needs one number per copy of the network; got a function.",
        ),
        (
            {"observe": 3},
            TypeError,
            "observe needs a function of the networks; got 3.",
        ),
        (
            {"observe": lambda nets: [[1], [2, 3]]},
            ValueError,
            "What observe returns needs numbers in rows of one length; "
            "got [[1], [2, 3]].",
        ),
        (
            {"observe": outputs, "keep": 52},
            ValueError,
            "keep needs at most steps + 1 = 51 losses; got 52.",
        ),
    ],
)
def test_bifurcation_refuses(options, error, text):
    with pytest.raises(error) as refused:
        bifurcation(NET, X, Y, **{"lr": LR, "steps": 50, "keep": 3} | options)
    assert str(refused.value) == text
