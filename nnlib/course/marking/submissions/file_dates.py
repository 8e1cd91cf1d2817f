"""When files were last changed, on the disk and in a zip, in ISO form.

A zip has the time of UTC, or else one without a zone. Where nothing is known it is "".
"""

import re
from datetime import UTC, datetime

# The time of the last change in seconds, as Unix programs add it to an entry.
UNIX_TIME, MOST_EXTRA = rb"UT[\x05-\x0d]\0[\x01\x03\x05\x07](.{4})", 1000
NO_DATE = (1980, 1, 1, 0, 0, 0)  # of programs that write none


def moment_on_disk(path):
    """When a file on the disk was last changed."""
    try:
        return _utc(int(path.lstat().st_mtime))
    except (OSError, ValueError, OverflowError):
        return ""


def moment_of(entry):
    """When an entry of a zip was last changed."""
    if found := re.search(UNIX_TIME, entry.extra[:MOST_EXTRA], re.DOTALL):
        return _utc(int.from_bytes(found[1], "little", signed=True))
    try:
        moment = datetime(*entry.date_time)
    except ValueError:
        return ""
    return moment.isoformat() if entry.date_time > NO_DATE else ""


def _utc(seconds):
    return datetime.fromtimestamp(seconds, UTC).isoformat()
