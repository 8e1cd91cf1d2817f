"""Answers made with PyTorch: its tensors are read, its usual errors are explained."""

import numpy as np
import pytest
import torch

from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.errors import meaning_of
from nnlib.exercises.calls.values import parts

RIGHT = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor([1, 2]),
        torch.tensor([1.0, 2.0], requires_grad=True),
        [torch.tensor(1.0), torch.tensor(2.0, requires_grad=True)],
        [torch.tensor(1.0), 2.0],
    ],
    ids=["whole numbers", "with a record", "a list of tensors", "a mixed list"],
)
def test_tensors_are_read_as_arrays(value):
    (array,) = parts(value, RIGHT)
    assert array.dtype == np.float64
    assert array.tolist() == [1.0, 2.0]


def recorded():
    return torch.ones(2, dtype=torch.float64, requires_grad=True)


def update_in_place():
    W = recorded()
    W -= 1


def backward_twice():
    loss = (recorded() ** 2).sum()
    loss.backward()
    loss.backward()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda: torch.ones(2).sum().backward(), "requires_grad=True"),
        (update_in_place, "`with torch.no_grad():`"),
        (lambda: (2 * recorded()).backward(), "`backward` starts from one number."),
        (lambda: np.exp(recorded()), "A NumPy function meets a tensor here"),
        (lambda: np.ones((2, 2)) @ recorded(), "An array of NumPy meets a tensor here"),
        (lambda: torch.sigmoid(np.ones(2)), "An array of NumPy meets a tensor here"),
        (lambda: torch.ones(2, 2) @ recorded(), "Make all of them of one type."),
        (backward_twice, "`backward` runs twice on the same loss."),
    ],
)
def test_usual_errors_are_explained(function, words):
    error = answer(function, ()).error
    assert words in meaning_of(f"{error.kind}: {error.text}")
