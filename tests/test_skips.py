"""A test that CI would skip in silence fails there, and is skipped elsewhere."""

import os
import subprocess
import sys

import pytest

from tests.support.places import ROOT
from tests.support.skips import NO_POSTGRESQL

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="it needs Linux")
SKIPPED = f"""
import pytest

@pytest.mark.skipif(True, reason="bubblewrap is missing")
def test_marked():
    pass

def test_that_skips_itself():
    pytest.importorskip("no_such_package", reason="a package is missing")

@pytest.mark.skip({NO_POSTGRESQL!r})
def test_that_may_be_skipped():
    pass

@pytest.mark.xfail
def test_that_is_to_fail():
    assert False
"""
FILE_SKIPPED = "import pytest\npytest.skip('no signals', allow_module_level=True)"


def run(folder, source, ci):
    """What pytest says of a file of tests where the variable CI is `ci`."""
    (folder / "test_it.py").write_text(source)
    (folder / "pytest.ini").touch()
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.skips", "-rsf"]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    found = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    return found.stdout


@on_linux
def test_what_is_skipped_in_ci_fails_there(tmp_path):
    said = run(tmp_path, SKIPPED, "true")
    assert "1 failed, 1 skipped, 1 xfailed, 1 error" in said
    for reason in ("bubblewrap is missing", "a package is missing"):
        assert f"With CI=true on Linux this must not be skipped: {reason}" in said


@on_linux
def test_a_file_that_is_skipped_in_ci_fails_there(tmp_path):
    said = run(tmp_path, FILE_SKIPPED, "true")
    assert "1 error" in said
    assert "With CI=true on Linux this must not be skipped: no signals" in said


def test_elsewhere_it_is_skipped(tmp_path):
    assert "3 skipped, 1 xfailed" in run(tmp_path, SKIPPED, "")
    assert "1 skipped" in run(tmp_path, FILE_SKIPPED, "")
