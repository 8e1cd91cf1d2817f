"""JupyterLab as the course starts it, and how to find one's way in its notebooks."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from nnlib.course.homework.handing_out import hand_out
from nnlib.course.lab import environment, silence_news
from tests.support.places import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
HOW_TO = "Write `pip install playwright`, and `apt install chromium` or its like."
TOKEN = "browser-test"
MINUTE = 60_000  # milliseconds
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
IS_AT_END = "panel => panel.scrollTop + panel.clientHeight > panel.scrollHeight - 2"
IDLE, BUSY = (f"#jp-main-statusbar >> text=| {word}" for word in ("Idle", "Busy"))


@contextmanager
def chromium():
    """Start Chromium; a test is skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason=HOW_TO)
    if CHROMIUM is None:
        pytest.skip(f"There is no Chromium here. {HOW_TO}")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def jupyterlab(folder):
    """Lay out the students' notebooks in `folder`; yield JupyterLab's address there."""
    hand_out(folder)
    with served(folder) as address:
        yield address


@contextmanager
def served(folder):
    """Start JupyterLab in a folder; yield its address."""
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
        cwd=folder,
        env=environment() | {"PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: _answers(port), 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(port):
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


def wait_for(done, seconds, what="nothing came in time"):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def open_notebook(page, address, notebook):
    """Open a notebook; return the seconds until its cells are there."""
    start = time.monotonic()
    page.goto(f"{address}/lab/tree/{notebook}?reset&token={TOKEN}", timeout=2 * MINUTE)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=2 * MINUTE)
    shown = time.monotonic() - start
    # the toolbar says idle before the kernel is connected; the status bar does not
    page.wait_for_selector(IDLE, timeout=2 * MINUTE)
    return shown


def choose(page, menu, entry):
    """Choose an entry of one of JupyterLab's menus."""
    page.click(f".lm-MenuBar-itemLabel:text-is('{menu}')")
    page.click(f".lm-Menu-itemLabel:text-is('{entry}')")


def run_all_cells(page):
    """Run all cells of the notebook that is open; return the seconds that it took."""
    start = time.monotonic()
    choose(page, "Run", "Run All Cells")
    page.wait_for_selector(BUSY, timeout=MINUTE)
    last_busy = time.monotonic()

    def at_rest():  # the kernel is idle between two cells, too
        nonlocal last_busy
        if page.locator(BUSY).count():
            last_busy = time.monotonic()
        return time.monotonic() - last_busy > 4

    wait_for(at_rest, 300, "the notebook still runs")
    return last_busy - start


def from_top_to_bottom(page, pause=60):
    """Scroll through the notebook, for cells out of sight are not on the page.

    `pause` is the time, in milliseconds, for what comes into sight to be there.
    """
    page.hover(".jp-Notebook")
    page.mouse.wheel(0, -200_000)
    page.wait_for_timeout(500)
    for _ in range(200):
        is_end = page.locator(".jp-WindowedPanel-outer").evaluate(IS_AT_END)
        yield
        if is_end:
            break
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(pause)


def see(page, selector):
    """Bring the first such element into sight."""
    for _ in from_top_to_bottom(page):
        if page.locator(selector).count():
            page.locator(selector).first.scroll_into_view_if_needed()
            return page.locator(selector).first
    raise AssertionError(f"{selector} is not on the page")
