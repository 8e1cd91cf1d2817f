"""An explorer's cell shows one thing each time: sliders that live, or what is stored.

A small notebook is run, saved, loses its kernel, and is opened again the next day.
"""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.explorers.explorer import NO_SLIDERS
from tests.support.in_a_browser import (
    TOKEN,
    choose,
    chromium,
    open_notebook,
    run_all_cells,
    served,
    wait_for,
)

pytestmark = pytest.mark.browser
SOURCE = """from nnlib import *
from nnlib.explorers import explore_net
X, Y, W1, W2 = homework()
net = Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)])
explore_net(net, X, Y, "net")"""
SHOWN = """() => [".nnlib-still", ".nnlib-explorer"].filter(
    name => (document.querySelector(name)?.offsetHeight ?? 0) > 0)"""
NAMELESS = """() => [...document.querySelectorAll(
    ".jp-OutputArea img:not([alt]), .nnlib-explorer input:not([aria-label])," +
    ".nnlib-explorer select:not([aria-label])")].length"""
STILL, LIVING = [".nnlib-still"], [".nnlib-explorer"]


def test_sliders_give_way_to_the_stored_figure_when_their_kernel_is_gone(tmp_path):
    path = tmp_path / "day.ipynb"
    notebook = new_notebook(cells=[new_code_cell(SOURCE)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)
    with chromium() as browser:
        page = browser.new_page()
        with served(tmp_path) as address:
            open_notebook(page, address, path.name)
            run_all_cells(page)
            wait_for(lambda: page.evaluate(SHOWN) == LIVING, 20)
            assert page.evaluate(NAMELESS) == 0
            page.keyboard.press("Control+s")
            wait_for(lambda: NO_SLIDERS in path.read_text("utf-8"), 20)
            choose(page, "Kernel", "Restart Kernel…")
            page.click(".jp-Dialog button:has-text('Restart')")
            wait_for(lambda: page.evaluate(SHOWN) == STILL, 20)
            page.wait_for_timeout(6000)  # a kernel that starts holds the server up
            page.close()
        page = browser.new_page()
        with served(tmp_path) as address:
            page.goto(f"{address}/lab/tree/{path.name}?reset&token={TOKEN}")
            page.wait_for_selector(".nnlib-still")
            page.wait_for_timeout(8000)  # until it is given up to look for the sliders
            assert page.evaluate(SHOWN) == STILL
            assert NO_SLIDERS in page.inner_text(".jp-Notebook")
            assert "Error displaying" not in page.inner_text(".jp-Notebook")
            assert page.evaluate(NAMELESS) == 0
