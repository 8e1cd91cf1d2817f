"""Put the students' copies into `homework`, and bring them up to date.

Each copy is kept as it was handed out, too, in a hidden folder: what differs from it is
the student's.
"""

import json

from nnlib.atomic_write import write
from nnlib.course.copies import copies
from nnlib.course.homework.merging import merged
from nnlib.course.homework.written import (
    hash_if_unwritten,
    hash_of,
    notebook_of,
    says_the_same,
)

HANDED_OUT = ".handed_out"  # the folder of the copies as they were handed out
HASHES = ".handed_out.json"  # their hashes: earlier versions kept them alone
OLD = "old"  # the folder of what was there before an update


def hand_out(folder):
    """Put the copies into `folder`; return the names of the files that were kept.

    A file is kept if something is written in it: it is the student's.
    """
    folder.mkdir(exist_ok=True)
    kept = []
    for name, text in copies().items():
        path, new = folder / name, json.loads(text)
        if path.exists():
            mine = notebook_of(path.read_bytes())
            if mine and says_the_same(mine, new):
                write(folder / HANDED_OUT / name, text)
                continue  # what it showed when it ran stays there
            if not _is_unwritten(mine, folder, name):
                kept.append(name)
                continue
        write(path, text)
        write(folder / HANDED_OUT / name, text)
    return kept


def outdated(folder, names):
    """Those of the files `names` of which the course has a newer version."""
    texts = copies()
    return [name for name in names if _is_older(folder, name, texts[name])]


def update(folder, name):
    """Move the student's work into the newest copy; say in a sentence what happened.

    The file as it was is kept, in the folder `old`.
    """
    path, text, number = folder / name, copies()[name], name[:2]
    data = path.read_bytes()
    mine = notebook_of(data)
    if mine is None:
        return f"{number}: {folder.name}/{name} is no notebook: move it away."
    notebook, twice = merged(mine, json.loads(text), _base(folder, name))
    if says_the_same(notebook, mine):
        write(folder / HANDED_OUT / name, text)
        return f"{number}: you have the newest version."
    old = _free(folder / OLD / name)
    write(old, data)
    new = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    write(path, new.encode("utf-8", "replace"))
    write(folder / HANDED_OUT / name, text)
    said = (
        f"{number}: your work is now in the newest version; run all its cells. What "
        f"you had is in {folder.name}/{OLD}/{old.name}."
    )
    if twice:
        said += (
            f" {twice} of the course's cells had changed, and you had changed them, "
            "too: your version stands below each."
        )
    return said


def _is_unwritten(mine, folder, name):
    if mine is None:
        return False
    base = _base(folder, name)
    if base is not None:
        return says_the_same(mine, base)
    return hash_if_unwritten(mine) == _hashes(folder).get(name)


def _is_older(folder, name, text):
    base = _base(folder, name)
    if base is not None:
        return not says_the_same(base, json.loads(text))
    kept = _hashes(folder).get(name)
    return kept is not None and kept != hash_of(text.encode())


def _base(folder, name):
    """The copy as it was handed out; None if it is not known."""
    try:
        return notebook_of((folder / HANDED_OUT / name).read_bytes())
    except OSError:
        return None


def _hashes(folder):
    try:
        return dict(json.loads((folder / HASHES).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}  # then every file counts as the student's


def _free(path):
    """A path with this name, or with a number behind it, that no file has."""
    free, count = path, 1
    while free.exists():
        count += 1
        free = path.with_name(f"{path.stem}_{count}{path.suffix}")
    return free
