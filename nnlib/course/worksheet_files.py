"""Put a student's worksheet into two files, one HTML page and one PDF.

A file that is there already, with other content, stays as it is.
"""

import re
import warnings

import click

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
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", "Glyph .* missing from font")
        contents = {".html": html_page(sheet).encode(), ".pdf": pdf_pages(sheet)}
    try:
        files = _write(contents, folder / (out or usual), usual)
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}."
        raise click.ClickException(message) from error
    return files, bool(caught)


def _write(contents, path, usual):
    """Write a file for each ending, or none; return their paths."""
    if path.is_dir():
        raise click.ClickException(
            f"--out needs the name of a file; got the folder {path}. "
            f"Write --out {path / usual}."
        )
    name = path.stem if path.suffix in contents else path.name
    files = {path.with_name(name + end): text for end, text in contents.items()}
    for file, content in files.items():
        if file.is_dir() or (file.exists() and file.read_bytes() != content):
            raise click.ClickException(
                f"{file} is there already and is not this worksheet: "
                "move it away, or give another name with --out."
            )
    for file, content in files.items():
        file.write_bytes(content)
    return list(files)
