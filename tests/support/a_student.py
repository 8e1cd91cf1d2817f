"""A student in JupyterLab, who writes into the cells of exercises and runs them.

NNLIB_SCREENSHOTS names a folder for what is seen.
"""

import os
import time
from contextlib import contextmanager
from pathlib import Path

from tests.support.in_a_browser import (
    BUSY,
    IDLE,
    MINUTE,
    choose,
    open_notebook,
    run_all_cells,
    see,
    served,
    wait_for,
)

SHOWN = "outputs => outputs.map(one => one.innerText).filter(text => text.trim())"
STOP = '[data-command="notebook:interrupt-kernel"], [title*="Interrupt"]'


@contextmanager
def at_work(browser, homework, notebook):
    """Start JupyterLab in a folder, and let a student open one of its notebooks."""
    with served(homework) as address:
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        open_notebook(page, address, notebook)
        yield Student(page, homework / notebook)
        page.close()


class Student:
    """What is done and seen on a page with a notebook, whose file is `path`."""

    def __init__(self, page, path):
        self.page, self.path = page, path

    def run_all(self):
        """Run all cells, and wait for the last."""
        run_all_cells(self.page)

    def cell(self, text):
        """The first cell with a text."""
        return see(self.page, f".jp-Cell:has-text({text!r})")

    def write(self, text, source):
        """Write a cell that has this text anew, and run it."""
        self.write_into(self.cell(text), source)

    def answer(self, id, source):
        """Write the cell of an exercise anew, and run it."""
        self.write_into(self._below(id, 1), source)

    def write_into(self, cell, source):
        """Write a cell anew, and run it."""
        if cell.locator(".jp-RenderedMarkdown").is_visible():
            cell.locator(".jp-RenderedMarkdown").dblclick()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        self.run()

    def check(self, id, *, stop_after=None):
        """Run the check of an exercise; return what it says, as one line.

        After `stop_after` milliseconds the button to stop the kernel is pressed.
        """
        self._below(id, 2).locator(".cm-content").click()
        if stop_after is None:
            self.run()
        else:
            self.page.keyboard.press("Control+Enter")
            self.page.wait_for_selector(BUSY, timeout=MINUTE)
            self.page.wait_for_timeout(stop_after)
            self.page.click(STOP)
            self._wait()
        return self.verdict(id)

    def verdict(self, id):
        """What stands below the check of an exercise, which has to be one block."""
        cell = self._below(id, 2)
        self.page.wait_for_timeout(500)
        blocks = cell.locator(".jp-OutputArea-output").evaluate_all(SHOWN)
        assert len(blocks) == 1, blocks
        return " ".join(blocks[0].split())

    def restart(self):
        """Restart the kernel, by the menu."""
        choose(self.page, "Kernel", "Restart Kernel…")
        self.page.click(".jp-Dialog .jp-mod-accept")
        self.page.wait_for_timeout(1000)
        self._wait()

    def save(self):
        """Save the notebook, and wait until it is in its file."""
        before = self.path.stat().st_mtime_ns
        self.page.keyboard.press("Control+S")
        wait_for(lambda: self.path.stat().st_mtime_ns != before, 20, "it is not saved")

    def picture(self, name):
        """Keep a picture of the page, if somebody wants one."""
        if folder := os.environ.get("NNLIB_SCREENSHOTS"):
            self.page.wait_for_timeout(1000)  # JupyterLab draws a while after scrolling
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _below(self, id, count):
        heading = f".jp-MarkdownCell:has(h3:has-text('{id} ·'))"
        return see(self.page, heading + " + .jp-CodeCell" * count)

    def run(self):
        """Run the cell that is selected, and wait for its end."""
        self.page.keyboard.press("Control+Enter")
        time.sleep(0.3)
        self._wait()

    def _wait(self):
        wait_for(lambda: self.page.locator(IDLE).count(), 60, "the cell still runs")
