"""What is marked and what is said of it, whatever a notebook holds."""

import time

import numpy as np
import pytest

from nnlib.course.marking.examining import examiner, questioning
from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.examining.questioning import question
from nnlib.course.marking.inside.packing import pack, unpack
from nnlib.exercises import checks, time_limit
from nnlib.exercises.calls.calling import Answer, answer
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import SEED
from nnlib.exercises.exercise import Case
from nnlib.exercises.judging import judge
from tests.support.handed_in import (
    ONE_SERVER,
    WALLS,
    Closed,
    alone,
    cell,
    needs_sandbox,
    solved,
    submission,
    with_answers,
)
from tests.support.in_a_cell import defined_in
from tests.support.in_a_kernel import checked
from tests.support.trials import ALL, exercise_on, remember_attempts

pytestmark = needs_sandbox
SET_UP = "import numpy as np\nfrom nnlib.exercises import check"
DELTA = "def delta_output(Y_hat, Y):\n    "
RIGHT = DELTA + "return (Y_hat - Y) * Y_hat * (1 - Y_hat)"


def marks(folder, notebook, seed=1, number=1):
    return mark_submission(
        submission(folder, notebook, number), seed, sandbox=ONE_SERVER
    )


def verdict_on(folder, answers, id="1.2", **how):
    """The verdict on one exercise of notebook 01, the other answers being solved."""
    notebook = solved()
    for key, source in answers.items():
        cell(notebook, key)["source"] = source
    found = marks(folder, notebook, **how)
    return next(verdict for verdict in found.verdicts if verdict.id == id)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_packing_changes_no_verdict(exercise, monkeypatch):
    remember_attempts(monkeypatch)
    cases = exercise.drawn(np.random.default_rng(3))
    for function in (exercise.reference, *(m.function for m in exercise.mistakes)):
        answers = [answer(function, case.arguments) for case in cases]
        packed = [got._replace(value=unpack(pack(got.value))) for got in answers]
        assert judge(exercise, cases, packed) == judge(exercise, cases, answers)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
@pytest.mark.parametrize("factor", [1 + 1e-3, -1e300, 0.0])
def test_judging_wrong_numbers_takes_a_moment(exercise, factor):
    """Students choose the numbers; the marker must not be kept busy by any."""
    cases, answers = exercise.drawn(np.random.default_rng(3)), []
    for number, case in enumerate(cases):
        value = answer(exercise.reference, case.arguments).value
        answers.append(Answer(scaled(value, factor + number)))
    began = time.process_time()
    with np.errstate(all="ignore"):
        judge(exercise, cases, answers)
    assert time.process_time() - began < 1


def scaled(value, factor):
    if isinstance(value, (list, tuple)):
        return type(value)(scaled(part, factor) for part in value)
    return value if isinstance(value, str) else np.asarray(value) * factor


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_every_case_can_be_sent(exercise):
    for case in exercise.drawn(np.random.default_rng(4)):
        functions = []
        body = pack(case.arguments, functions)
        assert len(unpack(body, functions.__getitem__)) == len(case.arguments)


def test_a_notebook_takes_a_moment(tmp_path):
    """0.2 s for three exercises on two cores: they may cost 0.4 s of one core."""
    import resource  # where there is a sandbox, there is this module

    def spent():
        uses = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(use.ru_utime + use.ru_stime for use in uses)

    notebook = solved()
    notebook["cells"].remove(cell(notebook, "answer-1-4"))
    one, times = submission(tmp_path, notebook), []
    for _ in range(4):
        began = spent()
        assert mark_submission(one, 1, sandbox=WALLS).points == 7
        times.append(spent() - began)
    assert min(times) < 0.4


def test_the_same_seed_gives_the_same_marks(tmp_path):
    source = RIGHT + " + 0.1 * (Y_hat.sum() * 1e3 % 2 > 1)"
    notebook = with_answers({"answer-1-2": source})
    first, again, other = (marks(tmp_path, notebook, seed) for seed in (5, 5, 6))
    assert first == again
    assert other.versions == first.versions != {}
    assert first.verdicts[1].right_cases != other.verdicts[1].right_cases
    assert first.verdicts[1].message == other.verdicts[1].message


@pytest.mark.parametrize(
    "source",
    [
        "# a trial with the notebook's variables\n" + RIGHT + "\ndelta_output(A, Y)",
        "%matplotlib inline\n!pip install x\n" + RIGHT + "\ndelta_output?",
        "%%time\n" + RIGHT,
        "import numpy as np\nfrom math import *\n" + RIGHT,
        DELTA + "import warnings; warnings.warn('old'); print('seen')\n"
        "    np.log(np.zeros(3)); return (Y_hat - Y) * Y_hat * (1 - Y_hat)",
        "delta_output = lambda Y_hat, Y: (Y_hat - Y) * Y_hat * (1 - Y_hat)",
        "from dataclasses import dataclass\n@dataclass\nclass D:\n    o: object\n"
        + DELTA
        + "o = D(Y_hat).o; return ((o - Y) * o * (1 - o)).astype(np.float32)",
        RIGHT + "\nraise RuntimeError('later')",
        RIGHT.replace("def", "@np.errstate(all='ignore')\ndef"),
        RIGHT.replace("\n", "\r\n"),
    ],
    ids=range(10),
)
def test_what_costs_nothing(tmp_path, source):
    verdict = verdict_on(tmp_path, {"answer-1-2": source})
    assert verdict.status == "right", verdict.message


def test_definitions_in_other_cells_are_used(tmp_path):
    notebook = with_answers(
        {
            "answer-1-2": DELTA + "return helper(Y_hat, Y) * math.sqrt(EPS * EPS)",
            "set-up": "import math, torch\nfrom nnlib import sigmoid\nraise SystemExit",
            "load": "def helper(o, y):\n    return (o - y) * slope(o)",
            "draw-net": "EPS = -1.0\ndef slope(o): return o * (o - 1) * -EPS\n1/0",
        }
    )
    cell(notebook, "loss-sheet")["source"] = "def broken(:"
    verdict = marks(tmp_path, notebook).verdicts[1]
    assert verdict.message.startswith("The sign is wrong")


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(0)",
        "import ctypes; ctypes.string_at(0)",
        "while True: pass",
        "import time; time.sleep(60)",
        "x = [0]\nwhile True: x += x",
        "import sys; sys.exit()",
        "raise KeyboardInterrupt",
    ],
)
def test_what_the_student_s_own_cells_do_costs_no_answer(tmp_path, source):
    notebook = with_answers({"answer-1-2": RIGHT.replace("(1", "(ONE"), "load": source})
    cell(notebook, "set-up")["source"] = "ONE = 1"
    began = time.monotonic()
    verdict = marks(tmp_path, notebook).verdicts[1]
    assert verdict.status == "right", verdict.message
    assert time.monotonic() - began < 8


def test_endless_work_in_the_cell_is_too_slow(tmp_path):
    verdict = verdict_on(
        tmp_path, {"answer-1-2": RIGHT + "\nimport time\ntime.sleep(60)"}
    )
    assert (verdict.status, verdict.points) == ("too slow", 0)
    assert verdict.message.startswith("It did not come back within 10 s, when its cell")


def test_an_answer_may_build_on_earlier_ones(tmp_path):
    notebook = with_answers(
        {"answer-1-4": "".join(cell(solved(), "answer-1-4")["source"])}
    )
    verdict = marks(tmp_path, notebook).verdicts[3]
    assert verdict.status == "not attempted"  # forward is not written yet
    verdict = verdict_on(tmp_path, {"answer-1-1": "import os; os._exit(0)"}, "1.2")
    assert verdict.status == "right"  # it does not build on it


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def delta_output(Y_hat, Y)\n    pass", "SyntaxError: expected ':'"),
        ("def other():\n    pass", "The cell defines no function delta_output."),
        ("delta_output = 3", "check needs the function delta_output itself; got 3."),
        ("1 / 0\ndef output(Y_hat, Y): pass", "ZeroDivisionError"),
        (DELTA + "return Y_hat + nothing", "Line 2 of your cell, `return Y_hat + noth"),
        (DELTA + "raise ValueError(Y_hat)", "ValueError: [[0.47694576"),
        (DELTA + "raise NotImplementedError('!')\n", "delta_output(Y_hat, Y) is not"),
        ("from nnlib import sigmoid\n" + DELTA + "return sigmoid(Y)", "sigmoid"),
        (DELTA + "import nnlib", "delta_output uses nnlib. Write it with NumPy alone"),
        (DELTA + "return {}", "returns a dict."),
        (DELTA + "return [[{}], object()]", "returns a list of 2."),
        (DELTA + "return 10 ** 30", "a whole number of more than 64 bits."),
        (DELTA + "return np.zeros(2**20)", "returns a value larger than 1 MB."),
        (DELTA + "return np.longdouble(1) * Y**3", "What came: [[0.01217 -0.000343]]."),
        (DELTA + "return np.ones(2**40)", "Line 2 of your cell, `return np.ones(2"),
        (DELTA + "Y_hat -= 2 * Y; return Y_hat", "changes its argument Y_hat."),
        (DELTA + "return np.random.random(Y.shape)", "What came: [["),
        (
            DELTA + "print(Y)",
            "prints and returns None. If what it prints is",
        ),
    ],
    ids=range(18),
)
def test_what_is_wrong_is_said(tmp_path, source, words):
    verdict = verdict_on(tmp_path, {"answer-1-2": source})
    assert words in verdict.message
    assert verdict.status in ("wrong", "not attempted")
    assert verdict.points == 0


def test_printed_text_stays_in_the_sandbox(tmp_path):
    source = DELTA + "print('seen'); return Y @ Y"
    message = verdict_on(tmp_path, {"answer-1-2": source}).message
    assert "print('seen'); return Y @ Y" in message
    assert "Printed there" not in message


def test_what_was_right_before_the_end_counts(tmp_path):
    source = "import os\n" + RIGHT.replace(
        "    ", "    len(Y) == 6 and os._exit(0)\n    "
    )
    verdict = verdict_on(tmp_path, {"answer-1-2": source})
    assert verdict.status == "error"
    assert verdict.right_cases == 4
    assert verdict.message == (
        "It ended the program, in the case “a batch of 6, 3-4-2”."
    )


def test_an_unreadable_notebook_is_an_error(tmp_path):
    found = mark_submission(submission(tmp_path, b"{"), 1, sandbox=Closed())
    assert {verdict.status for verdict in found.verdicts} == {"error"}
    assert found.points == 0
    assert found.verdicts[0].message == "It is not a notebook: its text is not JSON."


def asked(reference, arguments, source, imports=("numpy",)):
    """What a cell answers in the sandbox to one call of an exercise of its own."""
    exercise = exercise_on(reference, imports=imports)
    with ONE_SERVER.start(imports, 1) as session:
        cases = [Case("the only one", arguments)] * 2
        return question(exercise, cases, alone(source), session.next())


def slope_of(function, w):
    """The reference of a test."""
    return function(w + 1) - function(w)


def test_functions_of_a_case_are_called_in_the_marker():
    source = "def slope_of(function, w):\n    return function(w + 1) - function(w)"
    replies = asked(slope_of, (lambda w: 3 * w, np.ones(2)), source)
    assert [got.value.tolist() for got in replies.answers] == [[3, 3], [3, 3]]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("function()", "TypeError in a function of the case"),
        ("function('x' * 3)", "texts, or too many numbers, for a function"),
        ("function(function)", "TypeError in a function of the case"),
        ("function(np.ones((2, 2**15)))", "texts, or too many numbers, for a function"),
        ("function(np.ones((2**9, 2)))", "too large a value of a function of the"),
        ("function.__closure__[0].cell_contents.secret", "no attribute 'secret'"),
    ],
)
def test_functions_of_a_case_give_nothing_away(call, text):
    secret = np.zeros((2, 2**9))
    source = f"def slope_of(function, w):\n    return {call}"
    replies = asked(slope_of, (lambda w: (w - 1) @ secret, np.ones(2)), source)
    assert text in replies.answers[0].error.text
    assert replies.fault == ""


def noise(rng, n):
    """The reference of a test."""
    return rng.normal(size=n)


def test_generators_of_a_case_draw_the_same():
    rng = np.random.default_rng(7)
    rng.random(3)
    source = "def noise(rng, n):\n    return rng.normal(size=n)"
    first, again = asked(noise, (rng, 4), source).answers
    assert (first.value == again.value).all()
    assert (first.value == rng.normal(size=4)).all()


def test_pytorch_is_there_where_it_is_allowed():
    pytest.importorskip("torch")
    source = (
        "def noise(rng, n):\n"
        "    x = torch.ones(n, requires_grad=True)\n"
        "    descent = torch.optim.SGD([x], lr=1)\n"
        "    (x**3).sum().backward()\n"
        "    descent.step()\n"
        "    return [x.grad, x]"
    )
    value = asked(noise, (None, 2), source, ("numpy", "torch")).answers[0].value
    assert [array.tolist() for array in value] == [[3, 3], [-2, -2]]
    replies = asked(noise, (None, 2), "import torch\ndef noise(rng, n): torch")
    assert replies.refusal.startswith("noise uses torch. Write it with NumPy alone")


@pytest.mark.parametrize("slow", ["True", "len(Y) > 4"])
def test_an_answer_that_loops_is_asked_nothing_again(tmp_path, monkeypatch, slow):
    """It loops in a case of `check` already: points come from the cases before it."""
    monkeypatch.setattr(questioning, "SECONDS", 1)
    asked = []
    monkeypatch.setattr(examiner, "question", lambda *o, **how: noted(asked, *o, **how))
    source = RIGHT.replace("return", f"while {slow}: pass\n    return")
    verdict = verdict_on(tmp_path, {"answer-1-2": source})
    assert verdict.status == "too slow"
    assert verdict.message.startswith("It did not come back within 1 s, in the case “")
    counts = [(len(shown), len(cases)) for cases, shown in asked]
    cases = find("1.2").drawn(np.random.default_rng(SEED))
    quick = [slow != "True" and len(case.arguments[1]) <= 4 for case in cases]
    before = quick.index(False)
    assert counts == [(len(cases), len(cases)), *[(0, before)] * (before > 0)]
    assert verdict.right_cases == before


@pytest.mark.parametrize("slow", ["True", "len(Y) > 4", "len(Y) == 3"])
def test_check_and_mark_say_the_same_of_an_answer_that_loops(
    tmp_path, monkeypatch, slow
):
    monkeypatch.setattr(questioning, "SECONDS", 1)
    monkeypatch.setattr(time_limit, "SECONDS", 1)
    source = RIGHT.replace("return", f"while {slow}: pass\n    return")
    marked = verdict_on(tmp_path, {"answer-1-2": source})
    checked = checks.verdict_on(find("1.2"), defined_in(source))
    assert (checked.status, checked.points) == (marked.status, marked.points)
    assert (checked.right_cases, checked.cases) == (marked.right_cases, marked.cases)
    when = " in the case “"
    assert checked.message.partition(when)[2] == marked.message.partition(when)[2]


@pytest.mark.parametrize(
    "source", ["def delta_output(Y_hat, Y)\n    return Y", "x = 1"]
)
def test_check_and_mark_say_the_same_of_a_cell_that_fails(tmp_path, source):
    """`check` finds the function of an earlier run there, which is not tried."""
    cells = [RIGHT, source, 'check("1.2")']
    ids = ["answer", "answer", "check"]
    (found,) = checked(
        [{"cells": [SET_UP, *cells], "ids": ["set-up", *ids], "seed": 1}]
    )
    marked = verdict_on(tmp_path, {"answer-1-2": source})
    ((status, points, message, _),) = found
    assert (status, points) == (marked.status, marked.points) == ("wrong", 0)
    assert message.startswith(f"{marked.message}\n")


def noted(asked, exercise, cases, cells, channel, shown=(), **how):
    """Note what is asked of exercise 1.2, and ask it."""
    if exercise.id == "1.2":
        asked.append((cases, shown))
    return question(exercise, cases, cells, channel, shown, **how)


def test_a_slow_answer_has_its_time_for_the_cases_of_check_too(tmp_path, monkeypatch):
    monkeypatch.setattr(questioning, "SECONDS", 4)
    count = len(find("1.2").drawn(np.random.default_rng(SEED)))
    source = f"import time\n{RIGHT.replace('return', 'time.sleep({}); return')}"
    verdict = verdict_on(tmp_path, {"answer-1-2": source.format(2.5 / count)})
    assert (verdict.status, verdict.points) == ("right", 2)
