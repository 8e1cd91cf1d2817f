"""A student's work in an older copy, moved into a newer one."""

import copy

import nbformat
import pytest

from nnlib.course.homework.merging import YOURS, merged

STUB = "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"


def code(id, source, **metadata):
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": id,
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def text(id, source, **metadata):
    cell = {"cell_type": "markdown", "id": id, "metadata": metadata}
    return cell | {"source": source.splitlines(keepends=True)}


def answer(id, source, kind=code):
    return kind(id, source, nbgrader={"grade_id": id, "solution": True})


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


BASE = notebook(
    text("title", "# A\n\nAbout."),
    code("set-up", "import nnlib\n"),
    code("guess", 'prediction = "?"'),
    code("plot", 'plot(x, title="?")'),
    answer("answer-1", STUB),
    answer("written", "YOUR ANSWER HERE", text),
    text("end", "The end."),
)
NEW = notebook(
    text("title", "# A\n\nAbout it."),
    code("set-up", "import nnlib\nimport torch\n"),
    code("guess", 'prediction = "?"'),
    text("more", "More."),
    code("plot", 'plot(x, title="?")'),
    answer("answer-1", STUB.replace("f(x)", "f(x, y)")),
    answer("written", "YOUR ANSWER HERE", text),
    text("end", "The end."),
)


def with_changes(changes, base=BASE):
    """The student's notebook: `changes` by ids, and cells of their own behind them."""
    mine = copy.deepcopy(base)
    for cell in list(mine["cells"]):
        new = changes.get(cell["id"])
        if isinstance(new, str):
            cell["source"] = new.splitlines(keepends=True)
        elif new:
            mine["cells"].insert(mine["cells"].index(cell) + 1, new)
    return mine


def sources(notebook):
    nbformat.validate(nbformat.from_dict(notebook))
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


KNOWN = pytest.mark.parametrize("base", [BASE, None], ids=["known", "unknown"])


@KNOWN
def test_what_was_asked_for_is_moved(base):
    mine = {
        "guess": 'prediction = "falls"\n# I think',
        "plot": 'plot(x, title="It falls")',
        "answer-1": "def f(x):\n    return x",
        "written": "Because.",
    }
    after, twice = merged(with_changes(mine), NEW, base)
    assert sources(after) == sources(NEW) | mine
    assert twice == 0


@KNOWN
def test_what_nobody_wrote_in_is_new(base):
    after, _ = merged(with_changes({}), NEW, base)
    assert sources(after) == sources(NEW)


@KNOWN
def test_own_cells_stay_behind_the_cell_they_stood_behind(base):
    mine = {
        "set-up": code("mine-1", "import scipy"),
        "end": text("mine-2", "My notes."),
    }
    after, _ = merged(with_changes(mine), NEW, base)
    ids = list(sources(after))
    assert ids == [
        *("title", "set-up", "mine-1", "guess", "more", "plot", "answer-1"),
        *("written", "end", "mine-2"),
    ]


@KNOWN
def test_an_answer_is_moved_with_its_pictures_and_without_outputs(base):
    mine = with_changes({"written": "See ![a](attachment:a.png)", "guess": "1 / 0"})
    by_id = {cell["id"]: cell for cell in mine["cells"]}
    by_id["written"]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    by_id["guess"]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "2"}
    ]
    after, _ = merged(mine, NEW, base)
    there = {cell["id"]: cell for cell in after["cells"]}
    assert there["written"]["attachments"] == {"a.png": {"image/png": "AAAA"}}
    assert there["guess"]["outputs"] == []


def test_a_cell_that_the_course_has_not_changed_stays_as_the_student_has_it():
    after, twice = merged(with_changes({"end": "The end. I liked it."}), NEW, BASE)
    assert sources(after) == sources(NEW) | {"end": "The end. I liked it."}
    assert twice == 0


def test_a_cell_that_both_have_changed_stands_there_twice():
    mine = {"title": "# A\n\nMine.", "set-up": "import nnlib, scipy"}
    after, twice = merged(with_changes(mine), NEW, BASE)
    assert sources(after) == sources(NEW) | {
        "title-yours": f"{YOURS}# A\n\nMine.",
        "set-up-yours": f"{YOURS}```python\nimport nnlib, scipy\n```",
    }
    assert twice == 2
    assert list(sources(after))[:4] == [
        "title",
        "title-yours",
        "set-up",
        "set-up-yours",
    ]


def test_a_cell_that_the_course_has_removed_goes_unless_it_is_the_student_s():
    gone = notebook(*(c for c in NEW["cells"] if c["id"] not in ("guess", "plot")))
    after, _ = merged(with_changes({"guess": 'prediction = "falls"'}), gone, BASE)
    assert sources(after) == sources(gone) | {"guess": 'prediction = "falls"'}


@KNOWN
@pytest.mark.parametrize("source", ["def f(x:\n", "%matplotlib inline", "\0"])
def test_what_is_no_program_is_moved_too(base, source):
    mine = {"answer-1": source, "guess": source}
    after, _ = merged(with_changes(mine), NEW, base)
    assert sources(after) == sources(NEW) | mine
    merged(with_changes({"plot": source}), NEW, base)


@KNOWN
def test_an_answer_in_a_copied_cell_is_kept(base):
    """JupyterLab gives the copy another id, and nbgrader's name stays the same."""
    own = answer("answer-1", "def f(x):\n    return x") | {"id": "3f2a"}
    after, _ = merged(with_changes({"answer-1": own}), NEW, base)
    assert sources(after) == sources(NEW) | {"3f2a": "def f(x):\n    return x"}


@KNOWN
def test_ids_that_a_front_end_has_dropped(base):
    mine = with_changes({"answer-1": "def f(x):\n    return x", "written": "Because."})
    for cell in mine["cells"]:
        del cell["id"]
    mine["cells"].append({k: v for k, v in text("", "Mine.").items() if k != "id"})
    after, _ = merged(mine, NEW, base)
    there = sources(after)
    assert there["answer-1"] == "def f(x):\n    return x"
    assert there["written"] == "Because."
    assert there["own"] in ("# A\n\nAbout.", "Mine.")
    assert "Mine." in there.values()
    assert list(there.values()).count("The end.") == 1


@KNOWN
def test_ids_that_occur_twice(base):
    mine = with_changes({})
    mine["cells"] += [code("set-up", "one"), code("set-up", "two")]
    after, _ = merged(mine, NEW, base)
    assert {"one", "two"} <= set(sources(after).values())


def test_merging_changes_nothing_it_is_given():
    mine, new = with_changes({"guess": "x", "end": code("m", "y")}), copy.deepcopy(NEW)
    before = copy.deepcopy(mine)
    merged(mine, new, BASE)
    assert (mine, new) == (before, NEW)
