"""What a student can write in a notebook, and whether anything is written in a copy.

Opening and running a notebook change outputs, numbers and metadata: they do not count,
nor do empty cells.
"""

import hashlib
import json

# The metadata of the copies whose hashes earlier versions of the course have kept.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def notebook_of(data):
    """The notebook in the bytes of a file, as a dictionary; None if it is none."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
        return notebook if all(map(written, notebook["cells"])) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def source_of(cell):
    """The source of a cell as one text."""
    return "".join(cell["source"])


def written(cell):
    """What can be written in a cell: its kind, its text, and what is attached to it."""
    lines = source_of(cell).rstrip().splitlines()
    return cell["cell_type"], "\n".join(lines), cell.get("attachments") or {}


def is_empty(cell):
    """Whether nothing is written in a cell."""
    _, text, attachments = written(cell)
    return not text.strip() and not attachments


def says_the_same(one, other):
    """Whether two notebooks have the same cells, but for empty ones."""
    return _all_written(one) == _all_written(other)


def _all_written(notebook):
    return [written(cell) for cell in notebook["cells"] if not is_empty(cell)]


def hash_if_unwritten(notebook):
    """The hash that the file had when it was handed out, if nothing is written in it.

    Earlier versions of the course have kept this hash alone.
    """
    cells = [_as_handed_out(cell) for cell in notebook["cells"] if not is_empty(cell)]
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return hash_of(text.encode("utf-8", "surrogatepass"))


def hash_of(data):
    """The hash of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def _as_handed_out(cell):
    marks = cell.get("metadata", {}).get("nbgrader")
    kept = {"cell_type": cell["cell_type"], "id": cell.get("id")}
    kept["metadata"] = {"nbgrader": marks} if marks else {}
    kept["source"] = source_of(cell).splitlines(keepends=True)
    if cell.get("attachments"):
        kept["attachments"] = cell["attachments"]
    if cell["cell_type"] == "code":
        kept |= {"outputs": [], "execution_count": None}
    return kept
