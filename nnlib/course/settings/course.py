"""The settings of a course, as one object that all readers of points and dates take.

It says what an exercise counts, what is due when, and what lateness costs.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from nnlib.course.settings.dates import days_late, read_moment
from nnlib.course.settings.declared import declared
from nnlib.exercises.worth import FILE, Worth

NONE, PER_DAY, ZERO = "none", "per day", "zero"
SECONDS = 10


class Late(NamedTuple):
    """What is done about what comes late."""

    policy: str = NONE
    percent: float = 0  # of the points that it got, for each day that has begun
    grace: timedelta = timedelta()


NOTHING_OFF = Late()


class Lateness(NamedTuple):
    """When something came, how late that is, and which share of its points counts."""

    handed_in: str = ""  # with whose date it is
    days: int = 0
    share: float = 1.0
    unknown: bool = False  # it was due, and nobody says when it came


@dataclass(frozen=True, eq=False)
class Course:
    """The settings; each has a default, with which the course is as it is."""

    name: str = ""
    zone: ZoneInfo | None = None
    notebooks: tuple | None = None  # the numbers; None for all that there are
    worths: dict = field(default_factory=dict)  # id -> Worth, where it is changed
    due: dict = field(default_factory=dict)  # number -> moment
    late: Late = NOTHING_OFF
    extensions: dict = field(default_factory=dict)  # student -> {number: moment}
    attempt: str | None = None
    seconds: dict = field(default_factory=dict)  # id -> seconds, where changed
    roster: Path | None = None

    @property
    def numbers(self):
        """The numbers of the notebooks that the course has."""
        there = declared()
        return tuple(n for n in there if self.notebooks is None or n in self.notebooks)

    def worth(self, id, points=0):
        """The `Worth` of an exercise or a written question.

        points  what it counts if the notebooks do not say it
        """
        for worths in (self.worths, *declared().values()):
            if id in worths:
                return worths[id]
        return Worth(points)

    def with_points(self, verdict):
        """The verdict with the points of the course."""
        return replace(verdict, of=self.worth(verdict.id, verdict.of).points)

    def seconds_for(self, id):
        """How long an answer may take; None where that is as usual."""
        return self.seconds.get(id, self.seconds.get("all"))

    def due_for(self, student, number):
        """When a student has to hand in a notebook; None if at any time."""
        extended = self.extensions.get(student, {}).get(number)
        return extended or self.due.get(number)

    def lateness(self, submission):
        """The `Lateness` of what a student handed in."""
        origin, number = submission.origin, submission.notebook
        handed_in = read_moment(origin.handed_in, self.zone)
        due = self.due_for(submission.student, number)
        words = origin.handed_in.replace("T", " ")
        if handed_in and self.zone:
            words = handed_in.astimezone(self.zone).isoformat(" ", "seconds")
        words = f"{words}, by {origin.dated_by}" if words else ""
        if due is None:
            return Lateness(words)
        if handed_in is None:
            return Lateness(words, unknown=True)
        days = days_late(handed_in, due, self.late.grace, self.zone)
        return Lateness(words, days, self._share(days))

    def points(self, submission, marks):
        """What all answers of a submission count, with what lateness costs."""
        points = sum(self.with_points(verdict).points for verdict in marks.verdicts)
        return round(points * self.lateness(submission).share, 2)

    def _share(self, days):
        if not days or self.late.policy == NONE:
            return 1.0
        if self.late.policy == ZERO:
            return 0.0
        return max(0.0, 1 - self.late.percent * days / 100)

    def touching(self, submission):
        """All settings that the marking of a submission depends on, as plain data.

        After a change of one of them it is marked again.
        """
        worths = declared().get(submission.notebook, {})
        seconds = {id: self.seconds_for(id) or SECONDS for id in worths}
        seconds = {id: n for id, n in seconds.items() if n != SECONDS}
        found = {"seconds": seconds} if seconds else {}
        if submission.rivals:  # which of them is the best is decided by points
            changed = {id: w for id, w in self.worths.items() if id in worths}
            due = self.due_for(submission.student, submission.notebook)
            ranking = *sorted(changed.items()), str(due) if due else ""
            if any(ranking):
                found["ranking"] = [*ranking, str(self.late)]
        return found

    def files_for_students(self):
        """The file `points.json` as a pair of name and bytes; () if all is as usual.

        It names all notebooks of the course, whichever are handed out today.
        """
        ids = {id for number in self.numbers for id in declared()[number]}
        points = {id: list(w) for id, w in self.worths.items() if id in ids}
        if not points and self.numbers == (*declared(),):
            return ()
        content = {"notebooks": list(self.numbers), "points": points}
        return ((FILE, (json.dumps(content, indent=1) + "\n").encode()),)


AS_IT_IS = Course()
