"""A bar is drawn for a person who waits, and for nobody else; it leaves nothing."""

import io
import sys

import IPython.display
import numpy as np
import pytest
import tqdm

from nnlib import identity, mlp, train
from nnlib.progress import (
    NOTEBOOK_SIGNS,
    counter,
    in_notebook,
    in_terminal,
    progress,
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Screen:
    """Stands in for a notebook's page: keeps every bundle an output has held."""

    def __init__(self):
        self.bundles = []

    def display(self, bundle, *, raw, display_id):
        assert raw and display_id
        self.bundles.append(bundle)
        return self

    def update(self, bundle, *, raw):
        assert raw
        self.bundles.append(bundle)


@pytest.fixture(autouse=True)
def nobody(monkeypatch, capsys):
    """Start each test with nobody watching, whatever is set outside."""
    for sign in NOTEBOOK_SIGNS:
        monkeypatch.delenv(sign, raising=False)


@pytest.fixture
def open_terminal(monkeypatch):
    """Make stderr a terminal; to be called in the test, since pytest sets it anew."""

    def opened():
        monkeypatch.setattr(sys, "stderr", Terminal())
        return sys.stderr

    return opened


@pytest.fixture
def notebook(monkeypatch):
    screen = Screen()
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    monkeypatch.setattr(IPython.display, "display", screen.display)
    return screen


@pytest.fixture
def impatient(monkeypatch):
    """Draw the bar at once, as after a second."""
    original = tqdm.tqdm

    def bar(*args, **options):
        assert options["delay"] == 1
        return original(
            *args, **options | {"delay": 0, "mininterval": 0, "miniters": 1}
        )

    monkeypatch.setattr(tqdm, "tqdm", bar)


def run(steps=3):
    net = mlp([1, 1], identity, identity, rng=np.random.default_rng(0))
    return train(net, [[1.0]], [[2.0]], steps=steps, lr=0.1)


def test_nobody_watches_a_program():
    assert not in_terminal()
    assert not in_notebook()


@pytest.mark.parametrize("sign", NOTEBOOK_SIGNS)
def test_somebody_watches_a_notebook(monkeypatch, sign):
    monkeypatch.setenv(sign, "1")
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    assert in_notebook()


def test_a_program_started_from_a_notebook_is_no_notebook(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    assert not in_notebook()


def test_no_screen_at_all(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert not in_terminal()
    assert list(progress(3)) == [0, 1, 2]


def test_unwatched_runs_do_not_even_load_tqdm(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)  # importing it now fails
    run()
    assert capsys.readouterr().err == ""


def test_short_runs_show_nothing_in_a_terminal(open_terminal):
    terminal = open_terminal()
    assert list(progress(3)) == [0, 1, 2]
    run()
    assert terminal.getvalue() == ""


def test_short_runs_show_nothing_in_a_notebook(notebook):
    assert list(progress(3)) == [0, 1, 2]
    run()
    assert notebook.bundles == []


def test_a_terminal_shows_a_bar_and_wipes_it_out(open_terminal, impatient):
    terminal = open_terminal()
    run(steps=50)
    shown = terminal.getvalue().split("\r")
    assert any("49/50" in line and "step" in line for line in shown)
    assert shown[-2].strip() == shown[-1] == ""


def test_a_notebook_shows_a_bar_and_keeps_an_empty_output(notebook, impatient):
    run(steps=50)
    bars = [bundle["text/plain"] for bundle in notebook.bundles if bundle]
    assert any("█" in bar and "49/50" in bar for bar in bars)
    assert notebook.bundles[-1] == {}


def test_the_bar_changes_no_number(notebook, impatient):
    _, watched = run(steps=20)
    assert notebook.bundles.pop() == {}
    np.testing.assert_array_equal(watched.loss, run(steps=20)[1].loss)


def test_counter_shows_what_is_done(notebook, impatient):
    with counter(50, unit="step") as show:
        show(20)
        show(50)
    bars = [bundle["text/plain"] for bundle in notebook.bundles if bundle]
    assert any("20/50" in bar for bar in bars)
    assert any("50/50" in bar for bar in bars)


def test_counter_is_silent_unwatched(capsys):
    with counter(50, unit="step") as show:
        show(50)
    assert capsys.readouterr().err == ""
