"""Read what students handed in: folders, nbgrader's tree, or a zip of a platform.

Nothing that a student wrote is trusted: neither names, nor sizes, nor the JSON.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Submission:
    """A notebook that a student handed in, as far as it can be read.

    What is wrong with it is said in `problems`. A file that is no notebook of the
    course has the notebook None; it has no cells, and at least one problem.
    """

    student: str  # the name of the folder, or of the file before its first _
    notebook: int | None  # its number
    path: str  # where it was found, below SUBMISSIONS
    cells: dict  # id of the cell in the handed-out notebook -> the student's source
    written: dict  # id of the cell -> the student's text, "" if unanswered
    others: tuple = ()  # the sources of the student's other code cells
    problems: tuple = ()  # plain sentences, for the instructor and the student


def read(path):
    """Read all submissions below `path`, in the order of students and notebooks.

    `path` is a folder `student/notebook.ipynb`, a folder that holds nbgrader's
    `submitted/student/assignment/notebook.ipynb` (or that folder itself), or a zip of
    either kind. Each student has at most one submission of each notebook. Texts are
    free of what cannot be written as UTF-8. Raises `Refusal` where `path` itself
    cannot be read; what a student did never raises.
    """
    raise NotImplementedError
