"""Who hands in what was there before an update as well loses no point by that."""

import pytest

from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.released import released
from tests.support.trees import as_zip, lay_out, small

FILES = [one.file for one in released().values()]
OLDER = [name.replace(".ipynb", f"_{n}.ipynb") for name in FILES for n in (2, 3)]
TREE = [*FILES, *(f"old/{name}" for name in (*FILES, *OLDER))]


def below(folder):
    return {
        f"{folder}/{name}": small(int(name.removeprefix("old/")[:2])) for name in TREE
    }


SHAPES = {
    "a folder": below("ada") | {f"bob/{FILES[0]}": small()},
    "the folder homework": below("ada/homework") | {f"bob/{FILES[0]}": small()},
    "Moodle": below("Ada_12_assignsubmission_file_"),
    "a zip": {"ada/homework.zip": as_zip(below("homework"))},
}


@pytest.mark.parametrize("tree", SHAPES.values(), ids=SHAPES)
def test_the_newer_ones_count(tmp_path, tree):
    handed_in = [one for one in read(lay_out(tmp_path, tree)) if one.student != "bob"]
    assert [one.notebook for one in handed_in] == [*released()]
    for one in handed_in:
        assert one.readable
        assert "old/" not in one.path
        assert one.path.endswith(released()[one.notebook].file)
