"""nbgrader's gradebook: entered twice it is the same, and nothing by hand is lost."""

import glob
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.a_class import NAME, marked, submission, unreadable
from tests.support.skips import NO_POSTGRESQL

pytest.importorskip("nbgrader", reason='nbgrader is missing: pip install "nnlib[mark]"')

import nbgrader.api
from nbgrader.api import Gradebook

from nnlib.course.marking.records.gradebook import Book
from nnlib.course.marking.records.results import ByHand, results_of_student
from nnlib.course.refusals import Refusal

WRITTEN = NAME, "written-1"


@pytest.fixture
def quick(monkeypatch):
    """Ask no program for the version of the tables, which takes seconds."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "167914646830")


@pytest.fixture
def url(tmp_path, quick):
    return f"sqlite:///{tmp_path}/gradebook.db"


def enter(url, *, changed=(), **options):
    """Enter ada's notebook; return what is by hand."""
    with Book(url) as book:
        book.add_notebooks([1])
        book.enter(
            "ada",
            results_of_student("ada", [marked(submission(**options))], [1]),
            changed,
        )
        return book.by_hand("ada")


def by_nbgrader(url, change=None):
    """The grades of ada, as nbgrader gives them, after `change` of the written one."""
    with Gradebook(url) as book:
        if change:
            grade = book.find_grade("written-1", NAME, "homework", "ada")
            for name, value in change.items():
                setattr(grade, name, value)
            book.db.commit()
        notebook = book.find_submission_notebook(NAME, "homework", "ada")
        grades = {g.name: (g.auto_score, g.needs_manual_grade) for g in notebook.grades}
        return grades, notebook.max_score, notebook.score


def test_marks_arrive_and_the_written_question_waits(url):
    enter(url, text="Because.")
    verdicts = marked(submission(text="Because.")).verdicts
    grades, most, score = by_nbgrader(url)
    expected = {f"check-1-{i}": (v.points, False) for i, v in enumerate(verdicts, 1)}
    assert grades == expected | {"written-1": (None, True)}
    assert (most, score) == (13, pytest.approx(sum(v.points for v in verdicts)))


def test_nbgrader_knows_the_version_of_the_tables(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.defpath)  # alembic is beside Python, not there
    Book(f"sqlite:///{tmp_path}/gradebook.db").__exit__()
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as file:
        ((version,),) = file.execute("SELECT version_num FROM alembic_version")
    assert os.environ["PATH"] == os.defpath
    assert len(version) == 12


def test_an_unanswered_question_does_not_wait(url):
    enter(url, text="")
    assert by_nbgrader(url)[0]["written-1"] == (0, False)


def test_entered_twice_it_is_the_same(url):
    enter(url, text="Because.")
    once = by_nbgrader(url)
    enter(url, text="Because.")
    assert by_nbgrader(url) == once


def test_points_by_hand_stay_and_come_back(url):
    assert enter(url, text="Because.")[WRITTEN] == ByHand(None, "")
    by_nbgrader(url, {"manual_score": 2.0, "needs_manual_grade": False})
    assert enter(url, text="Because.")[WRITTEN] == ByHand(2.0, "")
    by_nbgrader(url, {"extra_credit": 0.5})
    found = enter(url, text="Because.")
    assert found[WRITTEN] == ByHand(2.5, "")
    assert found[NAME, "check-1-1"] == ByHand(None, "")


def test_comments_come_back(url):
    enter(url, text="Because.")
    with Gradebook(url) as book:
        for cell in ("answer-1-2", "written-1"):
            book.find_comment(cell, NAME, "homework", "ada").manual_comment = f"{cell}!"
        book.db.commit()
    found = enter(url, text="Because.")
    assert found[NAME, "check-1-2"].comment == "answer-1-2!"
    assert found[WRITTEN].comment == "written-1!"


def test_a_changed_answer_waits_again(url):
    enter(url, text="Because.")
    by_nbgrader(url, {"manual_score": 2.0, "needs_manual_grade": False})
    for _ in range(2):
        assert enter(url, text="So.", changed={WRITTEN})[WRITTEN].points is None
        assert by_nbgrader(url)[0]["written-1"] == (None, True)
    by_nbgrader(url, {"needs_manual_grade": False})
    assert enter(url, text="So.")[WRITTEN].points == 2.0


def test_points_of_an_exercise_may_be_given_by_hand(url):
    enter(url)
    with Gradebook(url) as book:
        book.find_grade("check-1-2", NAME, "homework", "ada").manual_score = 1.5
        book.db.commit()
    assert enter(url)[NAME, "check-1-2"].points == 1.5


def test_what_is_newer_than_a_submission_is_added(url):
    enter(url)
    with Gradebook(url) as book:
        notebook = book.find_submission_notebook(NAME, "homework", "ada")
        for one in (*notebook.grades, *notebook.comments, notebook):
            book.db.delete(one)
        book.db.commit()
    enter(url, text="Because.")
    assert by_nbgrader(url)[0]["written-1"] == (None, True)


def test_odd_names(url):
    enter_odd_names(url)
    with Gradebook(url) as book:
        (one, *_) = found = book.assignment_submissions("homework")
        grades = [grade for notebook in one.notebooks for grade in notebook.grades]
    assert len(found) == 4
    assert {(g.auto_score, g.needs_manual_grade) for g in grades} == {(0, False)}


def enter_odd_names(url):
    with Book(url) as book:
        book.add_notebooks([1])
        for student in ("a/b", "x" * 300, "'; drop table student;--", "Zoë"):
            group = [marked(unreadable(student))]
            book.enter(student, results_of_student(student, group, [1]))
            assert book.by_hand(student)[WRITTEN] == ByHand(None, "")


def test_a_locked_gradebook(url, tmp_path):
    enter(url)
    other = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Refusal) as caught:
        enter(f"{url}?timeout=0.1")
    other.close()
    assert str(caught.value) == (
        "The gradebook cannot be used: database is locked. Correct this, or give "
        "another --gradebook, and run the line again with --resume; what is marked "
        "stays."
    )
    enter(url)


@pytest.mark.parametrize("noise", [b"\0", b"\xa5", b"a book "])
def test_a_damaged_gradebook_is_refused_in_a_sentence(url, tmp_path, capfd, noise):
    path = tmp_path / "gradebook.db"
    enter(url)
    data, size, refused = path.read_bytes(), 4096, 0
    for place in range(0, len(data), size * 5):
        page = (noise * size)[:size]
        path.write_bytes(data[:place] + page + data[place + size :])
        try:
            enter(url)
        except Refusal as refusal:
            assert str(refusal).startswith("The gradebook cannot be used: ")
            assert "\n" not in str(refusal)
            refused += 1
    assert refused
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "address, reason",
    [
        ("sqlite:///{}/broken.db", "file is not a database"),
        ("sqlite:///{}/nowhere/gradebook.db", "unable to open database file"),
        ("no address", "Could not parse SQLAlchemy URL"),
        ("oracle://a/b", "No module named"),
        ("strange://a/b", "Can't load plugin"),
    ],
)
def test_a_gradebook_that_cannot_be_used(tmp_path, address, reason):
    (tmp_path / "broken.db").write_bytes(b"no database " * 1000)
    with pytest.raises(Refusal, match=f"The gradebook cannot be used: {reason}"):
        Book(address.format(tmp_path))


def program(name):
    """PostgreSQL's own, which Debian does not put where programs are found."""
    beside = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return shutil.which(name) or next(reversed(beside), None)


@contextmanager
def postgresql():
    """A server of its own for the test, reached by a socket in its folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    user = {"user": "nobody"} if os.geteuid() == 0 else {}  # it refuses to run as root
    if user:
        shutil.chown(folder, "nobody")
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run([program("initdb"), *options], check=True, **quiet, **user)
    server = subprocess.Popen(
        [program("postgres"), "-D", "data", "-k", folder, "-h", "", "-F"],
        **quiet, **user,
    )  # fmt: skip
    try:
        ready = [program("pg_isready"), "-q", "-h", folder]
        ends = time.monotonic() + 30
        while subprocess.run(ready).returncode and time.monotonic() < ends:
            time.sleep(0.1)
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


@pytest.mark.skipif(not program("initdb"), reason=NO_POSTGRESQL)
def test_postgresql_takes_the_same():
    pytest.importorskip("psycopg", reason='pip install "psycopg[binary]"')
    with postgresql() as url:
        enter(url, text="Because.")
        by_nbgrader(url, {"manual_score": 2.0, "needs_manual_grade": False})
        assert enter(url, text="Because.")[WRITTEN] == ByHand(2.0, "")
        enter_odd_names(url)
