"""Files written in one go: there is the old one or the new one, never a half.

A new file takes the old one's place when it is complete.
"""

import os
from contextlib import contextmanager


@contextmanager
def replacing(path):
    """Give the path of a new file, which takes the place of `path` at the end."""
    # programs that write the same file at the same time each have their own
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write(path, content):
    """Write a text or bytes, and the folder of the file where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    with replacing(path) as new:
        new.write_bytes(data)
