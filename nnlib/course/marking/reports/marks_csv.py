"""The files `marks.csv` and `grades.csv`: tables for spreadsheets.

Texts that a spreadsheet would run as a formula are made harmless.
"""

import csv
from contextlib import contextmanager

from nnlib.atomic_write import replacing
from nnlib.course.marking.records.results import Result
from nnlib.course.marking.visible import one_line


@contextmanager
def table(path, columns=Result._fields):
    """Write a CSV file, which is there when all rows are; yields a writer of rows.

    It begins with what tells Excel that it is UTF-8.
    """
    how = {"mode": "w", "encoding": "utf-8-sig", "newline": ""}
    with replacing(path) as new, new.open(**how) as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        yield lambda result: writer.writerow(map(_cell, result))


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
