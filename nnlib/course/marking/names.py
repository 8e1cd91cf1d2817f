"""Names of students as names of files and folders, safe on every system.

The same name gives the same file in every run.
"""

import hashlib
import re
import unicodedata

ASSIGNMENT = "homework"  # as nbgrader calls what is handed in
LONGEST = 60
TAKEN = r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*_[0-9a-f]{8}"  # by Windows, by codes


def safe_name(student):
    """The name of a student's files: letters, digits, dots, - and _ alone.

    A name that had to be changed gets a code, so that no two become the same.
    """
    name = unicodedata.normalize("NFKC", student)
    name = re.sub(r"[^\w.-]+", "_", name)[:LONGEST].strip(".-") or "_"
    if name == student and not re.fullmatch(TAKEN, name, re.IGNORECASE):
        return name
    return f"{name}_{hashlib.sha256(student.encode()).hexdigest()[:8]}"
