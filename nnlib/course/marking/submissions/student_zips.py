"""The notebooks in the zips that students hand in, within limits.

Nothing is unpacked to the disk, and sizes are those that come out, not those that are
written in a zip.
"""

import os
import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from nnlib.course.marking.submissions.file_dates import moment_of, moment_on_disk
from nnlib.course.marking.submissions.not_marked import SOLVED_ALONE, is_seen, set_aside

LARGEST = 10 * 2**20  # bytes of a notebook
LARGEST_ZIP = 20 * 2**20  # bytes of a student's zip
LARGEST_TOGETHER = 100 * 2**20  # bytes of all notebooks in a student's zip
MOST = 40  # notebooks in a student's zip: what was there before updates, too
MOST_ENTRIES = 20_000  # files of any kind in a student's zip
ENTRY = b"PK\x01\x02"  # what the entry of each file in a zip begins with
# Browsers and editors save notebooks under the last two, too.
NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")
SUFFIXES = (*NOTEBOOKS, ".zip")
DEEPEST = 50  # folders in folders in a zip
UTF_8 = 0x800  # the flag of a name in a zip
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
BROKEN += (OSError, ValueError)
DAMAGED = "The zip is damaged or has a password."
LARGE_NOTEBOOK = "It is larger than 10 MB. Were outputs cleared?"
LARGE_FILES = {".zip": (LARGEST_ZIP, "The zip is larger than 20 MB.")}
OUTSIDE = "The zip names a file outside of its folder, or too deep; it was not read."


class Found(NamedTuple):
    """A notebook's file: where it lies, and its bytes, or why it cannot be read."""

    path: PurePosixPath  # below SUBMISSIONS; a zip counts as a folder
    data: bytes = b""
    problem: str = ""
    moment: str = ""  # when it was last changed, in ISO form


def kind(path):
    """The ending of a file's name that says what it is, in small letters; else ""."""
    name = str(path).lower()
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


def entries_of(archive):
    """The entries of a zip that can be seen: pairs of the name and the entry."""
    pairs = [(name_of(entry), entry) for entry in archive.infolist()]
    return sorted((p for p in pairs if is_seen(p[0])), key=lambda pair: pair[0])


def name_of(entry):
    """The name; old programs write UTF-8 and do not say so."""
    name = entry.filename
    if not entry.flag_bits & UTF_8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.parts[DEEPEST:]:
        return f"(outside)/{path.name}"
    return f"{path}/" if name.endswith(("/", "\\")) else str(path)


def has_more_entries(file, most):
    """Whether an open zip has more entries, without reading its list of them."""
    count, last = file.seek(0), b""
    while chunk := file.read(2**20):
        count += (last + chunk).count(ENTRY)
        last = chunk[-len(ENTRY) + 1 :]
        if count > most:
            return True
    return False


def in_students_zip(data, place):
    """The notebooks in the zip that a student handed in, as `Found`."""
    if data.count(ENTRY) > MOST_ENTRIES:
        yield Found(place, problem=f"The zip holds more than {MOST_ENTRIES} files.")
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from _notebooks_in(archive, place)
    except BROKEN:
        yield Found(place, problem=DAMAGED)


def _notebooks_in(archive, place):
    pairs = entries_of(archive)
    aside = set_aside([name for name, _ in pairs])
    wanted = [(name, entry) for name, entry in pairs if kind(name)]
    pairs = [pair for pair in wanted if pair[0] not in aside]
    if wanted and not pairs:
        yield Found(place, problem=SOLVED_ALONE)
    if pairs[MOST:]:
        words = f"The zip holds {len(pairs)} notebooks; {MOST} were read."
        yield Found(place, problem=f"{words} Hand in those of the course only.")
    together = 0
    for name, entry in pairs[:MOST]:
        together += min(entry.file_size, LARGEST + 1)  # as much is read
        if together > LARGEST_TOGETHER:
            words = "The zip holds more than 100 MB; this was not read."
            yield Found(place / name, problem=words)
        elif kind(name) == ".zip":
            yield Found(place / name, problem="It is a zip in a zip: hand in one zip.")
        else:
            yield read_entry(archive, name, entry, place)


def read_entry(archive, name, entry, place):
    """An entry of a zip, within the limit of its kind."""
    path = place / name
    if name.startswith("(outside)/"):
        return Found(path, problem=OUTSIDE)
    try:
        with archive.open(entry) as opened:
            return read_file(opened, path)._replace(moment=moment_of(entry))
    except BROKEN:
        return Found(path, problem=DAMAGED)


def read_file(opened, place):
    """An open file, within the limit of its kind."""
    most, words = LARGE_FILES.get(kind(place), (LARGEST, LARGE_NOTEBOOK))
    data = opened.read(most + 1)
    return Found(place, problem=words) if len(data) > most else Found(place, data)


def read_on_disk(path, place):
    """A file on the disk, within the limit of its kind; raises `OSError`."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return Found(place, problem="It is a link or not a file; only files are read.")
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(file, "rb") as opened:
        return read_file(opened, place)._replace(moment=moment_on_disk(path))
