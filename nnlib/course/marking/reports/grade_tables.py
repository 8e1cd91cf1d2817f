"""The tables of grades that platforms export: a row for each, known by its header.

A heading is compared without capitals. All that stands in a table beside the column
that is filled stays as it is.
"""

import csv
import io
import re
from typing import NamedTuple

from nnlib.course.marking.submissions.students import folded
from nnlib.course.refusals import Refusal

LARGEST = 20 * 2**20  # bytes
ENCODINGS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Platform(NamedTuple):
    """A row: the headings by which a table is known, and those that tell who it is."""

    title: str
    needs: tuple
    ids: tuple  # the surest first
    emails: tuple
    names: tuple  # each is one heading, or several that make a name
    column: str = ""  # the one for grades, where it has always the same name
    id_in: str = r".*"  # what of an id counts


PLATFORMS = (
    Platform(
        "Canvas",
        ("ID", "SIS Login ID", "Section"),
        ("ID", "SIS User ID", "SIS Login ID", "Integration ID"),
        ("SIS Login ID",),
        (("Student",), ("FirstName", "LastName")),
    ),
    Platform(
        "Moodle's grading worksheet",
        ("Identifier", "Grade", "Last modified (grade)"),
        ("Identifier", "ID number", "Username"),
        ("Email address",),
        (("Full name",),),
        column="Grade",
        id_in=r"\D*(\d+)",
    ),
    Platform(
        "Moodle's gradebook",
        ("First name", "Email address", "Last downloaded from this course"),
        ("ID number", "Username"),
        ("Email address",),
        (("First name", "Last name"), ("First name", "Surname")),
    ),
    Platform(
        "Brightspace",
        ("End-of-Line Indicator",),
        ("OrgDefinedId", "Username"),
        ("Email",),
        (("First Name", "Last Name"),),
    ),
    Platform(
        "Blackboard",
        ("Last Name", "First Name", "Username"),
        ("Username", "Student ID"),
        ("Email",),
        (("First Name", "Last Name"),),
    ),
)


class GradeTable:
    """An exported table of grades, as lists of cells."""

    def __init__(self, path):
        self.path = path
        text = self._decoded(path)
        first = text.partition("\n")[0]
        self._form = {
            "delimiter": max(",;\t", key=first.count),
            "quoting": csv.QUOTE_ALL if text[:1] == '"' else csv.QUOTE_MINIMAL,
            "lineterminator": "\r\n" if "\r\n" in text else "\n",
        }
        file = io.StringIO(text, newline="")
        try:
            self.cells = [*csv.reader(file, delimiter=self._form["delimiter"])]
        except csv.Error as error:
            raise Refusal(f"--into needs a CSV file; {path}: {error}.") from error
        self.header = [name.strip() for name in self.cells[0]] if self.cells else []
        self._places = {name.casefold(): n for n, name in enumerate(self.header)}
        self.platform = self._platform()
        self._comma = self._has_decimal_commas()

    def _decoded(self, path):
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST)
            known = (name for start, name in ENCODINGS if data.startswith(start))
            self._encoding = next(known, "utf-8")
            text = data.decode(self._encoding)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not written in UTF-8"
            raise Refusal(
                f"--into needs a table that a platform exported; {path}: {reason}."
            ) from error
        self._mark = "\ufeff" * text.startswith("\ufeff")
        return text.removeprefix("\ufeff")

    def _platform(self):
        for platform in PLATFORMS:
            if all(name.casefold() in self._places for name in platform.needs):
                return platform
        titles = ", ".join(platform.title for platform in PLATFORMS)
        raise Refusal(
            f"--into needs a table as one of these platforms exports it, in English: "
            f"{titles}; the first line of {self.path} is none of theirs."
        )

    def _has_decimal_commas(self):
        cells = (cell for row in self.cells[1:] for cell in row)
        return any(re.fullmatch(r"\d+,\d+", cell) for cell in cells)

    def rows(self):
        """The numbers of the rows that are students'."""
        numbers = range(1, len(self.cells))
        return [n for n in numbers if any((*self.ids(n), *self.emails(n)))]

    def ids(self, row):
        """The ids in a row, in the order of the headings; "" where there is none."""
        cells = self._at(row, self.platform.ids)
        found = [re.fullmatch(self.platform.id_in, one) for one in cells]
        return [folded(one[one.re.groups]) if one else "" for one in found]

    def emails(self, row):
        """The addresses in a row."""
        return [
            folded(one) for one in self._at(row, self.platform.emails) if "@" in one
        ]

    def name(self, row):
        """The name in a row."""
        joined = (" ".join(self._at(row, one)) for one in self.platform.names)
        return next((name.strip() for name in joined if name.strip()), "")

    def _at(self, row, headings):
        places = [self._places.get(name.casefold()) for name in headings]
        cells = self.cells[row]
        return [cells[n] if n is not None and n < len(cells) else "" for n in places]

    def place_of(self, column):
        """The place of the column to fill; its name may lack what the platform adds."""
        column = column or self.platform.column
        names = [name.casefold() for name in self.header]
        same = [
            n for n, name in enumerate(names) if column and name == column.casefold()
        ]
        if not same and column:
            start = f"{column.casefold()} "
            same = [n for n, name in enumerate(names) if name.startswith(start)]
        taken = {
            *self.platform.ids,
            *self.platform.emails,
            *sum(self.platform.names, ()),
        }
        free = [n for n in same if self.header[n] not in taken]
        if len(free) == 1:
            return free[0]
        there = ", ".join(name for name in self.header if name and name not in taken)
        got = f"; {column} is {'several' if free else 'none'} of them" if column else ""
        raise Refusal(f"--column needs the name of a column to fill: {there}{got}.")

    def fill(self, row, place, points):
        """Write points into a cell, with the comma where the table has one."""
        cells, text = self.cells[row], f"{points:.2f}".rstrip("0").rstrip(".")
        cells += [""] * (place + 1 - len(cells))
        cells[place] = text.replace(".", ",") if self._comma else text

    def data(self):
        """The bytes of the whole file."""
        file = io.StringIO(newline="")
        csv.writer(file, **self._form).writerows(self.cells)
        return (self._mark + file.getvalue()).encode(self._encoding)
