"""Whose each file is, in the end: one name for each student of all classes.

The roster decides. Without it the name is the platform's; two students whose names are
the same in two classes stay two.
"""

from dataclasses import replace

from nnlib.course.marking.submissions.roster import distinct


def owned(attempts, roster):
    """The attempts with the final names of their students, in the same order."""
    known = [roster.find(one.student, one.told.names) for one in attempts]
    pairs = list(zip(attempts, known, strict=True))
    twice = _in_two_classes([one for one, id in pairs if id is None])
    names = [id or _name(one, twice) for one, id in pairs]
    shown = distinct({name for name, (_, id) in zip(names, pairs) if id is None})
    final = [id or shown[name] for name, (_, id) in zip(names, pairs)]
    return [_given(one, name) for one, name in zip(attempts, final)]


def _in_two_classes(attempts):
    """The students who have the same notebook in two classes, as no platform has."""
    places = {}
    for one in attempts:
        if not one.told.shape.exact and one.submission.notebook is not None:
            key = one.student, one.submission.notebook
            places.setdefault(key, set()).add(one.place)
    return {student for (student, _), those in places.items() if len(those) > 1}


def _name(one, twice):
    if one.told.shape.exact or one.student not in twice or one.place == ".":
        return one.student
    return f"{one.place}/{one.student}"


def _given(one, student):
    return replace(one, submission=replace(one.submission, student=student))
