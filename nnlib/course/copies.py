"""The students' copies: the solved notebooks without what students find out themselves.

No solutions, no guesses, no outputs, and no titles of plots, which say what comes out.
"""

import ast
import json
import re
import zipfile
from io import BytesIO
from itertools import accumulate

from nnlib.course.locked_cells import lock
from nnlib.course.settings.course import AS_IT_IS
from nnlib.course.settings.current import current
from nnlib.course.settings.declared import NOTEBOOKS
from nnlib.course.settings.printed import with_worths
from nnlib.course.setup.steps import ROOT

HOMEWORK = ROOT / "homework"
FIRST_NOTEBOOK = "01_hand_worked_backprop.ipynb"
STUB = ["# YOUR CODE HERE", "raise NotImplementedError()"]  # as nbgrader writes it
UNANSWERED = "YOUR ANSWER HERE"
NO_GUESS = 'prediction = "?"'
DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the date of all files in a zip


def copies(course=None, numbers=None):
    """Make all copies; return a dictionary from file name to text.

    course   its settings, else the current ones
    numbers  those of the notebooks, else all that the course has
    """
    course = course or current()
    numbers = course.numbers if numbers is None else numbers
    solved = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return {
        path.name: student_copy(path.read_text("utf-8"), course)
        for path in solved
        if int(path.name[:2]) in numbers
    }


def student_copy(text, course=AS_IT_IS):
    """Cut a solved notebook down to what a student gets; both as the file's text."""
    notebook = with_worths(json.loads(text), course)
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        nbgrader = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            source = re.sub(r"^prediction = .*", NO_GUESS, source)
            source = without_titles(source)
        if nbgrader.get("solution"):
            is_code = cell["cell_type"] == "code"
            source = without_solution(source) if is_code else UNANSWERED
        cell["source"] = source.splitlines(keepends=True)
        lock(cell)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def without_solution(source):
    """Put the stub in the place of what stands between the marks of a solution."""
    kept, inside = [], False
    for line in source.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        if "BEGIN SOLUTION" in line:
            inside = True
            kept += [indent + stub for stub in STUB]
        if not inside:
            kept.append(line)
        if "END SOLUTION" in line:
            inside = False
    return "\n".join(kept)


def without_titles(source):
    """Put "?" in the place of every title of a plot: students write them."""
    text = source.encode()  # the columns of a syntax tree are bytes
    starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    places = [
        (
            starts[title.lineno - 1] + title.col_offset,
            starts[title.end_lineno - 1] + title.end_col_offset,
        )
        for title in _titles(ast.parse(source))
    ]
    for start, end in sorted(places, reverse=True):
        text = text[:start] + b'"?"' + text[end:]
    return text.decode()


def _titles(tree):
    """The texts that a cell calls a title, however it hands them to a plot."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.keyword(arg="title", value=value)
                | ast.Assign(targets=[ast.Name(id="title")], value=value)
                | ast.Assign(
                    targets=[ast.Subscript(slice=ast.Constant(value="title"))],
                    value=value,
                )
            ):
                values = [value]
            case ast.Dict(keys=keys):
                named = zip(keys, node.values)
                values = [v for k, v in named if getattr(k, "value", None) == "title"]
            case _:
                values = []
        yield from (v for v in values if isinstance(v, (ast.Constant, ast.JoinedStr)))


def zipped(*files, numbers=None):
    """All copies as the bytes of a zip file, in a folder `homework`.

    `files` are more files, pairs of a name and the bytes.
    """
    file, course = BytesIO(), current()
    files = (*files, *course.files_for_students())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*copies(course, numbers).items(), *files):
            entry = zipfile.ZipInfo(f"{HOMEWORK.name}/{name}", DAY_ONE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return file.getvalue()
