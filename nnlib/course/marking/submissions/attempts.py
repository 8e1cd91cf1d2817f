"""Which file of a notebook counts where a student handed in several.

A readable one, and of these the newest by the platform's date or number; else the one
that lies highest, and then by the numbers in the names, as in x.ipynb and x (2).ipynb.
"""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from nnlib.course.marking.submissions.dates import by_numbers
from nnlib.course.marking.submissions.shapes import Told
from nnlib.course.marking.submissions.submission import Submission

MOST_PROBLEMS = 5  # that are told of a student's files that are no such notebooks
NEWEST, BEST = "newest", "best"


@dataclass(frozen=True)
class Attempt:
    """A file of a student, with what its path told."""

    submission: Submission
    told: Told
    place: str  # of its class
    moment: str = ""  # the date of its file, in ISO form

    @property
    def student(self):
        """Whose it is."""
        return self.submission.student

    @property
    def rank(self):
        """A key by which the one that counts is the last."""
        one, told = self.submission, self.told
        path = PurePosixPath(one.path)
        is_plain = path.suffix.lower() == ".ipynb"
        names = by_numbers(str(path.parent)), by_numbers(path.stem)
        place = -one.path.count("/"), is_plain
        return (one.readable, told.date, told.number, *place, *names)


def one_of(attempts, keep=NEWEST):
    """The submission that counts of a student's files of one notebook.

    With `keep` = BEST it has the others as `rivals`, the newest first.
    """
    *others, best = sorted(attempts, key=lambda attempt: attempt.rank)
    one = best.submission
    if one.notebook is None:
        return _summed(one, [attempt.submission for attempt in attempts])
    problems = one.problems
    if best.told.late:
        problems += (f"It came late, as {best.told.shape.title} says.",)
    rivals = tuple(attempt.submission for attempt in reversed(others))
    rivals = tuple(rival for rival in rivals if rival.readable and keep == BEST)
    if others and not rivals:
        problems += (_chosen(best, attempts),)
    return replace(one, problems=problems, rivals=rivals)


def _chosen(best, attempts):
    words = f"There are {len(attempts)} files of this notebook; "
    words += f"{best.submission.path} counts"
    if unread := [one.told.unread for one in attempts if one.told.unread]:
        return f"{words}. The date {unread[0]} could not be read."
    if best.told.counted and best.submission.readable:
        return f"{words}, the newest by {best.told.shape.title}."
    return f"{words}."


def _summed(best, same):
    """Files that are no such notebooks are one submission, with the problems of all."""
    words = [f"{one.path}: {one.problems[0]}" for one in same]
    if rest := words[MOST_PROBLEMS:]:
        words[MOST_PROBLEMS:] = [f"More such files: {len(rest)}."]
    return replace(best, problems=tuple(words))
