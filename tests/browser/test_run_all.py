"""A student's day in JupyterLab: Run All, an endless loop, a slip, a new session.

`pytest -m browser`; NNLIB_SCREENSHOTS names a folder for what was seen.
"""

import json
import os
import re
from pathlib import Path

import pytest

from tests.support.in_a_browser import (
    BUSY,
    CHROMIUM,
    HOW_TO,
    IDLE,
    from_top_to_bottom,
    jupyterlab,
    run_all,
    see,
    wait_for,
)

pytestmark = pytest.mark.browser
NOTEBOOK = "03_sigmoid_versus_relu.ipynb"
ID, NAME = "3.1", "relu_and_slope"
CHECK = f'.jp-CodeCell:has-text("check(\\"{ID}\\")")'
ANSWER = f'.jp-CodeCell:has-text("def {NAME}")'
PROMPTS = """cells => cells.map(cell => [
    cell.querySelector(".cm-content")?.innerText,
    cell.querySelector(".jp-InputPrompt")?.innerText
])"""
SHOWN = "outputs => outputs.map(one => one.innerText).filter(text => text.trim())"


@pytest.fixture(scope="module")
def homework(tmp_path_factory):
    return tmp_path_factory.mktemp("day") / "homework"


@pytest.fixture(scope="module")
def page(homework):
    """The page on which all cells of the notebook have been run."""
    playwright = pytest.importorskip("playwright.sync_api", reason=HOW_TO)
    if CHROMIUM is None:
        pytest.skip(f"There is no Chromium here. {HOW_TO}")
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    with jupyterlab(homework) as address, playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        run_all(page, address, NOTEBOOK)
        yield page
        browser.close()


def picture(page, name):
    if folder := os.environ.get("NNLIB_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def shown(page):
    """The texts below the check, one for each block that can be seen."""
    cell = see(page, CHECK)
    page.wait_for_timeout(500)
    return cell.locator(".jp-OutputArea-output").evaluate_all(SHOWN)


def write(page, source):
    """Write the answer anew, and run its cell."""
    see(page, f"{ANSWER} >> .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)
    run(page)


def run(page):
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    wait_for(lambda: page.locator(IDLE).count(), 30, "the cell still runs")


def checked(page, *, stop=False):
    """What the check shows; `stop` presses the stop button meanwhile."""
    see(page, f"{CHECK} >> .cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)
    if stop:
        page.wait_for_selector(BUSY, timeout=5000)
        page.wait_for_timeout(1000)
        page.click('[data-command="notebook:interrupt-kernel"], [title*="Interrupt"]')
    wait_for(lambda: page.locator(IDLE).count(), 30, "the check still runs")
    page.wait_for_timeout(500)
    (block,) = shown(page)
    return " ".join(block.split())


def test_run_all_comes_to_the_end(page, homework):
    prompts = {}
    for _ in from_top_to_bottom(page):
        prompts |= dict(page.locator(".jp-CodeCell").evaluate_all(PROMPTS))
    run = [prompt for source, prompt in prompts.items() if source]
    assert len(run) > 20
    assert all(re.fullmatch(r"\[\d+\]:", prompt.strip()) for prompt in run), prompts
    total = see(page, "text=/0 of \\d+ points/")
    assert total.is_visible()
    picture(page, "progress")
    page.keyboard.press("Control+S")
    wait_for(lambda: _counts(homework)[-1], 20, "it is not saved")
    counts = _counts(homework)
    assert counts == [*range(1, len(counts) + 1)]


def _counts(homework):
    cells = json.loads((homework / NOTEBOOK).read_text("utf-8"))["cells"]
    return [c["execution_count"] for c in cells if c["cell_type"] == "code"]


def test_an_open_exercise_is_one_block(page):
    assert len(blocks := shown(page)) == 1, blocks
    assert blocks[0].startswith(
        f"○ Exercise {ID} · ReLU and its derivative: not attempted"
    )
    picture(page, "open")


def test_a_cell_that_python_cannot_read(page):
    write(page, f"def {NAME}(Z)\n return np.maximum(Z, 0), Z > 0")
    said = checked(page)
    assert "The cell fails. SyntaxError: expected ':' (your cell, line 1)" in said
    picture(page, "syntax_error")


def test_another_name(page):
    write(page, f"def {NAME}(Z): return np.maximum(Z, 0), Z > 0")
    assert "✓ Exercise" in checked(page)
    write(page, "def relu_slope(Z): return np.maximum(Z, 0), Z > 0")
    # the cell has no more of the name by which it was found
    see(page, ".jp-CodeCell:has-text('def relu_slope')")
    assert f"The cell defines no function {NAME}." in checked(page)
    picture(page, "another_name")
    see(page, ".jp-CodeCell:has-text('def relu_slope') >> .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f"def {NAME}(Z):\n    while True: pass")
    run(page)


def test_an_endless_loop_ends(page):
    said = checked(page)
    assert f"too slow {NAME} was still running after 10 s, in the case “" in said
    picture(page, "endless")


def test_the_stop_button(page):
    said = checked(page, stop=True)
    assert f"stopped You stopped the check while {NAME} was running, in the" in said
    picture(page, "stopped")


def test_a_new_session_asks_for_the_first_cell(page):
    page.click("text=Kernel >> nth=0")
    page.click("text=Restart Kernel… >> nth=0")
    page.click(".jp-Dialog .jp-mod-accept")
    page.wait_for_timeout(1000)
    page.wait_for_selector(IDLE, timeout=60_000)
    first = "Run the first code cell of this notebook, then"
    assert f"{first} the cell with {NAME}, then this cell." in checked(page)
    picture(page, "new_session")
