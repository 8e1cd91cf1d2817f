"""Answers in many styles, right and wrong, that nothing here was made with.

`tests/data/answers.json` has nine for each exercise of the time, written from its text
alone: three right ones by unusual ways, four with one mistake and two with two. For
each wrong one stands there how well it was told in words, as judged by a reader. A
newer exercise may go without: its author knows the solution.
"""

import json
import re
from collections import Counter

import pytest

from nnlib.exercises import checks
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.judging import RIGHT, WRONG
from tests.support.in_a_cell import HOME, defined_in
from tests.support.places import ROOT
from tests.support.trials import ALL

ANSWERS = json.loads((ROOT / "tests/data/answers.json").read_text(encoding="utf-8"))
DOCS = ROOT / "docs/understanding.md"
NINE = {"right": 3, "single": 4, "double": 2}
ANSWERED = [one for one in ALL if any(a["exercise"] == one.id for a in ANSWERS)]


@pytest.mark.parametrize("exercise", ANSWERED, ids=lambda exercise: exercise.id)
def test_right_answers_are_right_and_wrong_ones_wrong(
    exercise, detectors_alone, monkeypatch
):
    monkeypatch.setattr(checks, "place_of", lambda *_, **__: "")
    answers = [one for one in ANSWERS if one["exercise"] == exercise.id]
    kinds = Counter(one["kind"] for one in answers)
    assert kinds == NINE, (
        f"tests/data/answers.json needs {NINE} answers to {exercise.id}, or none; "
        f"it has {dict(kinds)}"
    )
    for one in answers:
        code = "\n".join(one["code"])
        function = defined_in("import torch", code, name=exercise.name)
        verdict = verdict_on(find(exercise.id), function, HOME)
        due = RIGHT if one["kind"] == "right" else WRONG
        assert verdict.status == due, code


def test_the_table_counts_what_was_judged():
    told = Counter((one["kind"], one["told"]) for one in ANSWERS if "told" in one)
    rows = re.findall(
        r"^\| (single|double) \| ([\w ]+) \| (\d+) \|$", DOCS.read_text("utf-8"), re.M
    )
    assert {(kind, how): int(count) for kind, how, count in rows} == told
