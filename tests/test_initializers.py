"""Starting weights have the shape asked for and the width their source gives."""

import numpy as np
import pytest

from nnlib import constant, glorot, he, identity, mlp, normal, zeros

ALL = [zeros, constant(0.5), normal(0.1), glorot, he]
SHAPE = (200, 300)  # outputs, inputs


def draw(init, shape=SHAPE, seed=0):
    return init(np.random.default_rng(seed), shape)


@pytest.mark.parametrize("init", ALL)
@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (4, 3, 2)])
def test_shape_and_type(init, shape):
    W = draw(init, shape)
    assert W.shape == shape
    assert W.dtype == np.float64


@pytest.mark.parametrize("init", ALL)
def test_same_seed_gives_the_same_weights(init):
    np.testing.assert_array_equal(draw(init), draw(init))


@pytest.mark.parametrize("init", [normal(0.1), glorot, he])
def test_another_seed_gives_other_weights(init):
    assert not np.array_equal(draw(init), draw(init, seed=1))


def test_zeros_and_constants():
    assert not draw(zeros).any()
    assert (draw(constant(0.5)) == 0.5).all()
    assert draw(constant(1)).dtype == np.float64


@pytest.mark.parametrize(
    ("init", "width"),
    [
        (normal(0.1), 0.1),
        (he, np.sqrt(2 / 300)),
        (glorot, np.sqrt(2 / (200 + 300))),  # of the uniform between ±sqrt(6/500)
    ],
)
def test_width(init, width):
    W = draw(init)
    np.testing.assert_allclose(W.std(), width, rtol=0.02)
    assert abs(W.mean()) < 0.02 * width


def test_glorot_keeps_within_its_bound_and_reaches_it():
    bound = np.sqrt(6 / 500)
    assert 0.99 * bound < abs(draw(glorot)).max() <= bound


def test_a_function_of_your_own():
    net = mlp(
        [2, 1],
        identity,
        identity,
        rng=np.random.default_rng(0),
        init=lambda rng, shape: np.arange(np.prod(shape), dtype=float).reshape(shape),
    )
    np.testing.assert_array_equal(net.layers[0].W, [[0, 1]])
