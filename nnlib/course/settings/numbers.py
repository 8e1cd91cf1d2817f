"""Numbers of notebooks as they are typed: 03, or 01-03 for all from 01 to 03.

They are the same in a terminal and in `course.toml`.
"""

import re

from nnlib.course.refusals import Refusal


def numbers_in(words, there):
    """The numbers that the words name, sorted; raises `Refusal` for what is not there.

    there  the numbers of the notebooks that there are
    """
    return tuple(sorted({n for word in words for n in _range(word, there)}))


def _range(word, there):
    found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", word)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    numbers = range(first, last + 1)
    if not numbers or not {*numbers} <= {*there}:
        known = ", ".join(f"{number:02}" for number in sorted(there))
        raise Refusal(
            f"a notebook needs a number such as 03, or 01-03 for several, of {known}; "
            f"got {word[:40]}."
        )
    return numbers
