"""The marks as a table for spreadsheets, and files written in one go.

Texts that a spreadsheet would run as a formula are made harmless.
"""

import csv
from contextlib import contextmanager

from nnlib.course.marking.rows import Row


@contextmanager
def table(path):
    """Write a CSV file, which is there when all rows are: give a function for a row."""
    how = {"mode": "w", "encoding": "utf-8-sig", "newline": ""}
    with replacing(path) as temporary, temporary.open(**how) as file:
        writer = csv.writer(file)
        writer.writerow(Row._fields)
        yield lambda row: writer.writerow(map(_cell, row))


def write(path, text):
    """Write a text file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


@contextmanager
def replacing(path):
    """Give the path of a new file that takes the place of the old one at the end.

    So there is the old one or the new one, never a half.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def one_line(text):
    """A text as one line, without letters that a terminal or a spreadsheet obeys."""
    line = " ".join(text.split())
    return "".join(letter if letter.isprintable() else "�" for letter in line)


def _cell(value):
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:g}"
    text = one_line(value)
    # as OWASP says; a spreadsheet looks past blanks and an opening quotation mark
    is_formula = text.lstrip("\"' ").startswith(
        ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    )
    return f"'{text}" if is_formula else text
