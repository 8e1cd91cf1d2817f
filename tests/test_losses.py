"""Losses and their gradients agree with PyTorch and with their own slopes."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    Loss,
    half_squared_error,
    log_sum_exp,
    mse,
    numerical_gradient,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    sum_squared_error,
)
from tests.support.helpers import LOSSES, TORCH_LOSSES, random_targets, seeds, steady

CROSS_ENTROPIES = [softmax_cross_entropy, sigmoid_cross_entropy]


def data(loss, shape=(5, 3), seed=0):
    rng = np.random.default_rng(seed)
    return 2 * rng.standard_normal(shape), random_targets(loss, shape, rng)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (5, 1), (5, 3)])
def test_value_and_gradient_agree_with_pytorch(loss, shape):
    Y_hat, Y = data(loss, shape)
    y_hat = torch.tensor(Y_hat, requires_grad=True)
    value = TORCH_LOSSES[loss.name](y_hat, torch.tensor(Y))
    value.backward()
    np.testing.assert_allclose(loss(Y_hat, Y), value.item(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(
        loss.gradient(Y_hat, Y), y_hat.grad.numpy(), rtol=1e-12, atol=1e-15
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_gradient_is_the_slope(loss):
    Y_hat, Y = data(loss)
    slope = numerical_gradient(lambda moved: loss(moved, Y), Y_hat)
    np.testing.assert_allclose(loss.gradient(Y_hat, Y), slope, rtol=1e-6, atol=1e-9)


@steady
@given(
    loss=st.sampled_from(LOSSES),
    m=st.integers(1, 3),
    n=st.integers(1, 4),
    outputs=st.integers(1, 4),
    seed=seeds,
)
def test_many_networks_give_the_losses_of_each(loss, m, n, outputs, seed):
    Y_hat, Y = data(loss, (m, n, outputs), seed)
    value, gradient = loss(Y_hat, Y), loss.gradient(Y_hat, Y)
    assert value.shape == (m,)
    assert gradient.shape == Y_hat.shape
    for i in range(m):
        np.testing.assert_allclose(value[i], loss(Y_hat[i], Y[i]), rtol=1e-13)
        np.testing.assert_allclose(
            gradient[i], loss.gradient(Y_hat[i], Y[i]), rtol=1e-13
        )
    shared = loss(Y_hat, Y[0])
    np.testing.assert_allclose(shared[-1], loss(Y_hat[-1], Y[0]), rtol=1e-13)


@pytest.mark.parametrize("loss", [mse, half_squared_error, *CROSS_ENTROPIES])
def test_average_over_samples_is_taken(loss):
    Y_hat, Y = data(loss)
    twice = loss(np.vstack([Y_hat, Y_hat]), np.vstack([Y, Y]))
    np.testing.assert_allclose(twice, loss(Y_hat, Y), rtol=1e-13)


def test_sum_squared_error_grows_with_the_samples():
    Y_hat, Y = data(sum_squared_error)
    twice = sum_squared_error(np.vstack([Y_hat, Y_hat]), np.vstack([Y, Y]))
    np.testing.assert_allclose(twice, 2 * sum_squared_error(Y_hat, Y), rtol=1e-13)


@pytest.mark.parametrize("loss", LOSSES)
def test_float32_stays_float32(loss):
    Y_hat, Y = (array.astype(np.float32) for array in data(loss))
    assert loss(Y_hat, Y).dtype == np.float32
    assert loss.gradient(Y_hat, Y).dtype == np.float32


@pytest.mark.parametrize("loss", CROSS_ENTROPIES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropies_survive_huge_logits(loss, dtype):
    Z = np.array([[3000.0, -3000.0]], dtype=dtype)
    right, wrong = np.array([[1, 0]], dtype=dtype), np.array([[0, 1]], dtype=dtype)
    assert loss(Z, right) == 0
    assert loss(Z, wrong) == 6000
    np.testing.assert_array_equal(loss.gradient(Z, right), [[0, 0]])
    np.testing.assert_array_equal(loss.gradient(Z, wrong), [[1, -1]])


@steady
@given(shape=st.tuples(st.integers(1, 3), st.integers(1, 4)), seed=seeds)
def test_softmax_rows_are_probabilities_and_ignore_a_shift(shape, seed):
    Z = 100 * np.random.default_rng(seed).standard_normal(shape)
    np.testing.assert_allclose(softmax(Z).sum(axis=-1), 1, rtol=1e-12)
    np.testing.assert_allclose(softmax(Z + 1000), softmax(Z), rtol=1e-9)
    expected = torch.logsumexp(torch.tensor(Z), dim=-1, keepdim=True)
    np.testing.assert_allclose(log_sum_exp(Z), expected, rtol=1e-13)
    np.testing.assert_array_equal(softmax(Z.tolist()), softmax(Z))
    np.testing.assert_array_equal(log_sum_exp(Z.tolist()), log_sum_exp(Z))


def test_whole_numbers_are_fine_as_class_targets():
    Z, Y = np.array([[0.0, 0.0]]), np.array([[1, 0]])
    np.testing.assert_allclose(softmax_cross_entropy(Z, Y), np.log(2))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("form", [np.ndarray.tolist, torch.tensor])
def test_lists_and_tensors_are_arrays_as_well(loss, form):
    Y_hat, Y = data(loss)
    assert loss(form(Y_hat), form(Y)) == loss(Y_hat, Y)
    np.testing.assert_array_equal(
        loss.gradient(form(Y_hat), form(Y)), loss.gradient(Y_hat, Y)
    )


def test_squared_errors_differ_by_known_factors():
    Y_hat, Y = data(mse, (5, 3))
    total = sum_squared_error(Y_hat, Y)
    np.testing.assert_allclose(mse(Y_hat, Y), total / 15)
    np.testing.assert_allclose(half_squared_error(Y_hat, Y), total / 10)


def test_name_is_what_is_shown():
    assert repr(Loss("mine", np.add, np.add)) == "mine"
    assert [repr(loss) for loss in LOSSES] == [loss.name for loss in LOSSES]
