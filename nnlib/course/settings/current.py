"""The settings that a command works with: they are read once, when it begins.

`load` reads them again.
"""

from nnlib.atomic_write import write
from nnlib.course.settings.reading import read_course
from nnlib.course.setup.steps import ROOT

FILE = ROOT / "course.toml"
_loaded = []  # the file and its bytes, and the settings in it


def load():
    """Read the settings; raises `Refusal` for what is wrong in them.

    They are the same object as before where the file is the same.
    """
    content = FILE, FILE.read_bytes() if FILE.is_file() else None
    if _loaded[:1] != [content]:
        _loaded[:] = [content, read_course(FILE)]
    return _loaded[1]


def put_points(folder):
    """Put the points of the course into a folder with notebooks, for `progress`.

    Without settings those that are there stay: they were handed out with a course.
    """
    if FILE.exists():
        for name, data in current().files_for_students():
            write(folder / name, data)


def current():
    """The settings that were read last."""
    return _loaded[1] if _loaded else load()
