"""A user's own settings of matplotlib change no figure of the course."""

import os
import subprocess
import sys

from tests.support.places import ROOT

DRAW = """
from nnlib.plotting import plot_losses, save_figure
from nnlib.plotting.figures import as_picture
losses = {"sigmoid": [0.5, 0.25], "relu": [0.125, 1e-3]}
save_figure(plot_losses(losses), "a")
open("a.png", "wb").write(as_picture(plot_losses(losses)).png)
"""


def drawn(folder, **surroundings):
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"} | surroundings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return (folder / "figures/a.svg").read_bytes(), (folder / "a.png").read_bytes()


def test_a_matplotlibrc_with_latex_changes_nothing(tmp_path):
    own = tmp_path / "matplotlibrc"
    own.write_text("text.usetex: True\nfont.size: 30\nlines.marker: o\n")
    usual = drawn(tmp_path / "usual")
    assert drawn(tmp_path / "own", MATPLOTLIBRC=str(own)) == usual
