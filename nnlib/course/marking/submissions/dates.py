"""Dates and numbers in names, in a form in which the newest is the last.

Numbers are compared as numbers: version 10 comes after version 2.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

# How the names of months begin, in the languages of western Europe and in Turkish.
MONTHS = (
    *("jan gen ene oca", "feb fév fev şub", "mar mär mrt", "apr avr abr nis"),
    *("may mai mei mag maj", "jun juin giu haz", "jul juil lug tem", "aug aoû ago ağu"),
    *("sep set eyl", "oct okt ott out eki", "nov kas", "dec dez dic déc des ara"),
)
# A date that begins with its year, and the zone behind it: an offset, or a name.
WITH_ZONE = r"(\d{4}[\d:.T -]*?\d)\s*([+-]\d\d:?\d\d|Z|[A-Za-z]{2}\S*)?"
LEAST_DIGITS = 12  # of a date with a time, from the year to the minute
MOST_DIGITS = 20  # of a date, and of a number in a name


def sortable(date):
    """A date as digits, year first; "" if it is none that can be read.

    It is one such as 2026-11-03 14:22:10, Nov 3, 2026 222 PM, or 3 novembre 2026 1422.
    """
    numbers = re.findall(r"\d+", date)
    words = re.findall(r"[^\W\d]+", date.casefold())
    months = [
        number
        for word in words
        for number, starts in enumerate(MONTHS, 1)
        if word.startswith((*starts.split(),))
    ]
    if numbers and len(numbers[0]) >= 4:
        return "".join(numbers)[:MOST_DIGITS].ljust(MOST_DIGITS, "0")
    if not months or len(numbers) < 3:
        return ""
    day, year, *time = numbers
    hour, minute = divmod(int("".join(time)[:4]), 100)
    if words[-1] in ("am", "pm"):
        hour = hour % 12 + 12 * (words[-1] == "pm")
    digits = f"{year[:4]}{months[-1]:02}{int(day):02}{hour:02}{minute:02}"
    return digits.ljust(MOST_DIGITS, "0")


def moment(date):
    """A date with its time in ISO form, with the offset where it has one; else ""."""
    zone = ""
    try:
        if date[:4].isdecimal():
            date, zone = re.fullmatch(WITH_ZONE, date.strip(), re.ASCII).groups("")
            if len(re.sub(r"\D", "", date)) < LEAST_DIGITS:
                return ""
        value = datetime.strptime(sortable(date)[:14], "%Y%m%d%H%M%S")
        return value.replace(tzinfo=_zone(zone)).isoformat()
    except (AttributeError, ValueError, LookupError, OSError):
        return ""


def _zone(text):
    """What a time zone's offset or name means; raises an error for an unknown one."""
    if text[:1] in ("+", "-"):
        return datetime.strptime(text, "%z").tzinfo
    return ZoneInfo("UTC" if text == "Z" else text) if text else None


def by_numbers(text):
    """A key by which texts are sorted, the numbers in them as numbers."""
    pieces = re.split(rf"(\d{{1,{MOST_DIGITS}}})", text)
    return [(int(p), "") if i % 2 else (-1, p) for i, p in enumerate(pieces)]
