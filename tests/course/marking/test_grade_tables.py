"""Tables of grades as platforms export them: known by the header, filled, or left."""

import csv

import pytest

from nnlib.course.marking.reports.filling import fill_in
from nnlib.course.marking.reports.grade_tables import PLATFORMS, GradeTable
from nnlib.course.marking.reports.grades import Grades
from nnlib.course.marking.submissions.students import Roster
from nnlib.course.marking.submissions.submission import Origin
from nnlib.course.refusals import Refusal
from tests.support.a_class import NAME, marked, submission

EXPORTS = {  # by the platform: the file, its encoding, the column, its heading
    "Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework (7),Final Score\n"
        "    Points Possible,,,,,13,(read only)\n"
        '"King, Ada",11,x1,ada,A,,\n"Bee, Bob",12,x2,bob,A,EX,5\n',
        "utf-8-sig",
        "Homework",
        "Homework (7)",
    ),
    "Moodle's grading worksheet": (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,"
        '"Grade can be changed","Last modified (grade)"\r\n'
        "Participant 11,Ada King,ada@x.org,Submitted,,13.00,Yes,-\r\n"
        "Participant 12,Bob Bee,bob@x.org,Submitted,,13.00,Yes,-\r\n",
        "utf-8",
        None,
        "Grade",
    ),
    "Moodle's gradebook": (
        "First name;Last name;ID number;Email address;Assignment: HW (Real);"
        "Last downloaded from this course\n"
        "Ada;King;;ada@x.org;3,00;17\nBob;Bee;;bob@x.org;-;17\n",
        "utf-8",
        "Assignment: HW",
        "Assignment: HW (Real)",
    ),
    "Brightspace": (
        "OrgDefinedId,Username,Last Name,First Name,"
        "HW Points Grade <Numeric MaxPoints:13>,End-of-Line Indicator\n"
        "#11,#ada.k,King,Ada,,#\n#12,#bob.b,Bee,Bob,,#\n",
        "utf-8-sig",
        "HW",
        "HW Points Grade <Numeric MaxPoints:13>",
    ),
    "Blackboard": (
        '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t'
        '"HW [Total Pts: 13 Score] |_7_1"\n'
        '"King"\t"Ada"\t"11"\t""\t""\n"Bee"\t"Bob"\t"12"\t""\t""\n',
        "utf-16",
        "HW",
        "HW [Total Pts: 13 Score] |_7_1",
    ),
}
ADA, BOB = ("Ada King", "11"), ("Bob Bee", "12")


def grades(*names, roster=None):
    """Points of a class: 2.5 for the first, 3.5 for the second, and so on."""
    found = Grades([1], Roster(roster))
    for place, those in enumerate(names):
        student = "_".join(those)
        one = submission(student, origin=Origin("moodle", tuple(those)))
        found.note(student, [marked(one)])
        found.points[student][NAME] = 2.5 + place
    return found


def filled(folder, text, encoding, column, class_):
    path = folder / "export.csv"
    path.write_bytes(text.encode(encoding))
    said = fill_in(path, column, None, class_, folder)
    raw = (folder / "export_filled.csv").read_bytes()
    return said, raw.decode(encoding)


def test_every_platform_has_a_table_here():
    assert [platform.title for platform in PLATFORMS] == [*EXPORTS]


@pytest.mark.parametrize("title", EXPORTS)
def test_a_copy_is_filled_and_all_else_stays(tmp_path, title):
    text, encoding, column, heading = EXPORTS[title]
    said, new = filled(tmp_path, text, encoding, column, grades(ADA, BOB))
    assert said.splitlines()[0].startswith(
        f"Filled in: 2 of 2 rows of {title}, in the "
    )
    assert (tmp_path / "export.csv").read_bytes() == text.encode(encoding)
    table, old = (
        GradeTable(tmp_path / "export_filled.csv"),
        GradeTable(tmp_path / "export.csv"),
    )
    place = table.header.index(heading)
    comma = "," if ";" in text else "."
    points = [table.cells[row][place] for row in table.rows()]
    assert points == [f"2{comma}5", f"3{comma}5"]
    for mine, theirs in zip(table.cells, old.cells, strict=True):
        assert [c for n, c in enumerate(mine) if n != place] == [
            c for n, c in enumerate(theirs) if n != place
        ]
    assert new.count("\r\n") == text.count("\r\n")


def test_nothing_is_guessed(tmp_path):
    text, encoding, column, _ = EXPORTS["Canvas"]
    text += '"King, Ada",13,x3,ada2,A,9,\n'
    no_ids = grades(("Ada King",), ("Bob Bee",), ("Zoë Who",))
    said, new = filled(tmp_path, text, encoding, column, no_ids)
    rows = list(csv.reader(new.splitlines()))
    assert [row[5] for row in rows] == ["Homework (7)", "13", "", "3.5", "9"]
    assert "Students in no row, or in more than one: 2: Ada King; Zoë Who" in said
    assert "as nobody fits: 2: King, Ada; King, Ada" in said


def test_ids_stand_before_addresses_and_names(tmp_path):
    text, encoding, column, _ = EXPORTS["Canvas"]
    roster = tmp_path / "class.csv"
    roster.write_text("id,name,email\nBob Bee,Ada King,ada@x\nx2,Bob Bee,b@x\n")
    class_ = grades(("Bob Bee",), ("x2",), roster=roster)
    _, new = filled(tmp_path, text, encoding, column, class_)
    rows = list(csv.reader(new.splitlines()))
    assert [row[5] for row in rows[2:]] == ["2.5", "3.5"]


def test_a_number_of_another_student_is_no_id(tmp_path):
    """The roster's column of seats has what Canvas calls another one."""
    text, encoding, column, _ = EXPORTS["Canvas"]
    roster = tmp_path / "class.csv"
    roster.write_text("id,name,seat\ny1,Zoë Who,11\ny2,Ada King,40\n")
    class_ = grades(("y1",), ("y2",), roster=roster)
    said, new = filled(tmp_path, text, encoding, column, class_)
    rows = list(csv.reader(new.splitlines()))
    assert [row[5] for row in rows[2:]] == ["3.5", "EX"]
    assert "Students in no row, or in more than one: 1: y1" in said


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        (
            "a,b\n1,2\n",
            "b",
            "--into needs a table as one of these platforms exports it",
        ),
        ("", "b", "the first line of"),
        (EXPORTS["Canvas"][0], "ID", "--column needs the name of a column to fill: "),
        (EXPORTS["Canvas"][0], "Quiz", "; Quiz is none of them."),
        (EXPORTS["Canvas"][0], None, "Homework (7), Final Score."),
    ],
)
def test_what_cannot_be_filled(tmp_path, text, column, words):
    (tmp_path / "export.csv").write_text(text)
    with pytest.raises(Refusal) as caught:
        fill_in(tmp_path / "export.csv", column, None, grades(ADA), tmp_path)
    assert words in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["export.csv"]


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "export.csv").write_bytes(b"\xe9,\xff")
    with pytest.raises(Refusal, match="it is not written in UTF-8"):
        GradeTable(tmp_path / "export.csv")
