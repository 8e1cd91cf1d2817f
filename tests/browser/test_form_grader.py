"""The form grader of nbgrader in a real browser: it shows all that a student wrote."""

import base64
import io
import sqlite3
from contextlib import closing

import matplotlib.pyplot as plt
import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from tests.support.handed_in import cell, hand_in, handed_out, needs_sandbox
from tests.support.in_a_browser import MINUTE, TOKEN, chromium, served

pytestmark = pytest.mark.browser
ATTACHED = "attachments"
TEXTS = {  # what each student has below the question, and what the instructor reads
    "ada": ("See ![a](attachment:a.png)", "See ![a](attachment:a.png)"),
    "ben": ("<script>alert(1)</script> **bold**", "<script>alert(1)</script> **bold**"),
    "cem": ("\x1b[31mred\0 \u202eexe.png", "␛[31mred␀ [U+202E]exe.png"),
}


def drawing():
    """A small picture, as base64 of a PNG."""
    file = io.BytesIO()
    figure, ax = plt.subplots(figsize=(2, 1))
    ax.plot([1, 3, 2])
    figure.savefig(file, format="png")
    plt.close(figure)
    return base64.b64encode(file.getvalue()).decode()


def hand_in_all():
    picture = {"a.png": {"image/png": drawing()}}
    for student, (text, _) in TEXTS.items():
        notebook = handed_out()
        place = notebook["cells"].index(cell(notebook, "written-1"))
        new = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": text}
        notebook["cells"].insert(place + 1, new | {ATTACHED: picture})
        hand_in("submissions", notebook, student)


def ids():
    """From a student to the id of the notebook in the form grader's addresses."""
    query = (
        "SELECT student_id, notebook.id FROM submitted_notebook AS notebook "
        "JOIN submitted_assignment AS one ON notebook.assignment_id = one.id"
    )
    with closing(sqlite3.connect("marks/gradebook.db")) as book:
        return dict(book.execute(query))


@needs_sandbox
def test_texts_and_pictures_are_shown_and_nothing_of_them_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hand_in_all()
    here = {"NNLIB_STARTED_IN": str(tmp_path)}
    assert CliRunner().invoke(main, ["mark", "submissions"], env=here).exit_code == 0
    with served(tmp_path / "marks") as address, chromium() as browser:
        page = browser.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(f"{address}/lab?token={TOKEN}", timeout=2 * MINUTE)
        for student, id in ids().items():
            page.goto(f"{address}/formgrader/submissions/{id}/", timeout=MINUTE)
            page.wait_for_selector("text=Student's answer", timeout=MINUTE)
            assert TEXTS[student][1] in page.inner_text("body")
            widths = "() => [...document.images].map(one => one.naturalWidth)"
            assert page.evaluate(widths) == [200]
