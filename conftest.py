"""Set-up for all tests: the course's own folders, and no second chance for notebooks.

Kernels and figures started by a test keep to `.venv/var`, as in `python3 nnlib test`.
"""

import gc
import os

import pytest
from nbval.plugin import IPyNbCell

from nnlib.course.lab import environment
from nnlib.course.settings import current

os.environ.update(environment())
current.FILE = current.FILE.with_name("no course.toml")  # what is tested is our own
pytest_plugins = [
    "tests.support.compile_first",
    "tests.support.lessons",
    "tests.support.skips",
]


def pytest_collection_finish():
    """Set aside what was imported: garbage is looked for among what tests make."""
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    """Let a cell fail that nbval expects to fail: those after a dead kernel."""
    report = yield
    if isinstance(item, IPyNbCell) and hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Not tested: {report.wasxfail}"
        del report.wasxfail
    return report
