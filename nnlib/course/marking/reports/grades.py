"""The file `grades.csv`: a row for each student, with the total and each notebook.

With a roster the students who handed in nothing have a row, too.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from nnlib.course.marking.reports.marks_csv import table
from nnlib.course.marking.submissions.released import released

FROM_ROSTER = ("name", "email", "section")


@dataclass(frozen=True, eq=False)
class Person:
    """A student, by all texts that tell who it is, and by the platform's alone."""

    student: str
    row: dict  # of the roster
    names: tuple  # of the platforms
    shapes: tuple  # the names of these
    handed_in: bool


class Grades:
    """Points of a class, made result by result."""

    def __init__(self, numbers, roster):
        self._numbers, self._roster = numbers, roster
        self.names = {n: released()[n].name for n in numbers}
        self.points, self.late = defaultdict(Counter), Counter()
        self.waiting, self.of = set(), {}
        self._origins = dict.fromkeys(roster.ids, ())

    def note(self, student, group):
        """Note what is known of who a student is."""
        self._origins[student] = [marked.submission.origin for marked in group]

    def add(self, result):
        """Count a result."""
        if not result.notebook:
            return
        self.points[result.student][result.notebook] += result.counted
        self.of[result.notebook, result.exercise] = result.needed
        late = self.late[result.student], result.days_late or 0
        self.late[result.student] = max(late)
        if result.points is None:
            self.waiting.add(result.student)

    def people(self):
        """All students, in their order."""
        for student in sorted(self._origins):
            origins = self._origins[student]
            names = dict.fromkeys(name for one in origins for name in one.names)
            shapes = dict.fromkeys(one.shape for one in origins)
            row = self._roster.rows.get(student, {})
            handed_in = bool(origins)
            yield Person(student, row, (*names,), (*shapes,), handed_in)

    def total(self, student, number=None):
        """The points of a student, in a notebook or in all of them."""
        points = self.points[student]
        return round(points[self.names[number]] if number else points.total(), 2)

    def most(self, number=None):
        """The points of which all make 100 %."""
        name = self.names.get(number)
        return sum(of for (one, _), of in self.of.items() if name in (None, one))

    def write(self, path):
        """Write the table."""
        rows = self._roster.rows.values()
        known = [key for key in FROM_ROSTER if any(row.get(key) for row in rows)]
        columns = ["student", *known, "total", "of", "to_mark", "days_late"]
        with table(path, [*columns, *self.names.values()]) as add:
            for person in self.people():
                student = person.student
                add(
                    [
                        student,
                        *(person.row.get(key, "") for key in known),
                        self.total(student),
                        self.most(),
                        "yes" if student in self.waiting else "",
                        self.late[student] or None,
                        *(self.total(student, number) for number in self._numbers),
                    ]
                )
