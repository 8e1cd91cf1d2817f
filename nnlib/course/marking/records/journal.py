"""The journal of a marking: a line per marked submission, safe on the disk at once.

Killed at any moment, the next run goes on where this one stopped. Of two lines for the
same notebook of a student the last one counts.
"""

import hashlib
import json
import os
import secrets
from contextlib import contextmanager
from itertools import groupby

from nnlib.atomic_write import replacing
from nnlib.course.marking.records.locks import locked, private_files
from nnlib.course.marking.records.marked_submission import digest_of, from_plain, key_of
from nnlib.course.marking.records.names import JOURNAL
from nnlib.course.refusals import Refusal


class Journal:
    """The marks of a class in the file `path`; `with` closes it.

    Only the places of the lines are kept in memory.
    """

    def __init__(self, path, seed, versions):
        self.path, self.seed, self._versions = path, seed, versions
        self._places = {}  # key -> place of its last line, digest, whether it is done
        self.damaged = 0  # lines that are left out
        self._file = path.open("r+b")
        try:
            self._read()
        except (TypeError, KeyError, ValueError) as error:  # whole, and yet unknown
            self._file.close()
            raise Refusal(
                f"{path} is of another version of nnlib: go on with that one, or mark "
                "again with another --out."
            ) from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def __iter__(self):
        """All that is marked, in the order of students and notebooks."""
        for key in sorted(self._places):
            yield self.entry(key)

    def by_student(self):
        """The same in groups: pairs of a student and a list."""
        for student, group in groupby(self, lambda marked: marked.submission.student):
            yield student, list(group)

    def _read(self):
        place = 0
        for line in self._file:
            if line.endswith(b"\n"):
                entry = entry_in(line)
                self.damaged += entry is None
                self._note(entry, place)
                place += len(line)
        self._file.truncate(place)  # a last line that was cut off

    @property
    def keys(self):
        """The pairs of a student and the number of a notebook."""
        return sorted(self._places)

    def holds(self, submission, touching=()):
        """Whether this very submission is marked, by the exercises as they are.

        touching  what else its marks depend on
        """
        _, digest, done = self._places.get(key_of(submission), (0, "", False))
        return done and digest == digest_of(submission, touching)

    def entry(self, key):
        """What is marked for a key; raises KeyError without any."""
        self._file.seek(self._places[key][0])
        return from_plain(entry_in(self._file.readline())["marked"])

    def append(self, marked):
        """Add a marked submission; when this returns, it is on the disk."""
        self._append({"marked": marked.plain()})

    def forget(self, key):
        """Leave out from now on what the journal says of a key."""
        self._append({"forgotten": key})

    def _append(self, entry):
        place = self._file.seek(0, os.SEEK_END)
        _write_through(self._file, entry)
        self._note(entry, place)

    def _note(self, entry, place):
        match entry:
            case {"marked": plain}:
                marked = from_plain(plain)
                done = not marked.failure and marked.versions == self._versions
                self._places[key_of(marked.submission)] = place, marked.digest, done
            case {"forgotten": (student, number)}:
                self._places.pop((student, number), None)


@contextmanager
def open_journal(folder, seed, versions, *, resume):
    """Begin the journal of a folder, or with `resume` go on with the one that is there.

    Without `seed` the seed is the journal's, or a secret one. No other marking works in
    the folder meanwhile, and no other user can read what is written.
    """
    if resume and not (folder / JOURNAL).exists():
        raise Refusal(
            f"--resume needs a folder with marks; there is no journal in {folder}. "
            "Leave --resume out to begin."
        )
    with (
        private_files(),
        locked(folder),
        Journal(*_begun(folder, seed, resume=resume), versions) as journal,
    ):
        yield journal


def seed_of(folder):
    """The seed of the marks in a folder; None where there are none."""
    try:
        with (folder / JOURNAL).open("rb") as file:
            return (entry_in(file.readline()) or {}).get("seed")
    except OSError:
        return None


def _begun(folder, seed, *, resume):
    """The path of a journal with a first line, and the seed in that."""
    path = folder / JOURNAL
    if path.exists() and not resume:
        raise Refusal(
            f"{folder} holds marks already: add --resume to go on with them, or give "
            "another --out."
        )
    if not path.exists():
        first = {"seed": secrets.randbits(128) if seed is None else seed}
        with replacing(path) as new, new.open("wb") as file:
            _write_through(file, first)
    kept = seed_of(folder)
    if kept is None:
        raise Refusal(
            f"{path} is damaged in its first line: move it away and mark again without "
            "--resume."
        )
    if seed not in (None, kept):
        raise Refusal(
            f"--seed needs the seed of these marks, {kept}; got {seed}. Leave it out, "
            "or give another --out."
        )
    return path, kept


def _write_through(file, entry):
    """Write the line for an entry; when this returns, it is on the disk."""
    file.write(line_for(entry))
    file.flush()
    os.fsync(file.fileno())


def line_for(entry):
    """The line for an entry, with a checksum."""
    content = {"checksum": _checksum(entry), "entry": entry}
    return json.dumps(content).encode() + b"\n"


def entry_in(line):
    """The entry of a line; None if it is torn or was changed."""
    try:
        content = json.loads(line)
        checksum, entry = content["checksum"], content["entry"]
    except (ValueError, TypeError, KeyError):
        return None
    return entry if checksum == _checksum(entry) else None


def _checksum(entry):
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:16]
