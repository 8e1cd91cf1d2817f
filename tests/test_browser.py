"""The explorers in a real browser: `pytest -m browser`, which needs Chromium.

JupyterLab opens each student's notebook that has an explorer, runs all its cells, and
the sliders are moved with the keyboard.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nnlib.course.copies import hand_out
from nnlib.course.lab import environment, silence_news

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
EXPLORES = [
    path.name
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    if re.search(r"\bexplore_\w+\(", path.read_text(encoding="utf-8"))
]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
HOW_TO = "Write `pip install playwright`, and `apt install chromium` or its like."
TIME_OUT = 120  # seconds for a notebook to run
COMPILING = "Compiling the engine, once: some seconds.\n"
TOKEN = "browser-test"
SLOW = 1000  # milliseconds; far above what is measured, for a busy computer
EXPLORER = ".nnlib-explorer"

# Measures in the page: from a key that is pressed to the figure that it changes.
STOPWATCH = """panel => {
    const picture = panel.querySelector("img");
    window.took = [];
    window.began = null;
    panel.addEventListener("keydown", () => window.began ??= performance.now(), true);
    picture.addEventListener("load", () => {
        if (window.began === null) return;
        window.took.push(performance.now() - window.began);
        window.began = null;
    });
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab, as the course starts it, with the students' notebooks."""
    folder = tmp_path_factory.mktemp("browser") / "homework"
    hand_out(folder)
    silence_news()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}"]
    command += [f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}"]
    if os.name == "posix" and os.geteuid() == 0:
        command.append("--allow-root")
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        command,
        env=environment() | {"PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: answers(port), 60)
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason=HOW_TO)
    if CHROMIUM is None:
        pytest.skip(f"There is no Chromium here. {HOW_TO}")
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(
    scope="module", params=EXPLORES or [pytest.param("", marks=pytest.mark.skip)]
)
def opened(request, server, chromium):
    """A page with one notebook, all of whose cells have run, and its complaints."""
    page, complaints = chromium.new_page(viewport={"width": 1300, "height": 1000}), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.goto(f"{server}/lab/tree/{request.param}?reset&token={TOKEN}", timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    # the toolbar says idle before the kernel is connected; the status bar does not
    page.wait_for_selector("#jp-main-statusbar >> text=| Idle", timeout=60_000)
    page.click("text=Run >> nth=0")
    page.click("text=Run All Cells >> nth=0")
    page.wait_for_selector("#jp-main-statusbar >> text=| Busy", timeout=60_000)
    page.wait_for_selector("#jp-main-statusbar >> text=| Idle", timeout=1000 * TIME_OUT)
    yield request.param, page, complaints
    page.close()


def answers(port):
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


def wait_for(done, seconds):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came in time"
        time.sleep(0.1)


def shown(panel):
    """The address of the figure that is shown; each figure has its own."""
    return panel.locator("img").get_attribute("src")


def see(page, selector):
    """Scroll the notebook until the element is there: cells out of sight are not."""
    page.hover(".jp-Notebook")
    for _ in range(200):
        if page.locator(selector).count():
            page.locator(selector).first.scroll_into_view_if_needed()
            return page.locator(selector).first
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(50)
    raise AssertionError(f"{selector} is not on the page")


def test_no_cell_ends_in_an_error(opened):
    _, page, complaints = opened
    outputs = page.locator("[data-mime-type*=stderr], [data-mime-type*=error]")
    page.hover(".jp-Notebook")
    for _ in range(60):
        wrong = "".join(outputs.all_text_contents()).replace(COMPILING, "")
        # at the first exercise, which nobody has solved, a student's run ends
        assert re.fullmatch(r"(CheckFailed: exercise \d.1 is not attempted\.)?", wrong)
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(20)
    page.mouse.wheel(0, -100_000)
    assert complaints == []


def test_sliders_move_the_figure(opened, record_property):
    name, page, complaints = opened
    panel = see(page, EXPLORER)
    assert panel.locator("img").evaluate("img => img.naturalWidth") > 300
    panel.evaluate(STOPWATCH)
    handles = panel.locator(".noUi-handle")
    assert handles.count() > 0
    for number in range(handles.count()):
        handle = handles.nth(number)
        at_end = handle.evaluate("h => h.ariaValueNow === h.ariaValueMax")
        for key in ("ArrowLeft", "ArrowRight")[:: 1 if at_end else -1]:
            before = shown(panel)
            handle.press(key)
            wait_for(lambda before=before: shown(panel) != before, 10)
            page.wait_for_timeout(700)  # until the better figure is there, too
    took = page.evaluate("window.took")
    record_property("milliseconds", took)
    print(f"{name[:2]}: median {statistics.median(took):.0f} ms, most {max(took):.0f}")
    assert statistics.median(took) < SLOW
    if folder := os.environ.get("NNLIB_SCREENSHOTS"):
        see(page, EXPLORER).screenshot(path=Path(folder) / f"{name[:2]}.png")
    assert complaints == []


def test_the_last_of_many_keys_wins_and_reset_goes_back(opened):
    _, page, _ = opened
    panel = see(page, EXPLORER)
    text = panel.locator("[role=status]")
    wait_for(text.inner_text, 10)
    start, slider = text.inner_text(), panel.locator(".noUi-handle").first
    for _ in range(8):
        slider.press("ArrowLeft")
    panel.get_by_role("button", name="reset").click()
    page.wait_for_timeout(1000)
    wait_for(lambda: text.inner_text() == start, 20)
    page.wait_for_timeout(1000)
    assert text.inner_text() == start
