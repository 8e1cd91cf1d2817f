"""Where files lie: a folder, or the zip of a whole class, looked into alike.

Links are not followed, and only what was handed in is read.
"""

import os
import stat
import zipfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

from nnlib.course.marking.submissions.archives import (
    BROKEN,
    LARGEST_ZIP,
    MOST_ENTRIES,
    Found,
    entries_of,
    has_more_entries,
    in_students_zip,
    kind,
    name_of,
    read_entry,
    read_file,
)
from nnlib.course.marking.submissions.aside import ENVIRONMENT, is_seen

LARGEST_CLASS = 200 * 2**20  # bytes of the zip of a class in another zip
HERE = PurePosixPath()
SMALLEST = 1000  # bytes of a file in a zip that has more than MOST_ENTRIES, on average


def shelf_of(path):
    """The shelf of a folder or a zip; raises `OSError` where it cannot be read."""
    if path.is_dir():
        return Folder(path)
    if not zipfile.is_zipfile(path):
        raise OSError(0, "it is neither a folder nor a zip")
    return Zip(lambda: open(path, "rb"))


class Folder:
    """A folder on the disk. Its `names` are paths below it; an empty folder ends in /.

    `problems` has the paths that cannot be read, with the reason.
    """

    place = HERE

    def __init__(self, path):
        self._path, self.names, self.problems = path, [], {}
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

    def zip(self, name):
        """The shelf of a zip in it; None if it is none that can be read."""
        path = self._path / name
        if path.is_symlink() or not path.is_file():
            return None
        return _shelf_or_none(lambda: open(path, "rb"), PurePosixPath(name))

    def read(self, names):
        """The notebooks among these files and in students' zips, as `Found`."""
        for name in sorted(names):
            place = PurePosixPath(name)
            if name in self.problems:
                yield Found(place, problem=self.problems[name])
            elif kind(name):
                try:
                    yield from _opened(self._path / name, place)
                except OSError as error:
                    words = f"The file cannot be read: {error.strerror}."
                    yield Found(place, problem=words)


def _opened(path, place):
    if not stat.S_ISREG(path.lstat().st_mode):
        yield Found(place, problem="It is a link or not a file; only files are read.")
        return
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(file, "rb") as opened:
        if kind(path) != ".zip":
            yield read_file(opened, place)
        elif os.fstat(opened.fileno()).st_size > LARGEST_ZIP:
            yield Found(place, problem="The zip is larger than 20 MB.")
        else:
            yield from in_students_zip(opened.read(), place)


class Zip:
    """The zip of a class, with the same names and methods as a `Folder`.

    `opened` opens its file; `place` is where the zip lies.
    """

    def __init__(self, opened, place=HERE):
        self._opened, self.place = opened, place
        with opened() as file:
            most = max(MOST_ENTRIES, file.seek(0, os.SEEK_END) // SMALLEST)
            if has_more_entries(file, most):
                raise OSError(0, f"it is a zip of more than {most} files")
        with self._archive() as archive:
            names = {name for name, _ in entries_of(archive)}
            gits = (name_of(e).partition("/.git/") for e in archive.infolist())
            names |= {f"{above}/.git/" for above, git, _ in gits if git}
        above = {f"{p}/" for name in names for p in PurePosixPath(name).parents}
        self.names = sorted(names - above)

    @contextmanager
    def _archive(self):
        with self._opened() as file:
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

    def zip(self, name):
        """The shelf of a zip in it; None if it is none that can be read."""
        data = dict(self._data([name], LARGEST_CLASS)).get(name)
        if data is None or len(data) > LARGEST_CLASS:
            return None
        return _shelf_or_none(lambda: BytesIO(data), self.place / name)

    def read(self, names):
        """The notebooks among these files and in students' zips, as `Found`."""
        wanted = set(names)
        with self._archive() as archive:
            for name, entry in entries_of(archive):
                if name not in wanted or not kind(name):
                    continue
                found = read_entry(archive, name, entry, self.place)
                if kind(name) == ".zip" and not found.problem:
                    yield from in_students_zip(found.data, found.path)
                else:
                    yield found


def _shelf_or_none(opened, place):
    try:
        return Zip(opened, place)
    except OSError:
        return None
