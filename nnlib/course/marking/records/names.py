"""Names of files and folders; those of students are safe on every system.

The same name gives the same file in every run.
"""

import hashlib
import re
import unicodedata

ASSIGNMENT = "homework"  # as nbgrader calls what is handed in
JOURNAL = "journal.jsonl"  # in the folder of the marks
LONGEST = 60
TAKEN = r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*_[0-9a-f]{8}"  # by Windows, by codes


def safe_name(student):
    """The name of a student's files: letters, digits, dots, - and _ alone.

    A name that had to be changed gets a code, so that no two become the same; one with
    capitals too, as Anna and anna are one folder on many computers.
    """
    name = unicodedata.normalize("NFKC", student)
    name = re.sub(r"[^\w.-]+", "_", name)[:LONGEST].strip(".-") or "_"
    if name == student.casefold() == student and not re.fullmatch(TAKEN, name):
        return name
    return f"{name}_{hashlib.sha256(student.encode()).hexdigest()[:8]}"
