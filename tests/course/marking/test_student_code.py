"""What an answer may lean on in the student's other cells, as `check` allows it."""

import signal

import numpy as np
import pytest

from nnlib.course.marking.inside import clock, student_code
from nnlib.course.marking.inside.ipython import parsed
from nnlib.course.marking.inside.kernel import HOME
from nnlib.course.marking.inside.student_code import ANSWER, OWN, REST, Notebook
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.errors import OWN_CELL, Raised

SOURCE = "def answer(z):\n    return f(z) + K"


def run(*cells, namespace=(), source=SOURCE):
    """The notebook when its answer has been run, and the function of the answer.

    A cell is a source, or what it is called, its kind and its source; the answer stands
    at ..., or at the end.
    """
    cells = [*cells] if ... in cells else [*cells, ...]
    triples = [cell if isinstance(cell, tuple) else ("", OWN, cell) for cell in cells]
    triples[cells.index(...)] = OWN_CELL, ANSWER, source
    notebook = Notebook(triples, {"__name__": HOME, **dict(namespace)})
    notebook.run_before()
    return notebook, notebook.function("answer")


HELPERS = [
    ["f = lambda z: 2 * z", "K = 1"],
    ["def f(z):\n    return 2 * z", "K: float = 1.0"],
    ["f, K = (lambda z: 2 * z), 1"],
    ["PI = np.pi", "K = int(PI / PI)", "def f(z):\n    return 2 * z"],
    ["if True:\n    def f(z):\n        return 2 * z\nelse:\n    f = None", "K = 1"],
    ["try:\n    f = missing\nexcept NameError:\n    f = lambda z: z + z", "K = 1"],
    ["for n in (1, 2):\n    f = lambda z, n=n: n * z", "K = 1"],
    ["with np.errstate():\n    def f(z):\n        return 2 * z", "K = 0", "K += 1"],
    ["K = 0\nwhile K < 1:\n    K += 1", "def f(z): return f.n * z", "f.n = 2"],
    [
        "D = {}",
        "D['n'] = 2",
        "L = []\nL.append(1)\nK = L[0]",
        "f = lambda z: D['n'] * z",
    ],
    [
        "class C:\n    pass",
        "C.n = 2",
        "c = C()\nc.k = 1",
        "f = lambda z: z * C.n\nK = c.k",
    ],
    ["K = 1\nf = lambda z: 2 * z\ndel L"],
]


@pytest.mark.parametrize("kind", [OWN, REST])
@pytest.mark.parametrize("cells", HELPERS, ids=range(len(HELPERS)))
def test_what_other_cells_define_is_there(cells, kind):
    cells = [("", kind, one) for one in cells]
    assert run(*cells, namespace={"np": np})[1](3) == 7
    assert run(..., *cells, namespace={"np": np})[1](3) == 7


def test_what_comes_later_runs_only_if_something_is_missing():
    there = "f = lambda z: 2 * z\nK = 1"
    assert run(there, ..., "K = 5")[1](3) == 7
    assert run("f = lambda z: 2 * z", ..., "K = 5\nanswer = None")[1](3) == 11


def test_of_what_was_handed_out_runs_what_is_used():
    given = "f = lambda z: 2 * z\nK = 1\nM = ran.append('M')\nL = print(M)"
    ran = []
    assert run(("", REST, given), namespace={"ran": ran})[1](3) == 7
    assert ran == []
    run(given, namespace={"ran": ran})
    assert ran == ["M"]


def test_a_line_that_fails_takes_nothing_away():
    f = "f = lambda z: 2 * z"
    assert run("K = 1", "K = missing", f, "raise SystemExit")[1](3) == 7
    assert run("K = 1", "def broken(:", f + "\n1 / 0")[1](3) == 7


def test_what_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(clock, "TOGETHER", 0.4)
    slow = "while True:\n    try:\n        while True: pass\n    except Exception: pass"
    kept = {one: signal.getsignal(one) for one in (signal.SIGPROF, signal.SIGALRM)}
    try:
        cells = [slow, "import time; time.sleep(60)", slow, "f = lambda z: 2 * z"]
        _, function = run(*cells, slow + "\nK = 1")
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)
    assert function(3) == 7


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            [
                "L = 1",
                ("the cell of f", REST, "\ndef f(z):\n    return z / 0"),
                "K = 1",
            ],
            "Line 3 of the cell of f, `return z / 0`:\nZeroDivisionError",
        ),
        (["f = float", "K = 'a'"], "Line 2 of your cell, `return f(z) + K`:"),
        (
            ["f = float", ("another cell", OWN, "\nK = 1 / 0")],
            "Line 2 of another cell, `K = 1 / 0`:\nZeroDivisionError",
        ),
        (
            ["f = float", "K = 2\ndel K"],
            "Line 2 of your cell, `return f(z) + K`:\nName",
        ),
    ],
)
def test_the_line_that_fails_is_told_with_its_cell(cells, words):
    notebook, function = run(*cells)
    error = notebook.cause_of(answer(function, (3,)).error)
    assert error.words.startswith(words)


def test_a_cell_without_the_function():
    assert run(source="def other(): pass")[1] is None
    assert run(source="'''\ndef answer(z): pass\n'''")[1] is None
    failure = run(source="1 / 0\ndef other(): pass")[1]
    assert isinstance(failure, Raised) and failure.kind == "ZeroDivisionError"
    failure = run(source="def answer(")[1]
    assert failure.kind == "SyntaxError"


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install x\nx = !ls *.py", "pass\nx = get_ipython()"),
        ("t = %timeit -o f(1)", "t = get_ipython()"),
        ("%time x = f(1)", "x = f(1)"),
        ("y = %time f(1)", "y = f(1)"),
        ("if x:\n    %time f(x)\n    !ls", "if x:\n    f(x)\n    pass"),
        ("%%time\nx = 1", "x = 1"),
        ("\n%%capture out --no-stderr\nx = 1\n%who\n", "x = 1\npass"),
        ("%%bash\nls 'x", ""),
        ("%%writefile f.py\nx = 1", ""),
        ("f?\n?f\nnp.sum??", "pass\npass\npass"),
        ("x = '''\n%d items\n!?\n'''\n%who", "x = '''\n%d items\n!?\n'''\npass"),
        ("x = (1\n% 2)", "x = (1\n% 2)"),
    ],
)
def test_what_ipython_allows(source, python):
    wanted = student_code.ast.unparse(student_code.parse(python).body)
    assert student_code.ast.unparse(parsed(source, "a cell")) == wanted


def test_what_is_no_python_is_told_with_its_line():
    with pytest.raises(SyntaxError) as caught:
        parsed("%who\nx = (1\ny = 2", "a cell")
    assert caught.value.lineno == 2
