"""A notebook's minutes: its table, its exercises and the README say the same."""

import json
import re

import pytest

from nnlib.exercises.catalogue import exercises_of
from tests.support.places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PARTS = ["lesson", "exercises", "question"]


def minutes_of(path):
    """From each part of the notebook to its minutes, as the table at its top has it."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    (table,) = ("".join(c["source"]) for c in cells if c["id"] == "contract")
    head, _, *rows = table.strip().splitlines()
    assert head == "| you will be able to | you need | minutes |"
    last = [row.split("|")[-2].split() for row in rows]
    return {part: int(minutes) for part, minutes in last}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_table_adds_up_what_the_exercises_say(path):
    minutes = minutes_of(path)
    declared = sum(exercise.minutes for exercise in exercises_of(int(path.name[:2])))
    assert [*minutes] == PARTS
    assert minutes["exercises"] == declared, (
        f"the exercises of {path.name} take {declared} minutes: write that in place of "
        f"{minutes['exercises']} into its cell contract and the README's table"
    )
    assert minutes["lesson"] <= 45


def test_the_readme_has_the_same_minutes():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d\d) \| \[.*\) \|([ \d|]+)\|$", readme, re.M)
    told = {number: [int(m) for m in found.split("|")] for number, found in rows}
    wanted = {path.name[:2]: [*minutes_of(path).values()] for path in NOTEBOOKS}
    for number, minutes in wanted.items():
        assert told.get(number) == minutes, (
            f"the README's table needs {minutes} minutes for notebook {number}, as its "
            f"cell contract says; it has {told.get(number)}"
        )
    assert told.keys() == wanted.keys()
    assert f"| | | {' | '.join(PARTS)} |" in readme
