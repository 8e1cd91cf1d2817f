"""Whose each file is and which one counts, where students and classes are odd."""

import os
import sys
import time
import unicodedata

import pytest

from nnlib.course.marking.submissions import dates
from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.released import released
from nnlib.course.refusals import Refusal
from tests.support.trees import as_zip, content, lay_out, small

ONE, TWO = released()[1].file, released()[2].file
STEM = ONE.removesuffix(".ipynb")
MOODLE = "{}_assignsubmission_file_/" + ONE


def counting(handed_in):
    return {(one.student, one.notebook): one.path for one in handed_in}


def students(handed_in):
    return sorted({one.student for one in handed_in})


# What was read wrongly once


def test_the_zip_of_a_class_in_the_folder_is_no_student(tmp_path):
    names = [MOODLE.format(f"Student {n}_{n}") for n in range(30)]
    lay_out(tmp_path, {"Course-Homework-12.zip": as_zip(names), f"late/{ONE}": small()})
    handed_in = read(tmp_path)
    assert len(students(handed_in)) == 31
    assert "Moodle: 30 students" in str(handed_in)
    assert "a folder or a file per student: 1 student" in str(handed_in)


def test_a_folder_called_submitted_hides_nobody(tmp_path):
    lay_out(tmp_path, [f"submitted/ada/homework/{ONE}", f"bob/{ONE}"])
    assert students(read(tmp_path)) == ["ada", "bob"]


def test_a_student_who_hands_in_what_looks_like_a_class_is_one_student(tmp_path):
    fake = [MOODLE.format("bob_2"), MOODLE.format("cleo_3")]
    tree = {"ada.zip": as_zip(fake), f"bob/{ONE}": small(), f"cleo/{ONE}": small()}
    handed_in = read(lay_out(tmp_path / "zips", tree))
    assert students(handed_in) == ["ada", "bob", "cleo"]
    assert "ada.zip looks like a whole class" in handed_in.doubts[0]
    tree = [f"ada/{name}" for name in fake] + [f"bob/{ONE}", f"cleo/{ONE}"]
    assert students(read(lay_out(tmp_path / "folders", tree))) == ["ada", "bob", "cleo"]
    tree = {"ada.zip": as_zip(fake), "bob.ipynb": small(), "cleo.ipynb": small()}
    assert students(read(lay_out(tmp_path / "files", tree))) == ["ada", "bob", "cleo"]
    tree = [f"ada/{name}/{ONE}" for name in ("bob", "cleo")] + [
        f"bob/{ONE}",
        f"c/{ONE}",
    ]
    assert students(read(lay_out(tmp_path / "deep", tree))) == ["ada", "bob", "c"]


def test_in_moodle_a_students_zip_is_never_a_class(tmp_path):
    fake = as_zip([MOODLE.format("bob_2")])
    tree = {"Ada_1_assignsubmission_file_x.zip": fake, MOODLE.format("bob_2"): small()}
    assert counting(read(lay_out(tmp_path, tree)))["bob_2", 1] == MOODLE.format("bob_2")


def test_students_with_the_same_folders_are_no_classes(tmp_path):
    tree = [f"{s}/{f}/{ONE}" for s in ("ada", "bob", "cleo") for f in ("first", "then")]
    assert students(read(lay_out(tmp_path, tree))) == ["ada", "bob", "cleo"]


def test_the_same_name_in_two_classes_stays_two_students(tmp_path):
    tree = [f"{c}/{s}/{ONE}" for c in ("Tue", "Thu") for s in ("max", f"{c}_eve")]
    found = students(read(lay_out(tmp_path / "a", tree)))
    assert found == ["Thu/max", "Thu_eve", "Tue/max", "Tue_eve"]
    tree = [f"week{n}/{s}/{f}" for n, f in enumerate((ONE, TWO)) for s in ("a", "b")]
    assert students(read(lay_out(tmp_path / "b", tree))) == ["a", "b"]
    tree = [f"round {n}/{MOODLE.format('Ada_1')}" for n in (2, 10)]
    (one,) = read(lay_out(tmp_path / "c", tree))
    assert (one.student, one.path) == ("Ada_1", tree[1])


# Which file counts


@pytest.mark.parametrize(
    ("files", "best"),
    [
        ([ONE, f"{STEM} (1).ipynb"], 1),
        ([f"{STEM} (10).ipynb", f"{STEM} (2).ipynb"], 0),
        ([f"{STEM}-9.ipynb", f"{STEM}-10.ipynb"], 1),
        ([f"attempt 2/{ONE}", f"attempt 10/{ONE}"], 1),
        ([ONE, f"old/{STEM} (7).ipynb"], 0),
        ([ONE, f"{ONE}.txt"], 0),
    ],
)
def test_of_several_files_the_newest_counts_and_it_is_said(tmp_path, files, best):
    handed_in = read(lay_out(tmp_path, [f"ada/{file}" for file in files]))
    (one,) = handed_in
    assert one.path == f"ada/{files[best]}"
    words = f"There are 2 files of this notebook; {one.path} counts."
    assert one.problems[-1] == words
    assert f"ada: {words}" in str(handed_in)


def test_a_damaged_newest_file_costs_nothing(tmp_path):
    tree = {f"a_1_10_{ONE}": small(), f"a_1_11_{ONE}": b"", f"b_2_12_{ONE}": small()}
    one, _ = read(lay_out(tmp_path, tree))
    assert (one.path, one.readable) == (f"a_1_10_{ONE}", True)


def test_late_is_said(tmp_path):
    one, _ = read(lay_out(tmp_path, [f"a_LATE_1_10_{ONE}", f"b_2_12_{ONE}"]))
    assert one.problems == ("It came late, as Canvas says.",)


def test_all_attempts_for_the_best(tmp_path):
    names = [f"a_1_{n}_{ONE}" for n in (8, 10, 9)] + [f"b_2_12_{ONE}"]
    handed_in = read(lay_out(tmp_path, names), attempt="best")
    one, other = handed_in
    assert [rival.path for rival in (one, *one.rivals)] == [
        names[1],
        names[2],
        names[0],
    ]
    assert other.rivals == ()
    assert "a_1: the best of 3 files of 01" in str(handed_in)


@pytest.mark.parametrize("packed", [True, False])
def test_the_solved_notebooks_of_the_course_are_never_marked(tmp_path, packed):
    project = {f"p-main/{f}/{ONE}": small() for f in ("homework", "notebooks")}
    project |= {"p-main/nnlib/x.py": b"", f"p-main/notebooks/{TWO}": small(2)}
    alone = {f"p/notebooks/{ONE}": small(), "p/nnlib/x.py": b""}
    own = {f"notebooks/{ONE}": small()}
    tree = {}
    for student, files in (("ada", project), ("bob", alone), ("cleo", own)):
        if packed:
            tree[f"{student}.zip"] = as_zip(files)
        else:
            tree |= {f"{student}/{name}": data for name, data in files.items()}
    ada, bob, cleo = read(lay_out(tmp_path, tree))
    assert (ada.notebook, "/homework/" in ada.path) == (1, True)
    assert (bob.notebook, bob.readable) == (None, False)
    assert "the course's solved notebooks alone" in bob.problems[0]
    assert (cleo.notebook, cleo.readable) == (1, True)


# Students without a notebook


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("notes.txt", b"mine", "(.txt): notes.txt"),
        ("essay.pdf", b"%PDF", "(.pdf): essay.pdf"),
        (ONE, b"", "It is empty, 0 bytes."),
        (ONE, b"%PDF-1.7", "It is a PDF."),
        (ONE, small().decode().encode("utf-16"), "UTF-16"),
        (ONE, small().decode().encode("utf-16-le"), "UTF-16"),
        (ONE, b"<!DOCTYPE html><html>", "It is a web page"),
        (ONE, as_zip([ONE]), "It is a zip."),
        (ONE, small().replace(b"}", b"}\n<<<<<<< HEAD\n", 3), "git conflict"),
    ],
)
def test_why_there_is_no_notebook(tmp_path, file, data, words):
    lay_out(tmp_path, {f"ada/{file}": data, f"bob/{ONE}": small()})
    ada, bob = read(tmp_path)
    assert (ada.student, ada.readable, bob.readable) == ("ada", False, True)
    assert words in ada.problems[-1]


@pytest.mark.parametrize("ending", [".txt", ".json", ".TXT"])
def test_a_notebook_that_a_browser_renamed_is_read(tmp_path, ending):
    (one,) = read(lay_out(tmp_path, [f"ada/{ONE}{ending}"]))
    assert (one.notebook, one.readable) == (1, True)


# Names


def test_spellings_are_two_students_who_can_be_told_apart(tmp_path):
    nfc, nfd = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    names = [nfc, nfd, "Ada", "ada", "Ada "]
    path = tmp_path / "class.zip"
    path.write_bytes(as_zip([f"{name}/{ONE}" for name in names]))
    handed_in = read(path)
    assert students(handed_in) == ["Ada", "Ada [2]", "Zoë", "Zoë [2]", "ada"]
    assert "'Ada' and 'Ada [2]' and 'ada'" in str(handed_in)
    roster = tmp_path / "roster.csv"
    roster.write_text(f"id,name,group\n7,{nfc},x\n8,ada,x\n9,Eve,x\n", "utf-8")
    handed_in = read(path, roster=roster)
    assert counting(handed_in).keys() == {("7", 1), ("8", 1)}
    assert (handed_in.missing, handed_in.strangers) == (("9",), ())
    assert "Missing, by the roster: 1\n  9" in str(handed_in)


def test_the_roster_knows_platforms_names(tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "Name;ID;email\nAda Lovelace;s1;a@b.c\nBob;s2;b@b.c\nBob;s3;c@b.c"
    )
    tree = {
        MOODLE.format("Ada Lovelace_1"): small(),
        f"b/Lovelace, Ada(ada1)/Submission attachment(s)/{TWO}": small(2),
        MOODLE.format("Bob_2"): small(),
        MOODLE.format("s3_9"): small(),
    }
    handed_in = read(lay_out(tmp_path / "class", tree), roster=roster)
    found = counting(handed_in).keys()
    assert found == {("s1", 1), ("s1", 2), ("Bob_2", 1), ("s3", 1)}
    assert (handed_in.missing, handed_in.strangers) == (("s2",), ("Bob_2",))


@pytest.mark.parametrize(
    "data", [None, b"", b"name\nAda", b"\xff\xfe\0", b"id,name\n,Ada"]
)
def test_a_roster_that_is_none_is_refused(tmp_path, data):
    lay_out(tmp_path / "class", [f"ada/{ONE}"])
    if data is not None:
        (tmp_path / "roster.csv").write_bytes(data)
    with pytest.raises(Refusal, match="--roster needs a CSV file"):
        read(tmp_path / "class", roster=tmp_path / "roster.csv")


def test_names_in_a_zip_that_does_not_say_they_are_utf_8(tmp_path):
    good = as_zip({f"Zoe_/{ONE}": small(), f"A__/{ONE}": small()})
    raw = good.replace(b"Zoe_/", "Zoë/".encode()).replace(b"A__/", b"A\x84_/")
    (tmp_path / "class.zip").write_bytes(raw)
    assert students(read(tmp_path / "class.zip")) == ["Aä_", "Zoë"]


@pytest.mark.skipif(sys.platform != "linux", reason="names there are of UTF-8")
def test_names_in_a_folder_that_are_not_in_utf_8(tmp_path):
    names = [b"Zo\xeb", b"Zo\xe8", "Zoë".encode()]
    for name in names:
        lay_out(tmp_path / os.fsdecode(name), [ONE])
    handed_in = read(tmp_path)
    assert len(students(handed_in)) == 3
    assert all(one.readable for one in handed_in)
    "".join(students(handed_in)).encode()


# Readings that look wrong


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ([f"all/x/{n}{n}/{ONE}" for n in "abcdef"] + [f"b/{ONE}"] * 1, "in 6 folders"),
        ([f"{STEM}/ada.ipynb", f"{TWO[:-6]}/ada.ipynb"], "have names of notebooks"),
    ],
)
def test_a_reading_that_looks_wrong_is_doubted(tmp_path, tree, words):
    extra = [f"{name}/{ONE}" for name in ("p", "q", "r")] if "all" in tree[0] else []
    handed_in = read(lay_out(tmp_path, [*tree, *extra]))
    assert words in " ".join(handed_in.doubts)


def test_a_roster_of_another_class_is_doubted(tmp_path):
    lay_out(tmp_path / "class", [f"ada/{ONE}", f"bob/{ONE}"])
    (tmp_path / "roster.csv").write_text("id,name\n1,Eve\n")
    handed_in = read(tmp_path / "class", roster=tmp_path / "roster.csv")
    assert handed_in.doubts == ("Of 2 students 2 are not on the roster.",)


def test_a_shape_that_is_not_known(tmp_path):
    lay_out(tmp_path, [f"ada/{ONE}"])
    with pytest.raises(Refusal, match="--shape needs one of moodle, "):
        read(tmp_path, shape="x")


def test_a_shape_that_is_said_stops_the_search_for_classes(tmp_path):
    lay_out(tmp_path, {"all.zip": as_zip([MOODLE.format(f"s_{n}") for n in range(3)])})
    assert students(read(tmp_path)) == ["s_0", "s_1", "s_2"]
    assert students(read(tmp_path, shape="folders")) == ["all"]


# Limits


@pytest.mark.skipif(os.name == "nt", reason="Windows has other links")
def test_links_to_zips_and_texts_are_not_followed(tmp_path):
    secret = tmp_path / "elsewhere.zip"
    secret.write_bytes(as_zip([MOODLE.format(f"s_{n}") for n in range(3)]))
    lay_out(tmp_path / "class", [f"ada/{ONE}"])
    (tmp_path / "class" / "all.zip").symlink_to(secret)
    ada, link = read(tmp_path / "class")
    assert (ada.student, link.student, link.readable) == ("ada", "all", False)
    assert "It is a link" in link.problems[0]


def test_names_in_the_zip_of_a_class_stay_inside(tmp_path):
    names = [MOODLE.format("Ada_1"), MOODLE.format("Bob_2"), f"../../eve/{ONE}"]
    lay_out(tmp_path, {"class.zip": as_zip({name: small() for name in names})})
    assert students(read(tmp_path)) == ["(outside)", "Ada_1", "Bob_2"]


def test_many_students_are_read_in_time(tmp_path):
    names = [MOODLE.format(f"Student {n}_{n}") for n in range(400)]
    lay_out(tmp_path, {"class.zip": as_zip(dict.fromkeys(names, content(ONE)))})
    assert len(read(tmp_path)) == 400


def test_zips_of_very_many_files_are_not_looked_into(tmp_path):
    many = {f"{n}/x_{n}_assignsubmission_file_/{n}.ipynb": b"" for n in range(20_001)}
    lay_out(tmp_path, {f"s{n}.zip": as_zip(many) for n in range(3)})
    lay_out(tmp_path, [f"ada/{ONE}"])
    began = time.process_time()
    ada, *others = read(tmp_path)
    assert time.process_time() - began < 5
    assert ada.readable and [one.readable for one in others] == [False] * 3
    assert "The zip holds more than 20000 files." in others[0].problems[0]
    with pytest.raises(Refusal, match="it is a zip of more than 20000 files"):
        read(tmp_path / "s0.zip")


def test_names_without_end_are_not_taken_apart(tmp_path):
    deep = {f"{'a/' * 30_000}{n}.ipynb": b"" for n in range(20)}
    long = {f"{'a_1_' * 15_000}{n}.ipynb": b"" for n in range(20)}
    lay_out(tmp_path, {"deep.zip": as_zip(deep), "long.zip": as_zip(long)})
    lay_out(tmp_path, [f"ada/{ONE}"])
    began = time.process_time()
    ada, *others = read(tmp_path)
    assert time.process_time() - began < 5
    assert ada.readable and not any(one.readable for one in others)


def test_many_texts_of_blackboard_are_read_in_time(tmp_path):
    tree = {}
    for n in range(800):
        start = f"hw_s{n}_attempt_2026-11-03-14-22-10"
        tree |= {f"{start}.txt": b"Name: A (s%d)" % n, f"{start}_{ONE}": small()}
    lay_out(tmp_path, {"class.zip": as_zip(tree)})
    began = time.process_time()
    assert len(read(tmp_path)) == 800
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2026-11-03-14-22-10", "2026-11-03-14-22-11"),
        ("Nov 3, 2026 1259 AM", "Nov 3, 2026 100 AM"),
        ("Nov 3, 2026 1159 AM", "Nov 3, 2026 1205 PM"),
        ("Dec 31, 2026 1159 PM", "January 1, 2027 1200 AM"),
        ("3 November, 2026 1422", "12 November, 2026 0900"),
        ("mardi 3 novembre 2026 1422", "3 décembre 2026 0900"),
        ("3. März 2026 1422", "Dienstag, 5. Mai 2026 0900"),
        ("31 ago. 2026 1422", "1 de septiembre de 2026 0900"),
        ("30 maj 2026 1422", "1 juni 2026 0900"),
        ("2026-11-03 12:00:00 UTC", "2026-11-03 12:00:00.5 UTC"),
    ],
)
def test_dates_are_sorted(older, newer):
    assert "" < dates.sortable(older) < dates.sortable(newer)


@pytest.mark.parametrize("text", ["", "soon", "3 Foo, 2026", "Nov", "1 2 3"])
def test_what_is_no_date(text):
    assert dates.sortable(text) == ""


def test_a_date_that_cannot_be_read_is_said(tmp_path):
    names = [f"12345-678 - Ada - {day} Foo, 2026 1422 - {ONE}" for day in (3, 12)]
    lay_out(tmp_path, {name: small() for name in [*names, "index.html"]})
    (ada,) = read(tmp_path)
    assert ada.path == names[1]
    assert ada.problems[-1].endswith(
        " counts. The date 12 Foo, 2026 1422 could not be read."
    )
