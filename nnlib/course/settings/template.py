"""Write `course.toml` with every setting explained, and none of them set.

A file that is there stays.
"""

from pathlib import Path

from nnlib.atomic_write import write
from nnlib.course.refusals import Refusal
from nnlib.course.settings import current

TEMPLATE = Path(__file__).with_name("template.toml")


def write_settings():
    """Write the file beside the README; return its path."""
    path = current.FILE
    if path.exists():
        raise Refusal(f"{path} is there already: edit it, or move it away.")
    write(path, TEMPLATE.read_bytes())
    return path
