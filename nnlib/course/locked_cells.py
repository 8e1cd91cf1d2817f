"""What a student can do to the cells that are ours: solve them, but not lose them.

The marks are those that JupyterLab heeds and nbgrader sets in what it releases.
"""

import re

OURS = re.compile(r"(exercise|hint|check|answer|question|written)-\d+(-\d+)*")


def lock(cell):
    """Let a cell of an exercise not be deleted, and not be edited unless it asks to be.

    `cell` is a cell of a notebook, a dictionary; other cells stay as they are.
    """
    if not OURS.fullmatch(cell["id"]):
        return
    cell["metadata"]["deletable"] = False
    if not cell["metadata"].get("nbgrader", {}).get("solution"):
        cell["metadata"]["editable"] = False
