"""The program that reads notebooks, one after the other, under a limit on its memory.

It is a process of its own, so that it can be ended. It runs no student's code.
"""

import gc
import json
import os
import pickle
import struct
import sys
from contextlib import suppress

from nnlib.course.marking.submissions.contents import contents_of
from nnlib.course.marking.submissions.notebook_file import NotebookError

NO_NUMBER = -1
QUESTION = struct.Struct("<qq")  # the size of a file, and the number of its notebook
REPLY = struct.Struct("<q")  # the size of what comes back
LARGE = "It took more than 1 GiB of memory to read."


def main(memory):
    """Read notebooks from stdin until that ends, and write to stdout what is in them.

    `memory` is in bytes. First the released notebooks come, from our own side.
    """
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed by mistake is no reply
    gc.disable()  # what JSON gives has no circles, and millions of parts
    released = pickle.load(inward)
    _limit(memory)
    _reply(outward, {})
    while head := inward.read(QUESTION.size):
        size, number = QUESTION.unpack(head)
        try:
            found = contents_of(inward.read(size), _none(number), released)
        except NotebookError as error:
            found = {"error": str(error)}
        except MemoryError:
            found = {"error": LARGE}
        _reply(outward, found)


def _reply(outward, found):
    body = json.dumps(found).encode()
    outward.write(REPLY.pack(len(body)) + body)
    outward.flush()


def _none(number):
    return None if number == NO_NUMBER else number


def _limit(memory):
    """Bound the memory, on the systems that can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
