"""Where files lie: a folder, or the zip of a whole class, looked into alike.

Links are not followed, and only what was handed in is read.
"""

import os
import stat
import threading
import zipfile
from collections import Counter
from contextlib import contextmanager, nullcontext, suppress
from io import BytesIO
from itertools import pairwise
from pathlib import Path, PurePosixPath

from nnlib.course.marking.submissions.not_marked import ENVIRONMENT, is_seen
from nnlib.course.marking.submissions.student_zips import (
    BROKEN,
    MOST_ENTRIES,
    Found,
    entries_of,
    has_more_entries,
    name_of,
    read_entry,
    read_on_disk,
)

LARGEST_CLASS = 200 * 2**20  # bytes of the zip of a class in another zip
HERE = PurePosixPath()
MOST_NAMES = 100_000  # in zips beside each other that are looked into
SMALLEST = 1000  # bytes of a file in a zip that has more than MOST_ENTRIES, on average


def storage_at(path):
    """The storage of a folder or a zip; raises `OSError` where it cannot be read."""
    if path.is_dir():
        return Disk(path)
    if not zipfile.is_zipfile(path):
        raise OSError(0, "it is neither a folder nor a zip")
    return ClassZip(lambda: open(path, "rb"))


class Storage:
    """What a folder and a zip have in common: zips in them that may be classes."""

    def __init__(self):
        self.names, self.problems = [], {}
        self._looked = Counter()  # names in zips, by the folder that these are in

    def zip(self, name):
        """The storage of a zip in it; None if none can be read, or after too many."""
        folder = name.partition("/")[0] if "/" in name else ""
        with suppress(OSError):
            if self._looked[folder] <= MOST_NAMES and (stream := self._stream_of(name)):
                found = ClassZip(stream, self.place / name)
                self._looked[folder] += len(found.names)
                return found
        return None


class Disk(Storage):
    """A folder on the disk. Its `names` are paths below it; an empty folder ends in /.

    `problems` has the paths that cannot be read, with the reason.
    """

    place = HERE

    def __init__(self, path):
        super().__init__()
        self._path = path
        for above, folders, files in os.walk(path, onerror=self._closed):
            self._list(above, folders, files)

    def _closed(self, error):
        if Path(error.filename) == self._path:
            raise error
        name = self._below(error.filename) + "/"
        self.names.append(name)
        self.problems[name] = f"The folder cannot be read: {error.strerror}."

    def _below(self, path):
        below = Path(path).relative_to(self._path).as_posix()
        return "" if below == "." else below

    def _list(self, above, folders, files):
        below = self._below(above)
        start = f"{below}/" if below else ""
        if ".git" in (*folders, *files):
            self.names.append(f"{start}.git/")
        if ENVIRONMENT in files:
            folders[:], files = [], [ENVIRONMENT]
        folders[:] = sorted(filter(is_seen, folders))
        files = sorted(filter(is_seen, files))
        self.names += [start + name for name in files]
        links = [name for name in folders if os.path.islink(os.path.join(above, name))]
        self.names += [f"{start}{name}/" for name in links]
        if start and not folders and not files:
            self.names.append(start)

    def texts(self, names, most):
        """The beginnings of files, as pairs of a name and a text; `most` bytes each."""
        for name in names:
            path = self._path / name
            try:
                if stat.S_ISREG(path.lstat().st_mode):
                    with path.open("rb") as file:
                        yield name, file.read(most).decode("utf-8", "replace")
            except OSError:
                continue  # it is read as if it were not there

    def _stream_of(self, name):
        path = self._path / name
        if path.is_symlink() or not path.is_file():
            return None
        return lambda: open(path, "rb")

    def opened(self):
        """A context with a function that gives the file with a name, as `Found`."""
        return nullcontext(self._file)

    def _file(self, name):
        place = PurePosixPath(name)
        if name in self.problems:
            return Found(place, problem=self.problems[name])
        try:
            return read_on_disk(self._path / name, place)
        except OSError as error:
            return Found(place, problem=f"The file cannot be read: {error.strerror}.")


class ClassZip(Storage):
    """The zip of a class, with the same names and methods as a `Disk`.

    `stream` opens its file; `place` is where the zip lies.
    """

    def __init__(self, stream, place=HERE):
        super().__init__()
        self._stream, self.place = stream, place
        with stream() as file:
            most = max(MOST_ENTRIES, file.seek(0, os.SEEK_END) // SMALLEST)
            if has_more_entries(file, most):
                raise OSError(0, f"it is a zip of more than {most} files")
        with self._archive() as archive:
            listed = [name_of(entry) for entry in archive.infolist()]
        gits = (name.partition("/.git/") for name in listed if "/.git/" in name)
        names = {*filter(is_seen, listed), *(f"{above}/.git/" for above, *_ in gits)}
        pairs = pairwise([*sorted(names), ""])
        self.names = [
            name
            for name, after in pairs
            if not (name.endswith("/") and after.startswith(name))  # it is not empty
        ]

    @contextmanager
    def _archive(self):
        with self._stream() as file:
            try:
                archive = zipfile.ZipFile(file)
            except BROKEN as error:
                raise OSError(0, "it is a damaged zip") from error
            with archive:
                yield archive

    def _data(self, names, most):
        """Pairs of a name and the first bytes of the file, one more than `most`."""
        wanted = set(names)
        with self._archive() as archive:
            for name, entry in entries_of(archive):
                if name in wanted:
                    try:
                        with archive.open(entry) as opened:
                            yield name, opened.read(most + 1)
                    except BROKEN:
                        continue  # it is read as if it were not there

    def texts(self, names, most):
        """The beginnings of files, as pairs of a name and a text; `most` bytes each."""
        for name, data in self._data(names, most):
            yield name, data[:most].decode("utf-8", "replace")

    def _stream_of(self, name):
        data = dict(self._data([name], LARGEST_CLASS)).get(name)
        if data is None or len(data) > LARGEST_CLASS:
            return None
        return lambda: BytesIO(data)

    @contextmanager
    def opened(self):
        """A context with a function that gives the file with a name, as `Found`."""
        with self._archive() as archive:
            entries, alone = dict(entries_of(archive)), threading.Lock()

            def file(name):
                with alone:  # an archive is not made for several threads
                    return read_entry(archive, name, entries[name], self.place)

            yield file
