"""Dates and numbers in names, in a form in which the newest is the last.

Numbers are compared as numbers: version 10 comes after version 2.
"""

import re

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun"]
MONTHS += ["jul", "aug", "sep", "oct", "nov", "dec"]
MOST_DIGITS = 20  # of a date, and of a number in a name


def sortable(date):
    """A date as digits, year first; "" if it is none that can be read.

    It is one such as 2026-11-03 14:22:10, or Nov 3, 2026 222 PM.
    """
    numbers = re.findall(r"\d+", date)
    words = re.findall(r"[^\W\d]+", date.casefold())
    months = [MONTHS.index(word[:3]) + 1 for word in words if word[:3] in MONTHS]
    if numbers and len(numbers[0]) >= 4:
        return "".join(numbers)[:MOST_DIGITS].ljust(MOST_DIGITS, "0")
    if not months or len(numbers) < 3:
        return ""
    day, year, *time = numbers
    hour, minute = divmod(int("".join(time)[:4]), 100)
    if words[-1] in ("am", "pm"):
        hour = hour % 12 + 12 * (words[-1] == "pm")
    digits = f"{year[:4]}{months[0]:02}{int(day):02}{hour:02}{minute:02}"
    return digits.ljust(MOST_DIGITS, "0")


def by_numbers(text):
    """A key by which texts are sorted, the numbers in them as numbers."""
    pieces = re.split(rf"(\d{{1,{MOST_DIGITS}}})", text)
    return [(int(p), "") if i % 2 else (-1, p) for i, p in enumerate(pieces)]
