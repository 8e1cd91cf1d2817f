"""Each point of a plane is a run of its own: the same one, made alone."""

import numpy as np
import pytest

from nnlib import (
    Dense,
    Network,
    half_squared_error,
    identity,
    mse,
    relu,
    stack,
    tanh,
    train,
)
from nnlib.dynamics import Map, cubic_map, lyapunov, markus_lyapunov, trainability

rng = np.random.default_rng(1)
NET = Network(
    [
        Dense(rng.standard_normal((4, 2)), None, tanh),
        Dense(rng.standard_normal((1, 4)) / 2, None, identity),
    ]
)
X, Y = rng.standard_normal((12, 2)), rng.standard_normal((12, 1))
LR1, LR2 = np.geomspace(0.3, 16, 21), np.geomspace(0.8, 4, 20)


# Trainability


@pytest.mark.parametrize("loss", [half_squared_error, mse])
def test_pixels_are_trainings(loss):
    image = trainability(NET, X, Y, lr1=LR1, lr2=LR2, steps=60, loss=loss)
    assert image.shape == (20, 21)
    for row, column in ((0, 0), (4, 9), (7, 20), (19, 3), (19, 20)):
        lr = [LR1[column], LR2[row]]
        options = {"steps": 60, "loss": loss, "engine": "compiled"}
        _, history = train(NET, X, Y, lr=lr, **options)
        assert image[row, column] == history.loss[-1]


def test_there_is_a_boundary():
    image = trainability(NET, X, Y, lr1=LR1, lr2=LR2, steps=200)
    better = image < half_squared_error(NET(X), Y)
    assert better[0, 0]
    assert not better[-1].any()
    assert 0.3 < better.mean() < 0.6


def test_runs_that_diverge_are_not_finite():
    net = Network([Dense([[1.0]], None, identity), Dense([[1.0]], None, identity)])
    one = np.ones((1, 1))
    image = trainability(net, one, 2 * one, lr1=[0.1, 30.0], lr2=[0.1], steps=50)
    assert np.isfinite(image).tolist() == [[True, False]]


# Maps whose parameter takes turns


R = np.linspace(0.6, 1.9, 27)


def test_on_the_diagonal_it_is_the_exponent_of_the_map():
    plane = markus_lyapunov(cubic_map, R, R, "AABAB", 0.5, 60, burn=40)
    alone = lyapunov(cubic_map(R), 0.5, 300, burn=200)
    assert (alone > 0.1).any()
    np.testing.assert_allclose(np.diag(plane), alone, rtol=1e-9)


def test_a_word_of_one_letter_is_the_exponent_of_the_map():
    alone = lyapunov(cubic_map(R), 0.5, 100, burn=50)
    plane = markus_lyapunov(cubic_map, R, [1.0, 1.3], "A", 0.5, 100)
    np.testing.assert_array_equal(plane, [alone, alone])
    plane = markus_lyapunov(cubic_map, [1.0, 1.3], R, "B", 0.5, 100)
    np.testing.assert_array_equal(plane.T, [alone, alone])


def test_a_point_step_by_step():
    a, b, word, x, total = 1.5, 0.9, "AAB", 0.5, 0.0
    for letter in word * 30:
        map = cubic_map(a if letter == "A" else b)
        total, x = total + np.log(abs(map.derivative(x))), map(x)
    (exponent,) = markus_lyapunov(cubic_map, [a], [b], word, 0.5, 30, burn=0)
    assert exponent == pytest.approx(total / 90, rel=1e-9)


def test_letters_may_change_places():
    plane = markus_lyapunov(cubic_map, R, R, "AAB", 0.5, 20)
    np.testing.assert_array_equal(
        markus_lyapunov(cubic_map, R, R, "BBA", 0.5, 20).T, plane
    )


def test_a_linear_map_is_known():
    def family(a):
        return Map("line", lambda x: a * x, lambda x: a + 0 * x)

    plane = markus_lyapunov(family, [0.5, 2.0], [0.25], "AAB", 1.0, 10)
    expected = [(2 * np.log(a) + np.log(0.25)) / 3 for a in (0.5, 2.0)]
    np.testing.assert_allclose(plane, [expected], rtol=1e-12)


def test_orbits_that_escape():
    plane = markus_lyapunov(cubic_map, [1.0, 2.8], [1.1], "AB", 0.5, 200)
    assert (plane < np.inf).tolist() == [[True, False]]


@pytest.mark.parametrize(
    "call, error",
    [
        (
            lambda: trainability(
                Network([Dense([[1.0]], None, relu)] * 3),
                *(X[:, :1], Y),
                lr1=LR1,
                lr2=LR2,
                steps=5,
            ),
            "network needs two layers, one for each learning rate; got 3.",
        ),
        (
            lambda: trainability(stack([NET] * 9), X, Y, lr1=LR1, lr2=LR2, steps=5),
            "network needs to be one network; got 9 side by side. "
            "Take them one by one with unstack.",
        ),
        (
            lambda: markus_lyapunov(cubic_map, [1.0], [1.0], "AB", 0.5, 0),
            "rounds needs a whole number of at least 1; got 0.",
        ),
        (
            lambda: trainability(NET, X, Y, lr1=0.1, lr2=LR2, steps=5),
            "lr1 needs a row of numbers; got shape ().",
        ),
        (
            lambda: markus_lyapunov(cubic_map, [1.0], np.ones((2, 2)), "AB", 0.5, 5),
            "B needs a row of numbers; got shape (2, 2).",
        ),
        (
            lambda: markus_lyapunov(cubic_map, [1.0], [1.0], "ABC", 0.5, 5),
            "word needs letters A and B, such as \"AABAB\"; got 'ABC'.",
        ),
    ],
)
def test_errors(call, error):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == error
