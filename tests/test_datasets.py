"""The data are those of the sources, one row per sample, and fresh on each call."""

import numpy as np
import pytest

from nnlib import HOMEWORK_NAMES, homework, mazur, wavy, wavy_curve, xor


def test_homework_is_numbered_column_by_column():
    example = homework()
    given = dict(
        zip(
            ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"],
            [0.2, -0.4, 0.5, 0.6, 0.1, -0.5, -0.3, 0.8],
        )
    )
    for W, names in zip((example.W1, example.W2), HOMEWORK_NAMES):
        np.testing.assert_array_equal(W, [[given[n] for n in row] for row in names])
    np.testing.assert_array_equal(example.X, [[0.5, 0.3]])
    np.testing.assert_array_equal(example.Y, [[0.23, -0.07]])


def test_mazur():
    example = mazur()
    np.testing.assert_array_equal(example.X, [[0.05, 0.1]])
    np.testing.assert_array_equal(example.Y, [[0.01, 0.99]])
    np.testing.assert_array_equal(example.W1, [[0.15, 0.2], [0.25, 0.3]])
    np.testing.assert_array_equal(example.W2, [[0.4, 0.45], [0.5, 0.55]])
    np.testing.assert_array_equal(example.b1, [0.35, 0.35])
    np.testing.assert_array_equal(example.b2, [0.6, 0.6])


def test_xor_is_true_where_exactly_one_is():
    X, Y = xor()
    np.testing.assert_array_equal(Y[:, 0], (X[:, 0] != X[:, 1]).astype(float))
    assert len({tuple(row) for row in X}) == 4


@pytest.mark.parametrize("n", [1, 2, 100])
def test_wavy_curve_shapes(n):
    X, Y = wavy_curve(n)
    assert X.shape == Y.shape == (n, 1)
    assert X.dtype == Y.dtype == np.float64


def test_wavy_curve_values():
    X, Y = wavy_curve(3)
    np.testing.assert_array_equal(X[:, 0], [0, 0.5, 1])
    half = 0.1 + 0.15 * np.sin(7.5) + 0.01 * np.cos(25) - 0.3
    one = 0.4 + 0.3 * np.sin(15) + 0.01 * np.cos(50) - 0.3
    np.testing.assert_allclose(Y[:, 0], [-0.29, half, one], atol=1e-12)


def test_wavy_curve_keeps_twelve_digits():
    _, Y = wavy_curve(100)
    np.testing.assert_array_equal(Y, Y.round(12))


def test_wavy_at_any_points():
    X, Y = wavy_curve(5)
    np.testing.assert_array_equal(wavy(X), Y)
    np.testing.assert_array_equal(wavy(np.stack([X, X[::-1]])), np.stack([Y, Y[::-1]]))
    assert wavy(0.5) == Y[2, 0]
    np.testing.assert_array_equal(wavy([0, 1]), Y[[0, -1], 0])


def test_wavy_of_words():
    with pytest.raises(TypeError, match=r"^X needs real numbers; got 'half'\.$"):
        wavy("half")


@pytest.mark.parametrize("make", [homework, mazur, xor, lambda: wavy_curve(5)])
def test_each_call_gives_fresh_arrays(make):
    first, second = make(), make()
    first[0][:] = 99
    assert not np.array_equal(first[0], second[0])
