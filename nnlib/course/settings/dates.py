"""Moments in the time zone of a course: what is due when, and how late something came.

Every moment is compared as one of UTC, so that a change of clocks moves nothing.
"""

import math
from datetime import UTC, date, datetime, time, timedelta


def moment_of(value, zone):
    """The moment of a date, a local time or a time with its offset.

    A date lasts until its day ends. Raises ValueError, saying why, for a local time
    that the clocks of the zone leave out or show twice.
    """
    if not isinstance(value, datetime):
        value = datetime.combine(value + timedelta(days=1), time())
        return value.replace(tzinfo=zone)
    if value.tzinfo is not None:
        return value
    early, late = (value.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != value:
        raise ValueError(f"the clocks of {zone} leave it out")
    if early.utcoffset() != late.utcoffset():
        raise ValueError(
            f"the clocks of {zone} show it twice: add the offset, as in "
            f"{early.isoformat()}"
        )
    return early


def read_moment(text, zone):
    """The moment in a text of ISO form, in the zone where it has none; None without."""
    if not text or (zone is None and "+" not in text[10:] and "-" not in text[10:]):
        return None
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def days_late(handed_in, due, grace, zone):
    """How many days have begun between what was due and what came; 0 in time.

    What comes exactly when it is due, or within the `grace`, is in time. A day ends at
    the time of day of `due`, by the clocks of the zone, also where these change.
    """
    handed_in, due = handed_in.astimezone(UTC), due.astimezone(UTC)
    if handed_in <= due + grace:
        return 0
    local = due.astimezone(zone).replace(tzinfo=None)
    days = max(math.floor((handed_in - due) / timedelta(days=1)) - 1, 1)
    while handed_in > (local + timedelta(days)).replace(tzinfo=zone).astimezone(UTC):
        days += 1
    return days


def is_date(value):
    """Whether a value of TOML has a date."""
    return isinstance(value, date)
