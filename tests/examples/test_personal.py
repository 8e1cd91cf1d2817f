"""Personal numbers: the same for ever, on their grids, and good for every exercise."""

import time
from dataclasses import replace

import numpy as np
import pytest

from nnlib import (
    MISTAKES,
    Dense,
    Network,
    check_gradients,
    homework,
    loss_and_gradients,
    personal_example,
    relu,
    sigmoid,
    stack,
    train,
)
from nnlib.dynamics import relu_thresholds
from nnlib.mistakes.backward_rules import Rules
from tests.support.helpers import stored

# These may never change: students have worked with such numbers.
FOR_EVER = {
    "s1234567": (
        [[0.55, 0.72]],
        [[0.58, 0.86]],
        [[-0.4, 0.1], [0.5, 0.9]],
        [[0.6, -0.1], [-0.5, 0.7]],
    ),
    "42": (
        [[0.26, 0.78]],
        [[0.89, 0.18]],
        [[0.9, 0.8], [-0.4, -0.7]],
        [[0.9, 0.1], [-0.8, -0.7]],
    ),
    "Ana Müller": (
        [[0.78, 0.75]],
        [[0.89, 0.43]],
        [[0.7, -0.8], [-0.2, 0.4]],
        [[-0.2, 0.4], [0.3, -0.5]],
    ),
    "李小龙": (
        [[0.71, 0.68]],
        [[0.37, 0.44]],
        [[-0.8, 0.2], [-0.3, 0.9]],
        [[0.4, 0.6], [-0.1, -0.3]],
    ),
    "o'brien@uni.example": (
        [[0.58, 0.18]],
        [[0.94, 0.27]],
        [[0.9, -0.3], [-0.1, -0.3]],
        [[0.8, 0.9], [-0.3, -0.9]],
    ),
    "Ὀδυσσεύς": (
        [[0.75, 0.86]],
        [[0.34, 0.41]],
        [[-0.1, 0.9], [0.8, -0.8]],
        [[-0.7, -0.6], [0.6, 0.9]],
    ),
    "🙂": (
        [[0.54, 0.62]],
        [[0.61, 0.7]],
        [[-0.7, -0.7], [-0.4, 0.8]],
        [[0.4, 0.9], [-0.2, -0.2]],
    ),
}
CLASS = [f"student {number}" for number in range(40)]


def lists(example):
    return tuple(array.tolist() for array in example)


def network(example, activation):
    return Network([Dense(W, None, activation) for W in (example.W1, example.W2)])


@pytest.fixture(scope="module")
def examples():
    return [personal_example(student) for student in CLASS]


@pytest.mark.parametrize("student", FOR_EVER)
def test_stable_for_ever(student):
    assert lists(personal_example(student)) == FOR_EVER[student]


def test_the_numbers_of_315_students_are_stable_for_ever():
    for student, numbers in stored("personal_numbers.json").items():
        assert list(lists(personal_example(student))) == numbers, student


def test_one_more_mistake_changes_no_numbers(monkeypatch):
    """A mistake that is nearly right would be told from none in these numbers."""
    before = lists(personal_example("s0000375"))
    again = replace(MISTAKES["factor 2"], name="one more", rules=Rules())
    monkeypatch.setitem(MISTAKES, "one more", again)
    assert lists(personal_example("s0000375")) == before


@pytest.mark.parametrize(
    "typed",
    [
        "  Ana Müller\n",
        "ana müller",
        "ANA \t MÜLLER",
        "Ana Mu\N{COMBINING DIAERESIS}ller",
        "Ana\N{NO-BREAK SPACE}Müller",
        "\N{ZERO WIDTH NO-BREAK SPACE}Ana Mül\N{SOFT HYPHEN}ler\x00",
        "Ａｎａ Müller",
    ],
    ids=ascii,
)
def test_however_the_id_is_typed(typed):
    assert lists(personal_example(typed)) == FOR_EVER["Ana Müller"]


def test_everybody_has_other_numbers(examples):
    assert len({str(lists(example)) for example in examples}) == len(CLASS)


def test_shaped_as_the_homework(examples):
    for example in examples:
        assert type(example) is type(homework())
        for array, model in zip(example, homework()):
            assert (array.shape, array.dtype) == (model.shape, model.dtype)
            assert array.flags.writeable


def test_each_call_gives_fresh_arrays():
    first, second = personal_example("42"), personal_example("42")
    for array in first:
        array[:] = 99
    assert lists(second) == FOR_EVER["42"]


def test_numbers_lie_on_their_grids(examples):
    for X, Y, W1, W2 in examples:
        for array, digits, low, high in (
            (X, 2, 0.1, 0.9),
            (Y, 2, 0.05, 0.95),
            (np.stack([W1, W2]), 1, -0.9, 0.9),
        ):
            np.testing.assert_array_equal(array, array.round(digits))
            assert array.min() >= low
            assert array.max() <= high
        assert W1.all()
        assert W2.all()


def test_all_numbers_of_the_grids_are_drawn():
    many = [personal_example(f"grid {number}") for number in range(100)]
    weights = {w for _, _, W1, W2 in many for W in (W1, W2) for w in W.ravel().tolist()}
    assert len(weights) == 18


def test_no_unit_near_a_kink_and_none_saturated(examples):
    for example in examples:
        for activation in (sigmoid, relu):
            for cache in network(example, activation).forward(example.X):
                assert abs(cache.Z).min() >= 0.05
                if activation is sigmoid:
                    assert sigmoid.derivative(cache.Z).min() > 0.1


def test_derivatives_do_not_coincide(examples):
    for example in examples:
        net = network(example, sigmoid)
        _, gradients = loss_and_gradients(net, example.X, example.Y)
        values = np.concatenate([gradient.W.ravel() for gradient in gradients])
        for i, j in zip(*np.triu_indices(8, k=1)):
            assert abs(values[i] / values[j] - 1) > 0.0099


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_shows(name, examples):
    for example in examples:
        net, mistake = network(example, sigmoid), MISTAKES[name]
        *_, every = check_gradients(net, example.X, example.Y, backward=mistake)
        assert every.error > 0.999e-3


def test_no_two_mistakes_look_the_same(examples):
    for X, Y, *weights in examples:
        net = Network([Dense(W, None, sigmoid) for W in weights])
        found = []
        for mistake in MISTAKES.values():
            _, gradients = loss_and_gradients(net, X, Y, backward=mistake)
            found.append(np.concatenate([g.W.ravel() for g in gradients]))
        for i, j in zip(*np.triu_indices(9, k=1)):
            lengths = np.linalg.norm(found[i]) + np.linalg.norm(found[j])
            assert np.linalg.norm(found[i] - found[j]) / lengths > 0.999e-3


def period(losses):
    """The smallest power of two after which the losses repeat."""
    return next(p for p in (1, 2, 4) if abs(losses[p:] - losses[:-p]).max() < 1e-7)


@pytest.mark.parametrize("student", [*FOR_EVER, *CLASS[:5]])
def test_training_forks_where_the_closed_form_says(student):
    example = personal_example(student)
    net = network(example, relu)
    at = relu_thresholds(net, example.X, example.Y)
    rates = [f * lr for lr in (at.fork, at.second_fork) for f in (0.99, 1.01)]
    many = stack([net] * 4)
    _, history = train(many, example.X, example.Y, steps=3000, lr=np.array(rates))
    assert [period(losses) for losses in history.loss[-64:].T] == [1, 2, 2, 4]


def test_the_path_lives_on_at_every_rate_in_between(examples):
    for example in examples[:10]:
        net = network(example, relu)
        at = relu_thresholds(net, example.X, example.Y)
        rates = np.linspace(0.02, 1.02, 150) * at.second_fork
        many = stack([net] * len(rates))
        trained, _ = train(many, example.X, example.Y, steps=400, lr=rates)
        assert (trained(example.X) > 0).any(axis=-1).all()


def test_quick():
    times = []
    for number in range(30):
        start = time.perf_counter()
        personal_example(f"quick {number}")
        times.append(time.perf_counter() - start)
    assert np.median(times) < 0.05


@pytest.mark.parametrize(
    "student, error",
    [
        ("", "student_id needs 1 to 50 visible characters; got 0."),
        (" \n\u200b", "student_id needs 1 to 50 visible characters; got 0."),
        (51 * "9", "student_id needs 1 to 50 visible characters; got 51."),
        (1234567, 'student_id needs a text; got 1234567. Write "1234567".'),
        (None, "student_id needs a text; got None."),
        (b"s1", "student_id needs a text; got b's1'."),
        (["s1"], "student_id needs a text; got ['s1']."),
    ],
)
def test_what_is_no_id(student, error):
    with pytest.raises((TypeError, ValueError)) as caught:
        personal_example(student)
    assert str(caught.value) == error
