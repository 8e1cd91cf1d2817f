"""`check` judges the function of the cell as it was run last, and says what to run."""

import pytest

from tests.support.in_a_kernel import checked

SET_UP = "import numpy as np\nfrom nnlib.exercises import check, progress"
RIGHT = "def delta_output(Y_hat, Y):\n    return (Y_hat - Y) * Y_hat * (1 - Y_hat)"
NUMPY = RIGHT.replace("(1 - Y_hat)", "np.subtract(1, Y_hat)")
BROKEN = RIGHT.replace("Y):", "Y)")
RENAMED = RIGHT.replace("delta_output", "delta_out")
FAILS_BEFORE = f"import no_such_package\n{RIGHT}"
SYNTAX = (
    "The cell fails.\nSyntaxError: expected ':' (your cell, line 1)\nCorrect the cell "
    "and run it, then run this cell."
)
NO_NAME = (
    "The cell defines no function delta_output.\nIt did when it was run before, and "
    "that function is still there. Is its name another one now? Run the cell that "
    "defines delta_output, then this cell."
)
ENDED = (
    "The cell with delta_output ended with an error before it came to `def "
    "delta_output`: the function of an earlier run is still there. Correct the cell "
    "and run it, then run this cell."
)
UNWRITTEN = "Write delta_output(Y_hat, Y) in the cell above and run it, then run this c"
FIRST = "Run the first code cell of this notebook, then "

# runs of cells, `(id, source)`; then the status and the words of a check
BEHIND_THE_SET_UP = [
    # the cell was run again and did not define its function
    ([("a", RIGHT), ("a", BROKEN)], "wrong", SYNTAX),
    ([("a", RIGHT), ("a", "der delta_output(Y)")], "wrong", "The cell fails.\nSynt"),
    ([("a", BROKEN)], "wrong", SYNTAX),
    ([(None, RIGHT), (None, BROKEN)], "wrong", SYNTAX),
    ([("a", RIGHT), ("a", RENAMED)], "wrong", NO_NAME),
    ([("a", RIGHT), ("a", FAILS_BEFORE)], "not attempted", ENDED),
    ([("a", RIGHT), ("a", BROKEN), ("b", "1 / 0")], "wrong", SYNTAX),
    # it was mended
    ([("a", RIGHT), ("a", BROKEN), ("a", RIGHT)], "right", ""),
    ([("a", BROKEN), ("a", RENAMED), ("a", RIGHT)], "right", ""),
    ([(None, BROKEN), (None, RIGHT)], "right", ""),
    # it is in another cell now
    ([("a", RIGHT), ("a", BROKEN), ("b", NUMPY)], "right", ""),
    ([("a", RIGHT), ("b", NUMPY), ("a", RENAMED)], "right", ""),
    ([("a", RIGHT), ("b", BROKEN)], "right", ""),  # a trial elsewhere
    ([("a", RIGHT), ("b", RENAMED)], "right", ""),
    ([(None, RIGHT), (None, RENAMED)], "right", ""),
    ([(None, RIGHT), (None, FAILS_BEFORE)], "right", ""),
    # its name was given to it elsewhere
    ([("a", RENAMED), ("b", "delta_output = delta_out")], "right", ""),
    (
        [("a", RENAMED), ("b", "delta_output = delta_out"), ("a", "1 / 0")],
        "right",
        "",
    ),
    ([("a", RIGHT), ("a", f"{RENAMED}\ndelta_output = delta_out")], "right", ""),
    ([("a", RIGHT), ("a", f"%%time\n{RIGHT}")], "right", ""),
    ([("a", f"{RIGHT}\ndelta_output = np.vectorize(delta_output)")], "right", ""),
    ([("a", f"{RIGHT}\nfor _ in range(9): await_ = 1")], "right", ""),
    # there is none, or something else
    ([], "not attempted", UNWRITTEN),
    ([("a", RIGHT), ("b", "del delta_output")], "not attempted", UNWRITTEN),
    (
        [("a", RIGHT), ("b", "delta_output = delta_output(np.ones(2), np.ones(2))")],
        "wrong",
        "check needs the function delta_output itself; got an array of shape (2,).",
    ),
    # what is handed over is tried itself
    (
        [("a", RIGHT), ("a", BROKEN), ("b", f"{RENAMED}\nmine = delta_out")],
        "right",
        "",
        "mine",
    ),
    # as in copies of an earlier version
    ([("a", RIGHT), ("a", BROKEN)], "wrong", SYNTAX, "delta_output"),
]
WITHOUT_IT = [
    ([], "not attempted", f"{FIRST}the cell with delta_output, then this cell."),
    ([("a", NUMPY)], "not attempted", f"{FIRST}this cell."),
    ([("a", RIGHT)], "right", ""),  # it needs nothing of the first cell
    ([("a", "import numpy as np"), ("b", NUMPY)], "right", ""),
    ([("a", NUMPY.replace("):\n", "):\n    import numpy as np\n"))], "right", ""),
    ([("a", BROKEN)], "wrong", "The cell fails.\nSyntaxError"),
    (
        [("a", "import numpy as np")],
        "not attempted",
        f"{FIRST}the cell with autograd_step, then this cell.",
        "",
        "2.1",
    ),
]
ROWS = [
    *(([("set-up", SET_UP), *row[0]], *row[1:]) for row in BEHIND_THE_SET_UP),
    *WITHOUT_IT,
]


@pytest.fixture(scope="module")
def said():
    """The status and the words of `check` behind runs of cells, in all rows."""
    found = checked([notebook(*row) for row in ROWS])
    return [(one[0][0], one[0][2]) for one in found]


def notebook(runs, _, __, function="", id="1.2"):
    call = f'("{id}", {function})' if function else f'("{id}")'
    check = f"from nnlib.exercises import check\n\ncheck{call}"
    ids, cells = zip(*runs, ("check", check))
    return {"cells": cells, "ids": ids, "seed": 20}


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_the_function_of_the_cell_is_judged_or_what_to_run_is_said(number, said):
    _, status, words, *_ = ROWS[number]
    assert said[number][0] == status
    assert said[number][1].startswith(words)
