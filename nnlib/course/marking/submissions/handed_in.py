"""All that was handed in, in which shapes it was, and what looks wrong about that.

It is what the marking starts from, and what is said before it. Where it looks wrong, a
marking does not begin before the instructor has said what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from nnlib.course.marking.submissions.released import number_in, released
from nnlib.course.marking.submissions.students import alike
from nnlib.course.marking.visible import one_line

MOST = 20  # lines of a list
MANY = 5  # folders in which one student has the same notebook


@dataclass
class HandedIn(Sequence):
    """The submissions, in the order of students and notebooks."""

    submissions: list
    shapes: dict = field(default_factory=dict)  # title of a shape -> its students
    aside: dict = field(default_factory=dict)  # path -> why it is not read
    several: set = field(default_factory=set)  # (student, notebook) with more files
    doubts: tuple = ()  # why the reading may be wrong
    missing: tuple = ()  # of the roster
    strangers: tuple = ()  # students who are not on the roster

    def __len__(self):
        return len(self.submissions)

    def __getitem__(self, place):
        return self.submissions[place]

    def __str__(self):
        return "\n".join(self._lines())

    def _lines(self):
        students = {one.student for one in self.submissions}
        notebooks = sum(one.notebook is not None for one in self.submissions)
        yield f"Handed in by {len(students)}: {_counted(notebooks, 'notebook')}"
        for title, those in self.shapes.items():
            yield f"  read as {title}: {_counted(len(those), 'student')}"
        yield from _listed("Left aside", _by_reason(self.aside))
        yield from _listed("Several files of one notebook", self._chosen())
        yield from _listed("Missing, by the roster", self.missing)
        yield from _listed("Not on the roster", self.strangers)
        same = [" and ".join(map(repr, group)) for group in alike(students)]
        yield from _listed("Names that look alike, taken as different students", same)

    def _chosen(self):
        for one in self.submissions:
            if one.rivals:
                count = len(one.rivals) + 1
                yield f"{one.student}: the best of {count} files of {one.notebook:02}"
            elif (one.student, one.notebook) in self.several and one.notebook:
                yield f"{one.student}: {one.problems[-1]}"


def _listed(title, lines):
    lines = list(lines)
    if lines:
        yield f"{title}: {len(lines)}"
        yield from (f"  {one_line(line)}" for line in lines[:MOST])
    if lines[MOST:]:
        yield f"  and {len(lines) - MOST} more"


def _by_reason(aside):
    """A line for each reason, with a few of the paths."""
    reasons = {}
    for path, reason in aside.items():
        reasons.setdefault(reason, []).append(path)
    for reason, paths in reasons.items():
        rest = f" and {len(paths) - 3} more" if paths[3:] else ""
        yield f"{', '.join(paths[:3])}{rest}: {reason}"


def _counted(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"


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
