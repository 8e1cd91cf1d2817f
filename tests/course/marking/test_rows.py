"""The table: a row for everything, numbers that add up, and no formula in a cell."""

import csv
from dataclasses import replace

import pytest

from nnlib.atomic_write import write
from nnlib.course.marking.records.marked_submission import from_plain
from nnlib.course.marking.records.names import safe_name
from nnlib.course.marking.records.results import (
    ByHand,
    Result,
    empty_results,
    results_of,
    results_of_student,
    with_hand,
)
from nnlib.course.marking.reports.marks_csv import table
from tests.support.a_class import NAME, marked, submission, unreadable


def test_a_row_for_each_exercise_and_the_written_question():
    one = marked(submission(text="Because."))
    rows = results_of(one)
    assert [row.exercise for row in rows] == ["1.1", "1.2", "1.3", "1.4", "written-1"]
    assert [row.points for row in rows[:4]] == [v.points for v in one.verdicts]
    assert {row.notebook for row in rows} == {NAME}
    assert (rows[4].points, rows[4].of) == (None, 3)
    assert rows[4].status == "to mark by hand"
    assert sum(row.of for row in rows) == 13


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_unanswered_question_has_no_points(text):
    row = results_of(marked(submission(text=text)))[-1]
    assert (row.points, row.status) == (0, "not attempted")


def test_points_by_hand_stand_before_the_others():
    row = results_of(marked(submission(text="Because.")))[-1]
    new = with_hand(row, {(NAME, "written-1"): ByHand(2.5, "Good.")})
    assert (new.points, new.status, new.comment) == (2.5, "marked by hand", "Good.")
    assert with_hand(row, {(NAME, "check-1-1"): ByHand(2.5)}) == row
    assert with_hand(row, {(NAME, "written-1"): ByHand(comment="?")}).points is None


def test_the_cell_that_carries_the_points():
    rows = empty_results("ada", 1)
    assert [rows[0].cell, rows[4].cell] == ["check-1-1", "written-1"]


def test_what_could_not_be_marked_says_why():
    (row,) = results_of(marked(unreadable()))
    assert (row.status, row.of) == ("error", 0)
    assert row.message == "It is not a notebook: it is not JSON."
    failed = results_of(marked(submission(), verdicts=(), failure="KeyError: 1"))
    assert {row.status for row in failed} == {"error"}
    assert {row.message for row in failed} == {"It could not be marked: KeyError: 1"}
    assert sum(row.of for row in failed) == 13


def test_a_program_that_stopped_keeps_the_status_and_points_of_its_verdict():
    one = marked(submission())
    for status in ("error", "too slow"):
        verdict = replace(one.verdicts[0], status=status, message="It stopped.")
        row, *_ = results_of(replace(one, verdicts=(verdict, *one.verdicts[1:])))
        assert (row.status, row.points) == (status, verdict.points)
        assert row.message == "It stopped."


def test_a_notebook_that_others_handed_in():
    (row, *missing) = results_of_student("zoe", [marked(unreadable())], [1])
    assert row.status == "error"
    assert {(row.status, row.points) for row in missing} == {("not handed in", 0)}
    assert sum(row.of for row in missing) == 13


@pytest.mark.parametrize(
    ("text", "status"), [("Because.", "to mark by hand"), ("", "not attempted")]
)
def test_a_missing_written_answer_is_told(text, status):
    one = submission(text=text, missing={"written-1": "It is missing."})
    row = results_of(marked(one))[-1]
    assert (row.status, row.message) == (status, "It is missing.")
    assert from_plain(marked(one).plain()) == marked(one)


def test_plain_and_back():
    one = marked(submission(others=("a",), problems=("b",)))
    assert from_plain(one.plain()) == one


def cells(path, row):
    with table(path) as add:
        add(row)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (found,) = csv.DictReader(file)
    return found


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", ' "=1', "'=1", "＝1"]
)
def test_no_cell_is_a_formula(tmp_path, text):
    numbers = ("points", "of", "days_late", "taken_off")
    texts = dict.fromkeys({*Result._fields} - {*numbers}, text)
    found = cells(tmp_path / "marks.csv", Result(points=1.0, of=2.0, **texts))
    texts = {name: cell for name, cell in found.items() if name not in numbers}
    assert all(cell.startswith("'") for cell in texts.values())


def test_commas_quotes_lines_and_letters_survive(tmp_path):
    message = "one\ntwo;\x00 δ"
    row = Result("Zoë, X", NAME, "1.1", 'a "b"', None, 3, "s", message, "2 - 1")
    assert cells(tmp_path / "marks.csv", row) == {
        "student": "Zoë, X",
        "notebook": NAME,
        "exercise": "1.1",
        "title": 'a "b"',
        "points": "",
        "of": "3",
        "status": "s",
        "message": "one two;␀ δ",
        "comment": "2 - 1",
        "note": "",
        "counts": "",
        "handed_in": "",
        "days_late": "",
        "taken_off": "",
    }


def test_the_old_table_stays_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "marks.csv"
    write(path, "old")
    with pytest.raises(ZeroDivisionError), table(path) as add:
        add(results_of(marked(submission()))[0])
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("student", ["s1234567", "ada.l-2", "zoë", "_", "李"])
def test_a_good_name_stays(student):
    assert safe_name(student) == student


@pytest.mark.parametrize(
    "student, start",
    [
        ("Zoë M.", "Zoë_M"),
        ("../../etc", "_.._etc"),
        ("CON", "CON"),
        ("con", "con"),
        ("Anna", "Anna"),
        ("straße", "straße"),
        ("nul.txt", "nul.txt"),
        ("a" * 61, "a" * 60),
        ("/", "_"),
        ("", "_"),
        ("a\x00b<script>", "a_b_script_"),
    ],
)
def test_another_name_gets_a_code(student, start):
    name, _, code = safe_name(student).rpartition("_")
    assert (name, len(code)) == (start, 8)


def test_two_students_never_share_a_name():
    names = ["a b", "a_b", "a/b", "a  b", "ａ_b", "a_b_c8687a08", "a_b_C8687A08"]
    names += ["anna", "Anna", "ANNA", "straße", "strasse", "zoë", "zoe\u0308", "Zoë"]
    assert len({safe_name(name).casefold() for name in names}) == len(names)
