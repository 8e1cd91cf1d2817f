"""All that was handed in, and in which shapes it was.

It is what the marking starts from, and what is said before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nnlib.course.marking.submissions.roster import alike
from nnlib.course.marking.visible import one_line


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
        chosen = (f"{one.student}: {words}" for one, words in self._chosen())
        yield from _listed("Several files of one notebook", chosen)
        yield from _listed("Missing, by the roster", self.missing)
        yield from _listed("Not on the roster", self.strangers)
        same = [" and ".join(map(repr, group)) for group in alike(students)]
        yield from _listed("Names that look alike, taken as different students", same)

    def _chosen(self):
        for one in self.submissions:
            if one.rivals:
                yield (
                    one,
                    f"the best of {len(one.rivals) + 1} files of {one.notebook:02}",
                )
            elif (one.student, one.notebook) in self.several and one.notebook:
                yield one, one.problems[-1]


MOST = 20  # lines of a list


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
