r"""How platforms name what was handed in: a table with a row for each shape.

A row reads one path below a class. A path of an empty folder ends in /, and of names
with the same meaning everywhere there are few: `name` and `id` of a student, or
`student` as a whole, `date`, `number` of an attempt, `late`, and the student's `file`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from nnlib.course.marking.submissions import platform_files
from nnlib.course.marking.submissions.dates import moment, sortable
from nnlib.course.marking.submissions.released import released

LONGEST = 1000  # letters of a path that rows look at


class Shape(NamedTuple):
    """A row of the table."""

    name: str  # for --shape
    title: str
    pattern: str
    sign: str = ""  # so begins at least one path, if the row is to be used
    beside: str = ""  # paths of the platform's own files
    weak: bool = False  # other files look so, too: it has to explain most files
    exact: bool = True  # two students never have the same name in it
    dated: bool = True  # its files have the dates of when they were handed in
    owners: Callable | None = None  # who it was, where a file of the platform says so


class Told(NamedTuple):
    """What a path tells: whose it is, which attempt, and how the student named it."""

    student: str
    names: tuple  # others by which a roster may know the student
    file: str
    shape: Shape
    date: str = ""  # in letters that can be compared
    number: int = -1
    late: bool = False
    unread: str = ""  # a date that could not be read
    moment: str = ""  # the date in ISO form, where the time is in it

    @property
    def counted(self):
        """Whether the platform says which attempt it is."""
        return bool(self.date) or self.number >= 0


def _notebook():
    return "|".join(re.escape(one.name) for one in released().values()) or "(?!)"


FOLDERS = Shape(
    "folders",
    "a folder or a file per student",
    r"(?P<student>[^/]+)/(?P<file>.*)",
    exact=False,
)
FILES = FOLDERS._replace(
    pattern=r"(?P<file>(?P<student>[^/]+)\.(?i:ipynb(\.txt|\.json)?|zip))"
)
SHAPES = (
    Shape(
        "moodle",
        "Moodle",
        r"(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_[a-z]+_?/?(?P<file>.*)",
    ),
    Shape(
        "blackboard",
        "Blackboard",
        r"(?P<key>[^/]+)_attempt_(?P<date>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)",
        owners=platform_files.of_blackboard,
    ),
    Shape(
        "brightspace",
        "Brightspace",
        r"(?:(?P<id>\d+)-\d+ - )?(?P<name>[^/]+?)"
        r" - (?P<date>[^/\d]{0,20}\d{1,2}[^/\d]{1,20}\d{4} [\d: .]{1,8}(?i:[AP]M)?)"
        r"(?:/| - )(?P<file>.*)",
        beside=r"index\.html",
    ),
    Shape(
        "exchange",
        "nbgrader's exchange",
        r"(?:inbound/)?(?P<student>[^/+]+)\+[^/+]+\+"
        r"(?P<date>\d{4}-\d\d-\d\d \d\d.\d\d.\d\d[^/+]*)(?:\+[^/]*)?/(?P<file>.*)",
        beside=r"(outbound|feedback)/.*",
    ),
    Shape(
        "nbgrader",
        "nbgrader's folder submitted",
        r"submitted/(?P<student>[^/]+)/(?P<file>.*)",
        beside=r"(source|release|autograded|feedback)/.*|gradebook\.db|.*_config\.py",
    ),
    Shape(
        "gradescope",
        "Gradescope",
        r"(?P<key>submission_(?P<number>\d+))/(?P<file>.*)",
        beside=r"submission_metadata\.yml",
        owners=platform_files.of_gradescope,
    ),
    Shape(
        "ilias",
        "ILIAS",
        r"(?:(?:Abgaben|Submissions)/)?(?P<student>Team_\d[^/]*|[^/_]+_[^/]+_\d+)/"
        r"(?P<file>(?:(?:[^/]+/)*(?P<date>\d{14})_)?.*)",
        sign=r"(Abgaben|Submissions)/[^/]+/|Team_\d+/",
        beside=r"(?i:status\.(xlsx?|csv)|readme\.md)",
    ),
    Shape(
        "sakai",
        "Sakai",
        r"(?P<student>(?P<name>[^/]+)\((?P<id>[^/()]+)\))/"
        r"(?:Submission attachment\(s\)/)?(?P<file>.*)",
        sign=r"[^/]+\([^/()]+\)/Submission attachment\(s\)/",
        beside=r"grades\.\w+|[^/]+/(Feedback Attachment\(s\)/.*|feedbackText\.html)",
    ),
    Shape(
        "teams",
        "Microsoft Teams",
        r"(?:Submitted files/)?(?P<student>[^/]+)/"
        r"(?:[^/]+/(?i:Version) (?P<number>\d+)/)?(?P<file>.*)",
        sign=r"Submitted files/[^/]+/|[^/]+/[^/]+/(?i:Version) \d+/",
        beside=r"Working files/.*",
        exact=False,
    ),
    Shape(
        "canvas",
        "Canvas",
        r"(?P<name>[^\d/][^/]*?)(?P<late>_(?i:late))?_"
        r"(?P<id>\d+|(?<=anon_|mous_)\w{5})_(?P<number>\d+)_(?P<file>[^/]+)",
        weak=True,
        dated=False,  # those of when the zip was made
    ),
    Shape(
        "google",
        "Google Classroom",
        r"(?P<student>[^/]+?) - (?P<file>[^/]+)",
        weak=True,
        exact=False,
    ),
    Shape(
        "flat",
        "files with the student's name in front",
        r"(?P<student>(?!Copy of\b)[^/]+?)(?<![ _-])[ _-]+"
        rf"(?P<file>(?:Copy of )?(?:{_notebook()})[^/]*)",
        weak=True,
        exact=False,
    ),
    Shape(
        "clones",
        "clones of git, as GitHub Classroom makes them",
        r"(?P<student>[^/]+)/(?P<file>.*)",
        sign=r"[^/]+/\.git/",
        exact=False,
        dated=False,  # those of when they were cloned
    ),
)
NAMES = tuple(row.name for row in (*SHAPES, FOLDERS))


def told_by(shape, name, known=None):
    """What a row tells of a path; None if it does not look so."""
    cut = name if shape.name == FOLDERS.name else name[:LONGEST]
    match = re.fullmatch(shape.pattern, cut, re.DOTALL)
    if match is None:
        return None
    part = match.groupdict()
    written, names = part.get("date") or "", ()
    date = sortable(written)
    student = part.get("student") or part.get("name") or part.get("key")
    if known and part.get("key") in known:
        student, names, when = known[part["key"]]
        written = written or when
        date = sortable(written)
    elif "student" not in part and part.get("id"):
        student = f"{student}_{part['id']}"
    names = *filter(None, (part.get("name"), part.get("id"))), *names
    number = int(part.get("number") or -1)
    file, late = part["file"] or "", bool(part.get("late"))
    unread = "" if date else written
    rest = date, number, late, unread, moment(written)
    return Told(student, tuple(names), file, shape, *rest)
