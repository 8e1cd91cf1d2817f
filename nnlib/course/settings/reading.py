"""Read `course.toml` into a `Course`; what is wrong is one sentence with its line.

Every setting has one function that checks it; a key without one is unknown.
"""

import difflib
import re
import tomllib
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from nnlib.course.refusals import Refusal
from nnlib.course.settings.course import NONE, PER_DAY, ZERO, Course, Late
from nnlib.course.settings.dates import is_date, moment_of
from nnlib.course.settings.declared import declared
from nnlib.course.settings.numbers import numbers_in
from nnlib.course.settings.values import Values
from nnlib.exercises.worth import MOST, Worth

NO_TOML = (
    "this is not TOML, with texts in quotation marks and dates as in "
    "2026-11-10T23:59:00:"
)
LARGEST = 2**20  # bytes of the file
LONGEST = 30  # seconds for an answer: the sandbox ends a program after 60 of its own
ATTEMPTS = {"last": "newest", "best": "best"}


def read_course(path):
    """Read the settings in a file; without the file the course is as it is."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8-sig")
    except FileNotFoundError:
        return Course()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not written in UTF-8"
        raise Refusal(f"{path} cannot be read: {reason}.") from error
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r" \(at line (\d+).*\)", str(error))
        place = f"{path.name}, line {line[1]}" if line else path.name
        words = str(error).replace(line[0], "") if line else error
        raise Refusal(f"{place}: {NO_TOML} {words}.") from error
    return _Settings(path, Values(path.name, text, plain)).course()


class _Settings:
    """What stands in the file, taken setting by setting."""

    def __init__(self, path, values):
        self._path, self._values = path, values
        self._ids = {}
        for worths in declared().values():
            self._ids |= worths

    def course(self):
        """All of them, checked."""
        known = ("name", "timezone", "notebooks", "attempts", "roster", "extra_credit")
        known += ("exempt", "points", "due", "late", "extensions", "seconds")
        self._values.refuse_unknown((), self._values.plain, known)
        zone = self._zone()
        due = self._dates(("due",), zone)
        return Course(
            name=self._values.text_at("name") or "",
            zone=zone,
            notebooks=self._notebooks(),
            worths=self._worths(),
            due=due,
            late=self._late(),
            extensions=self._extensions(zone, due),
            attempt=ATTEMPTS.get(self._values.choice(("attempts",), ATTEMPTS)),
            seconds=self._seconds(),
            roster=self._roster(),
        )

    def _zone(self):
        name = self._values.text_at("timezone")
        if name is None:
            return None
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is one
            needs = "needs the name of a time zone, such as Europe/Berlin"
            self._values.refuse(("timezone",), needs, name)

    def _numbers(self, keys, words):
        try:
            return numbers_in(words, declared())
        except Refusal as refusal:
            raise Refusal(f"{self._values.place(keys)}: {refusal}") from refusal

    def _notebooks(self):
        words = self._values.texts("notebooks")
        if words == []:
            self._values.refuse(("notebooks",), "needs at least one notebook")
        return words and self._numbers(("notebooks",), words)

    def _worths(self):
        worths, points = {}, self._values.table("points")
        for id in points:
            self._check_id(("points", id), id)
            worths[id] = Worth(self._values.number(("points", id), 0, MOST))
        for id in self._values.texts("extra_credit") or ():
            self._check_id(("extra_credit",), id)
            worths[id] = worths.get(id, self._ids[id])._replace(extra=True)
        for id in self._values.texts("exempt") or ():
            self._check_id(("exempt",), id)
            worths[id] = Worth(0)
        return worths

    def _check_id(self, keys, id):
        if id not in self._ids:
            close = ", ".join(difflib.get_close_matches(id, self._ids, 3))
            close = f" ({close})" if close else ""
            needs = f'needs exercises such as "1.2" or "written-1"{close}'
            self._values.refuse(keys, needs, id)

    def _late(self):
        self._values.refuse_unknown(
            ("late",), self._values.table("late"), ("policy", "percent", "grace")
        )
        policy = self._values.choice(("late", "policy"), (NONE, PER_DAY, ZERO)) or NONE
        percent = self._values.number(("late", "percent"), 0, 100)
        grace = self._values.number(("late", "grace"), 0, 60 * 24 * 7) or 0
        if policy == PER_DAY and not percent:
            self._values.refuse(("late", "policy"), 'needs percent beside "per day"')
        return Late(policy, percent or 0, timedelta(minutes=grace))

    def _dates(self, keys, zone, first=None):
        """The moments in a table, by the numbers of the notebooks.

        None of them may be before that in `first`.
        """
        found = {}
        for word in self._values.table(*keys):
            place = (*keys, word)
            for number in self._numbers(place, [word]):
                found[number] = self._moment(place, zone)
                if first and number in first and found[number] < first[number]:
                    words = f"is before notebook {number:02} is due, {first[number]}"
                    self._values.refuse(place, words)
        return found

    def _moment(self, keys, zone):
        needs = "needs a date, as in 2026-11-10T23:59:00 or 2026-11-10, without quotes"
        value = self._values.plain
        for key in keys:
            value = value[key]
        if not is_date(value) or isinstance(value, time):
            self._values.refuse(keys, needs, value)
        if zone is None:
            needs = 'needs a time zone: write timezone = "Europe/Berlin" at the top'
            self._values.refuse(keys, needs)
        try:
            return moment_of(value, zone)
        except (ValueError, OverflowError) as error:
            self._values.refuse(keys, f"needs a time that there is: {error}", value)

    def _extensions(self, zone, due):
        return {
            student: self._dates(("extensions", student), zone, due)
            for student in self._values.table("extensions")
        }

    def _seconds(self):
        found = {}
        for id in self._values.table("seconds"):
            if id != "all":
                self._check_id(("seconds", id), id)
            found[id] = self._values.number(("seconds", id), 1, LONGEST)
        return found

    def _roster(self):
        name = self._values.text_at("roster")
        if name is None:
            return None
        path = self._path.parent / name
        if not path.is_file():
            self._values.refuse(("roster",), "needs a file beside course.toml", name)
        return path
