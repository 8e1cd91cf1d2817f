"""What was handed out together: `release` notes it beside the settings.

So `mark` knows of a notebook that nobody handed in.
"""

import json

from nnlib.atomic_write import write
from nnlib.course.settings import current

NAME = "released.json"


def note(numbers):
    """Note that notebooks with these numbers were handed out together."""
    write(_file(), json.dumps([*_noted(), list(numbers)]) + "\n")


def with_those_beside(numbers):
    """The numbers and those of what was last handed out with one of them, sorted."""
    course, found = {*current.current().numbers}, {*numbers}
    for number in numbers:
        beside = [one for one in _noted() if number in one]
        found |= {*beside[-1]} if beside else set()
    return sorted(found & (course | {*numbers}))


def _file():
    return current.FILE.with_name(NAME)


def _noted():
    try:
        noted = json.loads(_file().read_text("utf-8"))
        return [[int(number) for number in one] for one in noted]
    except (OSError, ValueError, TypeError):
        return []
