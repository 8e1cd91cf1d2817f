"""Nothing that a student wrote from the question on is dropped without a word."""

import base64
import json
import struct
import zlib
from dataclasses import replace

import nbformat
import pytest

from nnlib.course.marking.records.journal import entry_in, line_for
from nnlib.course.marking.records.marked_submission import from_plain
from nnlib.course.marking.records.results import results_of
from nnlib.course.marking.reports.feedback import feedback_page
from nnlib.course.marking.reports.form_grader import changed_answers, graded_notebook
from nnlib.course.marking.submissions.pictures import LARGEST, MOST, MOST_PIXELS
from tests.support.a_class import marked
from tests.support.handed_in import cell, handed_out, solved, submission

DEFAULT = "YOUR ANSWER HERE"
SUMMARY = "".join(cell(handed_out(), "summary")["source"])


def png(width=2, height=2):
    """The bytes of a small PNG, which may say that it is large."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + b"\0\0\0\0"

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\0\0" * 2)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


GIF = b"GIF89a" + struct.pack("<HH", 2, 2) + b"\0" * 8
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x02\0\x02" + b"\0" * 9


def in_base64(data):
    return base64.b64encode(data).decode()


def text_cell(source, id="mine", **more):
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source} | more


def code_cell(source, id="mine"):
    empty = {"outputs": [], "execution_count": None}
    return text_cell(source, id, cell_type="code") | empty


def with_picture(data, kind="image/png", source="![a](attachment:a.png)"):
    text = data if isinstance(data, (str, list)) else in_base64(data)
    return text_cell(source, attachments={"a.png": {kind: text}})


def after(place, *cells, text=DEFAULT):
    """A copy with a text in its written cell, and cells of one's own behind another."""
    notebook = handed_out()
    cell(notebook, "written-1")["source"] = text
    here = notebook["cells"].index(cell(notebook, place)) + 1
    notebook["cells"][here:here] = cells
    return notebook


ONE, TWO = text_cell("One.", "a"), text_cell("Two.", "b")
ROUTES = {
    "in its cell": (after("written-1", text="One."), "One."),
    "in a new cell": (after("written-1", ONE), "One."),
    "in a new cell, the cell emptied": (after("written-1", ONE, text=""), "One."),
    "continued": (after("written-1", TWO, text="One."), "One.\n\nTwo."),
    "in two cells": (after("written-1", ONE, TWO), "One.\n\nTwo."),
    "between question and cell": (
        after("question-1", ONE, text="Two."),
        "One.\n\nTwo.",
    ),
    "further below": (after("points", ONE), "One."),
    "at the end": (after("summary", ONE, TWO), "One.\n\nTwo."),
    "twice the same": (after("written-1", ONE, text="One. "), "One. "),
    "a copy of the cell": (
        after("written-1", text_cell("Two.", "written-1"), text="One."),
        "One.\n\nTwo.",
    ),
    "in a cell of raw text": (after("written-1", ONE | {"cell_type": "raw"}), "One."),
    "in the comments of code": (
        after("written-1", code_cell("# One.\nx = 1")),
        "```python\n# One.\nx = 1\n```",
    ),
    "in a cell that was handed out": (
        after("written-1", text_cell(f"{SUMMARY}\n\nOne.", "summary")),
        "One.",
    ),
    "ticked boxes": (
        after("points", text_cell(SUMMARY.replace("[ ]", "[x]"), "summary")),
        "",
    ),
    "with an empty cell between": (
        after("written-1", ONE, text_cell(" ", "c"), code_cell("", "d"), TWO),
        "One.\n\nTwo.",
    ),
    "nowhere": (after("written-1"), ""),
    "before the question": (after("question-1", text=DEFAULT), ""),
}


@pytest.mark.parametrize("notebook, text", ROUTES.values(), ids=ROUTES)
def test_a_text_reaches_form_grader_and_feedback(tmp_path, notebook, text):
    one = submission(tmp_path, notebook)
    assert one.written == {"written-1": text}
    assert_shown(one, text.split("\n"))


@pytest.mark.parametrize("notebook, text", ROUTES.values(), ids=ROUTES)
def test_without_ids_too(tmp_path, notebook, text):
    """Some programs take all ids away; then the question is known by its words."""
    plain = json.loads(json.dumps(notebook))
    for one in plain["cells"]:
        one.pop("id")
        if one["metadata"].get("nbgrader", {}).get("grade_id") != "written-1":
            one["metadata"] = {}
    one = submission(tmp_path, plain)
    assert set(text.split("\n")) <= set(one.written["written-1"].split("\n"))


def assert_shown(one, lines):
    """All lines of a written answer stand where the instructor and the student look."""
    whole = marked(one)
    notebook = nbformat.reads(graded_notebook(whole), as_version=4)
    nbformat.validate(notebook)
    (graded,) = [part for part in notebook.cells if part.id == "written-1"]
    page = feedback_page(whole, results_of(whole))
    last = results_of(whole)[-1]
    assert last.status == ("to mark by hand" if any(lines) else "not attempted")
    for line in lines:
        assert line in graded.source
        assert line.replace("'", "&#39;").replace('"', "&#34;") in page
    return graded, page


@pytest.mark.parametrize(
    "notebook, words",
    [
        (after("written-1", text="One."), {}),
        (after("written-1"), {}),
        (
            after("written-1", ONE),
            "The cell written-1 is empty; the text of another cell was taken.",
        ),
        (
            after("written-1", ONE, TWO),
            "The cell written-1 is empty; these are the texts of 2 other cells.",
        ),
        (
            after("written-1", TWO, text="One."),
            "The answer in written-1 goes on in another cell; all of it is shown.",
        ),
    ],
)
def test_where_it_stood_is_told(tmp_path, notebook, words):
    one = submission(tmp_path, notebook)
    assert one.missing == ({"written-1": words} if words else {})


def test_code_that_is_marked_is_not_shown_again(tmp_path):
    source = "".join(cell(solved(), "answer-1-2")["source"])
    one = submission(tmp_path, after("written-1", code_cell(source), ONE))
    assert one.cells["answer-1-2"] == source
    assert one.written == {"written-1": "One."}


def test_cells_before_the_question_are_others(tmp_path):
    one = submission(tmp_path, after("answer-1-1", text_cell("My notes.")))
    assert one.written == {"written-1": ""}


@pytest.mark.parametrize(
    ("data", "kind"),
    [(png(), "image/png"), (JPEG, "image/jpeg"), (GIF, "image/gif")],
    ids=["png", "jpeg", "gif"],
)
@pytest.mark.parametrize("how", ["attached", "lines", "in letters", "called otherwise"])
def test_a_picture_reaches_form_grader_and_feedback(tmp_path, data, kind, how):
    text = in_base64(data)
    pasted = {
        "attached": with_picture(text, kind),
        "lines": with_picture([text[:8] + "\n", text[8:]], kind),
        "in letters": text_cell(f"See ![](data:{kind};base64,{text})."),
        "called otherwise": with_picture(text, "image/svg+xml"),
    }[how]
    one = submission(tmp_path, after("written-1", pasted))
    assert one.pictures == {"written-1": ((kind, text),)}
    graded, page = assert_shown(one, one.written["written-1"].split("\n"))
    name = f"picture-1.{kind.removeprefix('image/')}"
    assert graded.attachments == {name: {kind: text}}
    assert f"![Picture 1](attachment:{name})" in graded.source
    assert f'src="data:{kind};base64,{text}"' in page


def test_a_picture_alone_is_an_answer(tmp_path):
    one = submission(tmp_path, after("written-1", with_picture(png(), source=DEFAULT)))
    assert one.written == {"written-1": ""}
    rows = results_of(marked(one))
    assert rows[-1].status == "to mark by hand"


def test_a_picture_in_the_cell_itself(tmp_path):
    notebook = after("written-1")
    cell(notebook, "written-1").update(with_picture(png()) | {"id": "written-1"})
    one = submission(tmp_path, notebook)
    assert len(one.pictures["written-1"]) == 1
    assert one.missing == {}


@pytest.mark.parametrize(
    "data",
    [
        *(b"<svg onload='alert(1)'/>", b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", JPEG[:8]),
        *(b"\xff\xd8\xff" + b"\xff" * 99, png(MOST_PIXELS, 2), png(0, 2)),
        png() + b"\0" * LARGEST,
        "no base64!",
        "é",
        [1, None],
    ],
    ids=range(12),
)
def test_a_picture_that_is_none_is_told(tmp_path, data):
    one = submission(tmp_path, after("written-1", with_picture(data)))
    assert one.pictures == {}
    assert "1 of its pictures cannot be shown here" in one.missing["written-1"]
    assert_shown(one, ["![a](attachment:a.png)"])


def test_of_many_pictures_the_first_are_shown(tmp_path):
    cells = [with_picture(png(n + 1)) | {"id": f"x{n}"} for n in range(MOST + 3)]
    one = submission(tmp_path, after("written-1", *cells))
    assert len(one.pictures["written-1"]) == MOST
    assert "3 of its pictures cannot be shown" in one.missing["written-1"]


@pytest.mark.parametrize(
    "attachments", [None, [], {"a": None}, {"a": []}, {"a": {"b": {}}}, {"": {"": ""}}]
)
def test_odd_attachments_cost_nothing(tmp_path, attachments):
    pasted = text_cell("One.", attachments=attachments)
    one = submission(tmp_path, after("written-1", pasted))
    assert (one.written, one.pictures) == ({"written-1": "One."}, {})


def test_the_journal_keeps_pictures(tmp_path):
    read = submission(tmp_path, after("written-1", with_picture(png())))
    one = marked(replace(read, others=()))
    again = from_plain(entry_in(line_for({"marked": one.plain()}))["marked"])
    assert again == one
    plain = one.plain()
    del plain["submission"]["pictures"]  # as in a journal that is older
    assert from_plain(plain).submission == replace(one.submission, pictures={})


def test_another_picture_is_another_answer(tmp_path):
    old, new = (
        graded_notebook(
            marked(submission(tmp_path, after("written-1", with_picture(png(n)))))
        )
        for n in (1, 2)
    )
    path = tmp_path / "01_hand_worked_backprop.ipynb"
    path.write_text(old)
    assert changed_answers(path, old) == set()
    assert changed_answers(path, new) == {(path.stem, "written-1")}


def test_the_form_grader_shows_the_picture(tmp_path):
    exporters = pytest.importorskip("nbconvert.exporters")
    one = marked(submission(tmp_path, after("written-1", with_picture(png()))))
    notebook = nbformat.reads(graded_notebook(one), as_version=4)
    page, _ = exporters.HTMLExporter().from_notebook_node(notebook)
    assert f"data:image/png;base64,{in_base64(png())}" in page
