"""How late something is, by the clocks of the course's zone, and what that costs."""

import json
import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nnlib.course.marking.submissions.dates import moment
from nnlib.course.marking.submissions.dating import BY_FILE, joined
from nnlib.course.marking.submissions.reading import read
from nnlib.course.marking.submissions.submission import Origin
from nnlib.course.settings.course import Course, Late
from nnlib.course.settings.dates import days_late
from tests.support.a_class import submission
from tests.support.handed_in import hand_in, handed_out
from tests.support.solved_notebooks import path_of

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 10, 24, 23, 59, tzinfo=BERLIN)  # the clocks change a day later
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (-MINUTE, 0),
        (0 * MINUTE, 0),
        (15 * MINUTE, 0),
        (15 * MINUTE + timedelta(seconds=1), 1),
        (timedelta(hours=25), 1),  # by the clocks it is a day
        (timedelta(hours=25, seconds=1), 2),
        (timedelta(hours=49), 2),
        (timedelta(days=400), 400),
    ],
)
def test_days_that_have_begun(after, days):
    came = DUE.astimezone(UTC) + after
    assert days_late(came, DUE, 15 * MINUTE, BERLIN) == days


def test_a_day_of_23_hours():
    due = datetime(2026, 3, 28, 23, 59, tzinfo=BERLIN)
    came = due.astimezone(UTC) + timedelta(hours=23)
    assert days_late(came, due, timedelta(), BERLIN) == 1
    assert days_late(came + timedelta(seconds=1), due, timedelta(), BERLIN) == 2


def course(policy, percent=0, **others):
    return Course(zone=BERLIN, due={1: DUE}, late=Late(policy, percent), **others)


def came(handed_in, by="Moodle"):
    return replace(submission("s1"), origin=Origin("moodle", (), handed_in, by))


@pytest.mark.parametrize(
    ("policy", "share"), [(("none",), 1), (("zero",), 0), (("per day", 60), 0)]
)
def test_what_two_days_cost(policy, share):
    late = course(*policy).lateness(came("2026-10-26T12:00:00"))
    assert (late.days, late.share) == (2, share)
    assert late.handed_in == "2026-10-26 12:00:00+01:00, by Moodle"


def test_times_without_a_zone_are_those_of_the_course():
    one = course("zero")
    assert one.lateness(came("2026-10-24T23:59:00")).share == 1
    assert one.lateness(came("2026-10-24T21:59:00+00:00")).share == 1
    assert one.lateness(came("2026-10-24T21:59:01+00:00")).share == 0


def test_an_extension_is_for_one_student():
    later = {"s1": {1: DUE + timedelta(days=9)}}
    late = course("zero", extensions=later).lateness(came("2026-10-26T12:00:00"))
    assert late.days == 0


def test_what_nobody_dated_costs_nothing_and_is_told():
    late = course("zero").lateness(came("", ""))
    assert late == ("", 0, 1.0, True)
    assert not Course().lateness(came("", "")).unknown


def zipped(path, dates):
    with zipfile.ZipFile(path, "w") as archive:
        for place, date in dates.items():
            entry = zipfile.ZipInfo(place.format(path_of(1).name), date)
            archive.writestr(entry, json.dumps(handed_out()))
    return {one.student: one.origin for one in read(path)}


MOODLE = ("Ada_1_assignsubmission_file_/{}", "Bob_2_assignsubmission_file_/{}")


def test_dates_in_the_zip_of_a_class(tmp_path):
    dates = (2026, 11, 3, 14, 22, 10), (2026, 11, 9, 8, 0, 0)
    found = zipped(tmp_path / "a.zip", dict(zip(MOODLE, dates)))
    assert found["Bob_2"].handed_in == "2026-11-09T08:00:00"
    assert found["Bob_2"].names == ("Bob", "2")
    assert found["Bob_2"].dated_by == BY_FILE


def test_the_dates_of_a_download_tell_nothing(tmp_path):
    dates = (2026, 11, 3, 14, 22, 10), (2026, 11, 3, 14, 32, 8)
    found = zipped(tmp_path / "a.zip", dict(zip(MOODLE, dates)))
    assert {one.handed_in for one in found.values()} == {""}
    canvas = {"adaking_1_71_{}": dates[0], "bobbee_2_72_{}": (2026, 11, 9, 8, 0, 0)}
    found = zipped(tmp_path / "b.zip", canvas)
    assert {one.handed_in for one in found.values()} == {""}


def test_the_date_of_a_platform_and_of_a_file_on_the_disk(tmp_path):
    place = "t_ada_attempt_2026-11-03-14-22-10_{}"
    found = zipped(tmp_path / "a.zip", {place: (2026, 1, 1, 0, 0, 0)})
    ((_, one),) = found.items()
    assert (one.handed_in, one.dated_by) == ("2026-11-03T14:22:10", "Blackboard")
    file = hand_in(tmp_path / "b", handed_out(), "ada")
    os.utime(file, (0, 1_800_000_000))
    (one,) = read(tmp_path / "b")
    assert one.origin.handed_in == "2027-01-15T08:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-11-03-14-22-10", "2026-11-03T14:22:10"),
        ("2026-11-03 14.22.10 UTC", "2026-11-03T14:22:10+00:00"),
        ("2026-11-03 14:22:10.948203 America/Chicago", "2026-11-03T14:22:10-06:00"),
        ("2026-11-03 14:22:10.123456000 -0800", "2026-11-03T14:22:10-08:00"),
        ("2026-11-03T14:22:10Z", "2026-11-03T14:22:10+00:00"),
        ("Nov 3, 2026 222 PM", "2026-11-03T14:22:00"),
        ("20261103142210", "2026-11-03T14:22:10"),
        ("2026-11-03", ""),
        ("2026-11-03 14:22:10 PST", ""),
        ("2026-13-03 14:22:10", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates_of_platforms(text, iso):
    assert moment(text) == iso


def test_what_comes_again_unchanged_counts_from_the_first():
    first = Origin("moodle", (), "2026-11-03T14:22:10", BY_FILE)
    copied = replace(first, handed_in="2026-11-09T10:00:00+00:00", names=("Ada",))
    assert joined(first, copied) == replace(first, names=("Ada",))
    platform = replace(copied, dated_by="Blackboard")
    assert joined(first, platform) == platform
    assert joined(platform, copied).dated_by == "Blackboard"
    assert joined(Origin(), first) == first
