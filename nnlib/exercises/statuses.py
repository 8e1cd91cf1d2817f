"""What can become of an answer: all statuses of a verdict, and how each is shown.

Whatever shows a verdict takes sign, colour and words from `look_of`.
"""

from typing import NamedTuple

RIGHT, WRONG, NOT_ATTEMPTED = "right", "wrong", "not attempted"
ERROR = "error"  # the marking could not try it: the student's program ended
TOO_SLOW = "too slow"  # the student's program did not come back in time
STOPPED = "stopped"  # in `check` alone: the student did not wait for its end


class Look(NamedTuple):
    """How a status is shown; each sign and each colour is told apart by every eye."""

    sign: str
    colour: str
    words: str


STATUSES = {
    RIGHT: Look("✓", "#009e73", "right"),
    WRONG: Look("✗", "#d55e00", "not yet right"),
    NOT_ATTEMPTED: Look("○", "#999999", "not attempted"),
    ERROR: Look("!", "#e69f00", "could not be tried to the end"),
    TOO_SLOW: Look("…", "#0072b2", "too slow"),
    STOPPED: Look("■", "#cc79a7", "stopped"),
}


def look_of(status):
    """How a status is shown; one of another version of nnlib by its own words."""
    return STATUSES.get(status, Look("?", "#999999", status))
