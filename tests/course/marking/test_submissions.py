"""Whatever is handed in is read, or it is said why not; it never stops the reading."""

import json
import os
import time
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.course.marking.submissions import student_zips
from nnlib.course.marking.submissions.code_answers import answers_in
from nnlib.course.marking.submissions.not_marked import NOTHING
from nnlib.course.marking.submissions.notebook_file import NotebookError, cells_of
from nnlib.course.marking.submissions.reading import NOBODYS, read
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.submissions.written_answers import CUT
from nnlib.course.refusals import Refusal
from tests.support.handed_in import (
    cell,
    hand_in,
    handed_out,
    solved,
    submission,
    with_answers,
)
from tests.support.helpers import steady

NAME = released()[1].file
ANSWERS = list(released()[1].answers)


def as_bytes(notebook):
    return json.dumps(notebook).encode()


def zipped(path, files, **how):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def problem(one):
    assert one.problems
    return one.problems[-1]


def test_a_solved_notebook_is_read(tmp_path):
    one = submission(tmp_path, solved())
    assert (one.student, one.notebook, one.path) == ("alice", 1, f"alice/{NAME}")
    assert list(one.cells) == ANSWERS
    assert one.problems == ()
    assert one.readable
    assert one.written["written-1"].startswith("A small step lowers")
    assert one.missing == {}
    assert any("import numpy as np" in source for _, source in one.others)
    assert not any("def forward(" in source for _, source in one.others)


def test_the_code_cells_are_told_apart_in_their_order(tmp_path):
    notebook = with_answers({"answer-1-2": "def delta_output(): 1", "load": "K = 1"})
    one = submission(tmp_path, notebook)
    kinds = [kind for kind, _ in one.others if kind != "given"]
    assert kinds == ["the student's", *ANSWERS]
    assert ("the student's", "K = 1") in one.others
    assert one.cells["answer-1-2"] == "def delta_output(): 1"


def test_an_empty_copy_is_read(tmp_path):
    one = submission(tmp_path, handed_out())
    assert one.cells == released()[1].answers
    assert one.problems == ()
    assert one.written == {"written-1": ""}


def test_a_folder_of_students(tmp_path):
    for student in ("bob", "alice", "Zoë Ö"):
        hand_in(tmp_path, solved(), student)
    hand_in(tmp_path, solved(2), "bob", 2)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "bob" / ".ipynb_checkpoints").mkdir()
    (tmp_path / "bob" / ".ipynb_checkpoints" / NAME).write_bytes(as_bytes(solved()))
    found = [(one.student, one.notebook) for one in read(tmp_path)]
    assert found[:2] == [("Zoë Ö", 1), ("alice", 1)]
    assert ("bob", 1) in found


@pytest.mark.parametrize("root", [".", "submitted"])
def test_the_tree_of_nbgrader(tmp_path, root):
    for student in ("alice", "bob"):
        folder = tmp_path / "submitted" / student / "homework"
        folder.mkdir(parents=True)
        (folder / NAME).write_bytes(as_bytes(solved()))
        (folder / "timestamp.txt").write_text("2020")
    assert [one.student for one in read(tmp_path / root)] == ["alice", "bob"]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (f"alice/{NAME}", "alice"),
        (f"submitted/alice/homework/{NAME}", "alice"),
        (f"Ann Lee_123_assignsubmission_file_/{NAME}", "Ann Lee_123"),
        (f"Ann Lee_123_assignsubmission_file_{NAME}", "Ann Lee_123"),
        (f"leeann_123_4567_{NAME}", "leeann_123"),
        (f"leeann_LATE_123_4567_{NAME}", "leeann_123"),
        ("alice.ipynb", "alice"),
        ("alice/MINE.IPYNB", "alice"),
        ("alice\\work.ipynb", "alice"),
    ],
)
def test_zips_of_platforms(tmp_path, name, student):
    path = zipped(tmp_path / "class.zip", {name: as_bytes(solved())})
    (one,) = read(path)
    assert (one.student, one.notebook) == (student, 1)
    assert len(one.cells) == 4


def test_numbers_in_names_do_not_make_two_students_one(tmp_path):
    students = ["2024_25_1_ada", "2024_25_2_bob", "lee_1_2_a", "lee_1_3_b"]
    for student in students:
        hand_in(tmp_path / "folders", solved(), student)
    assert [one.student for one in read(tmp_path / "folders")] == students
    (tmp_path / "files").mkdir()
    for student in students[:2]:
        (tmp_path / "files" / f"{student}.ipynb").write_bytes(as_bytes(solved()))
    assert [one.student for one in read(tmp_path / "files")] == students[:2]


def test_a_folder_of_moodle_is_one_student(tmp_path):
    hand_in(tmp_path, solved(), "Ann Lee_123_assignsubmission_file")
    (tmp_path / "Ann Lee_123_assignsubmission_onlinetext").mkdir()
    (tmp_path / "Bob Lee_124_assignsubmission_file").mkdir()
    ann, bob = read(tmp_path)
    assert (ann.student, ann.problems) == ("Ann Lee_123", ())
    assert (bob.student, bob.problems) == ("Bob Lee_124", (NOTHING,))


def test_zips_of_students(tmp_path):
    inner = BytesIO()
    zipped(inner, {f"homework/{NAME}": as_bytes(solved())})
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "work.zip").write_bytes(inner.getvalue())
    (one,) = read(tmp_path)
    assert (one.student, len(one.cells)) == ("alice", 4)
    outer = zipped(tmp_path / "class.zip", {"bob/work.zip": inner.getvalue()})
    (one,) = read(outer)
    assert (one.student, len(one.cells)) == ("bob", 4)
    (tmp_path / "alice" / "work.zip").rename(tmp_path / "Carol.ZIP")
    assert ("Carol", 4) in [(one.student, len(one.cells)) for one in read(tmp_path)]
    (one,) = read(zipped(tmp_path / "more.zip", {"class.zip": outer.read_bytes()}))
    assert not one.readable
    assert "zip in a zip" in problem(one)


@pytest.mark.parametrize("path", ["nowhere", "file.zip", "cut.zip"])
def test_what_is_no_folder_and_no_zip_is_refused(tmp_path, path):
    (tmp_path / "file.zip").write_text("text")
    whole = zipped(tmp_path / "whole.zip", {NAME: b"{}" * 999}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole.replace(b"PK\x01\x02", b"PK\x09\x09"))
    with pytest.raises(Refusal, match=path):
        read(tmp_path / path)


def test_a_single_notebook_is_refused(tmp_path):
    path = hand_in(tmp_path, solved())
    with pytest.raises(Refusal) as caught:
        read(path)
    assert str(caught.value) == (
        f"SUBMISSIONS needs a folder or a zip; got the notebook {path}. Put it into a "
        "folder with the student's name, in the folder that you give."
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\0", "not JSON"),
        (b"%PDF-1.7", "not JSON"),
        (b"[" * 10**6, "without end"),
        (b'{"cells":' * 10**5, "without end"),
        (b'{"cells": 1' + b"0" * 10**5 + b"}", "not JSON"),
        (b"null", "no list of cells"),
        (b'"cells"', "no list of cells"),
        (b'{"cells": {"0": 1}}', "no list of cells"),
        (b'{"nbformat": 3, "worksheets": []}', "format 4"),
        (b" " * (student_zips.LARGEST + 1), "larger than 10 MB"),
    ],
    ids=lambda value: repr(value[:15]),
)
def test_what_is_no_notebook_is_said(tmp_path, data, words):
    hand_in(tmp_path, data)
    (one,) = read(tmp_path)
    assert (one.student, one.notebook, one.cells) == ("alice", 1, {})
    assert not one.readable
    assert words in problem(one)


def test_a_file_that_says_nothing_of_the_course(tmp_path):
    (tmp_path / "alice").mkdir()
    for name in ("holiday.ipynb", "other.ipynb"):
        (tmp_path / "alice" / name).write_text('{"cells": []}')
    (one,) = read(tmp_path)
    assert (one.notebook, one.readable, len(one.problems)) == (None, False, 2)
    assert problem(one).startswith("alice/other.ipynb: It is none of the notebooks")


def test_an_empty_folder_is_a_student_too(tmp_path):
    (tmp_path / "alice").mkdir()
    hand_in(tmp_path, solved(), "bob")
    one, _ = read(tmp_path)
    assert (one.student, one.problems) == ("alice", (NOTHING,))


def test_nothing_at_all_is_refused(tmp_path):
    for name in ("class/alice", "class/.hidden"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "class/alice/notes.txt").write_text("mine")
    (tmp_path / "class/.hidden" / NAME).write_bytes(as_bytes(solved()))
    empty = zipped(tmp_path / "class.zip", {"alice/notes.txt": b"mine"})
    for path in (tmp_path / "class", tmp_path / "class/alice", empty):
        with pytest.raises(Refusal) as caught:
            read(path)
        assert str(caught.value) == (
            "SUBMISSIONS needs notebooks, *.ipynb, or zips of them, in a folder for "
            f"each student; there is none in {path}."
        )


def test_a_folder_that_cannot_be_read(tmp_path, monkeypatch):
    def scandir(path):
        if Path(path).name in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    opened, closed = os.scandir, {"alice", "old"}
    monkeypatch.setattr(os, "scandir", scandir)
    for student in ("alice", "bob", "bob/old"):
        hand_in(tmp_path / "class", solved(), student)
    alice, old, bob = read(tmp_path / "class")
    assert (alice.student, alice.readable) == ("alice", False)
    assert problem(alice) == "alice: The folder cannot be read: Permission denied."
    assert problem(old) == "bob/old: The folder cannot be read: Permission denied."
    assert (bob.student, bob.readable) == ("bob", True)
    closed.add("class")
    with pytest.raises(Refusal, match="class cannot be read: Permission denied"):
        read(tmp_path / "class")


def test_a_notebook_without_a_student(tmp_path):
    (tmp_path / NAME).write_bytes(as_bytes(solved()))
    (tmp_path / "alice.ipynb").write_bytes(as_bytes(solved()))
    nobody, alice = read(tmp_path)
    assert (nobody.readable, problem(nobody)) == (False, NOBODYS)
    assert (alice.student, alice.readable) == ("alice", True)


def test_a_renamed_file_is_known_by_its_cells(tmp_path):
    hand_in(tmp_path, solved()).rename(tmp_path / "alice" / "final (3).ipynb")
    (one,) = read(tmp_path)
    assert one.notebook == 1


def test_of_two_files_one_counts(tmp_path):
    hand_in(tmp_path, handed_out())
    (tmp_path / "alice" / "old").mkdir()
    (tmp_path / "alice" / "old" / NAME).write_bytes(as_bytes(solved()))
    (one,) = read(tmp_path)
    assert one.cells == released()[1].answers
    assert problem(one) == f"There are 2 files of this notebook; alice/{NAME} counts."


@pytest.mark.parametrize(
    "versions",
    [
        {"nbformat": 10**9, "nbformat_minor": -1},
        {"nbformat": "four"},
        {"nbformat": None, "metadata": [[]]},
        {"metadata": {"kernelspec": {"name": "bash", "language": "R"}}},
    ],
    ids=str,
)
def test_absurd_versions_cost_nothing(tmp_path, versions):
    notebook = solved() | versions
    for one in notebook["cells"]:
        one["metadata"].setdefault("nbgrader", {})["schema_version"] = 10**9
    one = submission(tmp_path, notebook)
    assert (len(one.cells), one.problems) == (4, ())


def test_points_of_a_submission_are_not_read(tmp_path):
    notebook = solved()
    for one in notebook["cells"]:
        one["metadata"]["nbgrader"] = {"points": 100, "grade": True, "solution": True}
    assert list(submission(tmp_path, notebook).written) == ["written-1"]


def test_ids_of_nbgrader_are_enough(tmp_path):
    notebook = solved()
    for number, one in enumerate(notebook["cells"]):
        one["id"] = f"colab-{number}"
    one = submission(tmp_path, notebook)
    assert (list(one.cells), one.problems) == (ANSWERS, ())


def test_a_deleted_cell_costs_its_exercise_only(tmp_path):
    notebook = solved()
    notebook["cells"].remove(cell(notebook, "answer-1-2"))
    one = submission(tmp_path, notebook)
    assert list(one.cells) == ["answer-1-1", "answer-1-3", "answer-1-4"]
    assert (
        problem(one) == "answer-1-2 is missing, and delta_output is in no other cell."
    )


def test_a_function_in_another_cell_is_found(tmp_path):
    notebook = handed_out()
    source = "".join(cell(solved(), "answer-1-2")["source"])
    notebook["cells"].append({"cell_type": "code", "source": source, "id": "x"})
    one = submission(tmp_path, notebook)
    assert one.cells["answer-1-2"] == source
    words = "delta_output is in another cell than answer-1-2; it was marked there."
    assert problem(one) == words


@pytest.mark.parametrize("place", [0, -1])
def test_of_a_doubled_cell_the_filled_one_counts(tmp_path, place):
    notebook = solved()
    stub = cell(handed_out(), "answer-1-2")
    notebook["cells"].insert(place, stub)
    one = submission(tmp_path, notebook)
    assert "Y_hat * (1 - Y_hat)" in one.cells["answer-1-2"]
    assert "occurs 2 times" in problem(one)


@pytest.mark.parametrize("kind", ["markdown", "raw", "absurd", None, 7])
def test_the_text_of_a_retyped_cell_counts(tmp_path, kind):
    notebook = solved()
    cell(notebook, "answer-1-2")["cell_type"] = kind
    one = submission(tmp_path, notebook)
    assert "Y_hat * (1 - Y_hat)" in one.cells["answer-1-2"]
    assert (
        problem(one) == "answer-1-2 is not a code cell any more; its text was marked."
    )


TAKEN = "The cell written-1 is missing; the text of another cell was taken."
NOT_FOUND = "The cell written-1 is missing, and no other text was found."
SEVERAL = "The cell written-1 is missing; these are the texts of 2 other cells."


def without_written(*texts, ids=True):
    """A copy in which new cells stand after the question, in place of written-1."""
    notebook = handed_out()
    cells = notebook["cells"]
    place = cells.index(cell(notebook, "written-1"))
    cells[place : place + 1] = [
        {"cell_type": "markdown", "source": text, "id": f"x{number}", "metadata": {}}
        for number, text in enumerate(texts)
    ]
    cells.insert(3, cells[0] | {"id": "notes", "source": "My notes."})
    if not ids:
        for one in cells:
            one.pop("id", None)
            one["metadata"] = {}
    return notebook


@pytest.mark.parametrize("ids", [True, False])
@pytest.mark.parametrize(
    ("texts", "found", "words"),
    [
        (("Because.",), "Because.", TAKEN),
        (("Because.", "It falls."), "Because.\n\nIt falls.", SEVERAL),
        ((), "", NOT_FOUND),
        (("YOUR ANSWER HERE", " "), "", NOT_FOUND),
        (("x" * 30_000,), "x" * 20_000 + CUT.format(10_000), TAKEN),
    ],
)
def test_a_written_answer_in_another_cell_is_found(tmp_path, ids, texts, found, words):
    one = submission(tmp_path, without_written(*texts, ids=ids))
    assert one.written == {"written-1": found}
    assert one.missing == {"written-1": words}


def test_an_answer_in_the_cell_of_its_question_is_found(tmp_path):
    notebook = without_written()
    question = cell(notebook, "question-1")
    question["source"] = [*question["source"], "\n\nBecause."]
    one = submission(tmp_path, notebook)
    assert one.written["written-1"] == "Because."
    assert one.missing == {"written-1": TAKEN}


def test_without_its_question_a_written_answer_is_found(tmp_path):
    notebook = without_written("Because.")
    notebook["cells"].remove(cell(notebook, "question-1"))
    one = submission(tmp_path, notebook)
    assert one.written["written-1"] == "My notes.\n\nBecause."
    assert one.missing == {"written-1": SEVERAL}


def test_of_a_doubled_written_answer_all_texts_are_read(tmp_path):
    notebook = handed_out()
    doubled = [cell(notebook, "written-1") | {"source": text} for text in "ab"]
    notebook["cells"] += doubled
    one = submission(tmp_path, notebook)
    words = "The cell written-1 occurs 3 times; all its texts are shown."
    assert (one.written["written-1"], one.missing) == ("a\n\nb", {"written-1": words})


def test_code_without_end_is_dropped(tmp_path):
    notebook = solved()
    cell(notebook, "answer-1-2")["source"] = "def delta_output(): 0" + " " * 10**6
    one = submission(tmp_path, notebook)
    assert "answer-1-2" not in one.cells
    assert len(one.cells) == 3
    assert problem(one) == "answer-1-2 is too long to be read."


def test_texts_can_be_written(tmp_path):
    notebook = solved()
    cell(notebook, "answer-1-2")["source"] = "def delta_output(): '\ud800\0'"
    cell(notebook, "written-1")["source"] = "\udfff" * 30_000
    one = submission(tmp_path, notebook)
    assert one.cells["answer-1-2"] == "def delta_output(): '?\0'"
    assert one.written["written-1"] == "?" * 20_000 + CUT.format(10_000)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other links")
def test_links_and_odd_files_are_not_read(tmp_path):
    secret = hand_in(tmp_path / "elsewhere", solved(), "bob")
    class_folder = tmp_path / "class"
    for student in ("link", "folder", "pipe"):
        (class_folder / student).mkdir(parents=True)
    (class_folder / "link" / NAME).symlink_to(secret)
    (class_folder / "folder" / NAME).mkdir()
    os.mkfifo(class_folder / "pipe" / NAME)
    (class_folder / "elsewhere").symlink_to(secret.parent, target_is_directory=True)
    found = {one.student: one for one in read(class_folder)}
    assert not any(one.readable for one in found.values())
    assert "It is a link" in problem(found["link"])
    assert "It is a link or not a file" in problem(found["pipe"])
    assert problem(found["folder"]) == NOTHING
    assert problem(found["elsewhere"]) == NOTHING


@pytest.mark.parametrize(
    "name", ["../../bob/{}", "/tmp/{}", "a/../../bob/{}", "..\\{}"]
)
def test_names_that_leave_the_folder_are_not_read(tmp_path, name):
    (tmp_path / "class" / "alice").mkdir(parents=True)
    bad = zipped(tmp_path / "x.zip", {name.format(NAME): as_bytes(solved())})
    (one,) = read(bad)
    assert (one.student, one.readable) == ("(outside)", False)
    bad.rename(tmp_path / "class" / "alice" / "x.zip")
    (one,) = read(tmp_path / "class")
    assert (one.student, one.readable) == ("alice", False)
    assert "outside of its folder" in problem(one)
    assert sorted(path.name for path in tmp_path.rglob("*.ipynb")) == []


def bomb(size):
    inner = BytesIO()
    zipped(inner, {NAME: b" " * size})
    return inner.getvalue()


def test_a_zip_bomb_is_not_blown_up(tmp_path):
    data = bomb(300 * 2**20)
    lying = data.replace((300 * 2**20).to_bytes(4, "little"), b"\x09\0\0\0")
    for student, content in (("alice", data), ("bob", lying)):
        (tmp_path / student).mkdir()
        (tmp_path / student / "work.zip").write_bytes(content)
    hand_in(tmp_path, solved(), "carol")
    tracemalloc.start()
    alice, bob, carol = read(tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60 * 2**20
    assert "larger than 10 MB" in problem(alice)
    assert not bob.readable
    assert carol.readable


def test_many_bombs_in_a_zip_are_too_many(tmp_path):
    one = BytesIO()
    zipped(one, {f"{n:04}.ipynb": b" " * 2**20 * 9 for n in range(60)})
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "work.zip").write_bytes(one.getvalue())
    began = time.process_time()
    (alice,) = read(tmp_path)
    assert not alice.readable
    assert time.process_time() - began < 20


def test_of_too_many_notebooks_in_a_zip_the_first_are_read(tmp_path):
    files = {f"old/{n:02}.ipynb": b"{}" for n in range(student_zips.MOST)}
    files[f"mine/{NAME}"] = as_bytes(solved())
    (tmp_path / "alice").mkdir()
    zipped(tmp_path / "alice" / "work.zip", files)
    rest, one = read(tmp_path)
    assert (one.notebook, one.readable) == (1, True)
    assert (rest.notebook, rest.readable) == (None, False)
    assert rest.problems[0] == (
        "alice/work.zip: The zip holds 41 notebooks; 40 were read. Hand in those of "
        "the course only."
    )
    assert rest.problems[5:] == ("More such files: 35.",)


@pytest.mark.parametrize("damage", ["encrypted", "cut", "noise", "huge"])
def test_damaged_zips_are_said(tmp_path, damage):
    whole = zipped(tmp_path / "whole.zip", {NAME: as_bytes(solved())}).read_bytes()
    central = whole.index(b"PK\x01\x02")
    data = {
        "encrypted": whole[: central + 8] + b"\x01" + whole[central + 9 :],
        "cut": whole[:500],
        "noise": whole[:100] + os.urandom(50) + whole[150:],
        "huge": whole + b"\0" * student_zips.LARGEST_ZIP,
    }[damage]
    (tmp_path / "class" / "alice").mkdir(parents=True)
    (tmp_path / "class" / "alice" / "work.zip").write_bytes(data)
    (one,) = read(tmp_path / "class")
    assert not one.readable
    assert "zip" in problem(one)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
sources = st.sampled_from(
    ["def forward(X, W1, W2):\n    return 1", "forward = 2", "%%time", "def forward("]
)
loose_cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown"]) | json_values,
        "source": sources | st.lists(sources | json_values) | json_values,
        "id": st.sampled_from([*ANSWERS, "written-1"]) | json_values,
        "metadata": json_values
        | st.fixed_dictionaries(
            {"nbgrader": json_values | st.fixed_dictionaries({"grade_id": json_values})}
        ),
    },
)
loose_notebooks = json_values | st.fixed_dictionaries(
    {"cells": st.lists(loose_cells | json_values, max_size=6) | json_values}
)


@steady
@given(loose_notebooks)
def test_any_json_is_read(notebook):
    read_or_refused(json.dumps(notebook).encode())


@steady
@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read(data):
    read_or_refused(data)


def read_or_refused(data):
    try:
        cells = cells_of(data)
    except NotebookError:
        return
    answers, others, problems = answers_in(cells, released()[1])
    assert set(answers) <= set(ANSWERS)
    for text in (*answers.values(), *sum(others, ()), *problems):
        text.encode()
