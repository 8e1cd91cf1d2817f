"""The files that were handed in, one by one: from folders and from zips.

Nothing is unpacked to the disk, links are not followed, and sizes are those that come
out, not those that are written in a zip.
"""

import os
import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple

LARGEST = 10 * 2**20  # bytes of a notebook
LARGEST_ZIP = 20 * 2**20  # bytes of a student's zip
LARGEST_TOGETHER = 100 * 2**20  # bytes of all notebooks in a student's zip
MOST = 20  # notebooks in a student's zip
MOST_ENTRIES = 20_000  # files of any kind in a student's zip
ENTRY = b"PK\x01\x02"  # what the entry of each file in a zip begins with
SUFFIXES = (".ipynb", ".zip")
SKIPPED = ("__MACOSX", ".ipynb_checkpoints")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
BROKEN += (OSError, ValueError)


class Found(NamedTuple):
    """A notebook's file: where it lies, and its bytes, or why it cannot be read."""

    path: PurePosixPath  # below SUBMISSIONS; a zip counts as a folder
    data: bytes = b""
    problem: str = ""


def found(path):
    """All notebooks below a folder or in a zip, in the order of their names.

    Raises `OSError` where the folder or the zip itself cannot be read.
    """
    if path.is_dir():
        yield from _in_folder(path)
        return
    if not zipfile.is_zipfile(path):
        raise OSError(0, "it is neither a folder nor a zip")
    with open(path, "rb") as file:
        yield from _in_zip(file, PurePosixPath(), nested=True)


def kind(path):
    """The ending of a file's name, in small letters."""
    return path.suffix.lower()


def _in_folder(folder):
    closed = []  # folders in it that cannot be read
    for path in _files(folder, closed.append):
        place = _below(folder, path)
        try:
            yield from _opened(path, place)
        except OSError as error:
            yield Found(place, problem=f"The file cannot be read: {error.strerror}.")
    for error in closed:
        if Path(error.filename) == folder:
            raise error
        words = f"The folder cannot be read: {error.strerror}."
        yield Found(_below(folder, error.filename), problem=words)


def _files(folder, onerror):
    for above, folders, files in os.walk(folder, onerror=onerror):
        folders[:] = sorted(name for name in folders if _is_seen(name))
        for name in sorted(files):
            path = Path(above, name)
            if _is_seen(name) and kind(path) in SUFFIXES:
                yield path


def _below(folder, path):
    return PurePosixPath(Path(path).relative_to(folder).as_posix())


def _opened(path, place):
    if not stat.S_ISREG(path.lstat().st_mode):
        yield Found(place, problem="It is a link or not a file; only files are read.")
        return
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(file, "rb") as opened:
        if kind(path) == ".ipynb":
            yield _read(opened, place)
        elif os.fstat(opened.fileno()).st_size > LARGEST_ZIP:
            yield Found(place, problem="The zip is larger than 20 MB.")
        else:
            yield from _in_students_zip(opened.read(), place)


def _in_students_zip(data, place):
    """What is in a student's zip; its list of files is read only if it is short."""
    if data.count(ENTRY) > MOST_ENTRIES:
        yield Found(place, problem=f"The zip holds more than {MOST_ENTRIES} files.")
        return
    yield from _in_zip(BytesIO(data), place, nested=False)


def _in_zip(file, place, *, nested):
    """What is in a zip; the zips in it are opened too if it is the whole class's."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = sorted(filter(_is_wanted, archive.infolist()), key=_name)
            most = len(entries) if nested else MOST
            if entries[most:]:
                words = f"The zip holds {len(entries)} notebooks; {most} were read."
                yield Found(place, problem=f"{words} Hand in those of the course only.")
            together = 0
            for entry in entries[:most]:
                together += min(entry.file_size, LARGEST + 1)  # as much is read
                if together > LARGEST_TOGETHER and not nested:
                    words = "The zip holds more than 100 MB; this was not read."
                    yield Found(place / _name(entry), problem=words)
                    continue
                yield from _entry(archive, entry, place, nested)
    except BROKEN as error:
        if nested:
            raise OSError(0, "it is a damaged zip") from error
        yield Found(place, problem="The zip is damaged or has a password.")


def _entry(archive, entry, place, nested):
    path = PurePosixPath(_name(entry))
    if path.is_absolute() or ".." in path.parts:
        words = "The zip names a file outside of its folder; it was not read."
        yield Found(place / "(outside)" / path.name, problem=words)
        return
    if kind(path) == ".zip" and not nested:
        yield Found(place / path, problem="It is a zip in a zip: hand in one zip.")
        return
    try:
        with archive.open(entry) as opened:
            inner = _read(opened, place / path)
    except BROKEN:
        inner = Found(place / path, problem="The zip is damaged or has a password.")
    if kind(path) == ".zip" and not inner.problem:
        yield from _in_students_zip(inner.data, inner.path)
    else:
        yield inner


def _name(entry):
    return entry.filename.replace("\\", "/")


def _is_wanted(entry):
    path = PurePosixPath(_name(entry))
    return kind(path) in SUFFIXES and all(map(_is_seen, path.parts))


def _read(opened, place):
    data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Found(place, problem="It is larger than 10 MB. Were outputs cleared?")
    return Found(place, data)


def _is_seen(name):
    return name not in SKIPPED and (name == ".." or not name.startswith("."))
