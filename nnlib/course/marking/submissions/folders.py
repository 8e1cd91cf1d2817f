"""A folder of what was handed in, on the disk or in a zip, by the paths in it.

Of what lies there the names alone are known, and the beginning of a text.
"""

from typing import NamedTuple


class Folder(NamedTuple):
    """A folder on a storage: `names` are the paths in it, which lies at `start`."""

    storage: object
    start: str
    names: tuple

    def folder(self, first):
        """The folder `first` in it."""
        start = f"{first}/"
        inside = (n[len(start) :] for n in self.names if n.startswith(start))
        return Folder(self.storage, self.start + start, tuple(filter(None, inside)))

    def zip(self, name):
        """What is in the zip `name`; None if it cannot be read."""
        storage = self.storage.zip(self.start + name)
        return storage and whole(storage)

    def path(self, name=""):
        """Where a file in it lies, below SUBMISSIONS."""
        return str(self.storage.place / self.start / name)

    def texts(self, names, most):
        """The beginnings of files in it: a dictionary from name to text."""
        found = self.storage.texts([self.start + name for name in names], most)
        return {name[len(self.start) :]: text for name, text in found}


def whole(storage):
    """All that is on a storage."""
    return Folder(storage, "", tuple(storage.names))
