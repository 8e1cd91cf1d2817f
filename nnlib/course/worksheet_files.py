"""Put a student's worksheet into two files, one HTML page and one PDF.

Their names come from the student's id, or are given.
"""

import re
import warnings

import click

from nnlib.course.files import write_new
from nnlib.course.worksheet_page import blank_sheet, html_page
from nnlib.course.worksheet_pdf import pdf_pages


def write_worksheet(student_id, folder, out=None):
    """Write the two files; return their paths and whether the PDF lacks a letter.

    `out` is the name of both, with or without ending, counted from `folder`; else the
    name is made from the id.
    """
    try:
        sheet = blank_sheet(student_id)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    usual = "_".join(["worksheet", *re.findall(r"[\w-]+", sheet.student)])
    path = folder / (out or usual)
    if path.is_dir():
        raise click.ClickException(
            f"--out needs the name of a file; got the folder {path}. "
            f"Write --out {path / usual}."
        )
    stem = path.stem if path.suffix in (".html", ".pdf") else path.name
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", "Glyph .* missing from font")
        pdf = pdf_pages(sheet)
    contents = {
        path.with_name(f"{stem}.html"): html_page(sheet).encode(),
        path.with_name(f"{stem}.pdf"): pdf,
    }
    write_new(contents)
    return list(contents), bool(caught)
