"""What is checked of every picture, whichever function draws it.

Each `draw` takes `ax` and returns the axes it has drawn on.
"""

import re
from contextlib import contextmanager
from functools import wraps
from xml.etree import ElementTree

import matplotlib
import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Text

from nnlib.plotting import save_figure

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run each test in an empty folder, and see that it leaves no figure open."""
    monkeypatch.chdir(tmp_path)
    plt.close("all")
    yield
    plt.close("all")


@contextmanager
def texts_cut_off():
    """A list of all texts that are drawn beyond the edge of their figure."""
    cut, draw = [], Text.draw

    @wraps(draw)
    def watched(text, renderer):
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            box, edge = (
                text.get_window_extent(renderer),
                text.get_figure(root=True).bbox,
            )
            if min(*box.p0, *(edge.p1 - box.p1)) < -1:
                cut.append(text.get_text())

    Text.draw = watched
    try:
        yield cut
    finally:
        Text.draw = draw


def check_two_runs(draw, folder):
    """Two runs write the same bytes and the description, and leave no trace."""
    before = dict(matplotlib.rcParams)
    with texts_cut_off() as cut:
        pictures = [save_figure(draw(), name) for name in ("one", "two")]
    assert cut == []
    assert dict(matplotlib.rcParams) == before
    assert plt.get_fignums() == []
    one, two = (folder / "figures" / f"{name}.svg" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert pictures[0].png == pictures[1].png
    assert pictures[0].description == pictures[1].description
    assert not re.search(rb"\r|matplotlib v|\d{4}-\d\d-\d\dT", one.read_bytes())
    root = ElementTree.parse(one).getroot()
    titles = [child.text for child in root if child.tag.endswith("title")]
    assert titles == [pictures[0].description]
    assert re.search(r"\d", titles[0])


def check_own_axes(draw):
    """A plot draws on the axes it is given, and makes no figure of its own."""
    figure, axes = plt.subplots(1, 2)
    assert draw(ax=axes[1]) is axes[1]
    assert axes[1].has_data()
    assert not axes[0].has_data()
    assert plt.get_fignums() == [figure.number]
