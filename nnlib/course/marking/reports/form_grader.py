"""What nbgrader's form grader shows: the handed-out notebooks with students' answers.

They hold nothing that runs in the instructor's browser: of a student's notebook only
the sources of the marked cells are taken, and texts are shown as they were typed.
"""

import json
import re
from itertools import chain
from textwrap import wrap

from nnlib.atomic_write import write
from nnlib.course.marking.records.names import ASSIGNMENT, safe_name
from nnlib.course.marking.submissions.released import (
    is_written,
    released,
    without_blanks,
)
from nnlib.course.marking.visible import visible
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.verdict_block import VerdictBlock

WIDTH = 90  # letters of a line; the form grader does not break lines by itself
CONFIG = """# Lets the form grader of nbgrader find these marks. Type here: jupyter lab
import os

c = get_config()
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.db_url = {url!r}
"""


def graded_notebook(marked):
    """The notebook of a marked submission for the form grader, as a file's text."""
    submission = marked.submission
    notebook = json.loads(released()[submission.notebook].text)
    texts = {id: fenced(text) for id, text in submission.written.items() if text}
    answers = submission.cells | texts
    pictures = submission.pictures
    by_id = {verdict.id: verdict for verdict in marked.verdicts}
    checks = {one.check_cell: one.id for one in exercises_of(submission.notebook)}
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = visible(answers[cell["id"]]).splitlines(keepends=True)
        if cell["id"] in pictures:
            _attach(pictures[cell["id"]], cell)
        if verdict := by_id.get(checks.get(cell["id"])):
            text = visible(f"{VerdictBlock(verdict)!r}\n")
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": text}
            ]
    return json.dumps(notebook, indent=1) + "\n"


def autograded_path(folder, student, number):
    """Where the form grader looks for a student's notebook, below the marks."""
    file = released()[number].file
    return folder / "autograded" / safe_name(student) / ASSIGNMENT / file


def lay_out(folder, numbers, url):
    """Write what the form grader needs besides: settings, and the notebooks as given.

    It shows an assignment only where it finds a folder `source`.
    """
    write(folder / "nbgrader_config.py", CONFIG.format(url=url))
    for number in numbers:
        notebook = released()[number]
        write(folder / "source" / ASSIGNMENT / notebook.file, notebook.text)


def changed_answers(path, text):
    """The written answers that differ from those of the old file: (notebook, id)."""
    try:
        old, new = _written(path.read_text("utf-8")), _written(text)
    except (OSError, ValueError, KeyError, TypeError):
        return set()  # there is none yet
    there = {id: without_blanks(text) for id, text in old.items()}
    return {(path.stem, id) for id in new if there.get(id) != without_blanks(new[id])}


def fenced(text):
    """A text as Markdown that shows it letter by letter, in lines that can be seen."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    keep = {"replace_whitespace": False, "drop_whitespace": False}
    lines = (wrap(line, WIDTH, **keep) or [line] for line in text.split("\n"))
    return "\n".join([f"{fence}text", *chain(*lines), fence])


def _attach(pictures, cell):
    """Show pictures below the text of a cell."""
    cell["attachments"] = {}
    for number, (kind, data) in enumerate(pictures, 1):
        name = f"picture-{number}.{kind.removeprefix('image/')}"
        cell["attachments"][name] = {kind: data}
        cell["source"].append(f"\n\n![Picture {number}](attachment:{name})")


def _written(text):
    """The texts of the written answers, with the pictures in them."""
    cells = json.loads(text)["cells"]
    return {
        cell["id"]: "".join(cell["source"]) + json.dumps(cell.get("attachments", {}))
        for cell in cells
        if is_written(cell)
    }
