"""The points of a course where they are printed: in the notebooks that are handed out.

They stand at the beginning of each task, and in nbgrader's marks.
"""

import re

from nnlib.course.settings.declared import id_of

HEAD = re.compile(r"^\*\d+ points?,", re.MULTILINE)
ANY_HEAD = re.compile(r"^\*(?:no points|[\d.]+(?: extra)? points?),", re.MULTILINE)


def with_worths(notebook, course):
    """The notebook, a dictionary, with the points of the course; it is changed."""
    worths = {}
    for cell in notebook["cells"]:
        if (id := id_of(cell)) in course.worths:
            worths |= {task: course.worths[id] for task in _tasks(id)}
            cell["metadata"]["nbgrader"]["points"] = course.worths[id].points
    for cell in notebook["cells"]:
        if worth := worths.get(cell["id"]):
            source = "".join(cell["source"])
            source = HEAD.sub(f"*{_words(worth)},", source, count=1)
            cell["source"] = source.splitlines(keepends=True)
    return notebook


def without_worths(source):
    """A text with the same words for all points, by which cells are compared."""
    return ANY_HEAD.sub("*points,", source)


def _tasks(id):
    """The ids of the cell with the task: exercise-1-2, question-1."""
    return f"exercise-{id.replace('.', '-')}", id.replace("written-", "question-")


def _words(worth):
    if not worth.points:
        return "no points"
    extra = " extra" if worth.extra else ""
    return f"{worth.points:g}{extra} point{'s' * (worth.points != 1)}"
