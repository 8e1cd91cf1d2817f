"""Your own numbers: for every student another 2-2-2 example, shaped as the homework.

They follow from the student's id alone, on every computer and for ever: drawn from a
hash of the id, again and again, until they suit all exercises.
"""

import unicodedata
from hashlib import sha256
from itertools import count

import numpy as np

from nnlib.datasets import WorkedExample
from nnlib.examples.suitability import is_suitable

LONGEST = 50  # characters of an id: it has to fit into a line of a page
INVISIBLE = {"Cc", "Cf", "Cs"}  # Unicode's control, format and surrogate characters


def personal_example(student_id):
    """One student's own 2-2-2 example, shaped as that of `homework`.

    Inputs are 0.10 ... 0.90 and targets 0.05 ... 0.95, in steps of 0.01; weights are
    -0.9 ... 0.9, in steps of 0.1 and never 0. So every target is within the reach of
    both sigmoid and ReLU, and no sigmoid saturates. Numbers are drawn again in which

    - a unit of the sigmoid or the ReLU network has |z| < 0.05, near the kink,
    - ReLU leaves none or several living paths, or training at a learning rate up to
      the second of the `relu_thresholds` cuts the one it leaves,
    - two of the eight derivatives coincide,
    - one of the known mistakes cannot be told from the right backward pass, or two of
      them from each other.

    `student_id` is a text of up to 50 characters. Capital letters, Unicode's other
    forms of a letter, invisible characters and additional spaces make no difference in
    it.

    Returns X and Y, (1, 2), and W1 and W2, (2, 2). Raises TypeError where the id is no
    text, ValueError where it is empty or too long.

    >>> personal_example("s1234567").X
    array([[0.55, 0.72]])
    """
    name = _canonical(checked_id(student_id))
    for attempt in count():
        example = _draw(f"{name}:{attempt}")
        if is_suitable(example):
            return example


def checked_id(student_id):
    """The id as it is shown, without invisible characters and additional spaces.

    `student_id` is a text; raises TypeError for anything else, ValueError where it is
    empty or too long.
    """
    if not isinstance(student_id, str):
        hint = f' Write "{student_id}".' if isinstance(student_id, int) else ""
        raise TypeError(f"student_id needs a text; got {student_id!r:.60}.{hint}")
    kept = (
        character
        for character in student_id
        if character.isspace() or unicodedata.category(character) not in INVISIBLE
    )
    shown = " ".join("".join(kept).split())
    if not 1 <= len(shown) <= LONGEST:
        raise ValueError(
            f"student_id needs 1 to {LONGEST} visible characters; got {len(shown)}."
        )
    return shown


def _canonical(text):
    """One form for all ways to type an id (Unicode's NFKC, letters casefolded)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _draw(seed):
    """Numbers on the grids, from the first 24 of the hash's 32 bytes, two for each."""
    integers = np.frombuffer(sha256(seed.encode()).digest()[:24], ">u2").astype(int)
    steps = integers[4:] % 18 - 9  # -9 ... 8; from 0 on one more, so that none is 0
    W = (steps + (steps >= 0)) / 10
    return WorkedExample(
        X=(10 + integers[None, :2] % 81) / 100,
        Y=(5 + integers[None, 2:4] % 91) / 100,
        W1=W[:4].reshape(2, 2),
        W2=W[4:].reshape(2, 2),
    )
