"""A bar is drawn for a person who waits, and for nobody else."""

import io
import sys

import numpy as np
import pytest
import tqdm.auto

from nnlib import identity, mlp, train
from nnlib.progress import NOTEBOOK_SIGNS, counter, progress, somebody_watches


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def nobody(monkeypatch, capsys):
    """Start each test with nobody watching, whatever is set outside."""
    for sign in NOTEBOOK_SIGNS:
        monkeypatch.delenv(sign, raising=False)


@pytest.fixture
def impatient(monkeypatch):
    """Draw the bar at once, as after a second; record how it was asked for."""
    asked = []

    def bar(*args, **options):
        asked.append(dict(options))
        return original(*args, **options | {"delay": 0, "mininterval": 0})

    original = tqdm.auto.tqdm
    monkeypatch.setattr(tqdm.auto, "tqdm", bar)
    return asked


def run(steps=3):
    net = mlp([1, 1], identity, identity, rng=np.random.default_rng(0))
    return train(net, [[1.0]], [[2.0]], steps=steps, lr=0.1)


def test_nobody_watches_a_program():
    assert not somebody_watches()


@pytest.mark.parametrize("sign", NOTEBOOK_SIGNS)
def test_somebody_watches_a_notebook(monkeypatch, sign):
    monkeypatch.setenv(sign, "1")
    assert somebody_watches()


def test_somebody_watches_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert somebody_watches()


def test_no_screen_at_all(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert not somebody_watches()
    assert list(progress(3)) == [0, 1, 2]


def test_unwatched_runs_do_not_even_load_tqdm(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)  # importing it now fails
    run()
    assert capsys.readouterr().err == ""


def test_watched_short_runs_write_nothing(monkeypatch, capsys):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    assert list(progress(3)) == [0, 1, 2]
    run()
    assert capsys.readouterr().err == ""


def test_watched_long_runs_show_a_bar(monkeypatch, capsys, impatient):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    run(steps=50)
    written = capsys.readouterr().err
    assert "50/50" in written
    assert "step" in written
    assert impatient == [{"unit": "step", "delay": 1, "leave": False}]


def test_the_bar_changes_no_number(monkeypatch, impatient):
    _, unwatched = run(steps=20)
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    _, watched = run(steps=20)
    np.testing.assert_array_equal(watched.loss, unwatched.loss)


def test_counter_shows_what_is_done(monkeypatch, capsys, impatient):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    with counter(50, unit="step") as show:
        show(20)
        show(50)
    written = capsys.readouterr().err
    assert "20/50" in written
    assert "50/50" in written


def test_counter_is_silent_unwatched(capsys):
    with counter(50, unit="step") as show:
        show(50)
    assert capsys.readouterr().err == ""
