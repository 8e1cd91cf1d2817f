"""Who is one student: names as platforms write them, and the roster of a class.

The roster decides. Without one the name is the platform's, and two spellings are two
students, who can be told apart.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import permutations

from nnlib.course.marking.submissions.notebook_file import clean
from nnlib.course.refusals import Refusal

LARGEST = 2**20  # bytes of a roster


class Roster:
    """The students of a class: each row of a CSV file has an id and a name.

    Every text that stands in one row alone tells whose row it is, also an address or a
    login. Without a file it knows nobody.
    """

    def __init__(self, path=None):
        self.ids, self.rows, self._of = (), {}, {}
        if path is not None:
            self._read(path)

    def _read(self, path):
        rows = _rows(path)
        self.ids = tuple(row["id"] for row in rows)
        self.rows = {row["id"]: row for row in rows}
        keys = [{key for cell in row.values() for key in keys_of(cell)} for row in rows]
        counts = Counter(key for row in keys for key in row)
        for id, row in zip(self.ids, keys):
            self._of |= {key: id for key in row if counts[key] == 1}

    def find(self, student, names=()):
        """The id of a student with these names; None if no row or several fit."""
        ids = {self._of.get(folded(text)) for text in (student, *names)} - {None}
        return ids.pop() if len(ids) == 1 else None


NOBODY = Roster()


def distinct(students):
    """From each name to one that differs visibly from those of all others."""
    shown = {}
    for name, same in _grouped(students, _visible).items():
        same.sort(key=lambda student: (student != name, student))
        shown |= {s: f"{name} [{n}]" for n, s in enumerate(same, 1)}
        shown[same[0]] = name
    return shown


def alike(students):
    """The students whose names differ in capitals, accents or blanks alone: lists."""
    groups = _grouped(students, lambda one: folded(re.sub(r" \[\d+\]$", "", one)))
    return [group for group in groups.values() if len(group) > 1]


def _grouped(students, key):
    groups = {}
    for student in sorted(students):
        groups.setdefault(key(student), []).append(student)
    return groups


def _visible(student):
    return " ".join(clean(unicodedata.normalize("NFC", student)).split()) or "_"


def folded(text):
    """A text without capitals, blanks and signs: Lovelace, Ada is Ada Lovelace."""
    text = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("_", " "))
    return " ".join(sorted(words))


def keys_of(cell):
    """What a cell is found by; a name also in one word, as Canvas and GitHub do."""
    words = folded(cell).split()
    joined = permutations(words) if 1 < len(words) < 4 else ()
    return {" ".join(words), *("".join(one) for one in joined)} - {""}


def _rows(path):
    """The rows of the file, with an id each; raises `Refusal`."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8-sig")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not written in UTF-8"
        raise Refusal(f"--roster needs a CSV file; {path}: {reason}.") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    named = [
        {(key or "").strip().casefold(): one for key, one in row.items()}
        for row in table
    ]
    texts = [
        {k: one for k, one in row.items() if isinstance(one, str)} for row in named
    ]
    rows = [row | {"id": row.get("id", "").strip()} for row in texts]
    rows = [row for row in rows if row["id"]]
    if not rows:
        raise Refusal(
            "--roster needs a CSV file with a column id, and others such as name, and "
            f"a row for each student; there is none in {path}."
        )
    return rows


def owned(attempts, roster):
    """The attempts with the final names of their students, in the same order."""
    known = [roster.find(one.student, one.told.names) for one in attempts]
    pairs = list(zip(attempts, known, strict=True))
    twice = _in_two_classes([one for one, id in pairs if id is None])
    names = [id or _name(one, twice) for one, id in pairs]
    shown = distinct({name for name, (_, id) in zip(names, pairs) if id is None})
    final = [id or shown[name] for name, (_, id) in zip(names, pairs)]
    return [
        replace(one, submission=replace(one.submission, student=name))
        for one, name in zip(attempts, final)
    ]


def _in_two_classes(attempts):
    """The students who have the same notebook in two classes, as no platform has."""
    places = {}
    for one in attempts:
        if not one.told.shape.exact and one.submission.notebook is not None:
            key = one.student, one.submission.notebook
            places.setdefault(key, set()).add(one.place)
    return {student for (student, _), those in places.items() if len(those) > 1}


def _name(one, twice):
    if one.told.shape.exact or one.student not in twice or one.place == ".":
        return one.student
    return f"{one.place}/{one.student}"
