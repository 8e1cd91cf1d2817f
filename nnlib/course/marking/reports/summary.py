"""What came out for the class: how many, the points, the most frequent mistakes.

The names of the mistakes are those that the checks give.
"""

import re
import statistics
from collections import Counter
from textwrap import shorten

import numpy as np

from nnlib.course.marking.records.results import TO_MARK
from nnlib.course.marking.visible import one_line
from nnlib.exercises.statuses import WRONG
from nnlib.plotting.figures import as_svg, describe, styled

MOST, LONGEST = 10, 100  # mistakes that are listed, and letters of each
CASE = re.compile("In the case “.*?”: ")
NUMBERS = "What came:"  # so begins what is said of a mistake without a name


class Summary:
    """Counts of a class, made result by result."""

    def __init__(self):
        self.points, self.of, self.late = Counter(), {}, set()
        self.statuses, self.mistakes = Counter(), Counter()

    def add(self, result):
        """Count a result."""
        self.points[result.student] += result.counted
        if not result.notebook:
            return
        self.of[result.notebook, result.exercise] = result.needed
        if result.days_late:
            self.late.add((result.student, result.notebook))
        self.statuses[result.status] += 1
        if result.status == WRONG:
            self.mistakes[result.exercise, _shown(result.message)] += 1

    def __str__(self):
        points = self.points.values()
        statuses = (f"{n} {status}" for status, n in self.statuses.most_common())
        lines = [
            f"Students: {len(points)}",
            f"Answers: {', '.join(statuses)}",
            f"Points: mean {statistics.mean(points):.2f}, "
            f"median {statistics.median(points):.2f} of {self.most:g}{self._waiting()}",
        ]
        if self.late:
            lines.append(f"Late notebooks: {len(self.late)}")
        if self.mistakes:
            lines.append("Most frequent mistakes:")
        for (exercise, message), n in self.mistakes.most_common(MOST):
            lines.append(f"{n:5}  {exercise}  {message}")
        return "\n".join(lines)

    def _waiting(self):
        n = self.statuses[TO_MARK]
        return f"; still to be marked by hand, here with 0 points: {n}" if n else ""

    @property
    def most(self):
        """The points that a student can get."""
        return sum(self.of.values())

    def picture(self):
        """The histogram of the points, as SVG with its description."""
        return as_svg(draw_points(list(self.points.values()), self.most))


@styled()
def draw_points(points, most, *, ax=None):
    """Draw how many students have how many points, in ten steps from 0 to `most`."""
    edges = np.linspace(0, max(most, *points, 1), 11)
    counts, _ = np.histogram(points, edges)
    ax.bar(edges[:-1], counts, np.diff(edges), align="edge", edgecolor="white")
    ax.set(xlabel="points", ylabel="students", title="Points of the class")
    ax.yaxis.get_major_locator().set_params(integer=True)
    bars = (
        f"{n} from {low:g} to {high:g}"
        for n, low, high in zip(counts, edges, edges[1:])
        if n
    )
    describe(
        ax, f"Points of the class. Students by points: {'; '.join(bars) or 'none'}."
    )
    return ax


def _shown(message):
    """What names the mistake in a message, fit for a terminal."""
    if NUMBERS in message:
        return "Other numbers, by none of the known mistakes."
    lines = [line for line in message.splitlines() if not line.endswith(":")] or [""]
    line = CASE.sub("", one_line(lines[0]))
    return shorten(line, LONGEST, placeholder=" ...")
