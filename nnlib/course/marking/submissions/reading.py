"""Read what students handed in: folders, nbgrader's tree, or a zip of a platform.

Nothing that a student wrote is trusted: neither names, nor sizes, nor the JSON.
"""

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from nnlib.course.marking.submissions.archives import SUFFIXES, found, kind
from nnlib.course.marking.submissions.limited import LimitedReading
from nnlib.course.marking.submissions.notebook_file import NotebookError, clean
from nnlib.course.marking.submissions.released import released
from nnlib.course.refusals import Refusal

NOTHING = "It holds no notebook, *.ipynb, and no zip."
NOBODYS = "Whose is it? Put it into a folder with the student's name."
MOST_PROBLEMS = 5  # that are told of a student's files that are no such notebooks
# How Moodle names a student's folder or file, and Canvas a file: the number stays, as
# two students may have one name.
MOODLE = re.compile(r"(.+?_\d+)_assignsubmission_")
CANVAS = re.compile(r"(\D.*?)(?:_LATE)?(_\d+)_\d+_")


@dataclass(frozen=True)
class Submission:
    """A notebook that a student handed in, as far as it can be read.

    What is wrong with it is said in `problems`. What is not a notebook of the course
    at all has the number None.
    """

    student: str  # the name of the folder or the file; of a platform's name a part
    notebook: int | None  # its number
    path: str  # where it was found, below SUBMISSIONS
    cells: dict  # id of the cell in the handed-out notebook -> the student's source
    written: dict  # id of the cell -> the student's text, "" if unanswered
    others: tuple = ()  # all code cells, of the answers the places: see `answers_in`
    problems: tuple = ()  # plain sentences, for the instructor and the student
    readable: bool = True  # if not, there is nothing in it but a problem
    missing: dict = field(default_factory=dict)  # id of a written cell -> a sentence
    pictures: dict = field(default_factory=dict)  # id of it -> pairs (type, base64)


def read(path):
    """Read all submissions below `path`, in the order of students and notebooks.

    `path` is a folder `student/notebook.ipynb`, a folder that holds nbgrader's
    `submitted/student/assignment/notebook.ipynb` (or that folder itself), or a zip of
    either kind. Each student has at most one submission of each notebook, and one
    without a number for all else. Texts are free of what cannot be written as UTF-8.
    Raises `Refusal` where `path` itself cannot be read; what a student did never
    raises.
    """
    path = Path(path)
    try:
        path = path / "submitted" if (path / "submitted").is_dir() else path
        if not path.exists():
            raise Refusal(f"SUBMISSIONS needs a folder or a zip; there is no {path}.")
        if path.is_file() and kind(path) == ".ipynb":
            raise Refusal(
                f"SUBMISSIONS needs a folder or a zip; got the notebook {path}. Put it "
                "into a folder with the student's name, in the folder that you give."
            )
        reading = LimitedReading()
        submissions = [_submission(file, reading) for file in found(path)]
        folders = _folders(path) if path.is_dir() else {}
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from error
    if not submissions:
        raise Refusal(
            "SUBMISSIONS needs notebooks, *.ipynb, or zips of them, in a folder for "
            f"each student; there is none in {path}."
        )
    groups = {}
    for one in submissions:
        groups.setdefault((one.student, one.notebook), []).append(one)
    counting = [_one_of(same) for same in groups.values()]
    there = {one.student for one in submissions}
    counting += [
        _without(student, None, clean(name), NOTHING)
        for student, name in folders.items()
        if student not in there
    ]
    return sorted(counting, key=lambda one: (one.student, one.notebook or 0))


def _folders(path):
    """The folders in `path`: a dictionary from student to the folder's name."""
    with os.scandir(path) as entries:
        seen = [entry for entry in entries if not entry.name.startswith(".")]
        names = sorted(entry.name for entry in seen if entry.is_dir())
    return {_student(PurePosixPath(name)): name for name in names}


def _submission(file, reading):
    student, path = _student(file.path), clean(str(file.path))
    number = _number_by_name(file.path.name)
    try:
        if file.problem:
            raise NotebookError(file.problem)
        contents = reading.contents(student, file.data, number)
        number = contents["notebook"]
        if str(file.path) in {one.file for one in released().values()}:
            raise NotebookError(NOBODYS)
    except NotebookError as error:
        return _without(student, number, path, str(error))
    return Submission(student=student, path=path, **contents)


def _without(student, number, path, problem):
    return Submission(student, number, path, {}, {}, (), (problem,), readable=False)


def _student(path):
    """Whose file it is: the first folder says so, or the name of the file."""
    inside = path.parts[0] == "submitted" and path.parts[1:]
    first = PurePosixPath((inside or path.parts)[0])
    is_file = kind(first) in SUFFIXES
    match = MOODLE.match(first.name) or (is_file and CANVAS.match(first.name))
    if match:
        return clean("".join(match.groups()))
    return clean(first.stem if is_file else first.name)


def _number_by_name(name):
    return next((n for n, one in released().items() if one.name in name), None)


def _one_of(same):
    """The file that counts: a readable one, high up, the last one by its name."""
    *_, best = sorted(same, key=lambda s: (s.readable, -s.path.count("/"), s.path))
    if best.notebook is None:
        words = [f"{one.path}: {one.problems[0]}" for one in same]
        if rest := words[MOST_PROBLEMS:]:
            words[MOST_PROBLEMS:] = [f"More such files: {len(rest)}."]
        return replace(best, problems=tuple(words))
    if len(same) > 1:
        words = f"There are {len(same)} files of this notebook; {best.path} counts."
        return replace(best, problems=(*best.problems, words))
    return best
