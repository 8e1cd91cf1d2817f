"""Print what hostile hand-ins cost a class: `python -m tests.benchmarks.hostile`.

The class is marked once without and once with students who hand in many zips that take
long to read: zip bombs, lists in lists, and cells that all have the same id.
"""

import argparse
import functools
import json
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path

from tests.benchmarks.__main__ import machine
from tests.benchmarks.marking import hand_in, mark

MOST = 20  # notebooks that are read of a zip
SIZE = 10 * 2**20 - 100  # bytes of a notebook that is just read
CELL = {"cell_type": "code", "id": "answer-1-1", "source": "def forward(X, W1, W2): 0"}


def main():
    """Mark a class without and with hostile students; print the seconds of both."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hostile")
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--hostile", type=int, default=5, help="students besides")
    parser.add_argument("--zips", type=int, default=30, help="of each of these")
    parser.add_argument("--dry-run", action="store_true", help="read, mark nothing")
    arguments = parser.parse_args()
    options = ["--dry-run"] if arguments.dry_run else []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for number in range(arguments.students):
            hand_in(folder / "submitted" / f"student_{number}")
        without = seconds(folder, "without", *options)
        for number in range(arguments.hostile):
            hand_in_zips(folder / "submitted" / f"hostile_{number}", arguments.zips)
        together = seconds(folder, "together", *options)
    print(f"{machine()}\n\nSeconds for {arguments.students} students: {without:.1f}")
    print(f"With {arguments.hostile} hostile ones, {arguments.zips} zips each:", end="")
    print(f" {together:.1f}, {together - without:.1f} more")


def seconds(folder, out, *options):
    """The seconds that the command takes for all that was handed in."""
    begun = time.perf_counter()
    mark(folder, "--out", out, *options)
    return time.perf_counter() - begun


def hand_in_zips(folder, count):
    """Write zips of each kind in turn as one student's."""
    folder.mkdir(exist_ok=True)
    kinds = zips()
    for number in range(count):
        (folder / f"{number:02}.zip").write_bytes(kinds[number % len(kinds)])


@functools.cache
def zips():
    """A zip of each kind: long to unpack, long to read, or with a long list of files.

    It has as many copies of a notebook as are read of a zip.
    """
    nested = b"[" * 400 + b"]" * 400
    lists = (nested + b",") * (SIZE // len(nested) - 2) + nested
    kinds = [
        bytes(SIZE),
        b'{"cells": [' + lists + b"]}",
        json.dumps({"cells": [CELL] * 120_000}).encode(),
        json.dumps({"cells": [CELL] * 20_000}).encode(),
    ]
    names = [f"{number:02}.ipynb" for number in range(MOST)]
    found = [zipped(dict.fromkeys(names, data)) for data in kinds]
    return *found, zipped({f"a/b/{n}.ipynb": b"" for n in range(20_000)})


def zipped(files):
    """A zip with these files: a dictionary from name to bytes."""
    kept = BytesIO()
    how = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": 1}
    with zipfile.ZipFile(kept, "w", **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return kept.getvalue()


if __name__ == "__main__":
    main()
