"""The trusted side of marking: sends cases, gets typed answers, and judges them.

A student's code is never run, imported or unpickled here.
"""

from dataclasses import dataclass

ERROR = "error"  # the status where the student's program ended or did not come back


@dataclass(frozen=True)
class Marks:
    """What one submission got: a verdict for each exercise of its notebook, in order.

    The same seed and versions give the same marks.
    """

    student: str
    notebook: int | None
    verdicts: tuple  # of nnlib.exercises.judging.Verdict; () without a notebook
    seed: int
    versions: dict  # name -> text: python, numpy, nnlib and a hash of the exercises

    @property
    def points(self):
        """The sum of the points of all exercises."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def of(self):
        """The points that there are to get."""
        return sum(verdict.of for verdict in self.verdicts)


def mark(submission, seed, *, sandbox):
    """Mark all exercises of a submission; return its `Marks`.

    `seed` draws the cases: a whole number that no student knows. The status of each
    verdict is "right", "wrong", "not attempted" or "error"; nothing that a student
    does raises an exception. `sandbox` comes from `sandbox.find`.
    """
    raise NotImplementedError
