"""Put a student's worksheet into two files, one HTML page and one PDF.

Their names come from the student's id, or are given.
"""

import re
import warnings

import click

from nnlib.course.files import write_errors_explained, write_new
from nnlib.course.worksheet.blank import blank_worksheet
from nnlib.course.worksheet.page import html_page
from nnlib.course.worksheet.pdf import pdf_pages


def write_worksheet(student_id, folder, out=None):
    """Write the two files; return their paths and whether the PDF lacks a letter.

    `out` is the name of both, with or without ending, counted from `folder`; else the
    name is made from the id.
    """
    try:
        sheet = blank_worksheet(student_id)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    usual = "_".join(["worksheet", *re.findall(r"[\w-]+", sheet.student)])
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", "Glyph .* missing from font")
        contents = {".html": html_page(sheet).encode(), ".pdf": pdf_pages(sheet)}
    with write_errors_explained():
        return _write(contents, folder / (out or usual), usual), bool(caught)


def _write(contents, path, usual):
    """Write a file for each ending, or none; return their paths."""
    if path.is_dir():
        raise click.ClickException(
            f"--out needs the name of a file; got the folder {path}. "
            f"Write --out {path / usual}."
        )
    name = path.stem if path.suffix in contents else path.name
    files = {path.with_name(name + end): text for end, text in contents.items()}
    write_new(files)
    return list(files)
