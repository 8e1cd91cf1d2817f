"""What `check` says in the notebook is what `mark` says later, of any answer.

`check` alone may also say at which place another value makes all cases right.
"""

import inspect
import re
from importlib import import_module

import pytest

from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.exercises.catalogue import exercises_of, find
from tests.course.marking.answers import Answer
from tests.course.marking.answers.data import DATA
from tests.course.marking.answers.helpers import HELPERS
from tests.course.marking.answers.not_right import NOT_RIGHT
from tests.course.marking.answers.showing import SHOWING
from tests.support.handed_in import (
    ONE_SERVER,
    cell,
    handed_out,
    needs_sandbox,
    submission,
)
from tests.support.in_a_kernel import checked
from tests.support.trials import ALL

SEED = 5
NUMBER = re.compile(r"[-+]?[\d.…]*[\d…](e[-+]?\d+)?")  # a case may be told by one
RUN = ("set-up", "load", "by-hand", "outcome-layout")  # of the handed-out cells


def routes():
    """The answers by other routes than the reference's."""
    found = {}
    for exercise in ALL:
        module = import_module(
            f"tests.exercises.routes.notebook_{exercise.notebook:02}"
        )
        for name in vars(module):
            if name == exercise.name or name.startswith(f"{exercise.name}_by_"):
                source = f"{inspect.getsource(module)}\n{exercise.name} = {name}\n"
                found[f"{exercise.id} {name}"] = Answer(source, id=exercise.id)
    return found


ANSWERS = {**DATA, **SHOWING, **HELPERS, **NOT_RIGHT, **routes()}


def notebook_with(answer):
    """The notebook that a student hands in, as a dictionary."""
    notebook = handed_out(find(answer.id).notebook)
    mine = cell(notebook, find(answer.id).answer_cell)
    mine["source"] = answer.source
    for id, source in answer.others:
        cell(notebook, id)["source"] = source
    cells = notebook["cells"]
    place = cells.index(mine)
    cells[place : place + 1] = [*new(answer.before), mine, *new(answer.after)]
    return notebook


def new(sources):
    kept = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return [{**kept, "source": source} for source in sources]


def in_the_kernel(answer):
    """The cells that the student runs, and what `check` draws the cases with."""
    exercise = find(answer.id)
    ids = {*RUN, *dict(answer.others), exercise.answer_cell}
    sources = [
        "".join(one["source"])
        for one in notebook_with(answer)["cells"]
        if one["cell_type"] == "code" and one.get("id", exercise.answer_cell) in ids
    ]
    checks = [
        f"check({find(id).id!r}, {find(id).name})"
        for id in [e.id for e in exercises_of(exercise.notebook)]
        if find(id).answer_cell in dict(answer.others)
    ]
    sources += [*checks, f"check({exercise.id!r}, {exercise.name})"]
    return {"cells": sources, "seed": [SEED, exercise.notebook, exercise.number]}


@pytest.fixture(scope="module")
def said():
    """What `check` says of each answer."""
    return dict(zip(ANSWERS, checked([in_the_kernel(one) for one in ANSWERS.values()])))


def without(place, message):
    """A message without the paragraph that `check` alone shows, if there is one."""
    if not place:
        return message
    paragraphs = message.split("\n")
    assert paragraphs.count(place) == 1
    return "\n".join(one for one in paragraphs if one != place)


@needs_sandbox
@pytest.mark.parametrize("name", ANSWERS)
def test_check_and_mark_say_the_same(said, name, tmp_path):
    answer = ANSWERS[name]
    exercise = find(answer.id)
    one = submission(tmp_path, notebook_with(answer), exercise.notebook)
    verdicts = mark_submission(one, SEED, sandbox=ONE_SERVER).verdicts
    (marked,) = [verdict for verdict in verdicts if verdict.id == answer.id]
    assert said[name], f"`check` says nothing of {name}"
    status, points, message, place = said[name][0]
    message = message.split("\nPrinted there:")[0]  # it may hold numbers of a case
    message = without(place, message)
    assert (status, marked.status) == (answer.status, answer.status), marked.message
    assert marked.points == points
    assert message.startswith(answer.says)
    if status != "not attempted":  # which `check` says to who is at work
        assert NUMBER.sub("#", marked.message) == NUMBER.sub("#", message)
    assert not place or place not in marked.message


def test_some_answers_have_a_place(said):
    """Else the paragraph that is left out above would never be there."""
    assert any(one and one[0][3] for one in said.values())
