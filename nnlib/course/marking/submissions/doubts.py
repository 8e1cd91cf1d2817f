"""What in a reading looks as if the wrong shape was taken, in words.

A marking does not begin before the instructor has said what it is.
"""

import re
from pathlib import PurePosixPath

from nnlib.course.marking.submissions.released import number_in, released

MANY = 5  # folders in which one student has the same notebook


def doubts_about(classes, attempts, students, roster):
    """The doubts as sentences, without those that the platform's names exclude."""
    doubts = [f"{doubt}." for each in classes for doubt in each.doubts]
    loose = [one for one in attempts if not one.told.shape.exact]
    doubts += _scattered(loose)
    named = sorted({one.student for one in loose if number_in(one.student)})
    if named[1:]:
        doubts.append(f"Students have names of notebooks: {', '.join(named[:3])}.")
    strangers = [student for student in students if student not in roster.ids]
    if roster.ids and 2 * len(strangers) > len(students):
        doubts.append(
            f"Of {len(students)} students {len(strangers)} are not on the roster."
        )
    return tuple(doubts)


def _scattered(attempts):
    """Of students with one notebook in many folders, as a class has it."""
    folders = {}
    for one in attempts:
        if not one.told.counted and one.submission.notebook:
            key = one.student, one.submission.notebook
            above = PurePosixPath(one.submission.path).parent
            folders.setdefault(key, set()).add(_without_tries(str(above)))
    for (student, number), those in folders.items():
        if len(those) >= MANY:
            name = released()[number].name
            yield f"{student} has {name} in {len(those)} folders."


def _without_tries(path):
    """The path, the same for `attempt 1` and `attempt 2`."""
    return re.sub(r"(?i)((attempt|try|version|versuch|v)[ _-]?)\d+", r"\1", path)
