"""What a student can do to the cells of an exercise, and what MathJax sets.

`pytest -m browser tests/browser/test_cells.py`, which needs Chromium.
"""

import json
import shutil

import pytest

from tests.support.in_a_browser import (
    chromium,
    from_top_to_bottom,
    jupyterlab,
    open_notebook,
    see,
    served,
)
from tests.support.places import ROOT

pytestmark = pytest.mark.browser
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(scope="module")
def page():
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 1300, "height": 1000})


@pytest.fixture(scope="module")
def copy(page, tmp_path_factory):
    """A page with a student's copy of notebook 01."""
    with jupyterlab(tmp_path_factory.mktemp("cells") / "homework") as address:
        open_notebook(page, address, NOTEBOOKS[0].name)
        yield page


def test_who_opens_the_source_of_a_hint_sees_no_other_hint(copy):
    hint = see(copy, '.jp-MarkdownCell:has-text("Hint 1")')
    assert hint.locator("details[open]").count() == 0
    hint.locator(".jp-RenderedMarkdown").dblclick(position={"x": 400, "y": 5})
    source = hint.locator(".cm-content")
    source.wait_for()
    assert "Hint 1" in source.inner_text()
    assert "Hint 2" not in source.inner_text()
    copy.keyboard.type("mine")
    assert "mine" not in source.inner_text()


@pytest.mark.parametrize(
    ("words", "editable"),
    [('check("1.1"', False), ("def forward(X", True)],
)
def test_checks_and_answers_stay_and_answers_can_be_written(words, editable, copy):
    cell = see(copy, f".jp-CodeCell:has-text('{words}')")
    cell.locator(".jp-InputPrompt").click()
    copy.keyboard.press("d")
    copy.keyboard.press("d")
    cell.locator(".cm-content").click()
    copy.keyboard.type("mine")
    assert ("mine" in cell.inner_text()) == editable


@pytest.fixture(scope="module")
def solved(page, tmp_path_factory):
    """A page, and the address of the solved notebooks, which JupyterLab may save."""
    folder = tmp_path_factory.mktemp("solved")
    for path in NOTEBOOKS:
        shutil.copy(path, folder)
    with served(folder) as address:
        yield page, address


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name[:2])
def test_formulas_are_set_and_answers_are_folded(path, solved):
    page, address = solved
    open_notebook(page, address, path.name)
    cells = json.loads(path.read_text("utf-8"))["cells"]
    sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    expected = sum("$" in source for source in sources)
    expected += sum(
        "text/latex" in output.get("data", {})
        for cell in cells
        for output in cell.get("outputs", ())
    )
    there = set()
    for _ in from_top_to_bottom(page, pause=250):
        assert page.locator("mjx-merror").count() == 0
        assert page.locator(".jp-Notebook details[open]").count() == 0
        formulas = page.locator(".jp-Cell:has(mjx-container)")
        there |= set(formulas.evaluate_all("all => all.map(e => e.innerText)"))
    assert len({words[:80] for words in there}) >= expected
