"""A notebook that a student handed in, as far as it can be read.

It is plain data, without the file.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Origin:
    """What is known of a hand-in besides its content; marks do not depend on it."""

    shape: str = ""  # the name of the platform's row in the table of shapes
    names: tuple = ()  # others by which the platform knows the student
    handed_in: str = ""  # when, in ISO form, without a zone where none is known
    dated_by: str = ""  # who says so: a platform, or the file's date


NOWHERE = Origin()


@dataclass(frozen=True)
class Submission:
    """A notebook that a student handed in, as far as it can be read.

    What is wrong with it is said in `problems`. What is not a notebook of the course
    at all has the number None.
    """

    student: str  # as the platform, or else the folder or file, names the student
    notebook: int | None  # its number
    path: str  # where it was found, below SUBMISSIONS
    cells: dict  # id of the cell in the handed-out notebook -> the student's source
    written: dict  # id of the cell -> the student's text, "" if unanswered
    others: tuple = ()  # all code cells, of the answers the places: see `answers_in`
    problems: tuple = ()  # plain sentences, for the instructor and the student
    readable: bool = True  # if not, there is nothing in it but a problem
    missing: dict = field(default_factory=dict)  # id of a written cell -> a sentence
    pictures: dict = field(default_factory=dict)  # id of it -> pairs (type, base64)
    rivals: tuple = ()  # other files of the notebook, of which the best one counts
    origin: Origin = NOWHERE
