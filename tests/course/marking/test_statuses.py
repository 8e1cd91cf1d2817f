"""Every status of a verdict can be shown by all that shows verdicts."""

import csv
from dataclasses import replace

import pytest

from nnlib.course.marking.records.results import results_of
from nnlib.course.marking.reports.feedback import feedback_page
from nnlib.course.marking.reports.form_grader import graded_notebook
from nnlib.course.marking.reports.marks_csv import table
from nnlib.course.marking.reports.summary import Summary
from nnlib.exercises import record
from nnlib.exercises.statuses import NOT_ATTEMPTED, STATUSES, look_of
from nnlib.exercises.verdict_block import VerdictBlock
from tests.support.a_class import marked, submission

OLD = "half right"  # as another version may have written it in the journal


@pytest.fixture(params=[*STATUSES, OLD])
def one(request):
    """A marked submission, all its verdicts with the same status."""
    verdicts = marked(submission()).verdicts
    same = [replace(verdict, status=request.param) for verdict in verdicts]
    return marked(submission(), verdicts=tuple(same))


def heading(one):
    verdict, look = one.verdicts[0], look_of(one.verdicts[0].status)
    return f"{look.sign} Exercise 1.1 · {verdict.title}: {look.words}"


def test_no_two_look_the_same():
    for looks in zip(*STATUSES.values()):
        assert len({*looks}) == len(STATUSES)
    assert look_of(OLD).sign not in [look.sign for look in STATUSES.values()]


def test_in_a_block(one):
    block = VerdictBlock(one.verdicts[0])
    assert repr(block).startswith(heading(one))
    assert heading(one) in block._repr_html_()
    assert look_of(one.verdicts[0].status).colour in block._repr_html_()


def test_in_the_points_so_far(one, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(record, "session", {})
    record.keep(one.verdicts[0])
    monkeypatch.setattr(record, "session", {})
    sign = STATUSES.get(one.verdicts[0].status, STATUSES[NOT_ATTEMPTED]).sign
    assert repr(record.progress(1)).startswith(f"{sign} 1.1 ")
    assert f"<td>{sign}</td><td>1.1</td>" in record.progress(1)._repr_html_()


def test_on_the_page_of_feedback(one):
    page = feedback_page(one, results_of(one))
    assert page.count(look_of(one.verdicts[0].status).words) >= 4
    assert heading(one) in page


def test_in_the_table_and_the_summary(one, tmp_path):
    summary, status = Summary(), one.verdicts[0].status
    with table(tmp_path / "marks.csv") as add:
        for result in results_of(one):
            add(result)
            summary.add(result)
    rows = list(csv.DictReader((tmp_path / "marks.csv").read_text("utf-8").split("\n")))
    assert [row["status"] for row in rows[:4]] == [status] * 4
    assert f" {status}" in str(summary).splitlines()[1]


def test_in_the_form_grader(one):
    assert heading(one) in graded_notebook(one).encode().decode("unicode_escape")
