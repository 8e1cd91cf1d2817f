"""Exercise 5.1 tells apart by the text of the task what counts as an equal unit."""

import numpy as np
import pytest

from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import WRONG


def units(W, b):
    return np.column_stack([W, b])


@pytest.mark.parametrize(
    "key",
    [
        lambda row: tuple(row.round(8)),
        lambda row: tuple(row.round(7)),
        lambda row: tuple(row.round(5)),
        lambda row: " ".join(f"{number:.6f}" for number in row),
        lambda row: row.round(6).tobytes(),
        lambda row: tuple((row * 1e6).astype(int)),
    ],
    ids=["8 digits", "7 digits", "5 digits", "texts", "bytes", "cut"],
)
def test_other_keys_are_wrong(key):
    def count_units(W, b):
        return len({key(row) for row in units(W, b)})

    verdict = verdict_on(find("5.1"), count_units)
    assert verdict.status == WRONG
    assert verdict.right_cases > 5


def test_relative_differences_are_wrong():
    def count_units(W, b):
        kinds = []
        for unit in units(W, b):
            if not any(np.allclose(unit, kind) for kind in kinds):
                kinds.append(unit)
        return len(kinds)

    assert verdict_on(find("5.1"), count_units).status == WRONG
