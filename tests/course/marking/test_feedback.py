"""What students and instructors see: escaped, capped, and without any answer."""

import inspect
import re
from dataclasses import replace

import nbformat
import pytest

from nnlib.course.marking.records.results import (
    ByHand,
    empty_results,
    results_of,
    with_hand,
)
from nnlib.course.marking.reports.feedback import MOST, feedback_page, total
from nnlib.course.marking.reports.form_grader import (
    autograded_path,
    changed_answers,
    fenced,
    graded_notebook,
    lay_out,
)
from nnlib.course.marking.reports.summary import Summary
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.judging import WRONG, Verdict
from tests.support.a_class import NAME, marked, submission, unreadable
from tests.support.handed_in import cell, solved

EVIL = "</pre></code><script>alert(1)</script><img src=x onerror=alert(2)>"


def page_of(one, by_hand=None, **others):
    one = marked(one, **others)
    rows = [with_hand(row, by_hand or {}) for row in results_of(one)]
    return feedback_page(one, rows)


def test_a_page_says_all():
    page = page_of(
        submission(source="return 5 < 6", text="Because.", problems=("Two cells.",)),
        {(NAME, "written-1"): ByHand(2.5, "Good:\nclear.")},
    )
    for words in (
        *("ada", "return 5 &lt; 6", "Because.", "Two cells.", "2.5 of 3 points, given"),
        *("Comment: Good:<br>clear.", "Exercise 1.4", "cases right"),
    ):
        assert words in page
    assert 'name="viewport"' in page and '<html lang="en">' in page


def test_a_missing_written_answer_is_told():
    one = submission(text="Because.", missing={"written-1": "written-1 < missing."})
    page = page_of(one)
    assert "still to be marked</strong><br>written-1 &lt; missing.</div>" in page
    assert '<pre class="text">Because.</pre>' in page


def test_points_to_come_are_told():
    rows = results_of(marked(submission(text="Because.")))
    points = sum(row.points or 0 for row in rows)
    assert (
        total(rows) == f"{points:g} of 13 points; 3 more points are still to be marked"
    )
    assert total(empty_results("ada", 1)) == "0 of 13 points"


def test_nothing_of_a_student_is_html():
    one = submission(EVIL, source=EVIL, text=EVIL, problems=(EVIL,))
    shared = "1.2", "Title", WRONG, f"{EVIL} `{EVIL}`", 2
    by_hand = {(NAME, "written-1"): ByHand(1, EVIL)}
    page = page_of(one, by_hand, verdicts=(Verdict(*shared, 3, 1),))
    assert page.count("&lt;script&gt;alert(1)") >= 7
    assert "<script" not in page and "<img" not in page
    assert "default-src 'none'" in page
    assert "<script" not in page_of(unreadable(EVIL))


def test_letters_that_turn_the_order_around_are_seen():
    turning = [chr(n) for n in (0x61C, 0x200E, 0x200F)]
    turning += map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    text = f"{''.join(turning)}."
    one = submission(text, source=text, text=text, problems=(text,))
    page = page_of(one, {(NAME, "written-1"): ByHand(1, text)})
    assert not set(turning) & set(page)
    assert page.count("[U+061C][U+200E][U+200F][U+202A]") >= 7
    assert page.count("[U+2068][U+2069].") >= 7


def test_what_an_answer_builds_on_is_named():
    one = submission(source="pass")
    one.cells["answer-1-4"] = "def update(X):\n    delta_output(forward(X)) # update"
    statuses = ("wrong", "right", "wrong", "wrong")
    pairs = zip(marked(one).verdicts, statuses)
    verdicts = [replace(verdict, status=status) for verdict, status in pairs]
    page = page_of(one, verdicts=tuple(verdicts))
    assert page.count("It uses functions that are not right yet: forward.") == 1
    verdicts[3] = replace(verdicts[3], status="right")
    assert "It uses functions" not in page_of(one, verdicts=tuple(verdicts))


def test_long_answers_are_cut():
    page = page_of(submission(source="x" * (MOST + 1), text="y" * (MOST + 1)))
    assert page.count("(cut here)") == 5
    assert len(page) < 6 * MOST


def lines_of_solutions():
    """The lines of the references and of the solved notebook that tell the answer.

    Those that the notebook itself runs in front of the student are none of them.
    """
    sources = [inspect.getsource(e.reference) for e in exercises_of(1)]
    sources += ["".join(cell(solved(), f"answer-1-{i}")["source"]) for i in range(1, 5)]
    lines = {line.strip() for text in sources for line in text.splitlines()[1:]}
    shown = ["".join(c["source"]) for c in solved()["cells"] if "answer" not in c["id"]]
    lines -= {line.strip() for text in shown for line in text.splitlines()}
    told = re.compile("=|return ")
    return {line for line in lines if told.search(line) and "#" not in line}


def test_no_solution_is_shown():
    canaries = lines_of_solutions()
    assert "return (Y_hat - Y) * Y_hat * (1 - Y_hat)" in canaries and len(canaries) > 8
    one = marked(submission(text="Because."))
    for text in (page_of(one.submission), graded_notebook(one)):
        assert not [line for line in canaries if line in text]


def test_the_notebook_for_the_form_grader():
    one = marked(submission(source=EVIL, text=f"{EVIL}\n````\n# $x$"))
    notebook = nbformat.reads(graded_notebook(one), as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["answer-1-2"].source == EVIL
    assert cells["answer-1-2"].cell_type == "code"
    assert cells["written-1"].source == f"`````text\n{EVIL}\n````\n# $x$\n`````"
    assert cells["written-1"].metadata.nbgrader.points == 3
    assert "cases right" in cells["check-1-1"].outputs[0].text
    kinds = {o.output_type for c in notebook.cells for o in c.get("outputs", ())}
    assert kinds == {"stream"}
    handed_out = graded_notebook(marked(submission(text="")))
    assert "YOUR ANSWER HERE" in handed_out


@pytest.mark.parametrize("text", ["", "a", "```", "~~~", "````` b `", "\n\n```\n"])
def test_a_fence_is_longer_than_any_in_the_text(text):
    first, *lines, last = fenced(text).split("\n")
    assert "\n".join(lines) == text
    assert first == f"{last}text"
    assert last not in text


def test_long_lines_are_broken():
    _, *lines, _ = fenced(f"  {'word ' * 50}\n{'x' * 200}").split("\n")
    assert max(map(len, lines)) <= 90
    assert "".join(lines) == f"  {'word ' * 50}{'x' * 200}"


def test_answers_that_changed(tmp_path):
    old, new = (graded_notebook(marked(submission(text=text))) for text in "ab")
    path = tmp_path / f"{NAME}.ipynb"
    assert changed_answers(path, new) == set()
    path.write_text(old)
    assert changed_answers(path, old) == set()
    assert changed_answers(path, new) == {(NAME, "written-1")}
    path.write_text("{")
    assert changed_answers(path, new) == set()


def test_places_stay_below_the_folder(tmp_path):
    for student in ("../../x", "/etc", "..", "a/b", "C:\\x"):
        path = autograded_path(tmp_path, student, 1)
        assert path.resolve().is_relative_to(tmp_path.resolve() / "autograded")
        assert len(path.relative_to(tmp_path).parts) == 4


def test_what_is_laid_out_holds_no_solution(tmp_path):
    lay_out(tmp_path, [1], "sqlite:///a'b.db")
    (path,) = (tmp_path / "source" / "homework").iterdir()
    assert not [line for line in lines_of_solutions() if line in path.read_text()]
    config = {"get_config": lambda: Config(), "__file__": "x"}
    exec((tmp_path / "nbgrader_config.py").read_text(), config)
    assert config["c"].CourseDirectory.db_url == "sqlite:///a'b.db"


class Config:
    """Settings as traitlets takes them."""

    def __init__(self):
        self.CourseDirectory = type("CourseDirectory", (), {})


def test_the_summary_counts_and_names_mistakes():
    summary = Summary()
    messages = [
        "In the case “x”:\nLine 1:\nOops: \x1b[31m " + "b " * 99,
        "σ′ is forgotten.",
    ]
    rows = [row for s in "abcd" for row in empty_results(s, 1)]
    for number, row in enumerate(rows):
        if row.exercise == "1.2":
            row = row._replace(status="wrong", points=1, message=messages[number > 3])
        if row.exercise == "1.3":
            row = row._replace(status="too slow", message="It did not come back")
        summary.add(row)
    assert str(summary).splitlines() == [
        "Students: 4",
        "Answers: 12 not handed in, 4 wrong, 4 too slow",
        "Points: mean 1.00, median 1.00 of 13",
        "Most frequent mistakes:",
        "    3  1.2  σ′ is forgotten.",
        f"    1  1.2  Oops: ␛[31m {'b ' * 42}...",
    ]


def test_the_summary_says_what_waits_beside_the_mean():
    summary = Summary()
    for row in results_of(marked(submission(text="Because."))):
        summary.add(row._replace(points=None if row.points is None else 1))
    assert str(summary).splitlines()[2] == (
        "Points: mean 4.00, median 4.00 of 13; still to be marked by hand, here with 0 "
        "points: 1"
    )


def test_what_differs_from_case_to_case_is_one_mistake():
    summary = Summary()
    (row, *_) = empty_results("ada", 1)
    for message in (
        "In the case “a”: forward returns a list of 2.",
        "In the case “b”: forward returns a list of 2.",
        "In the case “a”: Value 1 of 2. What came: [[0.34\n 0.58]].",
        "In the case “a”: What came: 7.",
    ):
        summary.add(row._replace(status="wrong", message=message))
    assert str(summary).splitlines()[-2:] == [
        "    2  1.1  forward returns a list of 2.",
        "    2  1.1  Other numbers, by none of the known mistakes.",
    ]


def test_the_picture_says_its_numbers():
    summary = Summary()
    for row in [row for s in "abcd" for row in empty_results(s, 1)]:
        points = row.of if row.student in "ab" else 0
        summary.add(row._replace(points=points))
    svg = summary.picture()
    assert svg.startswith("<svg role=")
    words = re.search("<title>(.*)</title>", svg)[1]
    assert words == (
        "Points of the class. Students by points: 2 from 0 to 1.3; 2 from 11.7 to 13."
    )
