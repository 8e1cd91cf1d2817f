"""The settings that a command works with: they are read once, when it begins.

`load` reads them again.
"""

from nnlib.course.settings.reading import read_course
from nnlib.course.setup.steps import ROOT

FILE = ROOT / "course.toml"
_loaded = []


def load():
    """Read the settings; raises `Refusal` for what is wrong in them."""
    _loaded[:] = [read_course(FILE)]
    return _loaded[0]


def current():
    """The settings that were read last."""
    return _loaded[0] if _loaded else load()
