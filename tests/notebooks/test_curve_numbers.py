"""Fitted curves have the errors of the sources' programs, up to the digits stored.

The ten rows of the ai-edu table are taken from what the notebook prints, since they
take a while; nbval sees to it that the notebook prints what it computes.
"""

import json
import re

import numpy as np
import pytest

from nnlib import (
    Dense,
    identity,
    mlp,
    mse,
    normal,
    sigmoid,
    stack,
    sweep,
    train,
    wavy,
    wavy_curve,
)
from tests.support.helpers import stored
from tests.support.places import ROOT

NUMBERS = stored("curve_numbers.json")
CONTROLS = NUMBERS["controls (first three data seeds)"]
NOTEBOOK = ROOT / "notebooks/07_fitting_curves.ipynb"
THREE_DIGITS = 5.1e-3


def source_net(hidden):
    rng = np.random.RandomState(2)
    return mlp([1, hidden, 1], sigmoid, identity, rng=rng)


def points(n, seeds=5):
    draws = [np.random.RandomState(seed).random((n, 2)) for seed in range(seeds)]
    return np.stack(draws)[:, :, :1]


def online(network, X, steps):
    networks = stack([network] * len(X))
    return sweep(networks, X, wavy(X), lr=0.1, steps=steps, batch_size=1)[0]


def error_of(networks):
    X, Y = wavy_curve(100)
    E = networks(X) - Y
    return (E**2).mean((1, 2)), abs(E).max((1, 2))


def printed(cell_id):
    """The lines that a cell of the notebook prints."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == cell_id]
    texts = ["".join(output.get("text", "")) for output in cell["outputs"]]
    return "\n".join(texts).splitlines()


def five_after(label, lines):
    (line,) = [line for line in lines if line.startswith(label)]
    return [float(number) for number in re.findall(r"\d\.\d+", line[len(label) :])]


def test_the_old_generator_draws_the_start_of_the_source():
    network, state = source_net(128), np.random.RandomState(2)
    for layer, shape in zip(network.layers, ((128, 1), (1, 128))):
        bound = np.sqrt(6) / np.sqrt(129)
        W = state.uniform(-bound, bound, size=shape)
        np.testing.assert_allclose(layer.W, W, rtol=1e-15)
        assert not layer.b.any()


@pytest.mark.parametrize("row", NUMBERS["rows"], ids=lambda row: row["row"])
def test_rows_of_the_table(row):
    numbers = five_after(f"{row['row']:3} ", printed("outcome-table"))
    np.testing.assert_allclose(numbers[:5], row["mse"], rtol=THREE_DIGITS)
    ends = [min(row["max_err"]), max(row["max_err"])]
    np.testing.assert_allclose(numbers[5:], ends, atol=0.0101)


@pytest.mark.parametrize("samples, row", [(1000, 6), (500, 4)])
def test_half_a_million_updates(samples, row):
    MSE, largest = error_of(online(source_net(128), points(samples), 500_000))
    expected = NUMBERS["rows"][row]
    assert expected["m"] * expected["epochs"] == 500_000
    np.testing.assert_allclose(MSE, expected["mse"], rtol=THREE_DIGITS)
    np.testing.assert_allclose(largest, expected["max_err"], atol=0.0051)


def test_the_first_row_in_all_digits():
    expected = NUMBERS["first data seed, all digits"]
    network, X = source_net(128), points(1000, seeds=1)
    for epochs in (500, 1000):
        network = online(network, X, 500_000)
        measured = error_of(network)[0]
        np.testing.assert_allclose(measured, expected[f"epoch {epochs}"], rtol=1e-6)
        network = network.map(lambda array: array[0])


def test_controls():
    lines = printed("outcome-updates")
    small = five_after("1.0 million updates,  500 samples: MSE ", lines)
    np.testing.assert_allclose(
        small[:3], CONTROLS["500 samples, 2000 epochs"], atol=1e-4
    )
    lines = printed("outcome-width")
    more = five_after("256 units, lr 0.1,  1000 epochs:", lines)
    np.testing.assert_allclose(more[:3], CONTROLS["256 units, 1000 epochs"], atol=1e-4)
    slower = five_after("256 units, lr 0.05,  500 epochs:", lines)
    np.testing.assert_allclose(slower[:3], CONTROLS["256 units, lr 0.05"], atol=1e-4)


def test_sixteen_spread_units_beat_the_best_row():
    rng = np.random.RandomState(2)
    network = mlp([1, 16, 1], sigmoid, identity, rng=rng)
    W, positions = rng.uniform(-20, 20, (16, 1)), rng.random(16)
    network.layers[0] = Dense(W, -W[:, 0] * positions, sigmoid)
    MSE, largest = error_of(online(network, points(1000, seeds=3), 100_000))
    np.testing.assert_allclose(
        MSE, CONTROLS["16 spread units, 100 epochs"], rtol=THREE_DIGITS
    )
    ratio = np.array(NUMBERS["rows"][0]["mse"][:3]) / MSE
    np.testing.assert_allclose([ratio.min(), ratio.max()], [24, 76], atol=0.5)
    assert 0.02 < largest.min() < largest.max() < 0.03


def step43(n, hidden):
    rng = np.random.RandomState(0)
    X = rng.random((n, 1))
    Y = np.sin(2 * np.pi * X) + rng.random((n, 1))
    start = mlp([1, hidden, 1], sigmoid, identity, rng=rng, init=normal(0.01))
    return train(start, X, Y, steps=10_000, lr=0.2, loss=mse, engine="compiled")


def test_step43():
    losses = step43(100, 10)[1].loss
    expected = NUMBERS["step43, 100 points"]
    np.testing.assert_allclose(losses[:10_000:1000], expected["losses"], rtol=1e-6)
    np.testing.assert_allclose(losses[9999], expected["final_loss"], rtol=1e-6)


def test_the_printout_for_two_points_is_of_two_runs():
    expected = NUMBERS["step43, printed for 2 points"]
    losses = step43(2, 10)[1].loss
    np.testing.assert_allclose(losses[:3000:1000], expected["losses"][:3], rtol=1e-9)
    first, second = step43(2, 2)[0].layers
    for name, array in zip(
        ("W1", "b1", "W2", "b2"), (first.W, first.b, second.W, second.b)
    ):
        np.testing.assert_allclose(array.ravel(), expected[name], atol=5.1e-9)
