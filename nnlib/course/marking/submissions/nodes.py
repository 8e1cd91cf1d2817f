"""A folder of what was handed in, on the disk or in a zip, by the paths in it.

Of what lies there the names alone are known, and the beginning of a text.
"""

from typing import NamedTuple


class Node(NamedTuple):
    """A folder on a shelf: `names` are the paths in it, which lies at `start`."""

    shelf: object
    start: str
    names: tuple

    def folder(self, first):
        """The folder `first` in it."""
        start = f"{first}/"
        inside = (n[len(start) :] for n in self.names if n.startswith(start))
        return Node(self.shelf, self.start + start, tuple(filter(None, inside)))

    def zip(self, name):
        """What is in the zip `name`; None if it cannot be read."""
        shelf = self.shelf.zip(self.start + name)
        return shelf and node_of(shelf)

    def path(self, name=""):
        """Where a file in it lies, below SUBMISSIONS."""
        return str(self.shelf.place / self.start / name)

    def texts(self, names, most):
        """The beginnings of files in it: a dictionary from name to text."""
        found = self.shelf.texts([self.start + name for name in names], most)
        return {name[len(self.start) :]: text for name, text in found}


def node_of(shelf):
    """All that is on a shelf."""
    return Node(shelf, "", tuple(shelf.names))
