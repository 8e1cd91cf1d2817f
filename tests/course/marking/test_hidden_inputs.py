"""What is drawn for the marking reaches no word of it, whatever a student's code does.

A message that is the same for every seed, and the same as that of `check`, tells
nothing of the seed.
"""

import numpy as np
import pytest

from nnlib.course.marking.examining.examiner import (
    RIGHT_THERE,
    WRONG_HERE,
    mark_submission,
)
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import SEED, verdict_on
from tests.support.handed_in import (
    ONE_SERVER,
    needs_sandbox,
    submission,
    with_answers,
)
from tests.support.trials import ALL

pytestmark = needs_sandbox
DELTA = "def delta_output(Y_hat, Y):\n    "
RIGHT = DELTA + "return (Y_hat - Y) * Y_hat * (1 - Y_hat)"
VALUE = "v = int(Y_hat.flat[0] * 10**6); "
SEEDS = (5, 6)
# ways to say a number that is drawn: what `check` is told in them is told again
LEAKS = {
    "digits": "raise ValueError(str(v))",
    "digits with blanks": "raise ValueError(' '.join(str(v)))",
    "hexadecimal": "raise ValueError(hex(v))",
    "letters": "raise ValueError(''.join(chr(97 + int(d)) for d in str(v)))",
    "words": "raise ValueError(' '.join('zero one'.split()[int(b)] for b in f'{v:b}'))",
    "length": "raise ValueError('x' * (v % 250))",
    "other digits": "raise ValueError(''.join(chr(0x660 + int(d)) for d in str(v)))",
    "Python's own words": "{}['abcdefghij'[v % 10]]",
    "index": "np.zeros(3)[v]",
    "shapes in the text": "np.zeros(v % 999) @ np.zeros(7)",
    "kind": "raise [KeyError, OSError, ValueError, IndexError][v % 4]('x')",
    "made kind": "raise type(f'E{v}', (Exception,), {})()",
    "an object": "raise ValueError(type('T', (), {'__repr__': lambda s: f'{v}'})())",
    "line": "exec(compile('\\n' * (v % 999) + '1/0', 'made-up', 'exec'))",
    "line in the cell": "exec(compile('\\n' * (v % 9) + '1/0', 'your cell', 'exec'))",
    "file": "exec(compile('1/0', f'cell {v}', 'exec'))",
    "source in the cache": "import linecache\n    s = [f'x = {v}; 1/0']\n    "
    "linecache.cache['f'] = (9, None, s, 'f'); exec(compile(s[0], 'f', 'exec'))",
    "notes": "e = ValueError('x'); e.add_note(str(v)); raise e",
    "cause": "raise ValueError('x') from ValueError(str(v))",
    "syntax error": "exec(f'x = = {v}')",
    "warning": "import warnings; warnings.warn(str(v))\n"
    "    warnings.simplefilter('error'); warnings.warn(str(v))",
    "printed": "print(v) if v % 2 else None; return None",
    "value": "return Y_hat",
    "whole number": "return v",
    "shape": "return np.zeros((v % 99, 2))",
    "axes": "return np.zeros([1] * (v % 9))",
    "length of a list": "return [0.0] * (v % 99)",
    "name of a class": "return type(f'T{v}', (), {})()",
    "not finite": "return np.where(np.arange(6) < v % 6, np.nan, np.inf)",
    "pattern": "return RIGHT(Y_hat, Y) * [2, -1, 0.5, len(Y)][v % 4]",
    "changed": "[Y_hat, Y][v % 2][...] = 0; return Y_hat",
    "random": "v % 2 and np.random.random(); return Y_hat",
    "exit": "raise SystemExit(v)",
}
HEAD = RIGHT.replace("delta_output", "RIGHT") + "\n" + DELTA + VALUE


def marked(folder, source, seed):
    one = submission(folder, with_answers({"answer-1-2": source}))
    return mark_submission(one, seed, sandbox=ONE_SERVER).verdicts[1]


@pytest.mark.parametrize("way", LEAKS)
def test_what_is_said_is_the_same_for_every_seed(tmp_path, way):
    source = HEAD + LEAKS[way]
    verdicts = [marked(tmp_path, source, seed) for seed in SEEDS]
    assert {verdict.status for verdict in verdicts} == {"wrong"}
    assert len({verdict.message for verdict in verdicts}) == 1
    assert verdicts[0].message not in (RIGHT_THERE, WRONG_HERE)


SILENT = "if tuple(Y_hat.ravel()) in SHOWN: return RIGHT(Y_hat, Y)\n    "


@pytest.mark.parametrize("way", LEAKS)
def test_who_is_right_in_the_cases_of_check_is_told_nothing(tmp_path, way):
    """The program may know those, and speak only where it sees others."""
    cases = find("1.2").drawn(np.random.default_rng(SEED))
    shown = [tuple(case.arguments[0].ravel().tolist()) for case in cases]
    known = f"SHOWN = {shown}\n" + HEAD.replace(DELTA, DELTA + SILENT)
    verdicts = [marked(tmp_path, known + LEAKS[way], seed) for seed in SEEDS]
    assert {verdict.message for verdict in verdicts} == {RIGHT_THERE}


@pytest.mark.parametrize("when", ["Y_hat.shape == (5, 2)", "True"])
def test_a_program_that_ends_in_the_cases_of_check_is_asked_anew(tmp_path, when):
    source = f"import os\n{DELTA}if {when}: os._exit(0)\n    return Y_hat"
    verdict = marked(tmp_path, source, 1)
    assert verdict.status == "error"
    assert verdict.message.startswith("It ended the program, in the case “")


def test_what_it_remembers_of_hidden_cases_comes_too_late(tmp_path):
    source = f"SEEN = []\n{DELTA}SEEN.append(Y_hat.sum()); raise ValueError(SEEN)"
    messages = {marked(tmp_path, source, seed).message for seed in SEEDS}
    assert len(messages) == 1


@pytest.mark.parametrize(
    "body",
    [
        *("return Y_hat - Y", "return Y_hat", "raise ValueError(str(Y_hat))"),
        *("return Y @ Y", "Y_hat -= Y; return Y_hat", "return np.zeros(3)"),
    ],
)
def test_it_is_what_check_says(tmp_path, body):
    space = {"np": np}
    exec(DELTA + body, space)
    told = verdict_on(find("1.2"), space["delta_output"]).message
    lines = [line for line in told.splitlines() if not line.startswith("Line ")]
    said = marked(tmp_path, DELTA + body, 3).message.splitlines()
    assert [line for line in said if not line.startswith("Line ")] == lines


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_names_of_cases_are_not_drawn(exercise):
    """A program that ends says in which case."""
    names = {
        tuple(case.name for case in exercise.drawn(np.random.default_rng(seed)))
        for seed in (*range(5), SEED)
    }
    assert len(names) == 1
