"""What only shows is left out while `check` calls a function, and is there again."""

import builtins

import matplotlib.pyplot as plt
import numpy as np

from nnlib.exercises.calls.stand_ins import StandIn
from nnlib.exercises.left_out import left_out

calls = 0


def drawing(Y):
    import matplotlib.pyplot as here
    from tqdm import tqdm

    global calls
    calls += 1
    return plt, here, tqdm, np


def test_a_function_finds_stand_ins_for_a_while():
    usual = builtins.__import__
    with left_out(drawing, __name__.partition(".")[0]):
        *shown, numbers = drawing(1)
        assert all(isinstance(one, StandIn) for one in shown)
        assert numbers is np
    assert builtins.__import__ is usual
    assert drawing(1)[0].plot
    assert not isinstance(plt, StandIn)
    assert calls == 2
