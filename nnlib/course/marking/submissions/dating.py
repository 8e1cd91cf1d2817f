"""When something was handed in: by the platform, else by the date of the file.

The dates of files tell nothing where all of a class have nearly the same one: then they
are those of the download.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from nnlib.course.marking.submissions.notebook_file import clean
from nnlib.course.marking.submissions.submission import Origin

LEAST = timedelta(minutes=10)  # between the first and the last file of a class
BY_FILE = "the file's date"


def dated(attempts):
    """The attempts of one class with the `Origin` of each, in the same order."""
    attempts = list(attempts)
    tells = _differ(attempts)
    return [
        replace(one, submission=replace(one.submission, origin=_origin(one, tells)))
        for one in attempts
    ]


def _origin(one, tells):
    told = one.told
    moment, by = told.moment, told.shape.title
    if not moment and tells and told.shape.dated:
        moment, by = one.moment, BY_FILE
    names = tuple(map(clean, told.names))
    return Origin(told.shape.name, names, moment, by if moment else "")


def joined(old, new):
    """What is known of a hand-in that came again unchanged: it counts from the first.

    A platform's date stands before that of a file.
    """
    first, *_ = sorted((old, new), key=_known_best)
    return replace(new, handed_in=first.handed_in, dated_by=first.dated_by)


def _known_best(origin):
    if not origin.handed_in:
        return (2,)
    return origin.dated_by == BY_FILE, _comparable(origin.handed_in)


def _differ(attempts):
    """Whether the dates of the files are those of different hand-ins."""
    moments = [_comparable(one.moment) for one in attempts if one.moment]
    if len({one.student for one in attempts}) < 2 or not moments:
        return True
    return max(moments) - min(moments) >= LEAST


def _comparable(text):
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
