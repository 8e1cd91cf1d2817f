"""Dates and numbers in names, in a form in which the newest is the last.

Numbers are compared as numbers: version 10 comes after version 2.
"""

import re

# How the names of months begin, in the languages of western Europe and in Turkish.
MONTHS = (
    *("jan gen ene oca", "feb fév fev şub", "mar mär mrt", "apr avr abr nis"),
    *("may mai mei mag maj", "jun juin giu haz", "jul juil lug tem", "aug aoû ago ağu"),
    *("sep set eyl", "oct okt ott out eki", "nov kas", "dec dez dic déc des ara"),
)
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


def by_numbers(text):
    """A key by which texts are sorted, the numbers in them as numbers."""
    pieces = re.split(rf"(\d{{1,{MOST_DIGITS}}})", text)
    return [(int(p), "") if i % 2 else (-1, p) for i, p in enumerate(pieces)]
