"""A plugin of pytest: in CI on Linux a skipped test fails, so that green says all ran.

Two reasons alone count there: they are named here, and why.
"""

import os
import sys

import pytest

IN_CI = os.environ.get("CI") == "true" and sys.platform == "linux"
NO_POSTGRESQL = "PostgreSQL is not installed"  # over 100 MB, for one test
AS_ROOT = "root may write everywhere"  # containers of CI often run as root
MAY_BE_SKIPPED = (NO_POSTGRESQL, AS_ROOT)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Do so for a test."""
    return failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Do so for a file of tests."""
    return failed_if_skipped((yield))


def failed_if_skipped(report):
    """The report, of a failure if a test was skipped that should have run."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason not in MAY_BE_SKIPPED:
            said = f"With CI=true on Linux this must not be skipped: {reason}"
            report.outcome, report.longrepr = "failed", said
    return report
