"""An answer is stopped when its time is over; what came before counts."""

import signal
import sys
import threading
import time

import numpy as np
import pytest

from nnlib.course.marking.examining import questioning
from nnlib.exercises import checks, judging, time_limit
from nnlib.exercises.checks import check, verdict_on
from nnlib.exercises.statuses import RIGHT, TOO_SLOW, WRONG
from nnlib.exercises.time_limit import TimeIsOver, TimeLimit
from tests.support.trials import exercise_on

SHORT = 0.3  # seconds
needs_signals = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="Windows has no such signals"
)


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", SHORT)


def test_marking_has_the_same_limit():
    assert questioning.SECONDS is checks.SECONDS
    assert checks.SECONDS == 10


def for_ever():
    while True:
        pass


def catches_everything():
    while True:
        try:
            np.exp(np.ones(1000))
        except:  # noqa: E722
            continue


def catches_everything_in_a_function():
    def inside():
        return np.ones(3) + 1

    while True:
        try:
            inside()
        except BaseException:
            continue


def never_leaves_its_finally():
    while True:
        try:
            time.sleep(0.01)
        finally:
            continue  # noqa: B012


def without_a_line_of_its_own():
    return sum(1 for _ in iter(int, 1))


def catches_its_sleep():
    while True:
        try:
            time.sleep(0.01)
        except:  # noqa: E722
            continue


def sleeps():
    time.sleep(1000)


ENDLESS = [for_ever, without_a_line_of_its_own]
CATCHING = [
    catches_everything,
    catches_everything_in_a_function,
    catches_its_sleep,
    never_leaves_its_finally,
]


def is_stopped(function):
    begun = time.monotonic()
    with pytest.raises(TimeIsOver):
        TimeLimit().limited(function)()
    assert time.monotonic() - begun < SHORT + 5
    return True


@needs_signals
@pytest.mark.parametrize("endless", [*ENDLESS, *CATCHING, sleeps])
def test_endless_functions_are_stopped(endless):
    before = signal.getsignal(signal.SIGALRM), sys.gettrace()
    assert is_stopped(endless)
    assert (signal.getsignal(signal.SIGALRM), sys.gettrace()) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    time.sleep(4 * time_limit.AGAIN)  # nothing comes afterwards


@pytest.mark.parametrize("endless", ENDLESS)
def test_without_signals_a_thread_stops_them(endless, monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    assert is_stopped(endless)
    for _ in range(1000):  # nothing comes afterwards
        time.sleep(0.0001)


def test_in_another_thread_they_are_stopped_as_well():
    found = []
    thread = threading.Thread(target=lambda: found.append(is_stopped(for_ever)))
    thread.start()
    thread.join(10)
    assert found == [True]


@pytest.mark.parametrize("way", ["signals", "a thread"])
def test_what_is_soon_done_is_left_alone(way, monkeypatch):
    if way == "a thread":
        monkeypatch.delattr(signal, "setitimer", raising=False)
    double = TimeLimit().limited(lambda x, *, by=2: by * x)
    assert [double(1), double(2, by=3)] == [2, 6]
    with pytest.raises(ZeroDivisionError):
        TimeLimit().limited(lambda: 1 / 0)()
    time.sleep(SHORT + 0.1)
    assert double(1) == 2  # only what it takes itself counts


def test_all_calls_share_the_time():
    wait = TimeLimit().limited(time.sleep)
    wait(0.6 * SHORT)
    with pytest.raises(TimeIsOver):
        wait(SHORT)
    with pytest.raises(TimeIsOver):
        wait(0)


def double(X, c):
    return 2.0 * X + c


def cases(rng):
    yield "one sample", (rng.normal(size=(1, 2)), 0.5)
    yield "a batch of 3", (rng.normal(size=(3, 2)), 1.25)
    yield "a batch of 4", (rng.normal(size=(4, 2)), -0.25)
    yield "another of 3", (rng.normal(size=(3, 2)), 1.25)


DOUBLE = exercise_on(double, cases)


def loops_for_four(X, c):
    while len(X) == 4:
        pass
    return 2 * X + c


def test_the_cases_before_count():
    verdict = verdict_on(DOUBLE, loops_for_four)
    assert verdict.status == TOO_SLOW
    assert verdict.message == (
        "double was still running after 10 s, in the case “a batch of 4”. Is there a "
        "loop without an end?"
    )
    assert (verdict.right_cases, verdict.cases, verdict.points) == (2, 4, 1.0)


def test_the_place_is_looked_for_in_the_same_time(monkeypatch):
    monkeypatch.setattr(judging, "explanation", lambda exercise, attempts: None)
    monkeypatch.setattr(checks, "place_of", lambda *arguments, **named: for_ever())
    verdict = verdict_on(DOUBLE, lambda X, c: X**3)
    assert verdict.status == WRONG
    assert verdict.message.startswith("In the case “one sample”: What came: [[")


def test_who_stops_it_is_told_where_it_was(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def stopped_in_a_batch(Y_hat, Y):
        if len(Y) > 1:
            raise KeyboardInterrupt
        return (Y_hat - Y) * Y_hat * (1 - Y_hat)

    with pytest.raises(checks.CheckFailed, match=r"exercise 1\.2 is stopped\."):
        check("1.2", stopped_in_a_batch)
    said = " ".join(capsys.readouterr().out.split())
    assert said == (
        "■ Exercise 1.2 · Delta of the output units: stopped You stopped the check "
        "while delta_output was running, in the case “a batch of 5, 2-2-2”."
    )
    assert not (tmp_path / "progress.json").exists()  # nothing is known of it


def test_who_stops_the_search_for_words_is_told_so(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "judge", interrupted)
    with pytest.raises(checks.CheckFailed):
        check("1.2", lambda Y_hat, Y: Y_hat)
    assert capsys.readouterr().out.endswith(": stopped\nYou stopped the check.\n")


def test_a_right_answer_stays_right():
    assert verdict_on(DOUBLE, double).status == RIGHT
