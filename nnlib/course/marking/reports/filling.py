"""Fill a platform's table of grades: who is in which row, by ids, addresses, names.

Where one text would fit two students or two rows, neither gets points, and it is told.
"""

from collections import Counter

from nnlib.atomic_write import write
from nnlib.course.marking.reports.grade_tables import GradeTable
from nnlib.course.marking.submissions.students import folded, keys_of

MOST = 20  # lines of a list
NO_IDS = ("name", "email", "section")  # columns of the roster that are no ids


def fill_in(path, column, number, grades, folder):
    """Write a copy of a table into the folder, with points; return what to say of it.

    number  the notebook of which it gets the points, None for all together
    """
    table = GradeTable(path)
    place, people = table.place_of(column), list(grades.people())
    pairs = matched(table, people)
    for row, person in pairs.items():
        if person.handed_in:
            table.fill(row, place, grades.total(person.student, number))
    file = folder / f"{path.stem}_filled{path.suffix}"
    write(file, table.data())
    return "\n".join(_told(table, place, people, pairs, grades, file))


def _told(table, place, people, pairs, grades, file):
    filled = [person.student for person in pairs.values() if person.handed_in]
    rows = f"{len(filled)} of {len(table.rows())} rows of {table.platform.title}"
    yield f"Filled in: {rows}, in the column {table.header[place]}: {file}"
    there = {person.student for person in pairs.values()}
    lost = [one.student for one in people if one.handed_in and one.student not in there]
    empty = [table.name(row) for row in table.rows() if row not in pairs]
    nothing = [one.student for one in pairs.values() if not one.handed_in]
    waiting = [student for student in filled if student in grades.waiting]
    yield from _listed("Students in no row, or in more than one", lost)
    yield from _listed("Rows left as they were, as nobody fits", empty)
    yield from _listed("Rows left as they were, as nothing was handed in", nothing)
    yield from _listed("Filled in, with more points to be given by hand", waiting)


def _listed(title, names):
    if names:
        rest = f" and {len(names) - MOST} more" if names[MOST:] else ""
        yield f"  {title}: {len(names)}: {'; '.join(names[:MOST])}{rest}"


def matched(table, people):
    """From the number of a row to its student, as far as that is certain."""
    found = {}
    for row_keys, person_keys in _ways(table):
        pairs = _certain(table.rows(), people, row_keys, person_keys)
        done = {person.student for person in found.values()}
        for row, person in pairs:
            is_free = row not in found and person.student not in done
            if is_free and _may_be(person, table.name(row)):
                found[row] = person
    return found


def _may_be(person, name):
    """Whether a name and that of the roster have a word in common, if both are known.

    A number of the roster may be another student's number on the platform.
    """
    known = person.row.get("name", "")
    ours, theirs = ({*folded(one).split(), *keys_of(one)} for one in (known, name))
    return not ours or not theirs or bool(ours & theirs)


def _ways(table):
    """Pairs of functions: the texts of a row and those of a student that may agree."""
    for place in range(len(table.platform.ids)):
        yield (lambda row, place=place: {table.ids(row)[place]}), _ids
    yield (lambda row: set(table.emails(row))), _emails
    yield (lambda row: keys_of(table.name(row))), _names


def _ids(person):
    row = (text for key, text in person.row.items() if key not in NO_IDS)
    return {folded(text) for text in (person.student, *person.names, *row)}


def _emails(person):
    texts = (person.student, *person.names, *person.row.values())
    return {folded(text) for text in texts if "@" in text}


def _names(person):
    texts = [text for text in (*person.names, person.student) if not text.isdecimal()]
    texts = [person.row["name"]] if person.row.get("name") else texts
    return {key for text in texts for key in keys_of(text)}


def _certain(rows, people, row_keys, person_keys):
    """The pairs of a row and a student that share a text with nobody else."""
    in_rows, in_people = {}, {}
    for row in rows:
        for key in row_keys(row) - {""}:
            in_rows.setdefault(key, []).append(row)
    for person in people:
        for key in person_keys(person) - {""}:
            in_people.setdefault(key, []).append(person)
    pairs = {}
    for key, those in in_rows.items():
        if len(those) == len(in_people.get(key, ())) == 1:
            (row,), (person,) = those, in_people[key]
            pairs[row, person.student] = person
    by_row = Counter(row for row, _ in pairs)
    by_student = Counter(student for _, student in pairs)
    return [
        (row, person)
        for (row, student), person in pairs.items()
        if by_row[row] == 1 == by_student[student]
    ]
