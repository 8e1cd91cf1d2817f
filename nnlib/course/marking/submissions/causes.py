"""Why there is no notebook: in a file that is none, and with a student who has none.

The cause is named as a person would who looked at the files.
"""

import re
from pathlib import PurePosixPath

NOTHING = "It holds no notebook, *.ipynb, and no zip."
SOLVED_ALONE = "It holds the course's solved notebooks alone; homework/ is missing."
MOST = 3  # files that are named
BEGINNINGS = {
    b"%PDF": "It is a PDF.",
    b"PK\x03\x04": "It is a zip.",
    b"\xff\xfe": "It is text in UTF-16: save it as UTF-8.",
    b"\xfe\xff": "It is text in UTF-16: save it as UTF-8.",
    b"version https://git-lfs": "It is a pointer of Git LFS, without the content.",
}
CONFLICT = re.compile(rb"^(<{7}|>{7})( |$)", re.MULTILINE)


def cause_in(data):
    """What a file is whose text is not JSON; "" if that cannot be told."""
    if not data.strip():
        return f"It is empty, {len(data)} bytes."
    for beginning, cause in BEGINNINGS.items():
        if data.startswith(beginning):
            return cause
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)", data[:200].lower()):
        return "It is a web page: download the notebook itself."
    if CONFLICT.search(data):
        return "It has marks of a git conflict, <<<<<<<: resolve it, and save it again."
    if data[1:100:2].count(0) > 20 or data[:100:2].count(0) > 20:
        return "It is text in UTF-16: save it as UTF-8."
    return ""


def cause_among(files, solved):
    """Why a student has no notebook, by the names of the files; `solved` left aside."""
    if solved:
        return SOLVED_ALONE
    files = [name for name in files if name and not name.endswith("/")]
    if not files:
        return NOTHING
    kinds = sorted(
        {PurePosixPath(name).suffix.lower() or "no ending" for name in files}
    )
    rest = f" and {len(files) - MOST} more" if files[MOST:] else ""
    named = ", ".join(PurePosixPath(name).name for name in files[:MOST])
    return f"{NOTHING} What there is ({', '.join(kinds[:MOST])}): {named}{rest}."
