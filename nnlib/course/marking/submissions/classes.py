"""Find the classes in what was handed in, and the shapes in which each of them is.

A class is a folder or a zip, and may lie in others. What a student hands in may look
like a class; it is one only where most of its neighbours are, too.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from nnlib.course.marking.submissions.folders import Folder
from nnlib.course.marking.submissions.not_marked import set_aside
from nnlib.course.marking.submissions.released import number_in
from nnlib.course.marking.submissions.shapes import FILES, FOLDERS, SHAPES, told_by
from nnlib.course.marking.submissions.student_zips import kind

DEEPEST = 4  # classes in classes
MOST_LOOKED_AT = 1000  # paths by which a class is known, from all parts of the list
# So students call what they made one after the other; no student is called so.
TRIES = re.compile(
    r"(?i:(attempt|try|version|v|old|new|draft|final|backup|copy|versuch|alt|neu)"
    r"[ _-]?\d*)|homework|notebooks|nnlib"
)


@dataclass
class Class:
    """Files that are read by the same rows of the table."""

    folder: Folder
    rows: tuple
    told: dict  # path -> Told
    aside: dict = field(default_factory=dict)  # whole path -> the reason
    doubts: tuple = ()  # what may be a class and was not read as one


def classes_in(folder, only=None, depth=0):
    """All classes below a folder, as a list; `only` is the one row that is used."""
    aside = {} if folder.start else set_aside(folder.names)
    folder = folder._replace(names=tuple(n for n in folder.names if n not in aside))
    rows = _rows_for(folder) if only is None else (only,) * (only != FOLDERS)
    units = {} if only == FOLDERS or depth == DEEPEST else _units(folder, rows)
    inner, doubts = _classes_among(units, len(_loose(folder, rows)), only, depth)
    own = [name for name in folder.names if _first(name) not in inner]
    found = [_read(folder, rows, own)] if own or not inner else []
    for unit in inner:
        found += classes_in(units[unit], only, depth + 1)
    found[0].aside.update({folder.path(name): why for name, why in aside.items()})
    found[0].doubts += tuple(doubts)
    return found


def _read(folder, rows, names):
    """The class with these names, each told by the first row that it looks like."""
    told, aside = {}, {}
    all_rows = *rows, FOLDERS, FILES
    known = {row: row.owners(names, folder.texts) for row in rows if row.owners}
    for name in names:
        if row := next((r for r in rows if re.fullmatch(r.beside, name)), None):
            aside[folder.path(name)] = f"it belongs to {row.title}"
            continue
        found = (told_by(row, name, known.get(row)) for row in all_rows)
        if one := next(filter(None, found), None):
            told[name] = one
        elif not name.endswith("/"):
            aside[folder.path(name)] = (
                "it is neither a notebook nor in a student's folder"
            )
    return Class(folder, rows, told, aside)


def _rows_for(folder, only=None):
    """The rows of the table that explain what is in a folder, FOLDERS left out."""
    files = [name for name in folder.names if kind(name)] or folder.names
    flat = [name for name in files if "/" not in name]
    rows = [row for row in SHAPES if only in (None, row)]
    return tuple(row for row in rows if _explains(row, folder.names, files, flat))


def _explains(row, names, files, flat):
    if row.sign and not any(re.match(row.sign, name) for name in names):
        return False
    if not row.weak:
        return any(told_by(row, name) for name in files)
    explained = sum(told_by(row, name) is not None for name in flat)
    return 2 * explained >= max(len(flat), 1)


def _units(folder, rows):
    """What may be a class in a folder: folders and zips that no row explains."""
    units = {}
    for name in folder.names:
        first = _first(name)
        is_zip = kind(first) == ".zip" and first == name
        if first in units or not kind(name) or not (is_zip or "/" in name):
            continue
        if not any(
            told_by(row, name) or re.fullmatch(row.beside, name) for row in rows
        ):
            unit = folder.zip(first) if is_zip else folder.folder(first)
            units[first] = unit or Folder(None, "", ())
    return units


def _classes_among(units, loose, only=None, depth=0):
    """The units that are classes, in a list, and words on those that may be.

    `loose` is the number of notebooks beside them, each of a student.
    """
    looks = {unit: _look(folder, only, depth) for unit, folder in units.items()}
    sure = [unit for unit, look in looks.items() if look is True]
    likely = {unit: look for unit, look in looks.items() if look and look is not True}
    pairs = Counter(pair for look in likely.values() for pair in look)
    if len(likely) > 1 and 2 * sum(n > 1 for n in pairs.values()) >= len(pairs):
        likely = {}  # all have the same in them: so students sort their own files
    found = [unit for unit in units if unit in sure or unit in likely]
    if 2 * len(found) < len(units) + loose:
        return [], [f"{unit} looks like a whole class among students" for unit in sure]
    if likely:
        found += [u for u in units if u not in found and _holds_folders(units[u])]
    return found, []


def _look(folder, only, depth):
    """True for what only a platform makes; who has what, if like a class; or None."""
    folder = folder._replace(names=_some(folder.names))
    rows = _rows_for(folder, only)
    if any(row.exact and not row.weak for row in rows):
        return True
    files = [name for name in folder.names if kind(name)]
    if _loose(folder, rows):
        return None
    zips = [name for name in files if "/" not in name and not _told(name, rows)]
    in_zip = folder.storage and folder.storage.place.parts and not folder.start
    if zips and not in_zip:  # no student may hand in zips in a zip, but a class may
        return _look_inside(folder, rows, only, depth) if depth < DEEPEST else None
    students = {}
    for name in files:
        one = _told(name, (*rows, FOLDERS, FILES))
        students.setdefault(one.student, set()).add(_notebook(name))
    counts = Counter(notebook for has in students.values() for notebook in has)
    named = not any(TRIES.fullmatch(s) or number_in(s) for s in students)
    if named and max(counts.values(), default=0) > 1:
        return {(student, one) for student, has in students.items() for one in has}
    return _look_inside(folder, rows, only, depth) if depth < DEEPEST else None


def _some(names):
    """At most so many paths from all parts of a list, and empty folders: these tell."""
    if len(names) <= MOST_LOOKED_AT:
        return names
    empty = [name for name in names if name.endswith("/")][:MOST_LOOKED_AT]
    return tuple(sorted({*empty, *names[:: 1 + len(names) // MOST_LOOKED_AT]}))


def _look_inside(folder, rows, only, depth):
    """The same of a folder with classes in it."""
    units = _units(folder, rows)
    inner, _ = _classes_among(units, 0, only, depth + 1)
    if any(_look(units[unit], only, depth + 1) is True for unit in inner):
        return True
    return {(unit, "") for unit in inner} or None


def _told(name, rows):
    found = (told_by(row, name) for row in rows)
    return next(filter(None, found), None)


def _loose(folder, rows):
    """The notebooks that lie in no folder, and that no row explains."""
    flat = [name for name in folder.names if "/" not in name and kind(name)]
    return [n for n in flat if kind(n) != ".zip" and not _told(n, rows)]


def _notebook(name):
    """What a file is, by its name."""
    return number_in(name.rpartition("/")[2]) or kind(name)


def _holds_folders(folder):
    """Whether there are notebooks in it, and none but in folders."""
    files = [name for name in folder.names if kind(name)]
    return bool(files) and all("/" in name for name in files)


def _first(name):
    return name.partition("/")[0]
