"""A run that does not fit the memory is refused before it begins."""

import tracemalloc

import numpy as np
import pytest

import nnlib.engine.memory
from nnlib import sigmoid, stack, step_decay, sweep, tanh, train
from tests.support.helpers import random_network

rng = np.random.default_rng(0)
NET = random_network([2, 3, 1], [tanh, sigmoid], rng)
X, Y = rng.uniform(-1, 1, (5, 2)), rng.uniform(0, 1, (5, 1))
LR = np.linspace(0.1, 2.0, 300)
MANY = 10**12


def training(**options):
    return train(NET, X, Y, **{"lr": 0.1, "engine": "compiled"} | options)


def sweeping(**options):
    return sweep(NET, X, Y, **{"lr": LR} | options)


@pytest.mark.parametrize(
    "run, options, text",
    [
        (
            sweeping,
            {"steps": MANY, "keep": MANY},
            "A sweep of 300 networks needs 7200000.0 GB, most of it for the losses, "
            "and this computer has 8.0 GB. "
            "Keep fewer losses, or sweep fewer networks or steps at a time.",
        ),
        (
            sweeping,
            {"steps": 10**7, "lr": lambda step: LR / (1 + step)},
            "A sweep of 300 networks needs 97.2 GB, most of it for the learning rates "
            "of all steps, and this computer has 8.0 GB. "
            "Keep fewer losses, or sweep fewer networks or steps at a time.",
        ),
        (
            training,
            {"steps": MANY},
            f"Training for {MANY} steps needs 24000.0 GB, most of it for the losses, "
            "and this computer has 8.0 GB. Train fewer steps at a time.",
        ),
        (
            training,
            {"steps": 10**9, "lr": step_decay(0.1, 0.5)},
            "Training for 1000000000 steps needs 80.0 GB, most of it for the learning "
            "rates of all steps, and this computer has 8.0 GB. "
            "Train fewer steps at a time.",
        ),
        (
            training,
            {"steps": 10**9, "rng": np.random.default_rng(0)},
            "Training for 1000000000 steps needs 64.0 GB, most of it for the order of "
            "the samples in each pass, and this computer has 8.0 GB. "
            "Train fewer steps at a time.",
        ),
    ],
)
def test_refuses(monkeypatch, run, options, text):
    monkeypatch.setattr(nnlib.engine.memory, "_memory", lambda: 8e9)
    with pytest.raises(MemoryError) as error:
        run(**options)
    assert str(error.value) == text


def test_parameters_count(monkeypatch):
    monkeypatch.setattr(nnlib.engine.memory, "_memory", lambda: 1e4)
    with pytest.raises(MemoryError, match="most of it for the parameters"):
        train(stack([NET] * 300), X, Y, steps=1, lr=0.1, engine="compiled")


@pytest.mark.parametrize(
    "run, options",
    [
        (training, {"steps": 20_000}),
        (training, {"steps": 20_000, "lr": step_decay(0.1, 0.5)}),
        (training, {"steps": 20_000, "rng": np.random.default_rng(0)}),
        (sweeping, {"steps": 500, "keep": 501}),
        (sweeping, {"steps": 500, "lr": lambda step: LR / (1 + step)}),
        (sweeping, {"steps": 1, "lr": np.full(20_000, 0.1)}),
    ],
)
def test_no_run_takes_much_more_than_was_thought(monkeypatch, run, options):
    run(**options | {"steps": 1, "keep": 1} if run is sweeping else {"steps": 1})
    tracemalloc.start()
    run(**options)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    monkeypatch.setattr(nnlib.engine.memory, "_memory", lambda: 0.8 * peak)
    with pytest.raises(MemoryError):
        run(**options)
    monkeypatch.setattr(nnlib.engine.memory, "_memory", lambda: 3 * peak)
    run(**options)


def test_schedules_of_no_steps_are_not_called():
    training(steps=0, lr=lambda step: 1 / 0)
