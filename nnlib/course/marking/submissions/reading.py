"""Read what students handed in, in the shapes of the platforms, and whose it is.

Nothing that a student wrote is trusted: neither names, nor sizes, nor the JSON.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nnlib.course.marking.submissions.attempts import NEWEST, Attempt, one_of
from nnlib.course.marking.submissions.classes import classes_in
from nnlib.course.marking.submissions.dating import dated
from nnlib.course.marking.submissions.folders import whole
from nnlib.course.marking.submissions.handed_in import HandedIn, doubts_about
from nnlib.course.marking.submissions.not_marked import cause_among, solved_in
from nnlib.course.marking.submissions.reading_limits import PROGRAMS, LimitedReading
from nnlib.course.marking.submissions.released import is_nobodys, number_in
from nnlib.course.marking.submissions.shapes import FILES, FOLDERS, NAMES, SHAPES
from nnlib.course.marking.submissions.storage import storage_at
from nnlib.course.marking.submissions.student_zips import kind
from nnlib.course.marking.submissions.students import Roster, owned
from nnlib.course.marking.submissions.submission import Submission
from nnlib.course.refusals import Refusal

NOBODYS = "Whose is it? Put it into a folder with the student's name."


def read(path, *, shape=None, attempt=NEWEST, roster=None):
    """Read all submissions below `path`; return them as `HandedIn`.

    `path` is a folder or a zip in one of the `SHAPES`, or with such folders and zips in
    it; `shape` is the name of the one that it has, else that is found out. Each student
    has at most one submission of each notebook, and one without a number for all else.
    Texts are free of what cannot be written as UTF-8. Raises `Refusal` where `path`
    itself cannot be read; what a student did never raises.
    """
    path, only = Path(path), _row(shape)
    roster = Roster(roster and Path(roster))
    _check(path)
    try:
        classes = classes_in(whole(storage_at(path)), only)
        reading = LimitedReading()
        attempts = [
            one for each in classes for one in dated([*_attempts(each, reading)])
        ]
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from error
    if not attempts:
        raise Refusal(
            "SUBMISSIONS needs notebooks, *.ipynb, or zips of them, in a folder for "
            f"each student; there is none in {path}."
        )
    return _handed_in(attempts, classes, attempt, roster)


def _check(path):
    if not path.exists():
        raise Refusal(f"SUBMISSIONS needs a folder or a zip; there is no {path}.")
    if path.is_file() and kind(path) == ".ipynb":
        raise Refusal(
            f"SUBMISSIONS needs a folder or a zip; got the notebook {path}. Put it "
            "into a folder with the student's name, in the folder that you give."
        )


def _row(name):
    """The row of the table with a name; raises `Refusal`."""
    if name is not None and name not in NAMES:
        raise Refusal(f"--shape needs one of {', '.join(NAMES)}; got {name}.")
    return next((row for row in (*SHAPES, FOLDERS) if row.name == name), None)


def _attempts(each, reading):
    """The files of a class that were read, as `Attempt`s; students side by side."""
    folder, students = each.folder, {}
    for name, told in each.told.items():
        if kind(name) or folder.start + name in folder.storage.problems:
            students.setdefault(told.student, {})[folder.path(name)] = name
    with (
        folder.storage.opened() as opened,
        ThreadPoolExecutor(PROGRAMS) as executor,
    ):

        def files(student):
            names = students[student]
            return reading.files(
                student, names, lambda p: opened(folder.start + names[p])
            )

        for student, found in zip(students, executor.map(files, students)):
            for path, place, contents in found:
                told = each.told[students[student][path]]
                moment = contents.pop("moment", "")
                one = _submission(told, place, contents)
                yield Attempt(one, told, folder.path(), moment)


def _submission(told, path, contents):
    student, path = _written(told.student), _written(path)
    number, problem = number_in(path.rpartition("/")[2]), contents.get("error")
    if not problem:
        number = contents["notebook"]
        if told.shape == FILES and is_nobodys(told.student):
            problem = NOBODYS
    if problem:
        return _without(student, number, path, problem)
    contents = {name: _with_tuples(value) for name, value in contents.items()}
    return Submission(student=student, path=path, **contents)


def _with_tuples(value):
    """The same as before JSON made lists of the tuples in it."""
    if isinstance(value, dict):
        return {key: _with_tuples(part) for key, part in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _written(name):
    """A name as it can be written; other names stay other names."""
    return str(name).encode("utf-8", "backslashreplace").decode("utf-8")


def _without(student, number, path, problem):
    return Submission(student, number, path, {}, {}, (), (problem,), readable=False)


def _handed_in(attempts, classes, keep, roster):
    """Put together what belongs to one student and notebook, and what to say of it."""
    aside = {_written(p): why for each in classes for p, why in each.aside.items()}
    named = owned([*attempts, *_named(classes)], roster)
    attempts, named = named[: len(attempts)], named[len(attempts) :]
    groups = {}
    for one in attempts:
        groups.setdefault((one.student, one.submission.notebook), []).append(one)
    counting = [one_of(same, keep) for same in groups.values()]
    counting += _without_notebooks(attempts, named, aside)
    counting.sort(key=lambda one: (one.student, one.notebook or 0))
    shapes = {}
    for one in named:
        shapes.setdefault(one.told.shape.title, set()).add(one.student)
    students = dict.fromkeys(one.student for one in counting)
    return HandedIn(
        counting,
        shapes,
        aside,
        {key for key, same in groups.items() if len(same) > 1},
        doubts_about(classes, attempts, students, roster),
        tuple(id for id in roster.ids if id not in students),
        tuple(s for s in students if roster.ids and s not in roster.ids),
    )


def _named(classes):
    """An `Attempt` for each path that names a student, of which nothing is read."""
    for each in classes:
        for name, told in each.told.items():
            path = _written(each.folder.path(name.partition("/")[0]))
            empty = _without(_written(told.student), None, path, "")
            yield Attempt(empty, told, each.folder.path())


def _without_notebooks(attempts, named, aside):
    """A submission for each student without a notebook; it says what is there."""
    there, groups = {one.student for one in attempts}, {}
    for one in named:
        if one.student not in there:
            groups.setdefault(one.student, []).append(one)
    for student, those in groups.items():
        path = those[0].submission.path
        solved = any(name.startswith(f"{path}/") for name in solved_in(aside))
        cause = cause_among([one.told.file for one in those], solved)
        yield _without(student, None, path, cause)
