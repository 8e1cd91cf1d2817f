"""The feedback in zips: a folder per student, and one that Moodle takes for a class.

Moodle knows a student by the number in the name of the folder that it gave out.
"""

import zipfile
from io import BytesIO

from nnlib.atomic_write import write
from nnlib.course.marking.records.names import safe_name

EVERYWHERE, MOODLE = "feedback.zip", "feedback_for_moodle.zip"


def write_feedback_zips(grades, folder):
    """Write the zips into the folder of the marks; return their paths."""
    pages = {
        person: sorted((folder / "feedback" / safe_name(person.student)).glob("*.html"))
        for person in grades.people()
        if person.handed_in
    }
    written = [_written(folder / EVERYWHERE, pages, lambda one: safe_name(one.student))]
    of_moodle = {one: files for one, files in pages.items() if _folder_in_moodle(one)}
    if of_moodle:
        written.append(_written(folder / MOODLE, of_moodle, _folder_in_moodle))
    return written


def _folder_in_moodle(person):
    """The name of the folder in which it was handed in; "" if not in Moodle."""
    number = next((name for name in person.names if name.isdecimal()), "")
    if "moodle" not in person.shapes or not number:
        return ""
    name = next((one for one in person.names if not one.isdecimal()), "Student")
    name = name.replace("_", " ").replace("/", " ")
    return f"{name}_{number}_assignsubmission_file_"


def _written(path, pages, folder_of):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for person, files in pages.items():
            for page in files:
                archive.write(page, f"{folder_of(person)}/{page.name}")
    write(path, file.getvalue())
    return path
