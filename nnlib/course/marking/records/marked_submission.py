"""A submission with its marks, as it is kept in the journal.

It is plain data, which JSON can hold: all that is written for the instructor and the
student is made from it, without the student's file.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from nnlib.course.marking.submissions.submission import Origin, Submission
from nnlib.exercises.judging import Verdict


@dataclass(frozen=True)
class MarkedSubmission:
    """What was handed in, and what it got."""

    submission: Submission  # without its other cells
    digest: str  # of the whole submission
    verdicts: tuple = ()
    versions: dict | None = None
    failure: str = ""  # why it could not be marked

    def plain(self):
        """The same as a dictionary for JSON."""
        return asdict(self)


def key_of(submission):
    """The student and the number of the notebook; 0 for what is none."""
    return submission.student, submission.notebook or 0


def digest_of(submission, touching=()):
    """A code of all that a student handed in: another one after any change.

    touching  what else the marks depend on, as plain data
    """
    plain = _without_origin(asdict(submission)) | dict(touching)
    text = json.dumps(plain, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _without_origin(plain):
    """The same whenever, and under whichever names, it was handed in."""
    rivals = [_without_origin(rival) for rival in plain["rivals"]]
    return {k: v for k, v in plain.items() if k != "origin"} | {"rivals": rivals}


def from_plain(plain):
    """Build what `MarkedSubmission.plain` took apart."""
    submission = plain["submission"]
    names = "others", "problems", "rivals"
    tuples = {name: tuple(submission.get(name, ())) for name in names}
    verdicts = tuple(Verdict(**verdict) for verdict in plain["verdicts"])
    pictures = submission.get("pictures", {})
    tuples["pictures"] = {id: (*map(tuple, some),) for id, some in pictures.items()}
    origin = submission.get("origin", {})
    tuples["origin"] = Origin(**origin | {"names": (*origin.get("names", ()),)})
    whole = Submission(**submission | tuples)
    return MarkedSubmission(**plain | {"submission": whole, "verdicts": verdicts})
