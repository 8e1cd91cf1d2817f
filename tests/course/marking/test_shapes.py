"""Every shape in which a platform hands out what came in, wherever it lies."""

import pytest

from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.released import released
from nnlib.course.marking.submissions.shapes import FOLDERS, NAMES, SHAPES
from tests.support.trees import WAYS, small

ONE, TWO = released()[1].file, released()[2].file
STEM = ONE.removesuffix(".ipynb")
METADATA = b"""---
submission_456:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1234567'
    :email: ada@example.org
  :created_at: 2026-11-03 14:22:10.123456000 Z
  :results:
    :output: "submission_9:\\n  :submitters:\\n  - :name: Bob"
submission_457:
  :submitters:
  - :name: "Zo\\xEB \\"Z\\" M"
    :email: zoe@example.org
  - :name: 'Bob O''Hara'
    :email: bob@example.org
  :created_at: 2026-11-03 14:22:10.123456000 Z
"""
BB = "hw_1_s1234567_attempt_2026-11-0"
BS = "12345-678 - Ada Lovelace - Nov"
TITLES = {row.name: row.title for row in (*SHAPES, FOLDERS)}
# the shape, the files, and for each student and notebook the file that counts
TABLE = {
    "Moodle": (
        "moodle",
        [
            f"Ada Lovelace_12345_assignsubmission_file_/{ONE}",
            f"Ada Lovelace_12345_assignsubmission_file_/{TWO}",
            "Ada Lovelace_12345_assignsubmission_onlinetext_/onlinetext.html",
            f"Bob_12346_assignsubmission_file_/mine/{ONE}",
            "Cleo_12347_assignsubmission_onlinetext_/onlinetext.html",
        ],
        {
            ("Ada Lovelace_12345", 1): f"file_/{ONE}",
            ("Ada Lovelace_12345", 2): f"file_/{TWO}",
            ("Bob_12346", 1): f"mine/{ONE}",
            ("Cleo_12347", None): "onlinetext_",
        },
    ),
    "Moodle without folders": (
        "moodle",
        [
            f"Ada Lovelace_12345_assignsubmission_file_{ONE}",
            "Ada Lovelace_12345_assignsubmission_onlinetext_onlinetext.html",
            "Bob_12346_assignsubmission_file_work.zip",
        ],
        {
            ("Ada Lovelace_12345", 1): f"file_{ONE}",
            ("Bob_12346", 1): f"work.zip/{ONE}",
        },
    ),
    "Moodle with groups": (
        "moodle",
        [
            f"Group A_12345_assignsubmission_file_/{ONE}",
            f"Group B-Ada L_12346_assignsubmission_file_/{ONE}",
            f"Participant_99_assignsubmission_file_/{ONE}",
        ],
        {
            ("Group A_12345", 1): ONE,
            ("Group B-Ada L_12346", 1): ONE,
            ("Participant_99", 1): ONE,
        },
    ),
    "Canvas": (
        "canvas",
        [
            f"lovelaceada_LATE_12345_99999_{ONE}",
            f"lovelaceada_12345_100001_{STEM}-1.ipynb",
            f"lovelaceada_12345_100002_{TWO}",
            "lovelaceada_12345_100003_essay.pdf",
            f"bob_12346_678902_{STEM}-1.ipynb",
            f"bob_12346_678902_{STEM}-10.ipynb",
            f"bob_12346_678902_{STEM}-2.ipynb",
            f"anonymous_12347_5_{ONE}",
            f"anon_xY3z9_7_{ONE}",
            f"groupa_12348_678905_{ONE}",
            "cleo_12349_678906_work.zip",
            "dan_12350_678907_notes.txt",
        ],
        {
            ("lovelaceada_12345", 1): f"100001_{STEM}-1.ipynb",
            ("lovelaceada_12345", 2): TWO,
            ("bob_12346", 1): f"{STEM}-10.ipynb",
            ("anonymous_12347", 1): ONE,
            ("anon_xY3z9", 1): ONE,
            ("groupa_12348", 1): ONE,
            ("cleo_12349", 1): f"work.zip/{ONE}",
            ("dan_12350", None): "notes.txt",
        },
    ),
    "Blackboard": (
        "blackboard",
        {
            f"{BB}3-14-22-10_{ONE}": small(),
            f"{BB}3-14-22-10.txt": b"Name: Ada Lovelace (s1234567)\nUsername: x",
            f"{BB}9-09-00-00_x.ipynb": small(),
            f"{BB}9-09-00-00_{TWO}": small(2),
            f"{BB}9-09-00-00.txt": b"Name: Ada Lovelace (s1234567)",
            f"hw_1_a_bob_attempt_2026-11-04-00-00-00_{ONE}": small(),
            "hw_1_a_bob_attempt_2026-11-04-00-00-00.txt": b"Name: B. (B) (a_bob)\n",
            "hw_1_cleo_attempt_2026-11-04-00-00-00.txt": b"Name: Cleo (cleo)\n",
        },
        {
            ("s1234567", 1): f"{BB}9-09-00-00_x.ipynb",
            ("s1234567", 2): TWO,
            ("a_bob", 1): ONE,
            ("cleo", None): ".txt",
        },
    ),
    "Blackboard without its texts": (
        "blackboard",
        [
            f"hw1_ada_attempt_2026-11-03-14-22-10_{ONE}",
            f"hw1_a_bob_attempt_2026-11-03-14-22-10_{ONE}",
            f"hw2_ada_attempt_2026-12-03-14-22-10_{TWO}",
            f"hw2_a_bob_attempt_2026-12-03-14-22-10_{TWO}",
        ],
        {
            ("ada", 1): ONE,
            ("ada", 2): TWO,
            ("a_bob", 1): ONE,
            ("a_bob", 2): TWO,
        },
    ),
    "Brightspace": (
        "brightspace",
        [
            f"{BS} 3, 2026 222 PM/{ONE}",
            f"{BS} 12, 2026 1105 AM/{STEM} (2).ipynb",
            f"{BS} 3, 2026 1159 AM/{ONE}",
            f"12346-678 - Bob - December 3, 2026 222 PM/{ONE}",
            f"12346-678 - Bob - January 3, 2027 1222 AM/{ONE}",
            "index.html",
        ],
        {
            ("Ada Lovelace_12345", 1): f"12, 2026 1105 AM/{STEM} (2).ipynb",
            ("Bob_12346", 1): f"January 3, 2027 1222 AM/{ONE}",
        },
    ),
    "Brightspace, flat": (
        "brightspace",
        [
            f"{BS} 3, 2026 222 PM - {ONE}",
            f"{BS} 3, 2026 1159 AM - {ONE}",
            f"12346-678 - Bob - 3 November, 2026 1422 - {ONE}",
            "index.html",
        ],
        {("Ada Lovelace_12345", 1): f"222 PM - {ONE}", ("Bob_12346", 1): ONE},
    ),
    "Gradescope": (
        "gradescope",
        {
            "assignment_123_export/submission_metadata.yml": METADATA,
            f"assignment_123_export/submission_456/{ONE}": small(),
            f"assignment_123_export/submission_457/{ONE}": small(),
            f"assignment_123_export/submission_458/{ONE}": small(),
        },
        {
            ("Ada Lovelace", 1): f"submission_456/{ONE}",
            ('Zoë "Z" M, Bob O\'Hara', 1): f"submission_457/{ONE}",
            ("submission_458", 1): ONE,
        },
    ),
    "ILIAS": (
        "ilias",
        [
            f"Abgaben/Lovelace_Ada_ada1_268/20261103142210_{ONE}",
            f"Abgaben/Lovelace_Ada_ada1_268/20261104142210_{ONE}",
            f"Abgaben/Meyer_Bob_b_2_269/{ONE}",
        ],
        {
            ("Lovelace_Ada_ada1_268", 1): f"20261104142210_{ONE}",
            ("Meyer_Bob_b_2_269", 1): ONE,
        },
    ),
    "ILIAS with teams": (
        "ilias",
        [
            f"Team_7/Lovelace_Ada_ada1_268/20261103142210_{ONE}",
            f"Team_7/Meyer_Bob_bob2_269/20261104142210_{ONE}",
            f"Team_10/Young_Cleo_c_270/{ONE}",
            "status.xlsx",
        ],
        {("Team_7", 1): f"20261104142210_{ONE}", ("Team_10", 1): ONE},
    ),
    "Sakai": (
        "sakai",
        [
            f"Assignment/Lovelace, Ada(ada1)/Submission attachment(s)/{ONE}",
            "Assignment/Lovelace, Ada(ada1)/timestamp.txt",
            f"Assignment/Lovelace, Ada(ada1)/Feedback Attachment(s)/{ONE}",
            f"Assignment/Bob(b2)/Submission attachment(s)/{ONE}",
            "Assignment/Cleo(c3)/Cleo_submissionText.html",
            "Assignment/grades.csv",
        ],
        {
            ("Lovelace, Ada(ada1)", 1): f"Submission attachment(s)/{ONE}",
            ("Bob(b2)", 1): ONE,
            ("Cleo(c3)", None): "Cleo(c3)",
        },
    ),
    "Microsoft Teams": (
        "teams",
        [
            f"Submitted files/Ada Lovelace/Homework 1/Version 2/{ONE}",
            f"Submitted files/Ada Lovelace/Homework 1/Version 10/{ONE}",
            f"Submitted files/Bob/Homework 1/Version 1/{ONE}",
            f"Working files/Bob/Homework 1/{ONE}",
        ],
        {("Ada Lovelace", 1): f"Version 10/{ONE}", ("Bob", 1): f"Version 1/{ONE}"},
    ),
    "Google Classroom": (
        "google",
        [
            f"Ada Lovelace - {ONE}",
            f"Ada Lovelace - Copy of {TWO}",
            f"Bob O. - Copy of {ONE}",
            f"Bob O. - {STEM} (1).ipynb",
        ],
        {
            ("Ada Lovelace", 1): ONE,
            ("Ada Lovelace", 2): TWO,
            ("Bob O.", 1): f"Copy of {ONE}",
        },
    ),
    "clones of git": (
        "clones",
        [
            f"hw-adalovelace/{ONE}",
            "hw-adalovelace/.git/HEAD",
            f"hw-adalovelace/.venv/lib/{ONE}",
            f"hw-bob/homework/{ONE}",
            f"hw-bob/notebooks/{ONE}",
            "hw-bob/.git/HEAD",
            "hw-bob/env/pyvenv.cfg",
            f"hw-bob/env/{ONE}",
        ],
        {
            ("hw-adalovelace", 1): f"hw-adalovelace/{ONE}",
            ("hw-bob", 1): f"homework/{ONE}",
        },
    ),
    "nbgrader's submitted": (
        "nbgrader",
        [
            f"submitted/ada/homework/{ONE}",
            "submitted/ada/homework/timestamp.txt",
            f"submitted/bob/homework/{ONE}",
            f"source/homework/{ONE}",
            f"release/homework/{ONE}",
            f"autograded/ada/homework/{ONE}",
            "gradebook.db",
        ],
        {("ada", 1): "", ("bob", 1): ""},
    ),
    "nbgrader's exchange": (
        "exchange",
        [
            f"inbound/ada+homework+2026-11-03 12:00:00 UTC+r4nd0m/{ONE}",
            f"inbound/ada+homework+2026-11-13 12:00:00.123 UTC+a/{ONE}",
            f"inbound/bob+homework+2026-11-03 12:00:00 UTC/{ONE}",
            f"outbound/homework/{ONE}",
        ],
        {("ada", 1): f"2026-11-13 12:00:00.123 UTC+a/{ONE}", ("bob", 1): ONE},
    ),
    "flat files with names": (
        "flat",
        [
            f"Ada_Lovelace_{ONE}",
            f"Ada_Lovelace_{TWO}",
            f"bob-{ONE}",
            f"bob-{STEM} (2).ipynb",
            f"bob-{STEM} (10).ipynb",
        ],
        {
            ("Ada_Lovelace", 1): ONE,
            ("Ada_Lovelace", 2): TWO,
            ("bob", 1): f"{STEM} (10).ipynb",
        },
    ),
    "a folder per student": (
        "folders",
        [
            f"ada/{ONE}",
            f"ada/{TWO}",
            f"ada/{STEM} (2).ipynb",
            f"bob/{ONE}.txt",
            f"cleo/backprop-main/homework/{ONE}",
            f"cleo/backprop-main/notebooks/{TWO}",
            "cleo/backprop-main/nnlib/x.py",
            "dan/work.zip",
            "eve/essay.pdf",
        ],
        {
            ("ada", 1): f"{STEM} (2).ipynb",
            ("ada", 2): TWO,
            ("bob", 1): f"{ONE}.txt",
            ("cleo", 1): f"homework/{ONE}",
            ("dan", 1): f"work.zip/{ONE}",
            ("eve", None): "eve",
        },
    ),
}


def counting(handed_in):
    return {(one.student, one.notebook): one.path for one in handed_in}


def assert_reads(handed_in, expected):
    found = counting(handed_in)
    assert set(found) == set(expected)
    assert {k: p for k, p in found.items() if not p.endswith(expected[k])} == {}
    assert handed_in.doubts == ()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("row", TABLE)
def test_a_shape_wherever_it_lies(tmp_path, row, way):
    name, tree, expected = TABLE[row]
    handed_in = read(WAYS[way](tmp_path / "class", tree))
    assert_reads(handed_in, expected)
    students = {student for student, _ in expected}
    assert TITLES[name] in handed_in.shapes
    assert set().union(*handed_in.shapes.values()) == students


@pytest.mark.parametrize("row", TABLE)
def test_a_shape_that_is_said(tmp_path, row):
    name, tree, expected = TABLE[row]
    path = WAYS["unpacked"](tmp_path / "class", tree)
    assert_reads(read(path, shape=name), expected)


def test_every_shape_has_a_test():
    assert {name for name, *_ in TABLE.values()} == set(NAMES)
