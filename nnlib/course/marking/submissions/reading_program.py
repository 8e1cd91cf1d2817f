"""The program that reads files of students, one after the other, and zips of them.

It is a process of its own, with a limit on its memory, so that it can be ended. It runs
no student's code.
"""

import gc
import json
import os
import pickle
import sys
from contextlib import suppress
from pathlib import PurePosixPath

from nnlib.course.marking.submissions.notebook_file import NotebookError, contents_of
from nnlib.course.marking.submissions.student_zips import Found, in_students_zip, kind

LARGE = "It took more than 1 GiB of memory to read."


def main(memory):
    """Read files from stdin until that ends, and write to stdout what is in them.

    `memory` is in bytes. First the released notebooks come, from our own side. Of each
    file comes a line with its path and size, and its bytes; what is said of it are
    lines with a path and the contents there, and a last one without.
    """
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed by mistake is no reply
    gc.disable()  # what JSON gives has no circles, and millions of parts
    released = pickle.load(inward)
    _limit(memory)
    _say(outward, None)
    for line in iter(inward.readline, b""):
        path, size = json.loads(line)
        for found in _files_in(PurePosixPath(path), inward.read(size)):
            _say(outward, (str(found.path), _contents(found, released)))
        gc.collect()  # what unpacked a zip may have circles
        _say(outward, None)


def _files_in(path, data):
    is_zip = kind(path) == ".zip"
    return in_students_zip(data, path) if is_zip else [Found(path, data)]


def _contents(found, released):
    """What is in a file, or the `error` that says why it was not read."""
    try:
        if found.problem:
            raise NotebookError(found.problem)
        return contents_of(found.data, found.path.name, released)
    except NotebookError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": LARGE}


def _say(outward, reply):
    outward.write(json.dumps(reply).encode() + b"\n")
    outward.flush()


def _limit(memory):
    """Bound the memory, on the systems that can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
