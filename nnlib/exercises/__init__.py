"""Exercises: what the student writes, and checks that name the mistake.

`check("1.2", my_function)` tries an answer; `progress()` shows the points so far.
"""

from nnlib.examples.personal import personal_example
from nnlib.exercises.cells import watch_cells
from nnlib.exercises.checks import CheckFailed, check
from nnlib.exercises.record import progress

__all__ = ["personal_example", "CheckFailed", "check", "progress"]

watch_cells()
