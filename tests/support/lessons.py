"""A plugin of pytest: what is tested of a notebook's run besides the outputs of cells.

nbval runs the cells. Afterwards the exercises of the student's copy are run in the same
kernel: its lesson is the same, so that nothing need run twice.
"""

import ast
import json
import re
from base64 import b64decode
from collections import defaultdict
from html import unescape
from io import BytesIO

import nbformat
import pytest
from matplotlib.image import imread
from nbformat.v4 import new_code_cell
from nbval.plugin import IPyNbCell, IPyNbFile

from nnlib.course.copies import student_copy, without_titles
from tests.support.places import ROOT

WATCH_FIGURES = f"""
import sys
sys.path.append({str(ROOT)!r})
import nnlib.plotting
from tests.support import cut_off

def save_watched(ax, name, save=nnlib.plotting.save_figure):
    with cut_off.texts_cut_off() as cut:
        picture = save(ax, name)
    cut_off.SEEN[name] = cut
    return picture

cut_off.SEEN = {{}}
nnlib.plotting.save_figure = save_watched
"""
TELL_FIGURES = """
import json
from tests.support import cut_off
print(json.dumps(cut_off.SEEN))
"""


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    """Collect a `Lesson` where nbval collects a notebook."""
    found = yield
    return [
        Lesson.from_parent(parent, path=file_path) if type(one) is IPyNbFile else one
        for one in found
    ]


class Lesson(IPyNbFile):
    """A notebook: its cells, and then what came of their run."""

    def collect(self):
        self.cells = list(super().collect())
        return [*self.cells, *(AfterTheCells.from_parent(self, test=t) for t in TESTS)]

    def setup(self):
        super().setup()
        self.stored = self.figures()
        self.run(apart(WATCH_FIGURES))

    def figures(self):
        """The figures in the project's folder, by their names."""
        files = (ROOT / "figures").glob(f"{self.path.name[:2]}_*.svg")
        return {file.stem: file.read_bytes() for file in files}

    def drawn(self):
        """The texts cut off of each figure that was saved, by the figure's name."""
        (output,) = self.run(apart(TELL_FIGURES))
        return json.loads(output.text)

    def run(self, source):
        """Run a further cell, which may fail; return its outputs."""
        cell = IPyNbCell.from_parent(
            self,
            name="a further cell",
            cell_num=-1,
            cell=new_code_cell(source),
            options=defaultdict(bool, check_exception=True),
        )
        cell.runtest()
        return cell.test_outputs


def apart(source):
    """A cell that leaves no name in the notebook."""
    return f"exec({source!r}, {{}})"


class AfterTheCells(pytest.Item):
    """A test of a `Lesson` that has run."""

    def __init__(self, *, test, **others):
        super().__init__(name=test.__name__, **others)
        self.test = test

    def runtest(self):
        self.test(self.parent)

    def reportinfo(self):
        return self.path, 0, f"{self.path.name}::{self.name}"


def test_figures_come_out_byte_for_byte(lesson):
    assert lesson.stored
    assert set(lesson.drawn()) == set(lesson.stored)
    assert lesson.figures() == lesson.stored


def test_no_text_of_a_figure_is_cut_off(lesson):
    cut = lesson.drawn()
    assert cut
    assert not any(cut.values()), cut


def test_stored_pictures_are_those_of_the_cells(lesson):
    stored = pictures([cell.cell.outputs for cell in lesson.cells])
    new = pictures([cell.test_outputs for cell in lesson.cells])
    code = "\n".join(cell.cell.source for cell in lesson.cells)
    names = re.findall(r'"(\d\d_\w+)"[,)]', code)
    assert len(stored) == len(new) == len(names) > 0
    for (png, output), (again, _) in zip(stored, new):
        words = " ".join(output.data["text/plain"].split())
        (alt,) = re.findall('alt="([^"]+)"', output.data["text/html"])
        assert words == f"Figure: {unescape(alt)}"
        assert imread(BytesIO(png)).shape == imread(BytesIO(again)).shape
        assert abs(imread(BytesIO(png)) - imread(BytesIO(again))).mean() < 1e-3


def pictures(outputs):
    """The PNG pictures of all cells, each with its words."""
    return [
        (b64decode(png), output)
        for of_a_cell in outputs
        for output in of_a_cell
        for png in re.findall(
            'data:image/png;base64,([^"]+)', output.get("data", {}).get("text/html", "")
        )
    ]


def test_a_student_s_copy_fails_at_the_checks_alone(lesson):
    """Up to the first exercise it is the solved one, but for guesses and titles."""
    solved = [cell.cell for cell in lesson.cells]
    text = student_copy(lesson.path.read_text("utf-8"))
    copy = [c for c in nbformat.reads(text, 4).cells if c.cell_type == "code"]
    answers = [cell for cell in solved if cell.id.startswith("answer-")]
    first = solved.index(answers[0])
    for cell, of_the_copy in zip(solved[:first], copy[:first], strict=True):
        source = re.sub("^prediction = .*", 'prediction = "?"', cell.source)
        assert of_the_copy.source == without_titles(source)
    lesson.run(f"del {', '.join(map(name_in, answers))}")
    titled = {without_titles(cell.source): cell.source for cell in solved}
    failed = [  # with titles, so that figures are written as they were
        (cell.id, output.ename, output.evalue)
        for cell in copy[first:]
        for output in lesson.run(titled.get(cell.source, cell.source))
        if output.output_type == "error"
    ]
    checks = [cell.id for cell in copy if cell.id.startswith("check-")]
    numbers = [check.removeprefix("check-").replace("-", ".") for check in checks]
    assert failed == [
        (check, "CheckFailed", f"exercise {number} is not attempted.")
        for check, number in zip(checks, numbers)
    ]
    assert checks


def name_in(answer):
    """The name of the one function that makes up the cell of an answer."""
    (function,) = ast.parse(answer.source).body
    return function.name


TESTS = (
    test_figures_come_out_byte_for_byte,
    test_no_text_of_a_figure_is_cut_off,
    test_stored_pictures_are_those_of_the_cells,
    test_a_student_s_copy_fails_at_the_checks_alone,
)
