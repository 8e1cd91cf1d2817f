"""What is checked of every picture, whichever function draws it.

Each `draw` takes `ax` and returns the axes it has drawn on.
"""

import re
from xml.etree import ElementTree

import matplotlib
import matplotlib.pyplot as plt
import pytest

from nnlib.plotting import save_figure
from tests.support.cut_off import texts_cut_off

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run each test in an empty folder, and see that it leaves no figure open."""
    monkeypatch.chdir(tmp_path)
    plt.close("all")
    yield
    plt.close("all")


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
