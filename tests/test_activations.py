"""Activations and their derivatives agree with PyTorch and keep the type of number."""

import pickle
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
import torch

from nnlib import Activation, leaky_relu, numerical_gradient, relu, sigmoid, tanh
from tests.support.helpers import ACTIVATIONS, torch_activation

Z = np.array([[-800.0, -30.0, -2.5, -0.1], [0.1, 1.0, 30.0, 800.0]])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_value_and_derivative_agree_with_pytorch(activation):
    z = torch.tensor(Z, requires_grad=True)
    value = torch_activation(activation)(z)
    value.sum().backward()
    np.testing.assert_allclose(activation(Z), value.detach().numpy(), rtol=1e-13)
    np.testing.assert_allclose(
        activation.derivative(Z), z.grad.numpy(), rtol=1e-9, atol=1e-15
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("z", [-1.3, -0.2, 0.4, 2.0])
def test_derivative_is_the_slope(activation, z):
    slope = numerical_gradient(activation, z)
    np.testing.assert_allclose(activation.derivative(z), slope, rtol=1e-8)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_type_of_number_is_kept(activation, dtype):
    z = Z.astype(dtype)
    assert activation(z).dtype == dtype
    assert activation.derivative(z).dtype == dtype


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_shape_is_kept_and_the_argument_left_alone(activation):
    z = Z.copy()
    assert activation(z).shape == activation.derivative(z).shape == Z.shape
    np.testing.assert_array_equal(z, Z)


@pytest.mark.parametrize(("activation", "slope"), [(relu, 0), (leaky_relu, 0.01)])
def test_slope_at_the_kink_is_the_one_on_the_left(activation, slope):
    assert activation.derivative(0.0) == slope
    z = torch.tensor(0.0, requires_grad=True)
    torch_activation(activation)(z).backward()
    assert z.grad.item() == pytest.approx(slope)


def test_known_values():
    assert sigmoid(0.0) == 0.5
    assert sigmoid.derivative(0.0) == 0.25
    assert tanh.derivative(0.0) == 1
    assert relu(-3.0) == 0
    assert leaky_relu(-3.0) == -0.03


def test_sigmoid_reaches_its_limits_without_a_warning():
    assert sigmoid(-1000.0) == 0
    assert sigmoid(1000.0) == 1
    assert sigmoid(np.float32(-1000)) == 0


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("form", [list, np.array, torch.tensor])
def test_whole_numbers_count_as_floats(activation, form):
    z = [-3, 0, 2]
    for function in (activation, activation.derivative):
        np.testing.assert_array_equal(function(form(z)), function(np.array(z, float)))
        assert function(form(z)).dtype == np.float64
        assert function(-3) == function(-3.0)


def test_slopes_of_leaky_relu_at_whole_numbers():
    assert leaky_relu.derivative(-3) == 0.01
    assert leaky_relu.derivative(np.array([-3, 2])).tolist() == [0.01, 1]


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu, leaky_relu])
def test_a_copy_is_the_same_activation(activation):
    for copied in (deepcopy(activation), replace(activation)):
        np.testing.assert_array_equal(copied.derivative(Z), activation.derivative(Z))
    assert deepcopy(activation) == activation


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_can_be_kept_in_a_file(activation):
    assert pickle.loads(pickle.dumps(activation)) == activation


def test_name_is_what_is_shown():
    assert repr(Activation("swish", np.sin, np.cos)) == "swish"
    assert [repr(a) for a in ACTIVATIONS] == [a.name for a in ACTIVATIONS]
