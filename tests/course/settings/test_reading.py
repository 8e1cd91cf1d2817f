"""`course.toml`: what may stand in it, and the sentence for what may not."""

import tomllib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from nnlib.course.refusals import Refusal
from nnlib.course.settings import current
from nnlib.course.settings.declared import declared
from nnlib.course.settings.reading import read_course
from nnlib.course.settings.template import TEMPLATE
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.worth import Worth

WHOLE = """\
name = "Nets"
timezone = "Europe/Berlin"
notebooks = ["01-03", "06"]
roster = "class.csv"
attempts = "best"
extra_credit = ["1.4"]
exempt = ["3.4", "written-3"]
[points]
"1.2" = 4
written-1 = 2.5
[due]
01 = 2026-11-10T23:59:00
02-03 = 2026-11-17
[late]
policy = "per day"
percent = 10
grace = 15
[extensions.s12]
01 = 2026-11-20T23:59:00
[seconds]
all = 20
"9.3" = 30
"""
BERLIN = ZoneInfo("Europe/Berlin")


def read(folder, text):
    (folder / "class.csv").write_text("id,name\n1,Ada\n")
    path = folder / "course.toml"
    path.write_text(text, encoding="utf-8")
    return read_course(path)


def refused(folder, text):
    with pytest.raises(Refusal) as caught:
        read(folder, text)
    return str(caught.value)


def test_without_a_file_the_course_is_as_it_is(tmp_path):
    course = read_course(tmp_path / "course.toml")
    assert course.numbers == (*declared(),)
    for exercise in exercises_of(1):
        assert course.worth(exercise.id) == Worth(exercise.points)
    assert course.files_for_students() == ()


def test_every_setting(tmp_path):
    course = read(tmp_path, WHOLE)
    assert (course.name, course.numbers, course.attempt) == (
        "Nets",
        (1, 2, 3, 6),
        "best",
    )
    assert course.roster == tmp_path / "class.csv"
    assert course.worths == {
        "1.2": Worth(4),
        "written-1": Worth(2.5),
        "1.4": Worth(3, extra=True),
        "3.4": Worth(0),
        "written-3": Worth(0),
    }
    assert course.due_for("s1", 1) == datetime(2026, 11, 10, 23, 59, tzinfo=BERLIN)
    assert course.due_for("s12", 1).day == 20
    assert course.due_for("s12", 3) == datetime(2026, 11, 18, tzinfo=BERLIN)
    assert course.due_for("s12", 6) is None
    assert course.late == ("per day", 10, timedelta(minutes=15))
    assert (course.seconds_for("1.1"), course.seconds_for("9.3")) == (20, 30)


REFUSED = {  # what is changed, into what, and what is said
    "unknown": ("name", "nme", "line 1: nme is unknown. Did you mean name?"),
    "unknown of lateness": ("percent", "percnt", "line 16: late.percnt is unknown. "),
    "type": ("percent = 10", 'percent = "x"', "line 16: late.percent needs a number "),
    "a truth": ('"1.2" = 4', '"1.2" = true', "line 9: points.1.2 needs a number from "),
    "nan": ('"1.2" = 4', '"1.2" = nan', "line 9: points.1.2 needs a number from 0 "),
    "too much": ("percent = 10", "percent = 101", "to 100; got 101."),
    "exercise": (
        '"1.2" = 4',
        '"1.9" = 4',
        "line 9: points.1.9 needs exercises such as ",
    ),
    "list": ('["1.4"]', '"1.4"', "line 6: extra_credit needs a list of texts, as in "),
    "notebook": ("01-03", "05-44", "line 3: a notebook needs a number such as 03, or "),
    "no notebook": ('["01-03", "06"]', "[]", "needs at least one notebook."),
    "choice": ("per day", "daily", 'one of "none", "per day", "zero"; got "daily".'),
    "zone": ("Europe/Berlin", "Berlin", "line 2: timezone needs the name of a time "),
    "roster": (
        "class.csv",
        "x.csv",
        "line 4: roster needs a file beside course.toml; ",
    ),
    "table": ("[points]", "points = 3\n[x]", "line 9: x is unknown."),
    "no such day": (
        "01 = 2026-11-10T",
        "01 = 2026-11-31T",
        "line 12: this is not TOML",
    ),
    "a text": (
        "01 = 2026-11-10T23:59:00",
        '01 = "x"',
        "line 12: due.01 needs a date, ",
    ),
    "a time": ("01 = 2026-11-10T23:59:00", "01 = 23:59:00", "line 12: due.01 needs a "),
    "a gap": ("11-10T23:59", "03-29T02:30", "the clocks of Europe/Berlin leave it out"),
    "twice": ("11-10T23:59", "10-25T02:30", "show it twice: add the offset, as in "),
    "extension": ("2026-11-20", "2026-11-01", "line 19: extensions.s12.01 is before "),
    "no zone": ('timezone = "Europe/Berlin"', "", "needs a time zone: write timezone"),
    "no percent": ("percent = 10", "percent = 0", 'needs percent beside "per day".'),
    "seconds": (
        "all = 20",
        "all = 31",
        "line 21: seconds.all needs a number from 1 to ",
    ),
    "damage": ("[due]", "[due", "line 11: this is not TOML"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_sentence_with_the_line(tmp_path, case):
    old, new, words = REFUSED[case]
    assert old in WHOLE
    said = refused(tmp_path, WHOLE.replace(old, new, 1))
    assert words in said
    assert said.startswith("course.toml, line ")
    assert "\n" not in said and said.endswith((".", "?"))


def test_text_that_is_not_utf_8(tmp_path):
    (tmp_path / "course.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(Refusal, match="it is not written in UTF-8"):
        read_course(tmp_path / "course.toml")


def test_all_that_the_template_shows_may_be_set(tmp_path, monkeypatch):
    monkeypatch.setattr(current, "FILE", tmp_path / "course.toml")
    result = CliRunner().invoke(main, ["course"])
    assert result.output == f"Written: {tmp_path / 'course.toml'}\n"
    assert tomllib.loads((tmp_path / "course.toml").read_text("utf-8")) == {}
    again = CliRunner().invoke(main, ["course"])
    assert "is there already: edit it, or move it away." in again.output
    lines = TEMPLATE.read_text("utf-8").splitlines()
    shown = [one[2:] for one in lines if one[2:3] in '["' or " = " in one]
    assert len(shown) > 20
    course = read(tmp_path, "\n".join(shown))
    assert course.numbers == (1, 2, 3, 6)
    assert course.due_for("s1234567", 1).astimezone(UTC).day == 20
